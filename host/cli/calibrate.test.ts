/** `calibrate` from the flags to the file, and who reads it afterwards. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { serveBoard } from '../devices/board-server.ts'
import { doubtOf } from './calibrate.ts'
import { folder, run, type Ran } from './testing.ts'

const { file, directory } = folder()
const pipeline = {
  name: 'small',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ filter: 'v > 1' }],
}

let config = ''
let ran: Ran
beforeAll(async () => {
  config = path.join(directory(), 'timed.json')
  ran = await run('calibrate', '-p', 'emu:?ns=14', '-c', config, '--repeat', '1', '--json')
})

interface Written {
  readonly version: number
  readonly calibration: Readonly<Record<'nsPerInstruction' | 'low' | 'high', number>> & { readonly date: string }
}

const written = (): Written => JSON.parse(readFileSync(config, 'utf8')) as Written

describe('calibrate -p emu:?ns=14', () => {
  test('tells each loop, then the factor, as JSON', () => {
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.lines.map(({ type }) => type)).toEqual([...Array<string>(6).fill('timed'), 'calibration'])
    expect(ran.lines[0]).toMatchObject({ name: 'empty loop', turns: expect.any(Number), ms: expect.any(Number) })
    expect(ran.lines.at(-1)).toMatchObject({
      board: 'ESP32',
      firmware: '2v29',
      config,
      date: written().calibration.date,
    })
  })

  test('writes what the emulator was told to take', () => {
    const { version, calibration } = written()
    expect(version).toBe(1)
    for (const name of ['nsPerInstruction', 'low', 'high'] as const) expect(calibration[name]).toBeCloseTo(14, 0)
    expect(calibration.date).toMatch(/^20\d\d-\d\d-\d\d$/)
  })

  test('in words', async () => {
    const { code, out } = await run('calibrate', '-p', 'emu:?ns=5', '-c', config, '--repeat', '1')
    expect(code).toBe(0)
    expect(out).toMatch(/^empty loop +[\d.]+ µs +[\d,]+ instructions +5\.\d\d ns each$/m)
    expect(out).toMatch(
      /an instruction takes 5\S* ns \(\S+ to \S+ by what is timed\) on ESP32 2v29; written to .*timed/,
    )
    expect(written().calibration.nsPerInstruction).toBeCloseTo(5, 0)
  })
})

describe('what is refused', () => {
  test.each([
    [['calibrate'], 'no device is named'],
    [['calibrate', '-p', 'emu:', '--repeat', '0'], 'Write a whole number from 1'],
    [['calibrate', '-p', 'emu:?ns=0'], 'ns is "0"'],
    [['calibrate', '-p', 'emu:?ns='], 'ns is ""'],
    [['calibrate', '-p', 'emu:?ns=fast'], 'ns is "fast"'],
  ])('%j', async (args, message) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  test('a configuration that is faulty, before anything is timed', async () => {
    const { code, err, out } = await run('calibrate', '-p', 'emu:', '-c', file('bad.json', { version: 7 }))
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('version is not 1')
  })
})

describe('what is no ESP32', () => {
  test.each([
    ['espruino:/bin/espruino', 0.085, true],
    ['/dev/ttyUSB0', 6.4, true],
    ['/dev/ttyUSB0', 6.5, false],
    ['/dev/ttyUSB0', 20, false],
    ['tcp://127.0.0.1:2323', 20.1, true],
    ['emu:?ns=5', 5, false],
    ['emu:', 30, false],
  ])('%s with %d ns an instruction: doubt %j', (address, ns, doubt) => {
    expect(doubtOf(address, ns) !== undefined).toBe(doubt)
    if (doubt) expect(doubtOf(address, ns)).toContain(`takes ${ns} ns there, and 6.5 to 20 ns on an ESP32`)
  })

  test('is not written without --force, and with it there is a warning', { timeout: 60_000 }, async () => {
    const slow = path.join(directory(), 'slow.json')
    const board = await serveBoard({ port: 0, board: { nsPerInstruction: 60 }, files: [], onTold: () => undefined })
    try {
      const timing = ['calibrate', '-p', `tcp://127.0.0.1:${board.port}`, '-c', slow, '--repeat', '1']
      const refused = await run(...timing)
      expect([refused.code, existsSync(slow)]).toEqual([1, false])
      expect(refused.err).toMatch(
        /^E_CALIBRATION tcp:.*: an instruction takes [\d.]+ ns there.*\n {2}cure: .*--force\n$/,
      )
      const forced = await run(...timing, '--force')
      expect([forced.code, existsSync(slow)]).toEqual([0, true])
      expect(forced.err).toContain('this is none')
    } finally {
      await board.close()
    }
  })
})

describe('who reads it', () => {
  const timed = (nsPerInstruction: number, low: number, high: number): string =>
    file(`timed-${nsPerInstruction}.json`, {
      version: 1,
      calibration: { nsPerInstruction, low, high, board: 'ESP32', firmware: '2v30', date: '2026-11-22' },
    })

  test('plan: events a second are for that board, within its spread', async () => {
    const file1 = file('small.pipeline.json', pipeline)
    const [before] = (await run('plan', file1, '--json')).lines
    const [after] = (await run('plan', file1, '--json', '-c', timed(20, 19, 21))).lines
    const { instructionsPerEvent } = before as unknown as { instructionsPerEvent: number }
    const rate = (ns: number): number => Math.round(1e9 / (instructionsPerEvent * ns))
    expect(before?.['eventsPerSecond']).toEqual({ low: rate(20), mid: rate(10), high: rate(6.5) })
    expect(after?.['eventsPerSecond']).toEqual({ low: rate(21), mid: rate(20), high: rate(19) })
    const { out } = await run('plan', file1, '-c', timed(20, 19, 21))
    expect(out).toMatch(/events a second +\d+ on ESP32 2v30, timed on 2026-11-22 \(\d+ to \d+\)/)
  })

  test('build: the plan that it writes', async () => {
    const out = path.join(directory(), 'built')
    await run('build', file('small.pipeline.json', pipeline), '-o', out, '-c', timed(20, 19, 21))
    const plan = JSON.parse(readFileSync(path.join(out, 'plan.json'), 'utf8')) as Record<string, Record<string, number>>
    const { low, high } = plan['eventsPerSecond']
    expect(high / low).toBeCloseTo(21 / 19, 1)
  })

  test('emulate: its virtual time', async () => {
    const program = file('loop.js', 'for(var i=0;i<500;i++);')
    const [plain] = (await run('emulate', program, '--json')).lines
    const [slow] = (await run('emulate', program, '--json', '-c', timed(30, 29, 31))).lines
    expect(slow?.['instructions']).toBe(plain?.['instructions'])
    expect(Number(slow?.['virtualMs']) / Number(plain?.['virtualMs'])).toBeCloseTo(3, 2)
  })

  test('a device emu: is as fast as the board that was timed, unless its address says otherwise', async () => {
    const of = async (address: string): Promise<unknown> => {
      const copy = timed(30, 29, 31)
      const { lines } = await run('calibrate', '-p', address, '-c', copy, '--repeat', '1', '--json')
      return lines.at(-1)?.['nsPerInstruction']
    }
    expect(await of('emu:')).toBeCloseTo(30, 0)
    expect(await of('emu:?ns=7')).toBeCloseTo(7, 0)
  })
})
