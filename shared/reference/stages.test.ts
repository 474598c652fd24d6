/** Stages that read the results of others (pipeline README, section 1), and the detectors that need it (7.6, 9, 10). */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Result } from '../stream/result.ts'
import { ReferenceEngine } from './engine.ts'
import { EXPLICIT, items, pipeline, PROCESSING, run, show } from './testkit.ts'

const window = (sizeMs: number, aggregates: object, more: object = {}): object => ({
  window: { type: 'tumbling', sizeMs },
  aggregates,
  ...more,
})

/** Results of one stage. */
function only(stage: string, results: readonly Result[]): Result[] {
  return results.filter((result) => result.stage === stage)
}

describe('results as events', () => {
  test('a window of windows: at end - 1, before the watermark that fired them', () => {
    const stages = [window(10, { s: 'sum(v)' }, { id: 'a' }), window(20, { n: 'count()', sum: 'sum(s)' }, { id: 'b' })]
    const results = run(pipeline(stages), '1@0 2@5 4@12 8@25 wm39')
    expect(show(only('b', results))).toBe('4:[0,20)=2/7 4:[20,40)=1/8')
  })

  test('they have the key, start, end and outputs, and the name of their stage', () => {
    const stages = [
      window(10, { s: 'sum(v)' }, { id: 'a' }),
      { id: 'd', detect: { when: 's > 3 && end - start == 10' } },
    ]
    expect(only('d', run(pipeline(stages), 'x:4@0 y:9@1 wm9 wm99'))).toMatchObject([
      { type: 'detect', edge: 'start', key: 'x', t: 9, ref: 'a#0' },
      { type: 'detect', edge: 'start', key: 'y', t: 9, ref: 'a#0' },
    ])
  })

  test('a late refiring is late below, and said so', () => {
    const late = window(10, { n: 'count()' }, { id: 'a', allowedLatenessMs: 9 })
    const results = run(pipeline([late, window(10, { n: 'count()' }, { id: 'b' })]), '1@1 wm12 1@2 wm99')
    expect(show(results)).toBe('1:[0,10)=1 1:[0,10)=1 2:[0,10)#1=2 2:late=a#1')
  })

  test.each([
    [
      'a count window: the time of its last event',
      { window: { type: 'count', size: 2 }, aggregates: { s: 'sum(v)' } },
      '3@4',
    ],
    ['a buffer with aggregates', { buffer: { size: 1 }, aggregates: { s: 'sum(v) ' } }, '1@1'],
    ['an anomaly', { anomaly: { zscore: { field: 'v', size: 2, threshold: 9 } }, emit: 'scores' }, ''],
  ])('%s', (_, stage, expected) => {
    const stages = [
      { id: 'a', ...stage },
      { id: 'b', map: { s: 's' } },
      { id: 'c', buffer: { size: 1 }, aggregates: { s: 'last(s)' } },
    ]
    if (expected === '') return expect(() => pipeline(stages)).toThrow("there is no field 's'")
    const [first] = only('c', run(pipeline(stages), '1@1 2@4 wm99'))
    expect(first).toMatchObject({ aggs: { s: Number(expected.split('@')[0]) } })
  })

  test('filters and maps work on them', () => {
    const stages = [
      window(10, { s: 'sum(v)' }, { id: 'a' }),
      { filter: 's > 3' },
      { id: 'm', map: { s: 's * 10' } },
      window(100, { n: 'count()', s: 'sum(s)' }, { id: 'b' }),
    ]
    const engine = new ReferenceEngine(pipeline(stages))
    const results = items('1@0 4@10 5@20 wm29 wm99').flatMap((item) => engine.push(item).results)
    expect(show(only('b', results))).toBe('4:[0,100)=2/90')
    expect(engine.fates()['b']).toEqual({ inputs: 3, onTime: 2, refired: 0, late: 0, outside: 1, refused: 0 })
  })

  test('a pattern over detections', () => {
    const stages = [
      { id: 'hot', detect: { when: 'v > 10' } },
      {
        id: 'p',
        pattern: {
          steps: [
            { name: 's', where: "edge == 'start'" },
            { name: 'e', contiguity: 'next', where: "edge == 'end'" },
          ],
        },
      },
      { id: 'n', window: { type: 'count', size: 1 }, aggregates: { n: 'last(count)', from: 'last(start)' } },
    ]
    const results = run(pipeline(stages), '11@1 12@2 5@3 wm99 wm100')
    expect(only('p', results)).toMatchObject([{ type: 'match', events: ['hot#0', 'hot#1'], t: 3, start: 1 }])
    expect(only('n', results)).toMatchObject([{ aggs: { n: 2, from: 1 } }])
  })

  test('what a filter kept from a stage is no input of those that read it', () => {
    const stages = [
      { id: 'big', filter: 'v > 3' },
      { id: 'a', window: { type: 'count', size: 1 }, aggregates: { n: 'count()' } },
      { id: 'b', window: { type: 'count', size: 1 }, aggregates: { m: 'count()' } },
    ]
    const engine = new ReferenceEngine(pipeline(stages))
    for (const item of items('1@0 4@1 2@2')) engine.push(item)
    expect(engine.fates()).toMatchObject({
      a: { inputs: 3, onTime: 1, outside: 2 },
      b: { inputs: 1, onTime: 1, outside: 0 },
    })
  })

  test('processing time: the clock is their time', () => {
    const stages = [window(10, { n: 'count()' }, { id: 'a' }), window(10, { n: 'count()' }, { id: 'b' })]
    expect(show(only('b', run(pipeline(stages, PROCESSING), 'pt3 1 pt14 pt20')))).toBe('3:[10,20)=1')
  })

  test('two branches meet in a join', () => {
    const stages = [
      window(10, { s: 'sum(v)' }, { id: 'a' }),
      window(10, { m: 'max(v)' }, { id: 'b', from: 'input' }),
      { id: 'j', from: ['a', 'b'], join: { type: 'interval', lowerMs: 0, upperMs: 0 } },
      { id: 'd', detect: { when: 'left_s > right_m' } },
    ]
    const results = run(pipeline(stages), '1@0 2@1 9@12 wm19 wm99')
    expect(only('j', results)).toMatchObject([
      { type: 'pair', left: 'a#0', right: 'b#0', t: 9 },
      { type: 'pair', left: 'a#1', right: 'b#1', t: 19 },
    ])
    expect(only('d', results)).toMatchObject([
      { edge: 'start', t: 9 },
      { edge: 'end', t: 19 },
    ])
  })

  test.each([
    [
      ['high', 'low'],
      ['e0-e2', 'e3-e2', 'e3-e4'],
    ],
    [
      ['low', 'high'],
      ['e2-e0', 'e2-e3', 'e4-e3'],
    ],
    [
      ['input', 'low'],
      ['e0-e2', 'e1-e2', 'e2-e2', 'e3-e2', 'e3-e4', 'e4-e4'],
    ],
  ])('measurements that went through filters meet by the stage they come from: %j', (from, expected) => {
    const stages = [
      { id: 'high', filter: 'v > 5' },
      { id: 'low', from: 'input', filter: 'v < 3' },
      { id: 'j', from, join: { type: 'interval', lowerMs: -2, upperMs: 2 } },
    ]
    const pairs = only('j', run(pipeline(stages), '9@0 4@1 1@2 8@4 2@5'))
    expect(pairs.map((r) => (r.type === 'pair' ? `${r.left}-${r.right}` : r.type)).sort()).toEqual(expected)
  })
})

