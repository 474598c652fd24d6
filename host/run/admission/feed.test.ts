/** A source behind an admission, on a simulated clock: pace, order, ends and failures. */
import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import type { Item } from '../../../shared/stream/event.ts'
import { Admission, type AdmissionOptions } from './admission.ts'
import { admitted } from './feed.ts'
import { event, mark, stream } from './testing.ts'

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

interface Run {
  /** When each item was taken, and which. */
  readonly taken: [number, Item][]
  readonly admission: Admission
  readonly ended: Promise<void>
}

/** Reads with a consumer that needs `everyMs` for an item. */
async function run(
  source: AsyncIterable<Item>,
  options: AdmissionOptions,
  { pace, everyMs = 0, most = Infinity }: { pace?: number; everyMs?: number; most?: number } = {},
): Promise<Run> {
  const clock = new SimulatedClock()
  const admission = new Admission(options)
  const taken: [number, Item][] = []
  let done = false
  const consume = async (): Promise<void> => {
    for await (const item of admitted(source, admission, { clock, pace })) {
      taken.push([clock.now(), item])
      if (taken.length >= most) return
      if (everyMs > 0) await new Promise<void>((resolve) => clock.after(everyMs, resolve))
    }
  }
  const ended = consume().finally(() => (done = true))
  ended.catch(() => undefined)
  await settle()
  while (!done && clock.step()) await settle()
  return { taken, admission, ended }
}

const wait: AdmissionOptions = { policy: 'wait' }
const ten = Array.from({ length: 10 }, (_, i) => event(1000 + 100 * i))

describe('a source that waits', () => {
  test('all items, in order, at once', async () => {
    const { taken, ended } = await run(stream(ten), wait)
    await ended
    expect(taken).toEqual(ten.map((item) => [0, item]))
  })

  test('it is read no further ahead than there is room', async () => {
    let read = 0
    const source = (async function* () {
      for (const item of ten) {
        read += 1
        yield item
      }
    })()
    const { admission } = await run(source, { policy: 'wait', items: 3 }, { most: 2, everyMs: 5 })
    // Two taken, three waited, one is in the hand of the source.
    expect([read, admission.peak.items]).toEqual([6, 3])
  })

  test('a rate stretches it', async () => {
    const { taken } = await run(stream(ten), { ...wait, rate: { perSecond: 100, burst: 1 } })
    expect(taken.map(([at]) => Math.round(at))).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
  })
})

describe('a recording at its own pace', () => {
  test.each([
    [1, 100],
    [10, 10],
    [0.5, 200],
  ])('times %d: an item every %d ms', async (pace, ms) => {
    const { taken } = await run(stream(ten), wait, { pace })
    expect(taken.map(([at]) => at)).toEqual(ten.map((_, i) => i * ms))
  })

  test('marks and items out of order come with what stands before them', async () => {
    const items = [event(0), event(50), mark(20), event(40), event(100)]
    const { taken } = await run(stream(items), wait, { pace: 1 })
    expect(taken.map(([at]) => at)).toEqual([0, 50, 50, 50, 100])
  })

  test('a slow reader makes it thin, a fast one does not', async () => {
    const many = Array.from({ length: 400 }, (_, i) => event(10 * i))
    const options: AdmissionOptions = { policy: 'thin', items: 16, thinning: { settleEvents: 4, settleMs: 100 } }
    const fast = await run(stream(many), options, { pace: 1, everyMs: 5 })
    expect(fast.admission.accounts).toMatchObject({ taken: 400, thinned: 0, shed: 0 })
    const slow = await run(stream(many), options, { pace: 1, everyMs: 40 })
    const { offered, taken, thinned, shed } = slow.admission.accounts
    expect([offered, taken + thinned + shed, shed]).toEqual([400, 400, 0])
    expect(taken).toBeLessThan(140)
    expect(taken).toBeGreaterThan(60)
  })
})

describe('ends', () => {
  test('a failure of the source comes behind what it gave', async () => {
    const source = (async function* () {
      yield ten[0]
      yield ten[1]
      throw new Error('the cable broke')
    })()
    const { taken, ended } = await run(source, wait, { everyMs: 5 })
    await expect(ended).rejects.toThrow('the cable broke')
    expect(taken.map(([, item]) => item)).toEqual([ten[0], ten[1]])
  })

  test('a reader that stops ends the source, also one that is waiting for time', async () => {
    let closed = false
    const source = (async function* () {
      try {
        yield* ten
      } finally {
        closed = true
      }
    })()
    const { taken, ended } = await run(source, wait, { pace: 1, most: 2 })
    await ended
    expect([taken.length, closed]).toEqual([2, true])
  })

  test('nothing at all', async () => {
    const { taken, ended } = await run(stream([]), wait)
    await ended
    expect(taken).toEqual([])
  })
})
