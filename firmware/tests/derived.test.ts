/** Results as events of other stages on the device: pipeline README 1.4 and 1.5, rule by rule. */
import { describe, expect, test } from 'vitest'
import type { Result } from '../../shared/stream/result.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { EXPLICIT, PROCESSING, items } from '../../shared/reference/testkit.ts'
import { IN_ORDER, outcomeOf, over, story } from './operators.ts'
import { bundled } from './programs.ts'
import { runBoth } from './run.ts'

const N = { aggregates: { n: 'count()' } }
const tumbling = (sizeMs: number, more: object = {}): object => ({
  window: { type: 'tumbling', sizeMs },
  ...N,
  ...more,
})
const hot = { id: 'd', detect: { when: 'v > 3' } }

/** What one stage of the device reports. */
async function of(stage: string, stages: object[], words: string, time: object = EXPLICIT): Promise<Result[]> {
  const { device } = await outcomeOf(over(stages, time), words)
  return device.filter((result) => 'stage' in result && result.stage === stage)
}

describe('a window as an event', () => {
  test('comes at its last millisecond, before the watermark that fired it', async () => {
    const stages = [
      tumbling(10, { id: 'a' }),
      tumbling(10, { aggregates: { m: 'sum(n)', s: 'max(start)', e: 'max(end)' } }),
    ]
    expect(await of('window2', stages, '@1 @2 @12 wm9 wm19')).toMatchObject([
      { at: 3, start: 0, aggs: { m: 2, s: 0, e: 10 } },
      { at: 4, start: 10, aggs: { m: 1, s: 10, e: 20 } },
    ])
  })

  test('may be late when it fires again: reported with the number, the item and the time of the result', async () => {
    const stages = [tumbling(10, { id: 'a', allowedLatenessMs: 9 }), tumbling(10)]
    expect(await of('window2', stages, '@1 wm12 @2 wm18')).toMatchObject([
      { type: 'window', at: 1, start: 0 },
      { type: 'late', at: 2, ref: 'a#1', t: 9 },
    ])
  })

  test.each([
    ['tumbling', { type: 'tumbling', sizeMs: 10 }],
    ['sliding by panes', { type: 'sliding', sizeMs: 10, slideMs: 5 }],
    ['session', { type: 'session', gapMs: 5 }],
    ['of a count', { type: 'count', size: 2 }],
    ['of a count that slides', { type: 'count', size: 3, slide: 1 }],
  ])('%s: its outputs are fields, each key counts its own', async (_, window) => {
    const stages = [
      { id: 'a', window, aggregates: { n: 'count()', top: 'max(v)', end: 'last(v)' } },
      { id: 'd', detect: { when: 'top > 3 && n > 1 && end > 2', peak: 'max(top)' } },
    ]
    const found = await of('d', stages, 'x:4@0 y:9@1 x:8@2 y:1@3 x:3@4 wm4 x:1@31 y:7@31 x:1@33 y:5@33 wm99')
    expect(found.length).toBeGreaterThan(0)
    for (const { type, ref } of found as Extract<Result, { type: 'detect' }>[]) {
      expect(type).toBe('detect')
      expect(ref).toMatch(/^a#\d$/)
    }
  })
})

describe('reports as events', () => {
  test('the start and the end of a detection, told apart by their text', async () => {
    const stages = [
      hot,
      { id: 'ends', filter: "edge == 'end' && durationMs > 1" },
      {
        window: { type: 'count', size: 1 },
        aggregates: { d: 'max(durationMs)', p: 'max(peak)', s: 'min(since)', e: 'first(edge)' },
      },
    ]
    expect(await of('window3', stages, '4@1 9@2 1@3 5@4 1@5 wm9')).toMatchObject([
      { at: 5, aggs: { d: 2, p: 9, s: 1, e: 'end' } },
    ])
  })

  test('scores with their value and whether they are alarms', async () => {
    const zscore = { id: 'z', anomaly: { zscore: { field: 'v', size: 2, threshold: 3 }, emit: 'scores' } }
    const stages = [zscore, { id: 'd', detect: { when: 'alarm && value > 8', peak: 'max(score)' } }]
    expect(await of('d', stages, '1@1 3@2 2@3 9@4 3@5 wm9')).toMatchObject([
      { edge: 'start', t: 4, ref: 'z#1' },
      { edge: 'end', t: 5, ref: 'z#2', peak: 13 },
    ])
  })

  test('a buffer that is dumped for a detector of results names them', async () => {
    const stages = [
      tumbling(10, { id: 'a', aggregates: { top: 'max(v)' } }),
      { id: 'd', detect: { when: 'top > 5' } },
      { id: 'b', from: 'a', buffer: { size: 2 }, dumpOn: 'd' },
    ]
    expect(await of('b', stages, '1@1 2@11 9@21 wm40')).toMatchObject([
      { by: 'd', t: 29, events: ['a#1', 'a#2'], values: { start: [10, 20], top: [2, 9] } },
    ])
  })
})

test('three deep: each sees the watermark when the one above is done', async () => {
  const stages = [
    tumbling(10, { id: 'a' }),
    tumbling(20, { id: 'b', aggregates: { n: 'sum(n)' } }),
    tumbling(40, { id: 'c', aggregates: { n: 'sum(n)' } }),
  ]
  expect(await of('c', stages, '@1 @2 @12 @22 @33 wm38 wm39')).toMatchObject([{ at: 6, start: 0, aggs: { n: 5 } }])
})

test('maps and filters between stages, prev and dt over results', async () => {
  const stages = [
    tumbling(10, { id: 'a', aggregates: { m: 'max(v)' } }),
    { map: { rise: "m - prev('m')", wait: 'dt()' } },
    { filter: 'rise > 1' },
    { window: { type: 'count', size: 1 }, aggregates: { r: 'max(rise)', w: 'max(wait)' } },
  ]
  expect(await of('window4', stages, 'x:1@1 x:2@11 y:1@12 x:9@31 y:4@35 wm99')).toMatchObject([
    { key: 'x', aggs: { r: 7, w: 20 } },
    { key: 'y', aggs: { r: 3, w: 20 } },
  ])
})

test('in processing time a result is an event at the clock', async () => {
  const stages = [tumbling(10, { id: 'a' }), tumbling(10)]
  expect(await of('window2', stages, 'pt3 @0 @0 pt25 pt30', PROCESSING)).toMatchObject([
    { at: 4, start: 20, aggs: { n: 1 } },
  ])
})

test.each([
  ['int', [3, 7], 'k == 7', 7],
  ['bool', [true, false], 'k', true],
])('a key that is a %s can be looked at', async (type, [first, second], when, expected) => {
  const pipeline = loadPipeline({
    name: 'keys',
    input: { fields: { k: type, v: 'double' }, key: 'k' },
    time: IN_ORDER,
    stages: [tumbling(10, { id: 'a' }), { id: 'd', detect: { when } }],
  })
  const keyed = items('@1 @2 @30 @45').map((item, i) =>
    item.kind === 'event'
      ? { ...item, key: i % 2 ? second : first, values: { k: i % 2 ? second : first, v: 1 } }
      : item,
  )
  const { device, verdict } = runBoth(await bundled(pipeline), pipeline, keyed, { single: true })
  expect(verdict.first?.why).toBeUndefined()
  const found = device.filter((result) => result.type === 'detect')
  expect(found.length).toBeGreaterThan(0)
  for (const { key } of found) expect(key).toBe(expected)
})

test('a stage nobody reads hands nothing on', async () => {
  expect(await story(over(tumbling(10), EXPLICIT), '@1 wm9')).toBe('1:[0,10)=1')
})
