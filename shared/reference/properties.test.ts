/**
 * The engine against a second, naive reading of SEMANTICS 3 and 4 that keeps every event and recomputes every window, and
 * against itself with keys permuted and with events batched into frames.
 */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { MIN, type Item } from '../stream/event.ts'
import type { Result } from '../stream/result.ts'
import { ReferenceEngine } from './engine.ts'
import { event, pipeline, show } from './testkit.ts'

interface Shape {
  type: 'tumbling' | 'sliding' | 'session'
  size: number
  slide: number
  offset: number
  lateness: number
  purge: boolean
}

const shape = fc.record<Shape>({
  type: fc.constantFrom('tumbling', 'sliding', 'session'),
  size: fc.integer({ min: 1, max: 12 }),
  slide: fc.integer({ min: 1, max: 12 }),
  offset: fc.integer({ min: -11, max: 11 }),
  lateness: fc.integer({ min: 0, max: 15 }),
  purge: fc.boolean(),
})

/** Events of two keys around zero, and watermarks in between. */
const input = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          key: fc.constantFrom('a', 'b'),
          t: fc.integer({ min: -20, max: 40 }),
          v: fc.integer({ min: -9, max: 9 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ wm: fc.integer({ min: -20, max: 60 }) }) },
    ),
    { maxLength: 30 },
  )
  .map((drawn) =>
    drawn.map((each, at): Item => ('wm' in each ? { kind: 'watermark', wm: each.wm } : event({ at, ...each }))),
  )

const AGGREGATES = { n: 'count()', sum: 'sum(v)', first: 'first(v)', last: 'last(v)', max: 'max(v)' }

function stageOf({ type, size, slide, offset, lateness, purge }: Shape) {
  const bound = type === 'tumbling' ? size : slide
  const grid = { sizeMs: size, offsetMs: offset % bound }
  const window =
    type === 'session'
      ? { type, gapMs: size }
      : type === 'tumbling'
        ? { type, ...grid }
        : { type, ...grid, slideMs: slide }
  return { id: 'w', window, allowedLatenessMs: lateness, purge, aggregates: AGGREGATES }
}

/** A window of the naive reading: its events by number of arrival. */
interface Naive {
  key: string
  start: number
  end: number
  held: number[]
  pane: number
  fired: boolean
}

/** SEMANTICS 3 and 4, word by word; every list is walked from end to end. */
function naive(of: Shape, input: readonly Item[]): string[] {
  let w = MIN
  let open: Naive[] = []
  const out: string[] = []
  const value = (at: number) => {
    const item = input[at]
    return item.kind === 'event' ? Number(item.values['v']) : NaN
  }
  const fire = (at: number, window: Naive) => {
    if (window.held.length === 0) return
    const values = [...window.held].sort((a, b) => a - b).map(value)
    const aggs = [values.length, values.reduce((a, b) => a + b, 0), values[0], values.at(-1), Math.max(...values)]
    const pane = window.pane === 0 ? '' : `#${window.pane}`
    out.push(`${at}:${window.key}:[${window.start},${window.end})${pane}=${aggs.join('/')}`)
    window.pane += 1
    if (of.purge) window.held = []
  }
  const enter = (at: number, window: Naive) => {
    window.held.push(at)
    window.fired = window.end - 1 <= w
    if (window.fired) fire(at, window)
  }
  input.forEach((item, at) => {
    if (item.kind === 'watermark') {
      w = Math.max(w, item.wm)
      const due = open.filter((window) => !window.fired && window.end - 1 <= w)
      for (const window of due) {
        window.fired = true
        fire(at, window)
      }
      open = open.filter((window) => window.end - 1 + of.lateness > w)
      return
    }
    if (item.kind !== 'event') return
    const t = item.t!
    const key = String(item.key)
    let entered = false
    for (let [start, end] of rangesOf(of, t)) {
      let parts = open.filter((each) => each.key === key && each.start === start && each.end === end)
      if (of.type === 'session') {
        parts = open.filter((each) => each.key === key && each.start <= end && start <= each.end)
        start = Math.min(start, ...parts.map((part) => part.start))
        end = Math.max(end, ...parts.map((part) => part.end))
      }
      if (end - 1 + of.lateness <= w) continue
      entered = true
      const same = parts.find((part) => part.start === start && part.end === end)
      const held = parts.flatMap((part) => part.held)
      const merged = { key, start, end, held, pane: same?.pane ?? 0, fired: false }
      open = [...open.filter((each) => !parts.includes(each)), merged]
      enter(at, merged)
    }
    if (!entered && t + of.lateness <= w) out.push(`${at}:${key}:late=${item.ref}`)
  })
  return out.sort()
}

function rangesOf(of: Shape, t: number): [number, number][] {
  if (of.type === 'session') return [[t, t + of.size]]
  const slide = of.type === 'tumbling' ? of.size : of.slide
  const ranges: [number, number][] = []
  for (let start = t; start > t - of.size; start--) {
    if (Math.abs(start - (of.offset % slide)) % slide === 0) ranges.push([start, start + of.size])
  }
  return ranges
}

