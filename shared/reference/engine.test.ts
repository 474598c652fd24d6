import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { MAX, MIN } from '../stream/event.ts'
import { ReferenceEngine } from './engine.ts'
import { event, items, pipeline, PROCESSING, run, show } from './testkit.ts'

const COUNT = { aggregates: { n: 'count()' } }

describe('one item at a time (2.3)', () => {
  test('the event comes before the watermark that it makes, and stages come in their order', () => {
    const stages = [
      { id: 'a', from: 'input', window: { type: 'tumbling', sizeMs: 10 }, ...COUNT },
      { id: 'b', from: 'input', window: { type: 'count', size: 1 }, ...COUNT },
      { id: 'c', from: 'input', window: { type: 'tumbling', sizeMs: 5 }, ...COUNT },
    ]
    const results = run(pipeline(stages, { mode: 'event', outOfOrdernessMs: 0 }), '@1 @12')
    expect(results.map(({ stage }) => stage).join(' ')).toBe('b b a c')
  })

  test('at counts all items', () => {
    expect(show(run(pipeline({ window: { type: 'count', size: 1 }, ...COUNT }), 'wm1 pt5 @9 wm3 @7'))).toBe(
      '2:count=1 4:count=1',
    )
  })

  test('tells the watermark after the item', () => {
    const engine = new ReferenceEngine(pipeline({ filter: 'true' }, { mode: 'event', outOfOrdernessMs: 5 }))
    expect(engine.watermark).toBe(MIN)
    expect(items('@100 @50 @101 wm7 wmMAX').map((item) => engine.push(item).watermark)).toEqual([94, 94, 95, 95, MAX])
    expect(engine.watermark).toBe(MAX)
  })

  test('in processing time the clock is the watermark', () => {
    const engine = new ReferenceEngine(pipeline({ filter: 'true' }, PROCESSING))
    expect(items('pt5 1 pt3 wm9 pt8').map((item) => engine.push(item).watermark)).toEqual([5, 5, 5, 5, 8])
  })

  test('a quiet step says so', () => {
    const engine = new ReferenceEngine(pipeline({ filter: 'true' }))
    expect(engine.push(event({ at: 0, v: 1, t: 3 }))).toEqual({
      ...{ results: [], watermark: MIN, disturbs: false, irregular: false, forgotten: [] },
    })
  })

  test('an event without time is refused in event time', () => {
    const engine = new ReferenceEngine(pipeline({ filter: 'true' }))
    expect(() => engine.push(event({ at: 0, v: 1, t: null }))).toThrow('event e0 has no time')
  })

  test('a pipeline without a key has one key, null', () => {
    const input = { fields: { v: 'double' } }
    const time = { mode: 'event', watermarks: 'explicit' }
    const keyless = loadPipeline({ name: 'x', input, time, stages: [{ window: { type: 'count', size: 2 }, ...COUNT }] })
    const engine = new ReferenceEngine(keyless)
    const push = (ref: string) => engine.push({ kind: 'event', t: 0, ref, key: null, values: { v: 1 } }).results
    expect([...push('a'), ...push('b')]).toMatchObject([{ key: null, aggs: { n: 2 } }])
  })
})

describe('branches', () => {
  test('a stage may feed several, each with events of its own', () => {
    const stages = [
      { id: 'f', filter: 'v > 0' },
      { id: 'm', map: { v: 'v * 10' } },
      { id: 'a', from: 'm', window: { type: 'count', size: 2 }, aggregates: { s: 'sum(v)' } },
      { id: 'b', from: 'f', window: { type: 'count', size: 2 }, aggregates: { s: 'sum(v)' } },
      { id: 'c', from: 'input', window: { type: 'count', size: 2 }, aggregates: { s: 'sum(v)' } },
    ]
    expect(show(run(pipeline(stages), '1@0 -5@1 2@2 -7@3'))).toBe('1:count=-4 2:count=30 2:count=3 3:count=-5')
  })
})