describe('silence', () => {
  const silence = (time: object = EXPLICIT): Pipeline => pipeline({ id: 's', detect: { silentMs: 10 } }, time)
  const said = (words: string, time?: object): string =>
    run(silence(time), words)
      .map((r) => (r.type === 'detect' ? `${String(r.key)}:${r.edge}@${r.t} since ${r.since} ${r.ref}` : r.type))
      .join(' | ')
  test.each([
    ['a key that stops', 'a:1@0 wm9', ''],
    ['is missed after silentMs', 'a:1@0 wm10', 'a:start@10 since 0 e0'],
    ['once', 'a:1@0 wm10 wm50', 'a:start@10 since 0 e0'],
    ['until it is back', 'a:1@0 wm10 a:1@30 wm30', 'a:start@10 since 0 e0 | a:end@30 since 0 e2'],
    [
      'time moves to an event before it is looked at',
      'a:1@0 a:1@10 wm10',
      'a:start@10 since 0 e0 | a:end@10 since 0 e1',
    ],
    ['a shorter gap is none', 'a:1@0 a:1@9 wm10', ''],
    ['other keys go on', 'a:1@0 b:1@5 b:1@9 wm12', 'a:start@10 since 0 e0'],
    ['events that wait count when their time comes', 'a:1@0 a:1@8 wm11', ''],
  ])('%s', (_, words, expected) => expect(said(words)).toBe(expected))

  test('by the clock in processing time', () => {
    expect(said('pt0 a:1 pt10 pt30 a:1', PROCESSING)).toBe('a:start@10 since 0 e1 | a:end@30 since 0 e4')
  })

  test('the end tells how long it lasted, and no peak', () => {
    const [, end] = run(silence(), 'a:1@0 wm10 a:1@30 wm30')
    expect(end).toEqual({
      type: 'detect',
      stage: 's',
      key: 'a',
      edge: 'end',
      t: 30,
      ref: 'e2',
      since: 0,
      durationMs: 30,
    })
  })
})

