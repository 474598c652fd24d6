import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event, Item } from '../../shared/stream/event.ts'
import { Random } from './random.ts'
import { shuffle, type ShuffleOptions } from './shuffle.ts'

async function shuffled(times: readonly number[], options: ShuffleOptions): Promise<Event[]> {
  async function* items(): AsyncGenerator<Item> {
    for (const [i, t] of times.entries()) yield { kind: 'event', t, ref: `${i}`, key: null, values: {} }
  }
  const out: Item[] = []
  for await (const item of shuffle(items(), options)) out.push(item)
  return out as Event[]
}

const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }).map((steps) => {
  let t = 0
  return steps.map((step) => (t += step))
})

test('nothing is lost, nothing is added', async () => {
  await fc.assert(
    fc.asyncProperty(times, fc.integer(), fc.integer({ min: 0, max: 300 }), async (list, seed, boundMs) => {
      const out = await shuffled(list, { seed, boundMs, stragglerEvery: 5, stragglerMs: 100 })
      expect(out.map(({ ref }) => Number(ref)).sort((a, b) => a - b)).toEqual(list.map((_, i) => i))
    }),
  )
})

test('without stragglers no event falls further behind than the bound', async () => {
  await fc.assert(
    fc.asyncProperty(times, fc.integer(), fc.integer({ min: 0, max: 300 }), async (list, seed, boundMs) => {
      let newest = -Infinity
      for (const { t } of await shuffled(list, { seed, boundMs })) {
        newest = Math.max(newest, t!)
        expect(newest - t!).toBeLessThanOrEqual(boundMs)
      }
    }),
  )
})

const steady = Array.from({ length: 2000 }, (_, i) => 10 * i)

test('the order changes, some events are stragglers, and a seed repeats it', async () => {
  const options = { seed: 1, boundMs: 200, stragglerEvery: 50, stragglerMs: 500 }
  const out = await shuffled(steady, options)
  let newest = -Infinity
  let late = 0
  let outOfOrder = 0
  for (const { t } of out) {
    if (t! < newest) outOfOrder += 1
    if (newest - t! > 200) late += 1
    newest = Math.max(newest, t!)
  }
  expect(outOfOrder).toBeGreaterThan(1000)
  expect(late).toBeGreaterThan(10)
  expect(late).toBeLessThan(60)
  expect(await shuffled(steady, options)).toEqual(out)
  expect(await shuffled(steady, { ...options, seed: 2 })).not.toEqual(out)
})

test('events arrive in the order of their time and delay, equal ones as they were measured', async () => {
  await fc.assert(
    fc.asyncProperty(times, fc.integer(), fc.integer({ min: 0, max: 300 }), async (list, seed, boundMs) => {
      const random = new Random(seed)
      const arrivals = list.map((t, i) => ({ i, arrival: t + random.below(boundMs + 1) }))
      const expected = arrivals.sort((a, b) => a.arrival - b.arrival || a.i - b.i).map(({ i }) => `${i}`)
      expect((await shuffled(list, { seed, boundMs })).map(({ ref }) => ref)).toEqual(expected)
    }),
  )
})

test('a bound of nothing changes nothing', async () => {
  expect((await shuffled(steady, { seed: 1, boundMs: 0 })).map(({ t }) => t)).toEqual(steady)
})

test('marks keep their place in time', async () => {
  async function* items(): AsyncGenerator<Item> {
    for (const t of [0, 10, 20]) yield { kind: 'event', t, ref: '', key: null, values: {} }
    yield { kind: 'watermark', wm: 1000 }
    yield { kind: 'clock', pt: 1001 }
  }
  const out: Item[] = []
  for await (const item of shuffle(items(), { seed: 1, boundMs: 100 })) out.push(item)
  expect(out.map(({ kind }) => kind)).toEqual(['event', 'event', 'event', 'watermark', 'clock'])
})

test('chance is even enough, and whole numbers stay below their bound', () => {
  const random = new Random(3)
  const counts = new Array<number>(10).fill(0)
  for (let i = 0; i < 10_000; i++) counts[random.below(10)] += 1
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1150)
})
