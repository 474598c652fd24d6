/** Serial ports of the operating system: pseudo-terminals, and the mock of the serialport package. Stories: serial-line.test.ts. */
import { SerialPortMock } from 'serialport'
import { beforeEach, describe, expect, test } from 'vitest'
import { Device } from './device.ts'
import type { HandleOptions } from './flow-control.ts'
import { SerialLine } from './serial.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'
import { upload } from './uploader.ts'

const { onTerminal, closing, folder } = live()

async function opened(path: string): Promise<Device> {
  const device = closing(new Device(new SerialLine(path)))
  await device.open()
  return device
}

describe.skipIf(!HAS_SOCAT)(`a pseudo-terminal (${WITHOUT_SOCAT})`, () => {
  test('a program is loaded through it and answers; a reset keeps the flash', async () => {
    const device = await opened((await onTerminal()).path)
    await upload(device, `function answer(){return 42}${'// filler to fill more than one page of flash'.repeat(100)}`)
    expect(await device.evaluate('answer()')).toBe('42')
    device.console('var x=1')
    await device.reset()
    expect(await device.evaluate('typeof x+answer()')).toBe('undefined42')
  })

  test('it is opened exclusively', async () => {
    const { path } = await onTerminal()
    await opened(path)
    await expect(opened(path)).rejects.toMatchObject({
      code: 'E_PORT_BUSY',
      kind: 'no-device',
      place: path,
      cure: expect.stringContaining('close the other program'),
    })
  })

  test('after closing it may be opened again, and the board is as it was', async () => {
    const { path } = await onTerminal()
    const first = await opened(path)
    first.console('var x=7')
    expect(await first.evaluate('x')).toBe('7')
    await first.close()
    expect(await (await opened(path)).evaluate('x')).toBe('7')
  })

  test('pulling the plug is noticed', async () => {
    const { path, unplug } = await onTerminal()
    const device = await opened(path)
    const waiting = device.expect({ awaited: 'the end', match: () => undefined })
    await unplug()
    await expect(waiting).rejects.toMatchObject({ code: 'E_GONE', kind: 'no-device', place: path })
  })
})

describe('what cannot be opened', () => {
  test('a path that does not exist', async () => {
    const path = `${folder()}/none`
    await expect(opened(path)).rejects.toMatchObject({ code: 'E_NO_DEVICE', kind: 'no-device', place: path })
  })

  test.each([
    ['Error: Permission denied, cannot open /dev/x', 'E_PORT_DENIED', 'dialout'],
    ['Error: Resource temporarily unavailable Cannot lock port', 'E_PORT_BUSY', 'close the other program'],
    ['Opening COM3: Access denied', 'E_PORT_BUSY', 'close the other program'],
    ['Opening COM3: File not found', 'E_NO_DEVICE', 'connect the board'],
    ['Error: Inappropriate ioctl for device', 'E_NO_DEVICE', 'name the path of a serial port'],
  ])('%s', async (message, code, cure) => {
    const refused = new Error(message)
    const port = new SerialLine('/dev/x', { make: () => Promise.reject(refused) })
    const opening = port.open({ data: () => undefined, closed: () => undefined })
    await expect(opening).rejects.toMatchObject({ code, cure: expect.stringContaining(cure), cause: refused })
  })
})

describe('on a mock', () => {
  const PATH = 'COM7'
  const binding = SerialPortMock.binding as {
    reset(): void
    createPort(path: string, options: { record: boolean }): void
  }
  beforeEach(() => {
    binding.reset()
    binding.createPort(PATH, { record: true })
  })

  interface Mocked {
    readonly line: SerialLine
    readonly port: SerialPortMock
    readonly heard: string[]
    readonly closed: string[]
  }

  async function mocked(): Promise<Mocked> {
    const heard: string[] = []
    const closed: string[] = []
    let made: SerialPortMock
    const make = (path: string, baudRate: number, { lock = true }: HandleOptions = {}): Promise<SerialPortMock> => {
      const port = new SerialPortMock({ path, baudRate, lock, autoOpen: false })
      if (lock) made = port
      return new Promise((resolve, reject) => port.open((error) => (error ? reject(error) : resolve(port))))
    }
    const line = new SerialLine(PATH, { make })
    await line.open({ data: (text) => heard.push(text), closed: (why) => closed.push(why) })
    return { line, port: made!, heard, closed }
  }

  test('text is bytes, one a character, both ways', async () => {
    const { line, port, heard } = await mocked()
    line.write('\x10\xe9\xff\n')
    await new Promise<void>((resolve) => port.drain(() => resolve()))
    expect([...port.port!.lastWrite!]).toEqual([0x10, 0xe9, 0xff, 10])
    const far = port.port as unknown as { emitData(bytes: Buffer): void }
    far.emitData(Buffer.from([0, 128, 255]))
    await expect.poll(() => heard.join('')).toBe('\x00\x80\xff')
    await line.close()
  })

  test('an end from outside is told once, with its reason; our own is not', async () => {
    const { line, port, closed } = await mocked()
    port.close(() => undefined, new Error('bad file descriptor'))
    await expect.poll(() => closed).toEqual(['bad file descriptor'])
    await line.close()
    line.write('into the void')
    const second = await mocked()
    await second.line.close()
    expect(second.closed).toEqual([])
  })
})
