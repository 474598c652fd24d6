/** The way back to a device: the mildest step that helps, and which failures are worth it. */
import { describe, expect, test } from 'vitest'
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import { DeviceError } from '../../shared/protocol/trouble.ts'
import { AWAY_MS, comeBack } from '../devices/come-back.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort, type ScriptedOptions } from '../devices/testing.ts'
import { isRecoverable, isWorthAnotherTry, needsRestart, reconnect, tried, type Way } from './reconnect.ts'

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

  test('another failure is not taken for a program that is gone', async () => {
    const { port, device } = await opened({
      answer: (code) => (code.startsWith('rivulet') ? 'Uncaught Error: worn out\r\n' : undefined),
    })
    await expect(reconnect(device, build, 1, { restart: true })).rejects.toThrow('worn out')
    expect(port.files.size).toBe(0)
  })
})

describe('a few tries', () => {
  const failure = (code: `E_${string}`): RivuletError => new RivuletError(code, 'no', { kind: 'no-device' })

  /** Tries that fail as told, in turn; at which of them the port was opened anew, and when, in ms, each began. */
  async function tries(
    failures: readonly `E_${string}`[],
    { reopens = true, gone = false, away = 0 }: { reopens?: boolean; gone?: boolean; away?: number } = {},
  ): Promise<{ begun: number[]; anew: number[]; end: unknown; ms: number }> {
    const { port, device } = await opened()
    const began = port.clock.now()
    const begun: number[] = []
    const anew: number[] = []
    const reopen = async (): Promise<void> => {
      anew.push(begun.length + 1)
      await comeBack({ clock: port.clock, address: 'here' }, async () => {
        if (port.clock.now() - began < away) throw failure('E_NO_DEVICE')
      })
    }
    if (reopens) Object.assign(port, { reopen })
    if (gone) port.unplug('it fell')
    const end: unknown = await tried(device, async (number) => {
      begun.push(port.clock.now() - began)
      const code = failures.at(number - 1)
      if (code === 'E_GONE') port.unplug('it fell')
      if (code !== undefined) throw failure(code)
    }).catch((error: unknown) => error)
    return { begun, anew, end, ms: port.clock.now() - began }
  }

  test('with pauses that grow, and no more than six', async () => {
    expect(await tries(['E_SILENT', 'E_SILENT'], { reopens: false })).toEqual({
      begun: [0, 250, 750],
      anew: [],
      end: undefined,
      ms: 750,
    })
    const { begun, end } = await tries(Array(9).fill('E_READ_BACK') as 'E_READ_BACK'[])
    expect(begun).toEqual([0, 250, 750, 1500, 2500, 3750])
    expect(end).toMatchObject({ code: 'E_READ_BACK' })
  })

  test('a failure that would come again is the last', async () => {
    expect(await tries(['E_SILENT', 'E_JOURNAL'])).toMatchObject({ begun: [0, 250], end: { code: 'E_JOURNAL' } })
  })

  test.each<[string, `E_${string}`[], number[]]>([
    ['silence: over a new connection from the third on', Array(6).fill('E_SILENT') as 'E_SILENT'[], [3, 4, 5, 6]],
    ['silence that a new connection ends', ['E_SILENT', 'E_SILENT'], [3]],
    ['two tries are not yet reason enough', ['E_SILENT'], []],
    ['a device that answers has a connection', ['E_SILENT', 'E_READ_BACK', 'E_STORAGE', 'E_SILENT'], [5]],
  ])('%s', async (_, failures, anew) => {
    expect((await tries(failures)).anew).toEqual(anew)
  })

  test('a cable that is out is waited for before anything else', async () => {
    expect(await tries([], { gone: true, away: 2000 })).toEqual({ begun: [2000], anew: [1], end: undefined, ms: 2000 })
  })

  test('one that stays out is waited for once, as long as it may be away', async () => {
    expect(await tries([], { gone: true, away: Infinity })).toMatchObject({
      begun: [],
      anew: [1],
      end: { code: 'E_GONE', message: expect.stringContaining('did not come back within 60 s') as string },
      ms: AWAY_MS,
    })
  })

  test('so is one that goes while it is looked for', async () => {
    const end = await tries(['E_GONE'], { away: Infinity })
    expect(end).toMatchObject({ begun: [0], anew: [2], end: { code: 'E_GONE' }, ms: 250 + AWAY_MS })
  })

  test('where a port cannot be opened again: the error says why', async () => {
    const { begun, end } = await tries([], { reopens: false, gone: true })
    expect(begun).toEqual([])
    expect(end).toMatchObject({ code: 'E_GONE', message: expect.stringContaining('it fell') as string })
    expect(await tries(['E_GONE'], { reopens: false })).toMatchObject({ begun: [0], end: { message: 'no' } })
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
