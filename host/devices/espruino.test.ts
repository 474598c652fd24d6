/** The real binary, when ESPRUINO_BIN names one. What any device must do is in hil-tests. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Session } from '../run/session.ts'
import { Loads } from '../soak/loads.ts'
import { Device } from './device.ts'
import { EspruinoPort } from './espruino.ts'
import { upload } from './uploader.ts'

const binary = process.env['ESPRUINO_BIN']

/** The process that runs this program for us. */
function childOf(program: string): number {
  return Number(execFileSync('pgrep', ['-n', '-P', String(process.pid), '-f', program], { encoding: 'utf8' }))
}

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

  test('killed twice in the middle of a run: it is started again, and goes on from its checkpoint', async () => {
    const { pipeline, build, items, expected } = await new Loads().of(0)
    const port = new EspruinoPort(binary!)
    const device = new Device(port)
    await device.open()
    const told: string[] = []
    const results: string[] = []
    const session = await Session.start(device, pipeline, build, {
      checkpointMs: 0,
      onRecovery: ({ code }) => told.push(code),
      onDevice: (result) => results.push(JSON.stringify(result)),
    })
    for (const [i, item] of items.entries()) {
      if (i === 60) expect(await session.checkpoint()).toBe(true)
      if (i === 80 || i === 120) process.kill(childOf(binary!), 'SIGKILL')
      await session.push(item)
    }
    await session.finish()
    await session.end()
    await device.close()
    expect(told).toEqual(['E_GONE', 'E_GONE'])
    expect(results).toEqual(expected)
  })
})

describe('a process that ended', () => {
  /** A program that repeats what it is told, and ends when it hears `end`; `run` is the number of its start in its directory. */
  const SCRIPT = `#!/bin/sh
echo run >> runs
echo "start $(wc -l < runs)"
while read line; do [ "$line" = end ] && exit 3; echo "$line"; done
`

  async function opened<T>(
    act: (port: EspruinoPort, heard: string[], until: (text: string) => Promise<void>) => Promise<T>,
  ) {
    const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-program-'))
    const program = path.join(directory, 'program')
    writeFileSync(program, SCRIPT)
    chmodSync(program, 0o700)
    const port = new EspruinoPort(program)
    const heard: string[] = []
    const until = (text: string): Promise<void> => expect.poll(() => heard.join('')).toContain(text)
    await port.open({ data: (text) => heard.push(text), closed: (why) => heard.push(`(${why})`) })
    try {
      return await act(port, heard, until)
    } finally {
      await port.close()
      rmSync(directory, { recursive: true })
    }
  }

  test('says how, and is started again on the same flash for the same listener', () =>
    opened(async (port, heard, until) => {
      await until('start 1')
      port.write('one\nend\n')
      await until('(the process ended (exit 3))')
      await port.reopen()
      port.write('two\n')
      await until('two')
      expect(heard.join('')).toBe('start 1\none\n(the process ended (exit 3))start 2\ntwo\n')
    }))

  test('stays away once the port is closed', () =>
    opened(async (port) => {
      await port.close()
      await expect(port.reopen()).rejects.toMatchObject({ code: 'E_CLOSED', kind: 'no-device' })
    }))
})

test('a file that is no program cannot be a device', async () => {
  expect(existsSync(import.meta.filename)).toBe(true)
  const opening = new Device(new EspruinoPort(import.meta.filename)).open()
  await expect(opening).rejects.toMatchObject({
    code: 'E_NO_DEVICE',
    cure: expect.stringContaining('ESPRUINO_BIN') as string,
  })
})
