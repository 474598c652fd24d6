/** The way back to a device: the mildest step that helps, and which failures are worth it. */
import { describe, expect, test } from 'vitest'
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import { DeviceError } from '../../shared/protocol/trouble.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort, type ScriptedOptions } from '../devices/testing.ts'
import { isRecoverable, isWorthAnotherTry, needsRestart, reconnect, type Way } from './reconnect.ts'

const build = { code: 'var x=1', hash: 'cafe0123' } as Build
const ABSENT = 'Uncaught ReferenceError: "rivulet" is not defined\r\n    at REPL:1:1\r\n'

async function opened(options: ScriptedOptions = {}): Promise<{ port: ScriptedPort; device: Device }> {
  const port = new ScriptedPort({ hash: build.hash, ...options })
  const device = new Device(port)
  await device.open()
  port.consoleLines.length = 0
  return { port, device }
}

/** The steps that were taken, in order. */
async function steps(
  port: ScriptedPort,
  device: Device,
  way: Way,
): Promise<{ run: number | undefined; told: string[]; resets: number }> {
  const { hello } = await reconnect(device, build, 1, way)
  const told = port.consoleLines.flatMap((line) => /rivulet|\.write|load\(\)/.exec(line)?.[0] ?? [])
  return { run: hello.run, told, resets: port.resets }
}

describe('the mildest step that helps', () => {
  test('a program that has the line is spoken to where it is', async () => {
    const { port, device } = await opened()
    await device.connect(build.hash, 1)
    port.consoleLines.length = 0
    expect(await steps(port, device, { restart: false })).toEqual({ run: 1, told: [], resets: 0 })
  })

  test('one that does not have it, by its console', async () => {
    const { port, device } = await opened()
    expect(await steps(port, device, { restart: false })).toEqual({ run: 1, told: ['rivulet'], resets: 0 })
  })

  test('one whose state is spoilt is restarted at once', async () => {
    const { port, device } = await opened()
    await device.connect(build.hash, 1)
    port.consoleLines.length = 0
    expect(await steps(port, device, { restart: true })).toEqual({ run: 1, told: ['rivulet'], resets: 1 })
  })

  test('one that works on another run is restarted', async () => {
    const { port, device } = await opened()
    await device.connect(build.hash, 2)
    expect((await steps(port, device, { restart: false })).run).toBe(1)
    expect(port.resets).toBe(1)
  })

  test('a console that does not know the program: it is loaded', async () => {
    const { port, device } = await opened({
      answer: (code) => (code.startsWith('rivulet') && !port.files.has('.bootcde') ? ABSENT : undefined),
    })
    const { told } = await steps(port, device, { restart: false })
    expect(told).toEqual(['rivulet', 'rivulet', '.write', 'load()', 'rivulet'])
    expect(port.files.get('.bootcde')).toBe(build.code)
  })

  test('a cable that is in again is looked for first', async () => {
    const { port, device } = await opened({ replugs: true })
    port.unplug('it fell')
    expect((await steps(port, device, { restart: false })).run).toBe(1)
  })

  test('another failure is not taken for a program that is gone', async () => {
    const { port, device } = await opened({
      answer: (code) => (code.startsWith('rivulet') ? 'Uncaught Error: worn out\r\n' : undefined),
    })
    await expect(reconnect(device, build, 1, { restart: true })).rejects.toThrow('worn out')
    expect(port.files.size).toBe(0)
  })

  test('a device that is gone for good: the error says why', async () => {
    const { port, device } = await opened()
    port.unplug('it fell')
    await expect(reconnect(device, build, 1, { restart: false })).rejects.toMatchObject({
      code: 'E_GONE',
      message: expect.stringContaining('it fell') as string,
    })
  })
})

describe('which failures a run survives', () => {
  const device = (kind: string, f: number | null): DeviceError =>
    new DeviceError({ kind, message: '', printed: '', f, at: null }, '')
  const plain = (code: `E_${string}`): RivuletError => new RivuletError(code, '', { kind: 'no-device' })

  test.each<[string, RivuletError, boolean, boolean, boolean]>([
    ['silence', plain('E_SILENT'), true, true, false],
    ['a cable', plain('E_GONE'), true, true, false],
    ['results that the device no longer has', plain('E_RESULTS_LOST'), true, true, true],
    ['a restart', plain('E_RESTARTED'), true, true, false],
    ['memory in a frame', device('memory', 3), true, true, true],
    ['an interruption in a frame', device('interrupted', 3), true, true, true],
    ['another run', device('run', 3), true, true, true],
    ['an exception in a frame', device('exception', 3), false, true, true],
    ['an exception that was only printed', device('exception', null), true, true, true],
    ['a program that was misread', plain('E_READ_BACK'), false, true, false],
    ['a piece that was not stored', plain('E_STORAGE'), false, true, false],
    ['a greeting of another program', plain('E_HANDSHAKE'), false, true, false],
    ['words that make no sense', plain('E_PROTOCOL'), false, false, false],
    ['a journal that is none', plain('E_JOURNAL'), false, false, false],
  ])('%s', (_, error, recoverable, anotherTry, restart) => {
    expect([isRecoverable(error), isWorthAnotherTry(error), needsRestart(error)]).toEqual([
      recoverable,
      anotherTry,
      restart,
    ])
  })
})
