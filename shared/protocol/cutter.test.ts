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

/**
 * Section 5 once more, as plainly as it is written and without any of the cutter's bookkeeping: the items of each frame by
 * arrival index. Lines are short enough here never to end a frame.
 */
function plainly(pipeline: Pipeline, items: readonly Event[], steps: readonly Step[], frame: number): number[][] {
  const out: number[][] = []
  const waits = pipeline.stages.some(({ kind }) => kind === 'detect' || kind === 'zscore')
  const grids = pipeline.stages.flatMap((stage) =>
    stage.kind === 'timeWindow' && stage.from === -1 ? [[stage.slideMs, stage.offsetMs]] : [],
  )
  const pane = (at: number): string =>
    grids.map(([length, offset]) => Math.floor((items[at].t! - offset) / length)).join()
  for (let from = 0; from < items.length;) {
    const delivered = from === 0 ? MIN : steps[from - 1].watermark
    const aheadOf = (key: unknown, to: number): number =>
      items.slice(0, to).filter((item) => item.key === key && item.t! > delivered).length
    let to = from
    do {
      to += 1
      if (steps[to - 1].disturbs || steps[to - 1].irregular || to - from === 4 * frame) break
    } while (
      to < items.length &&
      !steps[to].irregular &&
      !(waits && aheadOf(items[to].key, to) >= pipeline.limits.waiting)
    )
    out.push(...framesOf(from, to))
    from = to
  }
  return out

  /** The frames of a segment: keys in order of appearance, the key of the last arrival last; full frames go at once. */
  function framesOf(from: number, to: number): number[][] {
    const early: number[][] = []
    const open = new Map<unknown, number[]>()
    for (let at = from; at < to; at++) {
      const { key } = items[at]
      const group = open.get(key) ?? []
      if (group.length === frame || (group.length > 0 && pane(group.at(-1)!) !== pane(at))) early.push(group.splice(0))
      open.set(key, [...group, at])
    }
    const last = items[to - 1].key
    const rest = [...open].filter(([key]) => key !== last).map(([, group]) => group)
    return [...early, ...rest, open.get(last)!]
  }
}

describe('against section 5, read plainly', () => {
  const short = fc.array(
    fc.record({
      step: fc.integer({ min: -40, max: 30 }),
      k: fc.constantFrom('a', 'b', 'c'),
      v: fc.integer({ min: 0, max: 40 }),
      s: fc.constant(null),
    }),
    { minLength: 1, maxLength: 50 },
  )

  test('every frame holds what it should, for any input, bound, size and number that may wait', () => {
    fc.assert(
      fc.property(
        stages,
        short,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 8 }),
        (chosen, list, bound, frame, waiting) => {
          const pipeline = pipelineOf(chosen, bound, { waiting })
          const items = itemsOf(list)
          const { frames, steps, positions } = cut(pipeline, items, { frame })
          const held = frames.flatMap((each) =>
            each.type === 'E' || each.type === 'e' ? [rowsOf(each).map((_, i) => positions.of(each.q + i).at)] : [],
          )
          expect(held).toEqual(plainly(pipeline, items, steps, frame))
        },
      ),
      { numRuns: 600 },
    )
  })
})

describe('panes', () => {
  const sliding = (more: object = {}): unknown => ({
    ...{ id: 'win', from: 'input', window: { type: 'sliding', sizeMs: 90, slideMs: 30, ...more } },
    aggregates: { n: 'count()' },
  })

  test.each<[string, unknown[], number[], string[]]>([
    ['a tumbling window has panes of its size', [tumbling], [90, 99, 100, 101], ['a 0 1 w null', 'a 2 3 w -900']],
    ['a sliding one of its slide', [sliding()], [10, 29, 30, 59, 60], ['a 0 1 w null', 'a 2 3 w null', 'a 4 w -941']],
    ['an offset moves them', [sliding({ offsetMs: 5 })], [29, 30, 34, 35], ['a 0 1 2 w null', 'a 3 w -966']],
    ['below zero as well', [tumbling], [-101, -100, -1, 0], ['a 0 w null', 'a 1 2 w null', 'a 3 w -1001']],
    ['back and forth', [tumbling], [99, 101, 98], ['a 0 w null', 'a 1 w null', 'a 2 w -900']],
    [
      'two windows: the panes of both',
      [sliding(), { ...tumbling, id: 'other', from: 'input' }],
      [89, 90, 99, 100],
      ['a 0 w null', 'a 1 2 w null', 'a 3 w -901'],
    ],
    [
      'a window that reads another stage has none here',
      [
        { id: 'f', filter: 'v > -1000' },
        { ...tumbling, from: 'f' },
      ],
      [90, 100, 110],
      ['a 0 1 2 w -891'],
    ],
    [
      'sessions have none',
      [{ window: { type: 'session', gapMs: 900 }, aggregates: { n: 'count()' } }],
      [90, 150],
      ['a 0 1 w -851'],
    ],
  ])('%s', (_, chosen, times, expected) => {
    // Windows close only when the watermark comes by: far behind here, so that panes alone end frames.
    const result = cut(
      pipelineOf(chosen, 1000),
      times.map((t) => event(t, 'a')),
    )
    expect(show(result)).toEqual(expected)
  })

  test('another key in between does not end a frame', () => {
    const items = [event(90, 'a'), event(110, 'b'), event(95, 'a')]
    expect(show(cut(pipelineOf([tumbling], 1000), items))).toEqual(['b 1 w null', 'a 0 2 w -891'])
  })
})

