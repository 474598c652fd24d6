/**
 * Different ways to say the same: what must not matter does not. Watermarks made or given, processing time and event
 * time, tumbling and sliding, sessions and tumbling windows, branches and pipelines of their own.
 */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import type { Item } from '../stream/event.ts'
import type { Result } from '../stream/result.ts'
import { ReferenceEngine } from './engine.ts'
import { event, pipeline, PROCESSING, run } from './testkit.ts'

const N = { aggregates: { n: 'count()', s: 'sum(v)', l: 'last(v)' } }
const reading = fc.record({
  key: fc.constantFrom('a', 'b'),
  t: fc.integer({ min: -30, max: 90 }),
  v: fc.integer({ min: 0, max: 9 }),
})
const readings = fc.array(reading, { maxLength: 30 }).map((all) => all.map((each, at) => event({ at, ...each })))

const lateness = fc.nat(20)
const window = fc.oneof(
  fc.record({ type: fc.constant('tumbling'), sizeMs: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    type: fc.constant('sliding'),
    sizeMs: fc.integer({ min: 1, max: 20 }),
    slideMs: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ type: fc.constant('session'), gapMs: fc.integer({ min: 1, max: 20 }) }),
)

/** Results with the item index and the names of events left out. */
function bare(results: readonly Result[]): string[] {
  return results.map((result) => JSON.stringify({ ...result, at: 0, ref: '' }))
}

describe('watermarks', () => {
  test('made by the engine or given after each event are the same', () => {
    fc.assert(
      fc.property(window, lateness, fc.nat(30), readings, (window, allowedLatenessMs, bound, events) => {
        const stages = [
          { window, allowedLatenessMs, ...N },
          { from: 'input', detect: { when: 'v > 5' } },
        ]
        const made = run(pipeline(stages, { mode: 'event', outOfOrdernessMs: bound }), events)
        const marked = events.flatMap((each): Item[] => [each, { kind: 'watermark', wm: each.t! - bound - 1 }])
        expect(bare(run(pipeline(stages), marked))).toEqual(bare(made))
      }),
    )
  })

  test('that come in smaller steps fire the same windows, in the same order', () => {
    fc.assert(
      fc.property(
        window,
        readings,
        fc.array(fc.integer({ min: -40, max: 120 }), { maxLength: 10 }),
        (window, events, steps) => {
          const last: Item = { kind: 'watermark', wm: 120 }
          const sorted = [...steps].sort((a, b) => a - b).map((wm): Item => ({ kind: 'watermark', wm }))
          const stage = { window, ...N }
          expect(bare(run(pipeline(stage), [...events, ...sorted, last]))).toEqual(
            bare(run(pipeline(stage), [...events, last])),
          )
        },
      ),
    )
  })

  test('a higher bound only turns late events into others', () => {
    fc.assert(
      fc.property(window, fc.nat(30), readings, (window, bound, events) => {
        const lateBy = (outOfOrdernessMs: number) =>
          run(pipeline({ window, ...N }, { mode: 'event', outOfOrdernessMs }), events).filter(
            ({ type }) => type === 'late',
          ).length
        expect(lateBy(bound + 10)).toBeLessThanOrEqual(lateBy(bound))
        expect(lateBy(1000)).toBe(0)
      }),
    )
  })
})

describe('processing time', () => {
  const moves = fc.array(fc.oneof(reading, fc.record({ pt: fc.nat(60) })), { maxLength: 40 })

  test('is event time with the clock as time and watermark, and one millisecond of lateness', () => {
    fc.assert(
      fc.property(window, moves, (window, moves) => {
        let clock = 0
        const stage = { window, ...N }
        const live: Item[] = [{ kind: 'clock', pt: 0 }]
        const told: Item[] = [{ kind: 'watermark', wm: 0 }]
        moves.forEach((move, i) => {
          if ('pt' in move) {
            clock = Math.max(clock, move.pt)
            live.push({ kind: 'clock', pt: move.pt })
            told.push({ kind: 'watermark', wm: clock })
          } else {
            live.push(event({ ...move, at: i + 1, t: null }))
            told.push(event({ ...move, at: i + 1, t: clock }))
          }
        })
        const results = run(pipeline(stage, PROCESSING), live)
        expect(results).toEqual(run(pipeline({ ...stage, allowedLatenessMs: 1 }), told))
        expect(results.filter(({ type }) => type === 'late')).toEqual([])
      }),
    )
  })
})

