import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { ReferenceEngine } from '../reference/engine.ts'
import type { Step } from '../reference/step.ts'
import { MIN, type Event, type Item } from '../stream/event.ts'
import { printResult } from '../stream/print.ts'
import type { Result } from '../stream/result.ts'
import { decodeColumns } from './columns.ts'
import { Cutter, type CutterOptions } from './cutter.ts'
import { Dictionary } from './dictionary.ts'
import { encodeNumbered, type EventFrame, type EventsFrame, type NumberedFrame } from './frames.ts'
import { LINE_OVERHEAD, MAX_LINE } from './line.ts'
import { Positions } from './positions.ts'

const FIELDS = ['v', 's']

function pipelineOf(stages: unknown[], outOfOrdernessMs = 50, limits = {}): Pipeline {
  return loadPipeline({
    name: 'cut',
    input: { fields: { k: 'string', v: 'double?', s: 'string?' }, key: 'k' },
    time: { mode: 'event', outOfOrdernessMs },
    stages,
    limits: { frame: 6, ...limits },
  })
}

function event(t: number, k: string, v: number | null = t / 10, s: string | null = null): Event {
  return { kind: 'event', t, ref: `${k}@${t}`, key: k, values: { k, v, s } }
}

interface Cut {
  frames: NumberedFrame[]
  steps: Step[]
  positions: Positions
  dictionary: Dictionary
}

function cut(pipeline: Pipeline, items: readonly Item[], options: Partial<CutterOptions> = {}): Cut {
  const engine = new ReferenceEngine(pipeline)
  const positions = new Positions()
  const dictionary = new Dictionary([], pipeline.key !== null)
  const cutter = new Cutter(pipeline, { fields: FIELDS, dictionary, positions, ...options })
  const steps: Step[] = []
  const frames: NumberedFrame[] = []
  for (const item of items) {
    const step = engine.push(item)
    steps.push(step)
    frames.push(...cutter.push(item, step))
  }
  frames.push(...cutter.flush())
  return { frames, steps, positions, dictionary }
}

/** Frames in short: key letter, arrival indices, watermark. */
function show({ frames, positions, dictionary }: Cut): string[] {
  return frames.flatMap((frame) => {
    if (frame.type === 'D') return []
    if (frame.type === 'W') return [`W ${frame.w}`]
    if (frame.type === 'T') return [`T ${frame.pt}`]
    const n = frame.type === 'E' ? frame.n : 1
    const indices = Array.from({ length: n }, (_, i) => positions.of(frame.q + i).at)
    return [`${String(dictionary.keyOf(frame.key))} ${indices.join(' ')} w ${frame.w}`]
  })
}

