/** What a paced line carries: the line is the limit at 115,200 baud, the chip at 921,600, and a run repeats exactly. */
import { describe, expect, test } from 'vitest'
import { checkpointCost, lineThroughput, type LineThroughput } from './line-throughput.ts'

/** A pane of 500 events, as at 100 Hz: the worst of usual cases, because a pane begins with an event alone. */
const RATE = 100

const measure = (baud: number, { float64 = false, ns = 10 } = {}): Promise<LineThroughput> =>
  lineThroughput({ rate: RATE, frame: 32, float64 }, { baud, ns, seconds: 2 })

describe('frames of 32', () => {
  test('short decimals at 115,200: the line is the limit', async () => {
    const { lineBusy, chipBusy, naks, repeats, eventsPerFrame } = await measure(115_200)
    expect(lineBusy).toBeGreaterThan(0.97)
    expect(lineBusy).toBeLessThan(1.01)
    expect(chipBusy).toBeLessThan(0.9)
    expect([naks, repeats]).toEqual([0, 0])
    expect(eventsPerFrame).toBeGreaterThan(27)
  })

  test('at 921,600: the chip is', async () => {
    const { lineBusy, chipBusy } = await measure(921_600)
    expect(chipBusy).toBeGreaterThan(0.95)
    expect(lineBusy).toBeLessThan(0.5)
  })

  test('a chip of twice the speed carries about twice as much there', async () => {
    const [usual, fast] = [await measure(921_600), await measure(921_600, { ns: 5 })]
    expect(fast.eventsPerSecond / usual.eventsPerSecond).toBeGreaterThan(1.7)
  })

  test('a run repeats exactly', async () => {
    expect(await measure(115_200)).toEqual(await measure(115_200))
  })

  test('float64 takes more than twice the bytes', async () => {
    const [short, long] = [await measure(115_200), await measure(115_200, { float64: true })]
    expect(long.bytesPerEvent / short.bytesPerEvent).toBeGreaterThan(2)
    expect(long.eventsPerSecond).toBeLessThan(short.eventsPerSecond / 2)
    expect(long.lineBusy).toBeGreaterThan(0.85)
  })
})

describe('checkpoints', () => {
  test('take a share of a full line: the rest before, the flash, the copy', async () => {
    const cost = await checkpointCost(
      { rate: RATE, frame: 32, float64: false },
      { baud: 115_200, ns: 10, intervals: 3, checkpointMs: 1000, warmSeconds: 5 },
    )
    expect([cost.without.checkpoints, cost.with.checkpoints]).toEqual([0, 3])
    expect([cost.with.naks, cost.with.repeats]).toEqual([0, 0])
    // An erasure alone is 4.5 % of a second; at the default interval it is a sixtieth of that.
    expect(cost.share).toBeGreaterThan(0.045)
    expect(cost.share).toBeLessThan(0.5)
  })
})