describe('a baseline that follows', () => {
  const alarms = (options: object, words: string, emit = 'scores'): string => {
    const baseline = { field: 'v', alpha: 0.5, threshold: 3, warmup: 2, ...options }
    return show(run(pipeline({ id: 'b', anomaly: { baseline, emit } }), words))
  }
  test.each([
    [
      'the example: m = 0, 1; v = 0, 1, 0.5',
      {},
      '0@0 2@1 1@2 9@3 1@4 wm9',
      `score@2=0 alarm@3=${8 / Math.sqrt(0.5)} score@4=0`,
    ],
    ['nothing before the warm-up', { warmup: 5 }, '0@0 9@1 0@2 99@3 wm9', ''],
    ['a flat line has no deviation and no alarm', {}, '5@0 5@1 9@2 wm9', 'score@2=0'],
    ['missing values are passed over', {}, '0@0 ?@1 2@2 1@3 wm9', 'score@3=0'],
    ['in the order of time', {}, '2@1 0@0 1@2 wm9', 'score@2=0'],
  ])('%s', (_, options, words, expected) => expect(alarms(options, words)).toBe(expected))

  test('alarms alone unless asked', () => {
    expect(alarms({}, '0@0 2@1 1@2 9@3 wm9', 'alarms')).toBe(`alarm@3=${8 / Math.sqrt(0.5)}`)
  })

  test('what it reports it does not learn: a level that stays is reported for ever', () => {
    const level = Array.from({ length: 20 }, (_, i) => `99@${i + 2}`).join(' ')
    expect(alarms({}, `0@0 2@1 ${level} wm99`, 'alarms').split(' ')).toHaveLength(20)
  })

  test('unless it may adopt it', () => {
    const level = Array.from({ length: 20 }, (_, i) => `${99 + (i % 2)}@${i + 2}`).join(' ')
    expect(alarms({ adoptAfter: 4 }, `0@0 2@1 ${level} wm99`, 'alarms').split(' ')).toHaveLength(4)
  })

  test('alarms that are not in a row do not add up', () => {
    expect(alarms({ adoptAfter: 2 }, '0@0 2@1 99@2 1@3 99@4 1@5 99@6 wm99', 'alarms').split(' ')).toHaveLength(3)
  })

  test('keys apart', () => {
    expect(alarms({}, 'a:0@0 b:5@0 a:2@1 b:5@1 b:9@2 a:9@3 wm9', 'alarms')).toBe('a:alarm@3=8')
  })
})

