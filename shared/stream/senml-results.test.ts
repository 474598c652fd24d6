import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Result } from './result.ts'
import { SenmlResults } from './senml-results.ts'
import { isFault, readSenml } from './senml.ts'

const T = 1_700_000_000_000
const S = T / 1000
const common = { stage: 'st', at: 3, key: 7 }

describe('a result as a pack', () => {
  test.each<[string, Result, Record<string, unknown>[]]>([
    [
      'window',
      { type: 'window', ...common, start: T, end: T + 60_000, pane: 1, aggs: { mean: 21.4, n: 10, max: null } },
      [
        { bn: 'lab-07/', bt: S + 59.999, n: 'st/mean', v: 21.4, ws: S, we: S + 60, k: 7, rv: 1, sn: 0 },
        { n: 'st/n', v: 10, ws: S, we: S + 60, k: 7, rv: 1, sn: 0 },
      ],
    ],
    [
      'count window',
      { type: 'window', ...common, start: null, end: null, pane: 0, aggs: { last: 'x' } },
      [{ bn: 'lab-07/', bt: S + 3, n: 'st/last', vs: 'x', k: 7, rv: 0, sn: 0 }],
    ],
    [
      'window without a value',
      { type: 'window', ...common, key: null, start: T, end: T + 1000, pane: 0, aggs: { max: null } },
      [{ bn: 'lab-07/', bt: S + 0.999, n: 'st/none', vb: true, ws: S, we: S + 1, rv: 0, sn: 0 }],
    ],
    [
      'buffer',
      { type: 'buffer', ...common, aggs: { mean: 1 } },
      [{ bn: 'lab-07/', bt: S + 3, n: 'st/mean', v: 1, k: 7, sn: 0 }],
    ],
    [
      'dump',
      { type: 'buffer', ...common, by: 'hot', t: T, events: ['a', 'b'], values: { v: [1, null] } },
      [
        { bn: 'lab-07/', bt: S, n: 'st/events', vs: 'a b', c: 2, k: 7, sn: 0 },
        { n: 'st/v', vs: '[1,null]', c: 2, k: 7, sn: 0 },
      ],
    ],
    [
      'start of a detection',
      { type: 'detect', stage: 'st', key: 'k', edge: 'start', t: T, ref: 'r', since: T - 500 },
      [{ bn: 'lab-07/', bt: S, n: 'st', vs: 'start', ws: S - 0.5, k: 'k', sn: 0 }],
    ],
    [
      'end of a detection',
      { type: 'detect', stage: 'st', key: true, edge: 'end', t: T, ref: 'r', since: T - 500, durationMs: 500, peak: 9 },
      [
        { bn: 'lab-07/', bt: S, n: 'st', vs: 'end', ws: S - 0.5, we: S, k: true, sn: 0 },
        { n: 'st/durationMs', v: 500, ws: S - 0.5, we: S, k: true, sn: 0 },
        { n: 'st/peak', v: 9, ws: S - 0.5, we: S, k: true, sn: 0 },
      ],
    ],
    [
      'anomaly',
      { type: 'anomaly', stage: 'st', key: 1, t: T, ref: 'r', value: 5, score: 7.5, alarm: true },
      [
        { bn: 'lab-07/', bt: S, n: 'st/value', v: 5, k: 1, sn: 0 },
        { n: 'st/score', v: 7.5, k: 1, sn: 0 },
        { n: 'st/alarm', vb: true, k: 1, sn: 0 },
      ],
    ],
    [
      'match',
      { type: 'match', ...common, t: T, start: T - 1000, events: ['a', 'b'], steps: { one: ['a'], two: ['b'] } },
      [
        { bn: 'lab-07/', bt: S, n: 'st', vs: 'a b', ws: S - 1, c: 2, k: 7, sn: 0 },
        { n: 'st/one', vs: 'a', ws: S - 1, c: 2, k: 7, sn: 0 },
        { n: 'st/two', vs: 'b', ws: S - 1, c: 2, k: 7, sn: 0 },
      ],
    ],
    [
      'timeout',
      { type: 'timeout', ...common, t: T, events: ['a'] },
      [{ bn: 'lab-07/', bt: S, n: 'st/timeout', vs: 'a', c: 1, k: 7, sn: 0 }],
    ],
    [
      'pair',
      { type: 'pair', ...common, t: T, left: 'a', right: 'b' },
      [
        { bn: 'lab-07/', bt: S, n: 'st/left', vs: 'a', k: 7, sn: 0 },
        { n: 'st/right', vs: 'b', k: 7, sn: 0 },
      ],
    ],
    [
      'late',
      { type: 'late', ...common, ref: 'r', t: T },
      [{ bn: 'lab-07/', bt: S, n: 'st/late', vs: 'r', k: 7, sn: 0 }],
    ],
    [
      'overflow',
      { type: 'overflow', stage: 'st', overflow: 'keys', key: 9, t: T, action: 'refused', lost: 2 },
      [{ bn: 'lab-07/', bt: S, n: 'st/overflow', vs: 'keys: refused', c: 2, k: 9, sn: 0 }],
    ],
    [
      'overflow before any time',
      {
        type: 'overflow',
        stage: 'st',
        overflow: 'keys',
        key: 9,
        t: Number.MIN_SAFE_INTEGER,
        action: 'refused',
        lost: 2,
      },
      [{ bn: 'lab-07/', n: 'st/overflow', vs: 'keys: refused', c: 2, k: 9, sn: 0 }],
    ],
    ['error', { type: 'error', stage: null, message: 'oh' }, [{ bn: 'lab-07/', n: 'pipeline/error', vs: 'oh', sn: 0 }]],
  ])('%s', (_what, result, pack) => {
    const results = new SenmlResults({ device: 'lab-07', timeOf: (at) => T + 1000 * at })
    expect(results.pack(result)).toEqual(pack)
  })

  test('the count of a window is known from the pipeline', () => {
    const pipeline = loadPipeline({
      name: 'count',
      input: { fields: { v: 'double' } },
      time: { mode: 'event', outOfOrdernessMs: 0 },
      stages: [{ id: 'st', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { m: 'mean(v)', many: 'count()' } }],
    })
    const window: Result = { type: 'window', ...common, start: T, end: T + 1000, pane: 0, aggs: { m: 2, many: 5 } }
    const [first, second] = new SenmlResults({ device: 'd', pipeline }).pack(window)
    expect([first.c, second.c]).toEqual([5, 5])
  })

  test('numbers count up, a line is a pack', () => {
    const results = new SenmlResults({ device: 'd' })
    const late: Result = { type: 'late', ...common, ref: 'r', t: T }
    expect(results.line(late)).toBe(`[{"bn":"d/","bt":${S},"n":"st/late","vs":"r","k":7,"sn":0}]`)
    expect(results.pack(late)[0].sn).toBe(1)
    // After a restart the session goes on where it was.
    expect([results.pack(late, 17)[0].sn, results.pack(late)[0].sn]).toEqual([17, 18])
  })
})