describe('windows', () => {
  test('are as the naive reading has them', () => {
    fc.assert(
      fc.property(shape, input, (of, items) => {
        const engine = new ReferenceEngine(pipeline(stageOf(of)))
        const results = items.flatMap((item) => engine.push(item).results)
        expect(results.map((result) => show([result])).sort()).toEqual(naive(of, items))
      }),
      { numRuns: 600 },
    )
  })

  test('fates add up, and late events are those reported', () => {
    fc.assert(
      fc.property(shape, input, (of, items) => {
        const engine = new ReferenceEngine(pipeline([{ filter: 'v > -5' }, stageOf(of)]))
        const results = items.flatMap((item) => engine.push(item).results)
        const { inputs, onTime, refired, late, outside, refused } = engine.fates()['w']
        expect(inputs).toBe(items.filter(({ kind }) => kind === 'event').length)
        expect(onTime + refired + late + outside + refused).toBe(inputs)
        expect(late).toBe(results.filter(({ type }) => type === 'late').length)
      }),
    )
  })

  test('fire in order of end, and of the first appearance of the keys', () => {
    fc.assert(
      fc.property(shape, input, (of, items) => {
        const engine = new ReferenceEngine(pipeline(stageOf(of)))
        const keys: unknown[] = []
        for (const item of items) {
          if (item.kind === 'event' && !keys.includes(item.key)) keys.push(item.key)
          const { results } = engine.push(item)
          if (item.kind !== 'watermark') continue
          const order = results.map((result) =>
            result.type === 'window' ? result.end! * 10 + keys.indexOf(result.key) : 0,
          )
          expect(order).toEqual([...order].sort((a, b) => a - b))
        }
      }),
    )
  })
})

/** Everything that depends on the watermark or on a key, side by side. */
function everything(of: Shape, other: Shape) {
  const detect = { when: 'v > 3', until: 'v < -2', forMs: 4, cooldownMs: 6 }
  return [
    { ...stageOf(of), from: 'input' },
    { ...stageOf(other), id: 'x', from: 'input' },
    { id: 'd', from: 'input', detect },
    { id: 'z', from: 'input', anomaly: { zscore: { field: 'v', size: 3, threshold: 2 }, emit: 'scores' } },
    { id: 'r', from: 'input', buffer: { size: 3 }, dumpOn: 'd' },
    { id: 's', from: 'input', buffer: { size: 2 }, dumpOn: 'z', aggregates: { n: 'sum(v)' } },
    { id: 'c', from: 'input', window: { type: 'count', size: 3, slide: 2 }, aggregates: { n: 'sum(v)' } },
  ]
}

const byText = (results: readonly Result[]) => results.map((result) => JSON.stringify(result)).sort()

describe('the engine', () => {
  test('treats keys alike: another naming gives the same results under the new names', () => {
    const rename = (text: string) => text.replace(/"(a|b)"/g, (_all, key) => (key === 'a' ? '"b"' : '"a"'))
    fc.assert(
      fc.property(shape, shape, input, (of, other, items) => {
        const renamed = items.map((item) => JSON.parse(rename(JSON.stringify(item))) as Item)
        const results = [items, renamed].map((each) => {
          const engine = new ReferenceEngine(pipeline(everything(of, other)))
          return each.flatMap((item) => engine.push(item).results)
        })
        expect(byText(results[1])).toEqual(byText(results[0]).map(rename).sort())
      }),
    )
  })

  test('keys do not meet: each alone gives its part of the results', () => {
    fc.assert(
      fc.property(shape, shape, input, (of, other, items) => {
        const runKeys = (keys: string) => {
          const engine = new ReferenceEngine(pipeline(everything(of, other)))
          return items.flatMap((item): Result[] => {
            const left = item.kind === 'event' && !keys.includes(String(item.key)) ? QUIET : item
            return engine.push(left).results
          })
        }
        expect(byText([...runKeys('a'), ...runKeys('b')])).toEqual(byText(runKeys('ab')))
      }),
    )
  })

  test('never lets the watermark fall', () => {
    const generated = { mode: 'event', outOfOrdernessMs: 5 }
    fc.assert(
      fc.property(shape, input, (of, items) => {
        const engine = new ReferenceEngine(pipeline(stageOf(of), generated))
        let before = MIN
        for (const item of items) {
          const { watermark } = engine.push(item)
          expect(watermark).toBeGreaterThanOrEqual(before)
          expect(watermark).toBe(engine.watermark)
          before = watermark
        }
      }),
    )
  })
})

/** An item that does nothing. */
const QUIET: Item = { kind: 'clock', pt: 0 }

describe('disturbs and irregular', () => {
  /** Events in frames of one key; the watermark moves only between frames, as decision 1 has it. */
  function framed(stages: object[], items: readonly Item[], outOfOrdernessMs: number) {
    const exact = new ReferenceEngine(pipeline(stages, { mode: 'event', outOfOrdernessMs }))
    const batched = new ReferenceEngine(pipeline(stages))
    const expected: Result[] = []
    const results: Result[] = []
    const numbers: number[] = []
    let key: unknown = null
    let watermark = MIN
    let frames = 0
    const feed = (item: Item, number: number) => {
      numbers.push(number)
      for (const result of batched.push(item).results) {
        results.push('at' in result ? { ...result, at: numbers[result.at] } : result)
      }
    }
    const cut = (number: number) => {
      if (key !== null) frames += 1
      key = null
      feed({ kind: 'watermark', wm: watermark }, number)
    }
    items.forEach((item, number) => {
      const step = exact.push(item)
      expected.push(...step.results)
      const joins = item.kind === 'event' && item.key === key && !step.irregular
      if (!joins) cut(number - 1)
      feed(item, number)
      key = item.kind === 'event' ? item.key : null
      watermark = step.watermark
      if (step.disturbs || step.irregular) cut(number)
    })
    cut(items.length - 1)
    return { expected, results, frames }
  }

  test('are enough to batch events without a trace', () => {
    let frames = 0
    let events = 0
    fc.assert(
      fc.property(shape, shape, input, fc.nat(20), (of, other, items, outOfOrdernessMs) => {
        const batched = framed(everything(of, other), items, outOfOrdernessMs)
        expect(byText(batched.results)).toEqual(byText(batched.expected))
        frames += batched.frames
        events += items.filter(({ kind }) => kind === 'event').length
      }),
      { numRuns: 300 },
    )
    expect(frames).toBeLessThan(events)
  })
})
