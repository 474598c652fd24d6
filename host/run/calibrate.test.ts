/** Timing a device: against devices that are made up, the emulator at a speed that is known, and a real build. */
import { describe, expect, test } from 'vitest'
import { portOf } from '../devices/address.ts'
import { Device } from '../devices/device.ts'
import { emulate } from '../emulator/emulate.ts'
import { calibrate, instructionsOf, loopText, median, SNIPPETS, type Factor, type Timed } from './calibrate.ts'

/** A device whose loops take `seconds(turns)` by its clock, and `hostMs(turns)` by that of the host. */
function madeUp(
  seconds: (turns: number, asked: number) => number | string,
  hostMs = 0,
): { device: Device; turns: number[] } {
  let now = 0
  const turns: number[] = []
  const device = {
    address: 'made-up:',
    port: { clock: { now: () => now } },
    evaluate: async (expression: string) => {
      if (expression.startsWith('JSON')) return '["TOASTER","2v29","abc"]'
      const count = Number(/\((\d+)\)$/.exec(expression)?.[1])
      turns.push(count)
      const took = seconds(count, turns.length)
      now += hostMs || Number(took) * 1000
      return String(took)
    },
  }
  return { device: device as unknown as Device, turns }
}

describe('the loops', () => {
  test.each(SNIPPETS)('$name: a turn costs the same every time, and more than an empty one', (snippet) => {
    const count = (turns: number): number => emulate(`print(${loopText(snippet, turns)})`).instructions
    expect((count(300) - count(200)) / (count(200) - count(100))).toBeCloseTo(1, 3)
    expect(instructionsOf(snippet) / (count(200) - count(100))).toBeCloseTo(0.01, 5)
    if (snippet.body !== '') expect(instructionsOf(snippet)).toBeGreaterThan(instructionsOf(SNIPPETS[0]))
  })

  test.each(SNIPPETS)('$name runs without an error and leaves no name behind', (snippet) => {
    const { stdout, error } = emulate(`${loopText(snippet, 3)};print("afiorstn".split("").filter(n=>n in global))`)
    expect([stdout, error]).toEqual(['[  ]\n', undefined])
  })

  test('a loop that fails is a fault of ours, and named', () => {
    expect(() => instructionsOf({ name: 'faulty', setup: '', body: 'nope()' })).toThrow('faulty: ReferenceError')
  })
})

describe('a made-up device', () => {
  test('turns grow until a loop takes long enough, then each is timed as often as asked', async () => {
    const { device, turns } = madeUp((count) => count * 1e-4)
    await calibrate(device, { repeat: 3, leastMs: 200 })
    // 16 turns take 1.6 ms; sixteen times as many 25.6; then what is missing, and a fifth more
    expect(turns.slice(0, 4)).toEqual([16, 256, 2400, 16])
    expect(turns).toHaveLength(SNIPPETS.length * 6)
  })

  test('a clock too coarse for the first turns does no harm', async () => {
    const { device, turns } = madeUp((count) => Math.floor(count * 1e-3) / 10)
    await calibrate(device, { repeat: 1, leastMs: 200 })
    expect(turns.slice(0, 4)).toEqual([16, 256, 4096, 16])
  })

  test('of the repetitions, which go through all loops in turn, the median counts', async () => {
    const timed: Timed[] = []
    const { device } = madeUp((_, asked) => (Math.ceil(asked / SNIPPETS.length) === 3 ? 9 : 1))
    await calibrate(device, { repeat: 3, leastMs: 200, onTimed: (each) => timed.push(each) })
    expect(timed.map(({ name }) => name)).toEqual(SNIPPETS.map(({ name }) => name))
    for (const { ms, turns, instructions, nsPerInstruction } of timed) {
      expect([ms, turns]).toEqual([1000, 16])
      expect(nsPerInstruction).toBeCloseTo(1e9 / (16 * instructions), 6)
    }
  })

  test('the factor is the median of the loops; the least and the most are its spread', async () => {
    const factors: number[] = []
    const { device } = madeUp(() => 1)
    const onTimed = ({ nsPerInstruction }: Timed): void => void factors.push(nsPerInstruction)
    const factor = await calibrate(device, { repeat: 1, onTimed })
    expect(factor).toMatchObject({ low: Math.min(...factors), high: Math.max(...factors), clockRatio: 1 })
    expect(factor.nsPerInstruction).toBe(median(factors))
    expect(factor).toMatchObject({ board: 'TOASTER', firmware: '2v29', commit: 'abc' })
  })

  test('what the host saw is held against it', async () => {
    expect((await calibrate(madeUp(() => 0.5, 1000).device, { repeat: 1 })).clockRatio).toBe(2)
  })

  test.each([
    ['', 'showed nothing for empty loop'],
    ['NaN', 'showed NaN for empty loop'],
    ['undefined', 'showed undefined'],
    ['-1', 'showed -1'],
  ])('a clock that says %j is the fault of the device', async (said, message) => {
    const failure = await calibrate(madeUp(() => said).device).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'E_CALIBRATION', kind: 'device-failed', place: 'made-up:' })
    expect((failure as Error).message).toContain(message)
  })

  test('a clock that stands still ends in an error', async () => {
    await expect(calibrate(madeUp(() => 0).device)).rejects.toThrow('the clock of the device showed nothing')
  })
})

async function factorOf(address: string, repeat: number): Promise<Factor> {
  const device = new Device(await portOf(address))
  await device.open()
  try {
    return await calibrate(device, { repeat, leastMs: 50 })
  } finally {
    await device.close()
  }
}

test.each([10, 14, 6.5])('the emulator at %d ns an instruction gives that back', async (ns) => {
  const { nsPerInstruction, low, high, board, firmware, clockRatio } = await factorOf(`emu:?ns=${ns}`, 1)
  for (const factor of [nsPerInstruction, low, high]) expect(Math.abs(factor / ns - 1)).toBeLessThan(0.02)
  expect([board, firmware]).toEqual(['ESP32', '2v29'])
  expect(clockRatio).toBeGreaterThan(0.99)
  expect(clockRatio).toBeLessThan(1.25)
})

const binary = process.env['ESPRUINO_BIN']

test.skipIf(binary === undefined)('a Linux build (skipped without ESPRUINO_BIN)', async () => {
  const { nsPerInstruction, low, high, board, clockRatio } = await factorOf(`espruino:${binary}`, 3)
  expect(board).toMatch(/^LINUX/)
  expect(nsPerInstruction).toBeGreaterThan(0)
  expect(high / low).toBeLessThan(10)
  expect(clockRatio).toBeGreaterThan(0.9)
})