test('any consumer reads the values, with times in milliseconds', () => {
  const results = new SenmlResults({ device: 'lab-07' })
  const window: Result = {
    type: 'window',
    ...common,
    start: T,
    end: T + 60_000,
    pane: 0,
    aggs: { mean: 0.1, s: 'x', b: false },
  }
  const read = readSenml(results.line(window))
  if (isFault(read)) throw new Error(read.reason)
  expect(read.map(({ name, t, value }) => [name, t, value])).toEqual([
    ['lab-07/st/mean', T + 59_999, 0.1],
    ['lab-07/st/s', T + 59_999, 'x'],
    ['lab-07/st/b', T + 59_999, false],
  ])
})

describe('what SenML cannot say is refused with a cure', () => {
  test('times relative to now', () => {
    const early: Result = { type: 'late', ...common, ref: 'r', t: 5000 }
    expect(() => new SenmlResults({ device: 'd' }).pack(early)).toThrow(
      expect.objectContaining({
        code: 'E_SENML',
        place: 'st',
        cure: expect.stringContaining('since 1970') as string,
      }) as Error,
    )
  })

  test('long names', () => {
    const long: Result = {
      type: 'window',
      ...common,
      stage: 's'.repeat(40),
      start: T,
      end: T + 1,
      pane: 0,
      aggs: { ['a'.repeat(20)]: 1 },
    }
    expect(() => new SenmlResults({ device: 'dev' }).pack(long)).toThrow('has 65 characters')
    expect(new SenmlResults({ device: 'de' }).pack(long)).toHaveLength(1)
  })
})