const tumbling = { id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()', m: 'mean(v)' } }

describe('segments', () => {
  test('events are gathered by key; the last arrival goes last and carries the watermark', () => {
    const result = cut(pipelineOf([tumbling]), [
      event(60, 'a'),
      event(61, 'b'),
      event(62, 'a'),
      event(63, 'c'),
      event(64, 'b'),
    ])
    expect(show(result)).toEqual(['a 0 2 w null', 'c 3 w null', 'b 1 4 w 13'])
  })

  test('a firing watermark ends the segment', () => {
    const result = cut(pipelineOf([tumbling]), [event(60, 'a'), event(70, 'b'), event(151, 'a'), event(152, 'b')])
    expect(show(result)).toEqual(['a 0 w null', 'b 1 w null', 'a 2 w 100', 'b 3 w 101'])
  })

  test('a late event is a segment of its own', () => {
    const result = cut(pipelineOf([tumbling]), [event(200, 'a'), event(10, 'a'), event(201, 'a')])
    expect(show(result)).toEqual(['a 0 w 149', 'a 1 w 149', 'a 2 w 150'])
  })

  test('frames hold no more than allowed; the last arrival stays for the last frame', () => {
    const items = Array.from({ length: 14 }, (_, i) => event(i, 'a'))
    expect(show(cut(pipelineOf([tumbling]), items))).toEqual([
      'a 0 1 2 3 4 5 w null',
      'a 6 7 8 9 10 11 w null',
      'a 12 13 w -38',
    ])
  })

  test('one event a frame when told so', () => {
    const items = [event(60, 'a'), event(61, 'b'), event(62, 'a')]
    expect(show(cut(pipelineOf([tumbling]), items, { single: true }))).toEqual(['a 0 w 9', 'b 1 w 10', 'a 2 w 11'])
  })

  test('marks and ticks travel alone', () => {
    const explicit = loadPipeline({
      name: 'marks',
      input: { fields: { v: 'double?', s: 'string?' } },
      time: { mode: 'event', watermarks: 'explicit' },
      stages: [tumbling],
    })
    const one: Item = { kind: 'event', t: 5, ref: 'x', key: null, values: { v: 1, s: null } }
    const items: Item[] = [one, { kind: 'watermark', wm: 99 }, one, { kind: 'watermark', wm: 50 }]
    expect(show(cut(explicit, items))).toEqual(['null 0 w null', 'W 99', 'null 2 w 99', 'W 99'])
  })

  test('in processing time an event has the time of the clock', () => {
    const pipeline = loadPipeline({
      name: 'clock',
      input: { fields: { v: 'double?', s: 'string?' } },
      time: { mode: 'processing' },
      stages: [tumbling],
    })
    const one: Item = { kind: 'event', t: null, ref: 'x', key: null, values: { v: 1, s: null } }
    const { frames } = cut(pipeline, [{ kind: 'clock', pt: 30 }, one])
    expect(frames.map((frame) => encodeNumbered(0, frame))).toEqual(['["T",0,0,30]', '["e",0,1,0,30,30,1,1,1,null]'])
  })

  test('events that wait on the device do not overflow there', () => {
    const pipeline = pipelineOf([{ detect: { when: 'v > 5' } }], 3, { waiting: 4, frame: 32 })
    const items = Array.from({ length: 10 }, (_, i) => event(i, 'a'))
    expect(show(cut(pipeline, items))).toEqual([
      'a 0 1 2 3 w -1',
      'a 4 w 0',
      'a 5 w 1',
      'a 6 w 2',
      'a 7 w 3',
      'a 8 w 4',
      'a 9 w 5',
    ])
  })

  test('nothing waits for ever: a segment has a greatest length', () => {
    const pipeline = pipelineOf([{ filter: 'v > 5' }], 3)
    const items = Array.from({ length: 30 }, (_, i) => event(i, 'ab'[i % 2]))
    expect(cut(pipeline, items, { segment: 10 }).frames.filter(({ type }) => type === 'E')).toHaveLength(6)
  })
})

const stages = fc.constantFrom<unknown[][]>(
  [tumbling],
  [{ window: { type: 'sliding', sizeMs: 90, slideMs: 30 }, aggregates: { n: 'count()', x: 'max(v)', l: 'last(v)' } }],
  [{ window: { type: 'tumbling', sizeMs: 40 }, allowedLatenessMs: 60, aggregates: { n: 'count()', f: 'first(s)' } }],
  [{ window: { type: 'session', gapMs: 15 }, allowedLatenessMs: 20, aggregates: { n: 'count()', m: 'mean(v)' } }],
  [{ window: { type: 'count', size: 3 }, aggregates: { m: 'mean(v)' } }],
  [{ detect: { when: 'v > 20', until: 'v < 10' } }],
  [
    { id: 'rec', from: 'input', buffer: { size: 4 }, dumpOn: 'hot' },
    { id: 'hot', from: 'input', detect: { when: 'v > 25' } },
    { id: 'win', from: 'input', window: { type: 'tumbling', sizeMs: 50 }, aggregates: { n: 'count()' } },
  ],
)
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 0, max: 400 }).map((n) => n / 10),
  fc.constant(null),
)
const arrivals = fc.array(
  fc.record({
    step: fc.integer({ min: -40, max: 30 }),
    k: fc.constantFrom('a', 'b', 'c'),
    v: value,
    s: fc.constantFrom(null, 'x', 'y'),
  }),
  { minLength: 1, maxLength: 60 },
)
const cases = fc.tuple(stages, arrivals, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 }))

function itemsOf(list: { step: number; k: string; v: number | null; s: string | null }[]): Event[] {
  let t = 100
  return list.map(({ step, k, v, s }, i) => ({ ...event((t += step), k, v, s), ref: `e${i}` }))
}

/** What a device reads from a frame. */
function rowsOf(frame: EventsFrame | EventFrame): { t: number; values: (number | null)[] }[] {
  if (frame.type === 'e') return [{ t: frame.t, values: frame.values.map(([c, n]) => (n === null ? null : n / c)) }]
  const { n, t0, dt, scales, bytes } = frame
  const all = dt === -1 ? [-1, ...scales] : dt === -2 ? [0, ...scales] : scales
  const columns = decodeColumns(bytes, all, n)
  const times = dt < 0 ? columns.shift()! : Array.from({ length: n }, (_, i) => i * dt)
  return times.map((d, i) => ({ t: t0 + d!, values: columns.map((column) => column[i]) }))
}

