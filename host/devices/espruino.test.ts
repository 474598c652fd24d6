/** The real binary, when ESPRUINO_BIN names one. What any device must do is in hil-tests. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Device } from './device.ts'
import { EspruinoPort } from './espruino.ts'
import { upload } from './uploader.ts'

const binary = process.env['ESPRUINO_BIN']

describe.skipIf(binary === undefined)('the Linux build (skipped without ESPRUINO_BIN)', () => {
  test('starts, keeps its flash over a reset, and leaves nothing behind', async () => {
    const device = new Device(new EspruinoPort(binary!))
    await device.open()
    await upload(device, 'function answer(){return 42}')
    expect(await device.evaluate('answer()')).toBe('42')
    await device.reset()
    expect(await device.evaluate('answer()')).toBe('42')
    const directory = await device.evaluate('process.env.CONSOLE')
    expect(directory).toBe('USB')
    await device.close()
  })

  test('its end is noticed', async () => {
    const device = new Device(new EspruinoPort(binary!))
    await device.open()
    const waiting = device.expect({ awaited: 'the end', match: () => undefined })
    device.send('\x10quit()')
    await expect(waiting).rejects.toMatchObject({ kind: expect.stringMatching(/no-device|device-failed/) as string })
    await device.close()
  })
})

test('a file that is no program cannot be a device', async () => {
  expect(existsSync(import.meta.filename)).toBe(true)
  const opening = new Device(new EspruinoPort(import.meta.filename)).open()
  await expect(opening).rejects.toMatchObject({
    code: 'E_NO_DEVICE',
    cure: expect.stringContaining('ESPRUINO_BIN') as string,
  })
})