describe('shapes', () => {
  test('a tumbling window is a sliding one whose slide is its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), lateness, readings, (sizeMs, allowedLatenessMs, events) => {
        const [tumbling, sliding] = [{ type: 'tumbling' }, { type: 'sliding', slideMs: sizeMs }].map((type) =>
          run(
            pipeline({ window: { ...type, sizeMs }, allowedLatenessMs, ...N }, { mode: 'event', outOfOrdernessMs: 5 }),
            events,
          ),
        )
        expect(sliding).toEqual(tumbling)
      }),
    )
  })

  test('an offset moves windows and events alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(19), readings, (sizeMs, by, events) => {
        const offsetMs = by % sizeMs
        const time = { mode: 'event', outOfOrdernessMs: 5 }
        const plain = run(pipeline({ window: { type: 'tumbling', sizeMs }, ...N }, time), events)
        const moved = run(
          pipeline({ window: { type: 'tumbling', sizeMs, offsetMs }, ...N }, time),
          events.map((each) => ({ ...each, t: each.t! + offsetMs })),
        )
        const back = (results: readonly Result[]) =>
          results.map((result) => {
            if (result.type === 'window')
              return { ...result, start: result.start! - offsetMs, end: result.end! - offsetMs }
            return result.type === 'late' ? { ...result, t: result.t - offsetMs } : result
          })
        expect(back(moved)).toEqual(plain)
      }),
    )
  })

  test('a session of one event is a window from it to the gap', () => {
    fc.assert(
      fc.property(reading, fc.integer({ min: 1, max: 20 }), ({ key, t, v }, gapMs) => {
        const [only, ...others] = run(pipeline({ window: { type: 'session', gapMs }, ...N }), [
          event({ at: 0, key, t, v }),
          { kind: 'watermark', wm: t + gapMs - 1 },
        ])
        expect(only).toMatchObject({ at: 1, key, start: t, end: t + gapMs, pane: 0, aggs: { n: 1, s: v, l: v } })
        expect(others).toEqual([])
      }),
    )
  })

  test('sessions do not depend on the order of arrival, apart from what does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), readings, (gapMs, events) => {
        const stage = { window: { type: 'session', gapMs }, aggregates: { n: 'count()', s: 'sum(v)' } }
        const flush: Item = { kind: 'watermark', wm: 1000 }
        const sorted = [...events].sort((a, b) => a.t! - b.t!)
        const [one, other] = [events, sorted].map((each) => bare(run(pipeline(stage), [...each, flush])).sort())
        expect(other).toEqual(one)
      }),
    )
  })
})

describe('stages', () => {
  test('side by side do not feel each other', () => {
    fc.assert(
      fc.property(window, window, readings, (one, other, events) => {
        const time = { mode: 'event', outOfOrdernessMs: 5 }
        const stages = [
          { id: 'x', from: 'input', window: one, ...N },
          { id: 'y', from: 'input', window: other, ...N },
          { id: 'z', from: 'input', detect: { when: 'v > 5' } },
        ]
        const together = run(pipeline(stages, time), events)
        for (const stage of stages) {
          expect(together.filter((result) => result.stage === stage.id)).toEqual(run(pipeline(stage, time), events))
        }
      }),
    )
  })

  test('a filter before a window is as if what it drops had never come, but for the watermark', () => {
    fc.assert(
      fc.property(window, lateness, readings, (window, allowedLatenessMs, events) => {
        const stage = { id: 'w', window, allowedLatenessMs, ...N }
        const marked = events.flatMap((each): Item[] => [each, { kind: 'watermark', wm: each.t! - 6 }])
        const passing = marked.filter((item) => item.kind !== 'event' || Number(item.values['v']) > 3)
        const filtered = run(pipeline([{ filter: 'v > 3' }, stage]), marked)
        expect(bare(filtered)).toEqual(bare(run(pipeline(stage), passing)))
      }),
    )
  })

  test('an engine starts from nothing: two of the same pipeline agree, and the pipeline is not changed', () => {
    fc.assert(
      fc.property(window, readings, (window, events) => {
        const shared = pipeline([{ id: 'w', window, ...N }], { mode: 'event', outOfOrdernessMs: 5 })
        const before = JSON.stringify(shared)
        const [one, other] = [new ReferenceEngine(shared), new ReferenceEngine(shared)]
        for (const each of events) expect(other.push(each)).toEqual(one.push(each))
        expect(JSON.stringify(shared)).toBe(before)
      }),
    )
  })
})