describe('the rules of section 5, for any input', () => {
  test('every event travels once, unchanged, in order within its key, after its dictionary entries', () => {
    fc.assert(
      fc.property(cases, ([chosen, list, bound, frame]) => {
        const items = itemsOf(list)
        const { frames, positions, dictionary } = cut(pipelineOf(chosen, bound), items, { frame })
        const known = { k: new Set<number>(), t: new Set<number>() }
        const byKey = new Map<number, number[]>()
        let q = 0
        for (const each of frames) {
          if (each.type === 'D') {
            known[each.of].add(each.i)
            continue
          }
          if (each.type === 'W' || each.type === 'T') throw new Error('no marks here')
          expect(known.k.has(each.key)).toBe(true)
          expect(each.q).toBe(q)
          for (const { t, values } of rowsOf(each)) {
            const { at } = positions.of(q++)
            const original = items[at]
            expect(t).toBe(original.t)
            expect(dictionary.keyOf(each.key)).toBe(original.key)
            expect(Object.is(values[0], original.values['v'])).toBe(true)
            const text = original.values['s']
            if (text === null) expect(values[1]).toBeNull()
            else expect([known.t.has(values[1]!), dictionary.textOf(values[1]!)]).toEqual([true, text])
            byKey.set(each.key, [...(byKey.get(each.key) ?? []), at])
          }
        }
        expect(q).toBe(items.length)
        for (const indices of byKey.values()) expect(indices).toEqual([...indices].sort((a, b) => a - b))
      }),
    )
  })

  test('watermarks rise only where the reference stood, and never past something that disturbs', () => {
    fc.assert(
      fc.property(cases, ([chosen, list, bound, frame]) => {
        const items = itemsOf(list)
        const { frames, steps, positions } = cut(pipelineOf(chosen, bound), items, { frame })
        let w = MIN
        let delivered = 0
        let furthest = -1
        let segmentStart = 0
        for (const each of frames) {
          if (each.type !== 'E' && each.type !== 'e') continue
          const n = each.type === 'E' ? each.n : 1
          const indices = Array.from({ length: n }, (_, i) => positions.of(each.q + i).at)
          delivered += n
          furthest = Math.max(furthest, ...indices)
          for (const at of indices) {
            if (!steps[at].irregular) continue
            expect([n, w]).toEqual([1, at === 0 ? MIN : steps[at - 1].watermark])
          }
          const after = each.w ?? MIN
          if (after === w) continue
          // The watermark moves: everything that arrived up to here was delivered, the last arrival in this frame, last.
          expect([delivered, indices.at(-1), after]).toEqual([furthest + 1, furthest, steps[furthest].watermark])
          for (let at = segmentStart; at < furthest; at++) expect(steps[at].disturbs, `item ${at}`).toBe(false)
          segmentStart = furthest + 1
          w = after
        }
        expect(w).toBe(steps.at(-1)!.watermark)
      }),
    )
  })

  test('lines are short enough and frames small enough', () => {
    fc.assert(
      fc.property(cases, ([chosen, list, bound, frame]) => {
        for (const each of cut(pipelineOf(chosen, bound), itemsOf(list), { frame: 4 * frame }).frames) {
          expect(encodeNumbered(2 ** 40, each).length + LINE_OVERHEAD).toBeLessThanOrEqual(MAX_LINE)
          if (each.type === 'E') expect(each.n).toBeLessThanOrEqual(4 * frame)
        }
      }),
    )
  })

  test('no key has more events ahead of the delivered watermark than may wait, unless the reference had', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 60 }), (list, bound) => {
        const pipeline = pipelineOf([{ detect: { when: 'v > 20' } }], bound, { waiting: 5, frame: 32 })
        const items = itemsOf(list)
        const { frames, steps, positions } = cut(pipeline, items)
        let waiting: { key: number; t: number }[] = []
        let w = MIN
        for (const each of frames) {
          if (each.type !== 'E' && each.type !== 'e') continue
          for (const [i, { t }] of rowsOf(each).entries()) {
            if (t > w) waiting.push({ key: each.key, t })
            const { at } = positions.of(each.q + i)
            const before = at === 0 ? MIN : steps[at - 1].watermark
            const reference = items.slice(0, at + 1).filter((item) => item.key === items[at].key && item.t! > before)
            const here = waiting.filter(({ key }) => key === each.key).length
            expect(here <= 5 || here <= reference.length).toBe(true)
          }
          w = each.w ?? MIN
          waiting = waiting.filter(({ t }) => t > w)
        }
      }),
    )
  })
})

/** Feeds frames as a device would: all events of a frame with the watermark before it, then the watermark after. */
function deliver(pipeline: Pipeline, { frames, positions }: Cut, items: readonly Event[]): Result[] {
  const explicit = loadPipeline({ ...pipeline.spec, time: { mode: 'event', watermarks: 'explicit' } })
  const engine = new ReferenceEngine(explicit)
  const results: Result[] = []
  const arrivalOf: number[] = []
  const push = (item: Item, arrival: number): void => {
    arrivalOf.push(arrival)
    for (const result of engine.push(item).results) {
      results.push('at' in result ? { ...result, at: arrivalOf[result.at] } : result)
    }
  }
  for (const frame of frames) {
    if (frame.type !== 'E' && frame.type !== 'e') continue
    const n = frame.type === 'E' ? frame.n : 1
    for (let i = 0; i < n; i++) push(items[positions.of(frame.q + i).at], positions.of(frame.q + i).at)
    if (frame.w !== null) push({ kind: 'watermark', wm: frame.w }, positions.of(frame.q + n - 1).at)
  }
  return results
}

test('the cut cannot be seen in the results', () => {
  fc.assert(
    fc.property(cases, ([chosen, list, bound, frame]) => {
      const pipeline = pipelineOf(chosen, bound)
      const items = itemsOf(list)
      const result = cut(pipeline, items, { frame })
      const expected = result.steps.flatMap(({ results }) => results).map(printResult)
      expect(deliver(pipeline, result, items).map(printResult).sort()).toEqual(expected.sort())
    }),
    { numRuns: 400 },
  )
})
