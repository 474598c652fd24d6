/** Brief frames: when a frame may be one, what it says, and that nothing is missing in it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { encodeBehind, mayBeBrief } from './brief.ts'
import { decodeBytes, encodeBytes } from './base64.ts'
import { encodeNumbered, type EventsFrame, type NumberedFrame } from './frames.ts'

const FIRST: EventsFrame = {
  type: 'E',
  q: 100,
  key: 3,
  w: 4000,
  t0: 5000,
  dt: 10,
  n: 4,
  scales: [100],
  bytes: new Uint8Array([1, 0, 2, 0, 3, 0, 4, 0]),
}
/** Goes on where the first ends. */
const NEXT: EventsFrame = { ...FIRST, q: 104, t0: 5040, bytes: new Uint8Array([5, 0, 6, 0, 7, 0, 8, 0]) }

describe('a frame that goes on where the one before ended', () => {
  test.each<[string, EventsFrame, string]>([
    ['with the watermark as it is', NEXT, '["G",8,-1,"BQAGAAcACAA"]'],
    ['with one that follows its last event', { ...NEXT, w: 5069 }, '["G",8,1,"BQAGAAcACAA"]'],
    ['with one at its last event', { ...NEXT, w: 5070 }, '["G",8,0,"BQAGAAcACAA"]'],
    ['with one that is far behind', { ...NEXT, w: 4100 }, '["G",8,970,"BQAGAAcACAA"]'],
  ])('%s', (_, frame, body) => {
    expect(encodeBehind(FIRST, 8, frame)).toBe(body)
  })

  test('all at one time', () => {
    const still = { ...FIRST, dt: 0 }
    expect(encodeBehind(still, 8, { ...still, q: 104 })).toBe('["G",8,-1,"AQACAAMABAA"]')
  })
})

describe('any other is said in full', () => {
  test.each<[string, NumberedFrame | null, NumberedFrame]>([
    ['the first of all', null, NEXT],
    ['behind a watermark', { type: 'W', q: 103, w: 4000 }, NEXT],
    ['behind a single event', { type: 'e', q: 103, key: 3, w: 4000, t: 5030, values: [[100, 1]] }, NEXT],
    ['a single event', FIRST, { type: 'e', q: 104, key: 3, w: 4000, t: 5040, values: [[100, 1]] }],
    ['of another key', FIRST, { ...NEXT, key: 4 }],
    ['with a hole in the items', FIRST, { ...NEXT, q: 105 }],
    ['of fewer events', FIRST, { ...NEXT, n: 3 }],
    ['a moment later', FIRST, { ...NEXT, t0: 5041 }],
    ['with another step', FIRST, { ...NEXT, dt: 11 }],
    ['with times of its own', { ...FIRST, dt: -1 }, { ...NEXT, dt: -1, t0: 4996 }],
    ['written in another way', FIRST, { ...NEXT, scales: [-100] }],
    ['before any watermark', { ...FIRST, w: null }, { ...NEXT, w: null }],
    ['with a watermark beyond its last event', FIRST, { ...NEXT, w: 5071 }],
  ])('%s', (_, before, frame) => {
    expect(encodeBehind(before, 8, frame)).toBe(encodeNumbered(8, frame))
  })
})

/** What a device makes of the bodies, read anew from the protocol's text. */
function full(bodies: readonly string[]): unknown[] {
  let head: (number | string)[] = []
  return bodies.map((body) => {
    const a = JSON.parse(body) as (number | string)[]
    if (a[0] === 'G') {
      const [, f, lag, data] = a as [string, number, number, string]
      const [, , q, k, w, t0, dt, n] = head as [string, number, number, number, number, number, number, number]
      const from = t0 + n * dt
      const after = lag < 0 ? w : from + (n - 1) * dt - lag
      head = ['E', f, q + n, k, after, from, dt, n, ...head.slice(8, -1), encodeBytes(decodeBytes(data))]
      return head
    }
    if (a[0] === 'E') head = a
    return a
  })
}

test('with the frames before it a brief one says the same as the full one', () => {
  const frame = fc.record({
    goesOn: fc.boolean(),
    n: fc.integer({ min: 1, max: 5 }),
    dt: fc.integer({ min: -1, max: 20 }),
    lag: fc.option(fc.integer({ min: 0, max: 300 })),
    value: fc.integer({ min: 0, max: 255 }),
  })
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 30 }), (plan) => {
      const frames: EventsFrame[] = []
      let q = 0
      let t = 1000
      let w: number | null = null
      for (const { goesOn, n, dt, lag, value } of plan) {
        const before = frames.at(-1)
        const [count, step] = goesOn && before !== undefined ? [before.n, before.dt] : [n, dt]
        const last = t + (count - 1) * step
        if (lag !== null) w = Math.max(w ?? -Infinity, last - lag)
        frames.push({
          type: 'E',
          q,
          key: 0,
          w,
          t0: t,
          dt: step,
          n: count,
          scales: [1],
          bytes: new Uint8Array(2 * count).fill(value),
        })
        q += count
        t = step < 0 ? t + 1 : t + count * step
      }
      const bodies = frames.map((each, i) => encodeBehind(frames[i - 1] ?? null, i, each))
      expect(full(bodies)).toEqual(frames.map((each, i) => JSON.parse(encodeNumbered(i, each)) as unknown))
    }),
    { seed: 7, numRuns: 300 },
  )
})

test.each([
  [
    'windows and filters',
    [
      { filter: 'v > 1' },
      { from: 'input', window: { type: 'sliding', sizeMs: 9, slideMs: 3 }, aggregates: { m: 'mean(v)' } },
    ],
    true,
  ],
  ['a detector, before which frames wait', [{ detect: { when: 'v > 9', until: 'v < 8' } }], false],
])('pipelines: %s', (_, stages, brief) => {
  const spec = { name: 'p', input: { fields: { v: 'double' } }, time: { mode: 'event', outOfOrdernessMs: 0 }, stages }
  expect(mayBeBrief(loadPipeline(spec))).toBe(brief)
})