describe('events that wait', () => {
  const detect = { id: 'hot', from: 'input', detect: { when: 'v > 1000' } }
  const upTo = (n: number, ...keys: string[]): Event[] =>
    Array.from({ length: n }, (_, i) => event(i, keys[i % keys.length]))
  const sizes = (result: Cut): number[] =>
    result.frames.flatMap((each) => (each.type === 'E' ? [each.n] : each.type === 'e' ? [1] : []))

  test.each<[string, object, number[]]>([
    ['as many as may wait travel together', { waiting: 6, frame: 32 }, [6, 1, 1, 1]],
    ['one that may wait: one a frame', { waiting: 1, frame: 32 }, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ['more than there are', { waiting: 64, frame: 32 }, [9]],
    ['the frame may be the smaller bound', { waiting: 64, frame: 4 }, [4, 4, 1]],
  ])('%s', (_, limits, expected) => {
    expect(sizes(cut(pipelineOf([detect], 5, limits), upTo(9, 'a')))).toEqual(expected)
  })

  test('each key has its own number', () => {
    const result = cut(pipelineOf([detect], 50, { waiting: 3, frame: 32 }), upTo(6, 'a', 'b'))
    expect(sizes(result)).toEqual([3, 3])
  })

  test('where nothing waits on the device there is no such bound', () => {
    const session = { window: { type: 'session', gapMs: 900 }, aggregates: { n: 'count()' } }
    expect(sizes(cut(pipelineOf([session], 50, { waiting: 2, frame: 32 }), upTo(9, 'a')))).toEqual([9])
  })

  test('what the watermark has passed waits no more', () => {
    const spread = Array.from({ length: 6 }, (_, i) => event(100 * i, 'a'))
    const result = cut(pipelineOf([detect], 0, { waiting: 2, frame: 32 }), spread)
    expect(result.frames.at(-1)).toMatchObject({ w: 499 })
    expect(sizes(result).every((n) => n <= 2)).toBe(true)
  })
})

describe('lines', () => {
  test('a frame ends where its line would be too long, and the next goes on there', () => {
    const long = loadPipeline({
      name: 'long',
      input: { fields: { v: 'double?', s: 'string?' } },
      time: { mode: 'event', outOfOrdernessMs: 5000 },
      stages: [{ filter: 'v > 0' }],
      limits: { frame: 200 },
    })
    const items: Item[] = Array.from({ length: 200 }, (_, i) => ({
      ...{ kind: 'event', t: 7 * i + (i % 3), ref: `${i}`, key: null, values: { v: Math.sqrt(i), s: null } },
    }))
    const { frames } = cut(long, items)
    const lengths = frames.map((each) => encodeNumbered(2 ** 40, each).length + LINE_OVERHEAD)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_LINE)
    // As long as may be: one event more would not have fitted.
    const counts = frames.map((each) => (each.type === 'E' ? each.n : 1))
    expect(counts.slice(0, -1).every((n) => n >= 22)).toBe(true)
    expect(counts.reduce((a, b) => a + b)).toBe(200)
  })
})

test('only the last frame of a segment carries the watermark after it, however many there are', () => {
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 4 }), (list, frame) => {
      const { frames, steps, positions } = cut(pipelineOf([tumbling], 40), itemsOf(list), { frame })
      let before: number | null = null
      for (const each of frames) {
        if (each.type !== 'E' && each.type !== 'e') continue
        const last = positions.of(each.q + rowsOf(each).length - 1).at
        const after = steps[last].watermark === MIN ? null : steps[last].watermark
        expect(each.w === before || each.w === after).toBe(true)
        before = each.w
      }
    }),
  )
})

describe('keys that are forgotten', () => {
  const count = { buffer: { size: 9 }, aggregates: { n: 'count()' } }
  const mortal = pipelineOf([count], 0, { ttlMs: 100, frame: 50 })
  const named = ({ frames }: Cut): unknown[] =>
    frames.flatMap((frame) => (frame.type === 'D' ? [[frame.i, frame.text]] : []))

  test('end the segment, and give their numbers away', () => {
    const found = cut(mortal, [event(0, 'a'), event(50, 'b'), event(102, 'b'), event(103, 'c'), event(104, 'a')])
    // The letter is that of the first key with the number: event 3 is c's, 4 is a's again.
    expect(show(found)).toEqual(['a 0 w null', 'b 1 2 w 101', 'a 3 w 101', 'a 4 w 103'])
    expect(named(found)).toEqual([
      [0, 'a'],
      [1, 'b'],
      [0, 'c'],
      [2, 'a'],
    ])
  })

  test('on another board as well', () => {
    const engine = new ReferenceEngine(mortal)
    const dictionary = new Dictionary([], true)
    const cutter = new Cutter(mortal, { fields: FIELDS, dictionary, positions: new Positions() })
    const first = event(0, 'a')
    cutter.push(first, engine.push(first))
    const sent = cutter.pass(engine.push(event(200, 'other')))
    expect(sent.map(({ type }) => type)).toEqual(['e', 'W'])
    expect(dictionary.key('b')).toBe(0)
  })
})