describe('compound', () => {
  const stages = (compound: object): object[] => [
    { id: 'a', from: 'input', detect: { when: 'v == 1', until: 'v == 0' } },
    { id: 'b', from: 'input', detect: { when: 'v == 2', until: 'v == 0' } },
    { id: 'c', from: ['a', 'b'], anomaly: { compound: { atLeast: 2, withinMs: 10, ...compound } } },
  ]
  const alarms = (compound: object, words: string): string => show(only('c', run(pipeline(stages(compound)), words)))
  test.each([
    ['two detectors within the time', {}, '1@0 2@9 wm99 wm100', 'alarm@9=1'],
    ['not at its end', {}, '1@0 2@10 wm99 wm100', ''],
    ['one of them twice is one', {}, '1@0 0@1 1@2 wm99 wm100', ''],
    ['ends of detections do not count', {}, '1@0 2@20 0@21 wm99 wm100', ''],
    ['one alarm while it lasts', {}, '1@0 2@5 0@6 1@7 wm99 wm100', 'alarm@5=1'],
    ['another after it fell', {}, '1@0 2@5 0@6 1@20 2@21 wm99 wm100', 'alarm@5=1 alarm@21=1'],
    ['keys do not add up', {}, 'x:1@0 y:2@5 wm99 wm100', ''],
    ['unless keys are counted', { count: 'keys' }, 'x:1@0 y:1@5 wm99 wm100', 'null:alarm@5=1'],
    ['the same key twice is one', { count: 'keys' }, 'x:1@0 x:2@5 wm99 wm100', ''],
    ['or both', { count: 'both', atLeast: 3 }, 'x:1@0 x:2@2 y:1@5 wm99 wm100', 'null:alarm@5=1'],
  ])('%s', (_, compound, words, expected) => expect(alarms(compound, words)).toBe(expected))

  test('the alarm tells how many, and which report was the last', () => {
    const [alarm] = only('c', run(pipeline(stages({})), 'k:1@0 k:2@9 wm99 wm100'))
    const expected = { type: 'anomaly', stage: 'c', key: 'k', t: 9, ref: 'b#0', value: 2, score: 1, alarm: true }
    expect(alarm).toEqual(expected)
  })

  test('matches count as reports, scores below the threshold do not', () => {
    const input = { fields: { v: 'double' } }
    const spec = {
      ...{ name: 'x', input, time: EXPLICIT },
      stages: [
        { id: 'p', pattern: { steps: [{ name: 's', where: 'v == 1' }] } },
        { id: 'z', from: 'input', anomaly: { zscore: { field: 'v', size: 2, threshold: 3 }, emit: 'scores' } },
        { id: 'c', from: ['p', 'z'], anomaly: { compound: { atLeast: 2, withinMs: 10 } } },
      ],
    }
    const results = run(loadPipeline(spec), items('5@0 6@1 5@2 1@3 wm9 wm99'))
    expect(only('c', results)).toMatchObject([{ t: 3, value: 2 }])
  })
})

describe('what a host must know to cut frames', () => {
  const baseline = { field: 'v', alpha: 0.5, threshold: 3, warmup: 2 }
  const detector = { id: 'd', detect: { when: 'v > 3' } }
  const disturbing = (stages: object[], words: string): number[] => {
    const engine = new ReferenceEngine(pipeline(stages))
    return items(words).flatMap((item, at) => (engine.push(item).disturbs ? [at] : []))
  }
  test.each<[string, object[], number[]]>([
    ['results that nobody reads do not disturb', [detector], []],
    ['those that are read do', [detector, { buffer: { size: 1 }, aggregates: { c: 'count()' } }], [1, 3]],
    [
      'to a compound detector only reports matter',
      [detector, { anomaly: { compound: { atLeast: 2, withinMs: 9, count: 'keys' } } }],
      [1],
    ],
    [
      'behind a filter as well',
      [detector, { filter: 'since >= 0' }, { anomaly: { compound: { atLeast: 2, withinMs: 9, count: 'keys' } } }],
      [1],
    ],
    [
      'scores are none',
      [
        { id: 'z', anomaly: { baseline, emit: 'scores' } },
        { anomaly: { compound: { atLeast: 2, withinMs: 9, count: 'keys' } } },
      ],
      [],
    ],
  ])('%s', (_, stages, expected) => {
    expect(disturbing(stages, '5@0 wm0 1@1 wm1 1@2 wm2')).toEqual(expected)
  })
})
