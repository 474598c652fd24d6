/**
 * Detectors against a second, naive reading: sort what is not late, walk it once per key, and keep everything. And the
 * way from events to a dump, as stories.
 */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { MIN, type Event, type Item } from '../stream/event.ts'
import { ReferenceEngine } from './engine.ts'
import { event, items, pipeline, run, show } from './testkit.ts'

const drawn = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        key: fc.constantFrom('a', 'b'),
        t: fc.integer({ min: 0, max: 60 }),
        v: fc.option(fc.integer({ min: -9, max: 9 }), { freq: 8 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ wm: fc.integer({ min: 0, max: 80 }) }) },
  ),
  { maxLength: 50 },
)

const input = drawn.map((all) =>
  all.map((each, at): Item => ('wm' in each ? { kind: 'watermark', wm: each.wm } : event({ at, ...each }))),
)

/** The events that detectors see, key by key, in the order of event time; and the names of those that are late. */
function ordered(items: readonly Item[]): { seen: Event[]; late: string[] } {
  let w = MIN
  const kept: Event[] = []
  const late: string[] = []
  for (const item of items) {
    if (item.kind === 'watermark') w = Math.max(w, item.wm)
    else if (item.kind === 'event' && item.t! <= w) late.push(item.ref)
    else if (item.kind === 'event') kept.push(item)
  }
  const reached = kept.filter((each) => each.t! <= w)
  return { seen: reached.sort((a, b) => a.t! - b.t!), late }
}

/** What a naive detector says of one key. */
function detections(events: readonly Event[], options: { forMs: number; cooldownMs: number }): string[] {
  const said: string[] = []
  let i = 0
  let ready = -Infinity
  while (i < events.length) {
    const from = events.findIndex((each, at) => at >= i && value(each) > 3 && each.t! >= ready)
    if (from < 0) return said
    const since = events[from].t!
    let at = from
    while (at < events.length && value(events[at]) > 3 && events[at].t! - since < options.forMs) at++
    if (at === events.length) return said
    if (!(value(events[at]) > 3)) {
      i = at + 1
      continue
    }
    said.push(`start@${events[at].t}`)
    const end = events.findIndex((each, later) => later > at && value(each) < -2)
    if (end < 0) return said
    const peak = Math.max(
      ...events
        .slice(from, end)
        .map(value)
        .filter((x) => !Number.isNaN(x)),
    )
    said.push(`end@${events[end].t}+${events[end].t! - since}^${peak}`)
    ready = events[end].t! + options.cooldownMs
    i = end + 1
  }
  return said
}

/** NaN for a missing value: every comparison with it is false. */
function value(of: Event): number {
  return of.values['v'] === null ? NaN : Number(of.values['v'])
}

/** What a naive z-score says of one key. */
function scores(events: readonly Event[], size: number, threshold: number): string[] {
  const present = events.filter((each) => each.values['v'] !== null)
  return present.flatMap((each, i) => {
    if (i < size) return []
    const slots: number[] = []
    for (let j = 0; j < i; j++) slots[j % size] = value(present[j])
    const mean = slots.reduce((a, b) => a + b, 0) / size
    const sd = Math.sqrt(slots.reduce((a, r) => a + (r - mean) ** 2, 0) / size)
    const score = sd === 0 ? 0 : (value(each) - mean) / sd
    return [`${Math.abs(score) >= threshold ? 'alarm' : 'score'}@${each.t}=${score}`]
  })
}

function ofKey(results: ReturnType<typeof run>, type: string, key: string): string[] {
  return results
    .filter((result) => result.type === type && 'key' in result && result.key === key)
    .map((result) => show([result]).replace(`${key}:`, ''))
}

describe('against the naive reading', () => {
  const dwell = fc.record({ forMs: fc.nat(15), cooldownMs: fc.nat(15) })

  test('detections', () => {
    fc.assert(
      fc.property(input, dwell, (items, options) => {
        const detect = { when: 'v > 3', until: 'v < -2', peak: 'max(v)', ...options }
        const results = run(pipeline({ detect }), items)
        const { seen, late } = ordered(items)
        for (const key of ['a', 'b']) {
          const expected = detections(
            seen.filter((each) => each.key === key),
            options,
          )
          expect(ofKey(results, 'detect', key)).toEqual(expected)
        }
        expect(results.flatMap((result) => (result.type === 'late' ? [result.ref] : []))).toEqual(late)
      }),
      { numRuns: 400 },
    )
  })

  test('z-scores', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 3 }), (items, size, threshold) => {
        const anomaly = { zscore: { field: 'v', size, threshold }, emit: 'scores' }
        const results = run(pipeline({ anomaly }), items)
        const { seen } = ordered(items)
        for (const key of ['a', 'b']) {
          const expected = scores(
            seen.filter((each) => each.key === key),
            size,
            threshold,
          )
          expect(ofKey(results, 'anomaly', key)).toEqual(expected)
        }
      }),
      { numRuns: 250 },
    )
  })

  test('moving aggregates and count windows', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (items, size, slide) => {
        const sum = { aggregates: { s: 'sum(v)' } }
        const stages = [
          { id: 'b', from: 'input', buffer: { size }, ...sum },
          { id: 'c', from: 'input', window: { type: 'count', size, slide }, ...sum },
        ]
        const results = run(pipeline(stages), items)
        for (const key of ['a', 'b']) {
          const events = items.flatMap((item, at) => (item.kind === 'event' && item.key === key ? [{ at, item }] : []))
          const sums = events.map(({ at }, i) => {
            const last = events.slice(Math.max(0, i + 1 - size), i + 1)
            return { at, sum: last.reduce((a, { item }) => a + Number(item.values['v'] ?? 0), 0) }
          })
          expect(ofKey(results, 'buffer', key)).toEqual(sums.map(({ at, sum }) => `${at}:buffer=${sum}`))
          const firing = sums.filter((_each, i) => (i + 1) % slide === 0)
          expect(ofKey(results, 'window', key)).toEqual(firing.map(({ at, sum }) => `${at}:count=${sum}`))
        }
      }),
      { numRuns: 250 },
    )
  })

  test('a filter with history passes what its condition says, event by event', () => {
    fc.assert(
      fc.property(input, (items) => {
        const stages = [
          { filter: "v > prev('v') || dt() > 20" },
          { window: { type: 'count', size: 1 }, aggregates: { v: 'last(v)' } },
        ]
        const fired = run(pipeline(stages), items).map((result) => ('at' in result ? result.at : -1))
        const expected = items.flatMap((item, at) => {
          if (item.kind !== 'event') return []
          const before = items
            .slice(0, at)
            .filter((each): each is Event => each.kind === 'event' && each.key === item.key)
          const last = before.at(-1)
          return last !== undefined && (value(item) > value(last) || item.t! - last.t! > 20) ? [at] : []
        })
        expect(fired).toEqual(expected)
      }),
    )
  })
})

