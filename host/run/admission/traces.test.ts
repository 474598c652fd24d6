/** Which results say that something of their input was left out. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import type { Result } from '../../../shared/stream/result.ts'
import { event } from './testing.ts'
import { Traces } from './traces.ts'

const aggregates = { n: 'count()' }
const pipeline = loadPipeline({
  name: 'traces',
  input: { fields: { k: 'int', v: 'double' }, key: 'k' },
  time: { mode: 'event', watermarks: 'explicit' },
  stages: [
    { id: 'minute', window: { type: 'tumbling', sizeMs: 60 }, aggregates },
    { id: 'hour', from: 'minute', window: { type: 'tumbling', sizeMs: 600 }, aggregates },
    { id: 'session', from: 'input', window: { type: 'session', gapMs: 20 }, aggregates },
    { id: 'hot', from: 'input', detect: { when: 'v > 3' } },
    { id: 'jump', from: 'input', detect: { when: "v - prev('v') > 3" } },
    { id: 'last', from: 'input', buffer: { size: 3 }, aggregates },
    { id: 'more', from: 'last', window: { type: 'tumbling', sizeMs: 60 }, aggregates },
    { id: 'found', from: 'input', pattern: { steps: [{ name: 'a' }, { name: 'b', contiguity: 'next' }] } },
  ],
})

const window = (stage: string, start: number | null, end: number | null, key = 1): Result => ({
  ...{ type: 'window', stage, at: 0, key, start, end, pane: 0, aggs: {} },
})
const detect = (stage: string, since: number, t: number, key = 1): Result => ({
  ...{ type: 'detect', stage, key, edge: 'end', since, t, ref: '' },
})
const match = (start: number, t: number): Result => ({
  ...{ type: 'match', stage: 'found', at: 0, key: 1, t, start, events: [], steps: {} },
})

/** Of key 1 the events at 100 and 120 were left out (one of 4 and one of 2 was kept). */
function thinned(): Traces {
  const traces = new Traces(pipeline)
  traces.keep(event(90, 1))
  traces.lose(event(100, 1), 'thinned', 4)
  traces.keep(event(110, 1))
  traces.lose(event(120, 1), 'thinned', 2)
  traces.keep(event(130, 1))
  traces.keep(event(140, 1))
  return traces
}

describe('what was left out is told', () => {
  test.each<[string, Result, number | null]>([
    ['a window that holds it', window('minute', 60, 120), 4],
    ['the next one: it holds the second', window('minute', 120, 180), 2],
    ['the one before does not', window('minute', 0, 60), null],
    ['one behind does not', window('minute', 180, 240), null],
    ['another key', window('minute', 60, 120, 2), null],
    ['a window of windows', window('hour', 0, 600), 4],
    ['a window of windows that begins later, but not by much', window('hour', 175, 775), 2],
    ['a session that may have begun earlier', window('session', 135, 155), 2],
    ['a session further away', window('session', 155, 175), null],
    ['a detection in which it lies', detect('hot', 90, 200), 4],
    ['a detection that begins with the next event kept, and may have begun earlier', detect('hot', 130, 200), 2],
    ['a detection of later events', detect('hot', 140, 200), null],
    ['one that was over before', detect('hot', 80, 99), null],
    ['one that looks at the event before, however old', detect('jump', 140, 200), 4],
    ['a match', match(115, 150), 2],
    ['a ring may hold anything', { type: 'buffer', stage: 'last', at: 0, key: 1, aggs: {} }, 4],
    ['what reads a ring too', window('more', 600, 660), 4],
    ['a late event speaks of itself', { type: 'late', stage: 'minute', at: 0, key: 1, ref: 'e', t: 110 }, null],
  ])('%s', (_, result, n) => {
    expect(thinned().of(result)).toEqual(n === null ? null : { thinned: n })
  })

  test('what was shed is told as such', () => {
    const traces = thinned()
    traces.lose(event(110, 1), 'full', 1)
    traces.lose(event(500, 1), 'lag', 8)
    expect(traces.of(window('minute', 60, 120))).toEqual({ thinned: 4, shed: true })
    expect(traces.of(window('minute', 480, 540))).toEqual({ shed: true })
  })

  test('in processing time by the clock of the input', () => {
    const traces = new Traces(pipeline)
    traces.keep({ kind: 'clock', pt: 70 })
    traces.lose({ ...event(0, 1), t: null }, 'thinned', 2)
    expect([traces.of(window('minute', 60, 120)), traces.of(window('minute', 0, 60))]).toEqual([{ thinned: 2 }, null])
  })

  test('however many losses: no window is without its mark, and little is kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 1, max: 4 })), { minLength: 60, maxLength: 90 }),
        (losses) => {
          const traces = new Traces(pipeline)
          for (const [t, exponent] of losses) traces.lose(event(t, 1), 'thinned', 2 ** exponent)
          for (const [t, exponent] of losses) {
            const start = t - (t % 60)
            expect(traces.of(window('minute', start, start + 60))?.thinned).toBeGreaterThanOrEqual(2 ** exponent)
          }
        },
      ),
    )
  })

  test('however many keys: none is without its mark', () => {
    const traces = new Traces(pipeline)
    for (let key = 0; key < 5000; key++) traces.lose(event(key, key), 'thinned', 2)
    for (let key = 0; key < 5000; key++) {
      const start = key - (key % 60)
      expect(traces.of(window('minute', start, start + 60, key))).toEqual({ thinned: 2 })
    }
  })
})