describe('fates (decision 9)', () => {
  function fates(stages: object[], input: string, time?: object) {
    const engine = new ReferenceEngine(pipeline(stages, time))
    for (const item of items(input)) engine.push(item)
    return engine.fates()
  }

  const NONE = { inputs: 0, onTime: 0, refired: 0, late: 0, outside: 0, refused: 0 }

  test.each([
    // stages, items, fates
    [
      'on time',
      [{ id: 'w', window: { type: 'tumbling', sizeMs: 10 }, ...COUNT }],
      '@1 @2 wm9',
      { inputs: 2, onTime: 2 },
    ],
    [
      'late',
      [{ id: 'w', window: { type: 'tumbling', sizeMs: 10 }, ...COUNT }],
      'wm9 @1 @11',
      { inputs: 2, onTime: 1, late: 1 },
    ],
    [
      'refired',
      [{ id: 'w', window: { type: 'tumbling', sizeMs: 10 }, allowedLatenessMs: 5, ...COUNT }],
      '@1 wm9 @2',
      { inputs: 2, onTime: 1, refired: 1 },
    ],
    [
      'once, however many windows refire',
      [{ id: 'w', window: { type: 'sliding', sizeMs: 10, slideMs: 5 }, allowedLatenessMs: 20, ...COUNT }],
      'wm30 @20',
      { inputs: 1, refired: 1 },
    ],
    [
      'outside of all windows',
      [{ id: 'w', window: { type: 'sliding', sizeMs: 3, slideMs: 10 }, ...COUNT }],
      '@5 @1',
      { inputs: 2, onTime: 1, outside: 1 },
    ],
    [
      'filtered away',
      [{ filter: 'v > 1' }, { id: 'w', window: { type: 'tumbling', sizeMs: 10 }, ...COUNT }],
      '1@1 2@2',
      { inputs: 2, onTime: 1, outside: 1 },
    ],
    [
      'filtered away further up',
      [{ filter: 'v > 1' }, { map: { x: 'v' } }, { id: 'w', window: { type: 'count', size: 10 }, ...COUNT }],
      '1@1 2@2',
      { inputs: 2, onTime: 1, outside: 1 },
    ],
    [
      'of sessions',
      [{ id: 'w', window: { type: 'session', gapMs: 10 }, allowedLatenessMs: 5, ...COUNT }],
      '@1 wm10 @0 wm15 @1',
      { inputs: 3, onTime: 1, refired: 1, late: 1 },
    ],
  ])('%s', (_what, stages, input, expected) => {
    expect(fates(stages, input)).toEqual({ w: { ...NONE, ...expected } })
  })

  test('nothing is late in processing time', () => {
    const stages = [{ id: 'w', window: { type: 'tumbling', sizeMs: 10 }, ...COUNT }]
    expect(fates(stages, 'pt5 1 pt9 1 pt10 1', PROCESSING)).toEqual({
      w: { ...NONE, inputs: 3, onTime: 2, refired: 1 },
    })
  })

  test('are counted for each window stage, and for no other', () => {
    const window = { window: { type: 'tumbling', sizeMs: 10 }, ...COUNT }
    const stages = [
      { id: 'a', ...window },
      { id: 'f', from: 'input', filter: 'v > 1' },
      { id: 'b', ...window },
    ]
    expect(fates(stages, '1@1 5@2')).toEqual({
      a: { ...NONE, inputs: 2, onTime: 2 },
      b: { ...NONE, inputs: 2, onTime: 1, outside: 1 },
    })
  })

  test('what is handed out is a copy', () => {
    const engine = new ReferenceEngine(pipeline({ id: 'w', window: { type: 'count', size: 1 }, ...COUNT }))
    engine.fates()['w'].inputs = 99
    expect(engine.fates()['w'].inputs).toBe(0)
  })
})