describe('a boiler, its sensor read every second', () => {
  const boiler = pipeline(
    [
      { id: 'clean', filter: 'v > -40 && v < 150' },
      { id: 'recorder', from: 'clean', buffer: { size: 4 }, dumpOn: 'hot' },
      { id: 'hot', from: 'clean', detect: { when: 'v > 90', until: 'v < 80', forMs: 2000, cooldownMs: 5000 } },
      {
        id: 'mean',
        from: 'clean',
        window: { type: 'tumbling', sizeMs: 5000 },
        aggregates: { mean: 'mean(v)', n: 'count()' },
      },
    ],
    { mode: 'event', outOfOrdernessMs: 1000 },
  )
  const day = '70@0 85@1000 91@2000 999@2500 92@3000 93@4000 95@5000 94@6000 79@7000 99@8000 99@12000 99@14000 99@15001'

  test('is seen to be hot, once it was so for two seconds; a broken reading does not matter', () => {
    const results = run(boiler, day).filter(({ stage }) => stage === 'hot')
    expect(show(results)).toBe('start@4000 end@7000+5000^95 start@14000')
  })

  test('the recorder shows how it came to that', () => {
    const results = run(boiler, day).filter(({ stage }) => stage === 'recorder')
    expect(results[0]).toMatchObject({
      ...{ type: 'buffer', by: 'hot', t: 4000, at: 7 },
      ...{ events: ['e4', 'e5', 'e6', 'e7'], values: { v: [92, 93, 95, 94] } },
    })
    expect(results).toHaveLength(2)
  })

  test('the means leave the broken reading out', () => {
    const results = run(boiler, day).filter(({ stage }) => stage === 'mean')
    expect(show(results)).toBe(
      `7:[0,5000)=${(70 + 85 + 91 + 92 + 93) / 5}/5 10:[5000,10000)=${(95 + 94 + 79 + 99) / 4}/4`,
    )
  })

  test('everything is accounted for', () => {
    const engine = new ReferenceEngine(boiler)
    for (const item of items(day)) engine.push(item)
    expect(engine.fates()).toEqual({ mean: { inputs: 13, onTime: 12, refired: 0, late: 0, outside: 1, refused: 0 } })
  })

  test('a reading that comes too late is reported by everyone who had moved on', () => {
    const results = run(boiler, '70@0 70@7000 70@3000').filter(({ type }) => type === 'late')
    expect(results.map(({ stage }) => stage)).toEqual(['hot', 'mean'])
  })
})

describe('cost', () => {
  /** Runs `n` events, made by `make`, and gives the milliseconds. */
  function cost(stage: object, n: number, make: (i: number) => number): number {
    const engine = new ReferenceEngine(pipeline(stage, { mode: 'event', outOfOrdernessMs: 10 }))
    const events = Array.from({ length: n }, (_each, i) => event({ at: i, v: i % 10, t: make(i) }))
    const from = performance.now()
    for (const each of events) engine.push(each)
    return performance.now() - from
  }

  test.each([
    [
      'many open windows',
      { window: { type: 'sliding', sizeMs: 1_000_000, slideMs: 100_000 }, aggregates: { d: 'stddev(v)' } },
      (i: number) => i,
    ],
    [
      'many sessions that merge',
      { window: { type: 'session', gapMs: 1_000_000 }, aggregates: { n: 'sum(v)' } },
      (i: number) => (i % 2 === 0 ? i : i - 1),
    ],
    ['many that wait', { detect: { when: 'v > 100' } }, (i: number) => -i],
    [
      'many refirings',
      { window: { type: 'tumbling', sizeMs: 10 }, allowedLatenessMs: 1e9, aggregates: { n: 'sum(v)' } },
      (i: number) => (i === 0 ? 1000 : 5),
    ],
  ])('does not grow with what is held: %s', (_what, stage, make) => {
    expect(cost(stage, 100_000, make)).toBeLessThan(5000)
  })
})
