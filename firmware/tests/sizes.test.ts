import { describe, expect, test } from 'vitest'
import type { SessionWindowStage, TimeWindowStage } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { columnsOf, keptOf, keySlots, sessionSlots, waitingPlaces, windowSlots } from '../toolchain/sizes.ts'

const EXPLICIT = { mode: 'event', watermarks: 'explicit' }
const PROCESSING = { mode: 'processing' }
const bound = (outOfOrdernessMs: number): object => ({ mode: 'event', outOfOrdernessMs })

function pipeline(stage: object, time: object, limits: object = {}, key: string | null = 'k') {
  const input = { fields: { k: 'int', v: 'double?', w: 'double' }, key }
  return loadPipeline({ name: 'sizes', input, time, limits, stages: [stage] })
}

const N = { aggregates: { n: 'count()' } }
const tumbling = (sizeMs: number, more: object = {}): object => ({
  window: { type: 'tumbling', sizeMs },
  ...more,
  ...N,
})
const sliding = (sizeMs: number, slideMs: number): object => ({ window: { type: 'sliding', sizeMs, slideMs }, ...N })
const session = (gapMs: number, more: object = {}): object => ({ window: { type: 'session', gapMs }, ...more, ...N })

test.each([
  ['k', {}, 16],
  ['k', { keys: 3 }, 3],
  [null, { keys: 3 }, 1],
])('keys: of key %s with limits %j there is room for %d', (key, limits, room) => {
  expect(keySlots(pipeline(tumbling(10), EXPLICIT, limits, key))).toBe(room)
})

describe('windows that may be open at a time', () => {
  test.each([
    ['in order: the one that fills', tumbling(10), bound(0), {}, 1],
    ['out of order by less than a window', tumbling(10), bound(5), {}, 2],
    ['out of order by several windows', tumbling(10), bound(35), {}, 5],
    ['late events keep windows', tumbling(10, { allowedLatenessMs: 20 }), bound(0), {}, 3],
    ['panes of a sliding window', sliding(60, 5), bound(0), {}, 12],
    ['a slide that does not divide the size', sliding(10, 4), bound(0), {}, 4],
    ['a slide beyond the size', sliding(4, 10), bound(0), {}, 2],
    ['the same, out of order', sliding(4, 10), bound(5), {}, 3],
    ['nothing bounds them', tumbling(10), EXPLICIT, {}, 12],
    ['nothing bounds those that overlap', sliding(60, 5), EXPLICIT, {}, 23],
    ['the clock', tumbling(10), PROCESSING, {}, 12],
    ['the limit', tumbling(10), EXPLICIT, { openWindows: 3 }, 3],
    ['the limit, where time asks for less', tumbling(10), bound(0), { openWindows: 3 }, 3],
  ])('%s', (_, stage, time, limits, slots) => {
    const made = pipeline(stage, time, limits)
    expect(windowSlots(made, made.stages[0] as TimeWindowStage)).toBe(slots)
  })
})

describe('sessions that may be open at a time', () => {
  test.each([
    ['in order', session(10), bound(0), {}, 2],
    ['out of order', session(10), bound(40), {}, 6],
    ['late', session(10, { allowedLatenessMs: 40 }), bound(0), {}, 6],
    ['never more than 16', session(1), bound(1000), {}, 16],
    ['nothing bounds them', session(10), EXPLICIT, {}, 6],
    ['the limit', session(10), EXPLICIT, { openWindows: 2 }, 2],
  ])('%s', (_, stage, time, limits, slots) => {
    const made = pipeline(stage, time, limits)
    expect(sessionSlots(made, made.stages[0] as SessionWindowStage)).toBe(slots)
  })
})

test.each([
  [1, 2],
  [2, 2],
  [3, 4],
  [16, 16],
  [17, 32],
  [32, 32],
  [100, 128],
  [100, 128],
])('waiting: a limit of %d gives %d places', (waiting, places) => {
  expect(waitingPlaces(pipeline(tumbling(10), EXPLICIT, { waiting }))).toBe(places)
})

describe('what a column keeps', () => {
  const NOTHING = { SUM: false, SPREAD: false, LOW: false, HIGH: false, FIRST: false, LAST: false }
  const aggregates = (texts: Record<string, string>) => {
    const [stage] = pipeline({ window: { type: 'tumbling', sizeMs: 10 }, aggregates: texts }, EXPLICIT).stages
    return (stage as TimeWindowStage).aggregates
  }

  test.each([
    ['count()', {}],
    ['sum(v)', { SUM: true }],
    ['mean(v)', { SUM: true }],
    ['stddev(v)', { SUM: true, SPREAD: true }],
    ['min(v)', { LOW: true }],
    ['max(v)', { HIGH: true }],
    ['first(v)', { FIRST: true }],
    ['last(v)', { LAST: true }],
    ['sum(w)', {}],
  ])('%s', (text, kept) => {
    expect(keptOf(aggregates({ a: text }), 'v')).toEqual({ ...NOTHING, ...kept })
  })

  test('columns are the fields of aggregates, in order of first appearance', () => {
    expect(columnsOf(aggregates({ n: 'count()', b: 'min(w)', a: 'min(v)', c: 'max(w)' }))).toEqual(['w', 'v'])
    expect(columnsOf(aggregates({ n: 'count()' }))).toEqual([])
  })
})
