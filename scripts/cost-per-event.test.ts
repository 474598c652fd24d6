/**
 * Wide input costs no more than its share. Nothing here looks at a clock: the emulator counts instructions, and the
 * reference is counted by how often it reads a value of an event.
 */
import { describe, expect, test } from 'vitest'
import { ReferenceEngine } from '../shared/reference/engine.ts'
import type { Event, Item } from '../shared/stream/event.ts'
import { emulatorCost, measuredEvents } from './event-cost.ts'
import { slidingItems, slidingPipeline, warmUp, type Workload } from './sliding-workload.ts'

const WINDOWS_OVERLAPPING = 12

/** How often the engine reads a value of an event, on average, once all windows are open. */
function readsPerEvent(workload: Workload, count: number): number {
  let reads = 0
  const counted = (item: Item): Item => {
    if (item.kind !== 'event') return item
    const values: Event['values'] = new Proxy(item.values, {
      get: (all, name) => {
        if (name === 'v') reads += 1
        return all[name as string]
      },
    })
    return { ...item, values }
  }
  const pipeline = slidingPipeline(workload)
  const engine = new ReferenceEngine(pipeline)
  const warm = warmUp(workload)
  const items = slidingItems(workload, pipeline, 0, warm + count).map(counted)
  for (const item of items.slice(0, warm)) engine.push(item)
  reads = 0
  for (const item of items.slice(warm)) engine.push(item)
  return reads / count
}

describe('the reference', () => {
  test.each([1, 8, 64].flatMap((keys) => [10, 100, 1000].map((perWindow) => [keys, perWindow])))(
    '%d keys, %d events per window: it looks at an event once for each window that holds it',
    (keys, perWindow) => {
      expect(readsPerEvent({ keys, perWindow }, 500)).toBe(WINDOWS_OVERLAPPING)
    },
  )
})

describe('the device, in instructions of the emulator', () => {
  const cost = async (keys: number, perWindow: number, single = true): Promise<number> =>
    (await emulatorCost({ keys, perWindow }, { single })).instructions

  test('events per window: the more there are, the cheaper is each, one by one and gathered', async () => {
    expect(await cost(1, 100)).toBeLessThan(await cost(1, 10))
    expect(await cost(1, 400)).toBeLessThan(await cost(1, 100))
    expect(await cost(1, 400, false)).toBeLessThan(await cost(1, 100, false))
  })

  test('keys: an event costs the same whether one key or 64 are there', async () => {
    const [one, eight, many] = [await cost(1, 10), await cost(8, 10), await cost(64, 10)]
    expect(eight / one).toBeLessThan(1.15)
    expect(many / one).toBeLessThan(1.15)
  })

  test('gathering never costs more than one event a frame', async () => {
    expect(await cost(8, 100, false)).toBeLessThan(await cost(8, 100))
  })

  test('the count repeats exactly', async () => {
    expect(await cost(8, 10)).toBe(await cost(8, 10))
  })
})

test.each([
  [{ keys: 1, perWindow: 10 }, 260],
  [{ keys: 1, perWindow: 600 }, 300],
  [{ keys: 8, perWindow: 100 }, 400],
  [{ keys: 64, perWindow: 100 }, 1600],
])('%j is measured over whole slides: %d events', (workload, events) => {
  expect(measuredEvents(workload)).toBe(events)
  const slides = (events * 12) / (workload.keys * workload.perWindow)
  expect(Number.isInteger(slides)).toBe(true)
})
