import { describe, expect, test } from 'vitest'
import { RivuletError } from '../error.ts'
import type { Stage } from './pipeline.ts'
import { DEFAULT_LIMITS, loadPipeline } from './resolve.ts'
import { SIDED, specOf, type RawStage } from './testing.ts'

/** The last of these stages, resolved. */
function stageOf(stages: readonly RawStage[], changes: Record<string, unknown> = {}): Stage {
  const resolved = loadPipeline(specOf(stages, changes)).stages.at(-1)
  if (resolved === undefined) throw new Error('no stage')
  return resolved
}

const n = { n: 'count()' }
const allFields = [
  { name: 'id', type: 'int', optional: false },
  { name: 'v', type: 'double', optional: false },
  { name: 'n', type: 'int', optional: false },
  { name: 'name', type: 'string', optional: false },
  { name: 'on', type: 'bool', optional: false },
  { name: 'w', type: 'double', optional: true },
  { name: 'note', type: 'string', optional: true },
]

describe('the pipeline', () => {
  test('carries name, fields, key and the spec', () => {
    const spec = specOf([])
    const loaded = loadPipeline(spec)
    expect(loaded).toMatchObject({ name: 'test', key: 'id', fields: allFields, stages: [], limits: DEFAULT_LIMITS })
    expect(loaded.spec).toEqual(spec)
    expect(loaded.spec).not.toBe(spec)
  })

  test.each([
    [{ fields: {} }, null],
    [{ fields: {}, key: null }, null],
    [{ fields: { a: 'int' }, key: 'a' }, 'a'],
  ])('key of %j', (input, key) => {
    expect(loadPipeline(specOf([], { input })).key).toBe(key)
  })

  test.each([
    [{ mode: 'processing' }, { mode: 'processing' }],
    [
      { mode: 'event', watermarks: 'explicit' },
      { mode: 'event', watermarks: 'explicit' },
    ],
    [
      { mode: 'event', outOfOrdernessMs: 5 },
      { mode: 'event', watermarks: 'generated', outOfOrdernessMs: 5, idlenessMs: null },
    ],
    [
      { mode: 'event', outOfOrdernessMs: 0, idlenessMs: 9 },
      { mode: 'event', watermarks: 'generated', outOfOrdernessMs: 0, idlenessMs: 9 },
    ],
  ])('time %j', (time, expected) => {
    expect(loadPipeline(specOf([], { time })).time).toEqual(expected)
  })

  const PATTERNS = { threads: 16, taken: 16, held: 8, ttlMs: null }
  test.each([
    [undefined, { keys: 16, waiting: 32, openWindows: null, texts: 64, frame: 32, joinBuffer: 32, ...PATTERNS }],
    [{}, { keys: 16, waiting: 32, openWindows: null, texts: 64, frame: 32, joinBuffer: 32, ...PATTERNS }],
    [
      { keys: 2, openWindows: 7 },
      { keys: 2, waiting: 32, openWindows: 7, texts: 64, frame: 32, joinBuffer: 32, ...PATTERNS },
    ],
  ])('limits %j', (limits, expected) => {
    expect(loadPipeline(specOf([], { limits })).limits).toEqual(expected)
  })

  test.each([
    [{}, 'serial'],
    [{ link: 'serial' }, 'serial'],
    [{ link: 'mqtt' }, 'mqtt'],
  ])('the link: %j', (said, expected) => {
    expect(loadPipeline(specOf([], said)).link).toBe(expected)
  })

  test('is frozen all the way down, and leaves the data of the caller alone', () => {
    const spec = specOf([{ filter: 'v > 3' }])
    const loaded = loadPipeline(spec)
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      expect(Object.isFrozen(value)).toBe(true)
      Object.values(value).forEach(walk)
    }
    walk(loaded)
    expect(Object.isFrozen(spec)).toBe(false)
    expect(Object.isFrozen(spec.stages)).toBe(false)
  })
})

describe('ids', () => {
  const f = (id?: string): RawStage => (id === undefined ? { filter: 'on' } : { filter: 'on', id })
  const w: RawStage = { window: { type: 'count', size: 2 }, aggregates: n, from: 'input' }
  test.each([
    [[f(), w, f('a')].map((s, i) => (i === 2 ? { ...s, from: 'input' } : s)), ['filter1', 'window2', 'a']],
    [
      [f('filter2'), f()],
      ['filter2', 'filter2_'],
    ],
    [
      [f(), f('filter1')],
      ['filter1_', 'filter1'],
    ],
    [
      [f('filter2_'), f(), f('filter2')],
      ['filter2_', 'filter2__', 'filter2'],
    ],
  ])('%j', (stages, ids) => {
    expect(loadPipeline(specOf(stages)).stages.map(({ id }) => id)).toEqual(ids)
  })

  test('of every kind', () => {
    const stages = [
      { map: { a: 'v' } },
      { buffer: { size: 2 }, aggregates: n },
      { detect: { when: 'on' }, from: 'input' },
      { detect: { silentMs: 5 }, from: 'input' },
      { anomaly: { zscore: { field: 'v', size: 2, threshold: 3 } }, from: 'input' },
      { pattern: { steps: [{ name: 'a' }] }, from: 'input' },
      { join: { type: 'interval', lowerMs: 0, upperMs: 0 }, from: 'input' },
    ]
    const loaded = loadPipeline(specOf(stages, SIDED))
    expect(loaded.stages.map(({ id }) => id)).toEqual([
      'map1',
      'buffer2',
      'detect3',
      'detect4',
      'anomaly5',
      'pattern6',
      'join7',
    ])
    expect(loaded.stages.map(({ kind }) => kind)).toEqual([
      'map',
      'buffer',
      'detect',
      'silence',
      'zscore',
      'pattern',
      'intervalJoin',
    ])
    expect(loaded.stages.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
})

describe('sources', () => {
  test.each([
    ['the stage above', [{ filter: 'on' }, { filter: 'on' }, { filter: 'on' }], [-1, 0, 1]],
    [
      'the input',
      [
        { filter: 'on', from: 'input' },
        { filter: 'on', from: 'input' },
      ],
      [-1, -1],
    ],
    ['by id', [{ filter: 'on', id: 'a' }, { filter: 'on' }, { filter: 'on', from: 'a' }], [-1, 0, 0]],
    ['by default id', [{ filter: 'on' }, { filter: 'on' }, { filter: 'on', from: 'filter1' }], [-1, 0, 0]],
  ])('%s', (_, stages, from) => {
    expect(loadPipeline(specOf(stages)).stages.map((stage) => stage.from)).toEqual(from)
  })
})

describe('fields that a stage reads', () => {
  const reads = (stages: readonly RawStage[]): string[] =>
    stageOf([...stages, { filter: 'true' }]).reads.map(
      ({ name, type, optional }) => `${name}:${type}${optional ? '?' : ''}`,
    )
  const input = ['id:int', 'v:double', 'n:int', 'name:string', 'on:bool', 'w:double?', 'note:string?']

  test.each<[string, RawStage[], string[]]>([
    ['nothing above', [], input],
    ['a filter', [{ filter: 'on' }], input],
    [
      'a map that adds',
      [{ map: { f: 'n * 2', g: 'v * v', b: 'v > 3', s: 'note' } }],
      [...input, 'f:double', 'g:double?', 'b:bool', 's:string?'],
    ],
    [
      'a map that replaces',
      [{ map: { v: 'name', w: 'n' } }],
      ['id:int', 'v:string', 'n:int', 'name:string', 'on:bool', 'w:double', 'note:string?'],
    ],
    ['two maps', [{ map: { f: 'n' } }, { map: { g: 'f + 1' } }], [...input, 'f:double', 'g:double']],
    [
      'a window',
      [
        {
          window: { type: 'tumbling', sizeMs: 5 },
          aggregates: { c: 'count()', s: 'sum(n)', z: 'sum(v)', m: 'mean(v)', f: 'first(name)', l: 'last(n)' },
        },
      ],
      ['id:int', 'start:double', 'end:double', 'c:int', 's:double', 'z:double?', 'm:double?', 'f:string?', 'l:int?'],
    ],
    [
      'a buffer without aggregates',
      [
        { buffer: { size: 5 }, dumpOn: 'd' },
        { detect: { when: 'on' }, id: 'd', from: 'input' },
        { filter: 'true', from: 'buffer1' },
      ],
      ['id:int'],
    ],
    [
      'a detector',
      [{ detect: { when: 'on' } }],
      ['id:int', 'edge:string', 'since:double', 'durationMs:double?', 'peak:double?'],
    ],
    [
      'an anomaly stage',
      [{ anomaly: { zscore: { field: 'v', size: 2, threshold: 3 } } }],
      ['id:int', 'value:double', 'score:double', 'alarm:bool'],
    ],
  ])('below %s', (_, stages, expected) => {
    expect(reads(stages)).toEqual(expected)
  })
})

describe('stages', () => {
  test('filter', () => {
    expect(stageOf([{ filter: 'v > 3' }])).toMatchObject({ kind: 'filter', where: { kind: 'order', op: '>' } })
  })

  test('map', () => {
    expect(stageOf([{ map: { b: 'v', a: 'n' } }])).toMatchObject({
      kind: 'map',
      assign: [
        { out: 'b', expr: { kind: 'field', name: 'v' } },
        { out: 'a', expr: { kind: 'field', name: 'n' } },
      ],
    })
  })

  const noExtras = { allowedLatenessMs: 0, purge: false }
  test.each([
    [{ type: 'tumbling', sizeMs: 10 }, {}, { kind: 'timeWindow', sizeMs: 10, slideMs: 10, offsetMs: 0, ...noExtras }],
    [{ type: 'tumbling', sizeMs: 10, offsetMs: -3 }, {}, { kind: 'timeWindow', slideMs: 10, offsetMs: -3 }],
    [
      { type: 'sliding', sizeMs: 10, slideMs: 5 },
      {},
      { kind: 'timeWindow', sizeMs: 10, slideMs: 5, offsetMs: 0, ...noExtras },
    ],
    [{ type: 'session', gapMs: 9 }, {}, { kind: 'sessionWindow', gapMs: 9, ...noExtras }],
    [
      { type: 'session', gapMs: 9 },
      { allowedLatenessMs: 4, purge: true },
      { kind: 'sessionWindow', allowedLatenessMs: 4, purge: true },
    ],
    [
      { type: 'tumbling', sizeMs: 9 },
      { allowedLatenessMs: 4, purge: true },
      { kind: 'timeWindow', allowedLatenessMs: 4, purge: true },
    ],
    [{ type: 'count', size: 4 }, {}, { kind: 'countWindow', size: 4, slide: 4 }],
    [{ type: 'count', size: 4, slide: 2 }, { purge: false }, { kind: 'countWindow', size: 4, slide: 2 }],
  ])('window %j %j', (window, more, expected) => {
    expect(stageOf([{ window, aggregates: n, ...more }])).toMatchObject({
      ...expected,
      aggregates: [{ out: 'n', fn: 'count', field: null }],
    })
  })

  test('aggregates keep their order', () => {
    const aggregates = { b: 'mean(v)', a: ' count( ) ', c: 'last( name )' }
    expect(stageOf([{ window: { type: 'count', size: 4 }, aggregates }])).toMatchObject({
      aggregates: [
        { out: 'b', fn: 'mean', field: 'v' },
        { out: 'a', fn: 'count', field: null },
        { out: 'c', fn: 'last', field: 'name' },
      ],
    })
  })

  const steam = { detect: { when: 'v > 3' }, id: 'steam', from: 'input' }
  test('buffer', () => {
    expect(stageOf([steam, { buffer: { size: 5 }, dumpOn: 'steam', from: 'input' }])).toMatchObject({
      kind: 'buffer',
      size: 5,
      aggregates: [],
      dumpOn: 0,
      keeps: ['v', 'n', 'name', 'on', 'w', 'note'],
    })
    expect(stageOf([{ buffer: { size: 5 }, aggregates: { m: 'mean(v)' } }])).toMatchObject({
      dumpOn: null,
      aggregates: [{ out: 'm', fn: 'mean', field: 'v' }],
    })
  })

  test('a buffer may wait for a stage below it, and keeps all when there is no key', () => {
    const spec = specOf([{ buffer: { size: 5 }, dumpOn: 'steam' }, steam], { input: { fields: { v: 'double' } } })
    expect(loadPipeline(spec).stages[0]).toMatchObject({ dumpOn: 1, keeps: ['v'] })
  })

  test.each([
    [{ when: 'v > 3' }, { until: null, forMs: 0, cooldownMs: 0, peak: { fn: 'max', field: 'v' } }],
    [
      { when: 'v > 3', until: 'v < 2', forMs: 5, cooldownMs: 6 },
      { until: { kind: 'order', op: '<' }, forMs: 5, cooldownMs: 6 },
    ],
    [{ when: 'v > 3', peak: 'min(w)' }, { peak: { fn: 'min', field: 'w' } }],
    [{ when: 'on' }, { peak: null }],
  ])('detect %j', (detect, expected) => {
    expect(stageOf([{ detect }])).toMatchObject({ kind: 'detect', ...expected })
  })

  test('silence', () => {
    expect(stageOf([{ detect: { silentMs: 5 } }])).toMatchObject({ kind: 'silence', silentMs: 5 })
  })

  test.each([
    [undefined, 'alarms'],
    ['alarms', 'alarms'],
    ['scores', 'scores'],
  ])('zscore, emit %s', (emit, expected) => {
    const anomaly = { zscore: { field: 'v', size: 9, threshold: 2.5 }, ...(emit === undefined ? {} : { emit }) }
    expect(stageOf([{ anomaly }])).toMatchObject({
      kind: 'zscore',
      field: 'v',
      size: 9,
      threshold: 2.5,
      emit: expected,
    })
  })

  test.each([
    [{}, { min: 1, max: 1, optional: false, inner: 'followedBy', greedy: false }],
    [{ oneOrMore: true }, { min: 1, max: Infinity, optional: false }],
    [
      { oneOrMore: true, optional: true, greedy: true },
      { min: 1, max: Infinity, optional: true, greedy: true },
    ],
    [
      { times: 3, consecutive: true },
      { min: 3, max: 3, inner: 'next' },
    ],
    [
      { times: [2, 4], allowCombinations: true },
      { min: 2, max: 4, inner: 'followedByAny' },
    ],
    [{ times: [0, 4] }, { min: 1, max: 4, optional: true }],
    [{ timesOrMore: 2 }, { min: 2, max: Infinity }],
  ])('the quantifier %j', (quantifier, expected) => {
    const steps = [{ name: 'a' }, { name: 'b', contiguity: 'next', quantifier }, { name: 'c', contiguity: 'next' }]
    expect(stageOf([{ pattern: { steps } }])).toMatchObject({
      steps: [{}, { kind: 'step', name: 'b', ...expected }, {}],
    })
  })

  test('groups, negations and bounds of a pattern', () => {
    const steps = [
      { group: [{ name: 'a' }, { name: 'n', contiguity: 'notNext' }], quantifier: { times: 2 } },
      { name: 'b', contiguity: 'followedByAny', where: 'v > 3', withinPreviousMs: 4 },
    ]
    expect(stageOf([{ pattern: { steps, withinMs: 5 } }])).toMatchObject({
      kind: 'pattern',
      withinMs: 5,
      skip: { kind: 'noSkip' },
      steps: [
        { kind: 'group', min: 2, max: 2, contiguity: null, steps: [{ name: 'a' }, { kind: 'negation', name: 'n' }] },
        { kind: 'step', contiguity: 'followedByAny', where: { kind: 'order' }, withinPreviousMs: 4 },
      ],
    })
  })

  test.each([
    ['skipToNext', { kind: 'skipToNext' }],
    ['skipToFirst:a', { kind: 'skipToFirst', step: 'a', strict: false }],
    ['skipToLast:a:strict', { kind: 'skipToLast', step: 'a', strict: true }],
  ])('skip %s', (skip, expected) => {
    expect(stageOf([{ pattern: { steps: [{ name: 'a' }], skip } }])).toMatchObject({ skip: expected, withinMs: null })
  })

  test.each([
    [
      { type: 'interval', lowerMs: -1, upperMs: 1 },
      { kind: 'intervalJoin', lowerMs: -1, upperMs: 1 },
    ],
    [
      { type: 'interval', lowerMs: -1, upperMs: 1, lowerInclusive: false, upperInclusive: false },
      { lowerMs: 0, upperMs: 0 },
    ],
    [
      { type: 'window', window: { type: 'tumbling', sizeMs: 9 } },
      { kind: 'windowJoin', sizeMs: 9, slideMs: 9, offsetMs: 0, allowedLatenessMs: 0 },
    ],
    [
      { type: 'window', window: { type: 'sliding', sizeMs: 9, slideMs: 3, offsetMs: 1 } },
      { slideMs: 3, offsetMs: 1 },
    ],
  ])('the join %j', (join, expected) => {
    expect(stageOf([{ join }], SIDED)).toMatchObject(expected)
  })

  test('a join of two stages needs no sides', () => {
    const stages = [
      { id: 'a', filter: 'on' },
      { id: 'b', from: 'input', filter: 'on' },
    ]
    const join = { type: 'interval', lowerMs: 0, upperMs: 1 }
    expect(loadPipeline(specOf([...stages, { join, from: ['b', 'a'] }])).stages[2]).toMatchObject({
      from: 1,
      sources: [1, 0],
    })
  })

  test('anomaly stages with their defaults', () => {
    const baseline = { field: 'v', alpha: 0.1, threshold: 3 }
    expect(stageOf([{ anomaly: { baseline } }])).toMatchObject({
      ...{ kind: 'baseline', field: 'v', alpha: 0.1, threshold: 3, warmup: 30, adoptAfter: null, emit: 'alarms' },
    })
    const detectors = ['a', 'b'].map((id) => ({ id, from: 'input', detect: { when: 'on' } }))
    const compound = { from: ['a', 'b'], anomaly: { compound: { atLeast: 2, withinMs: 9 } } }
    expect(loadPipeline(specOf([...detectors, compound])).stages[2]).toMatchObject({
      ...{ kind: 'compound', atLeast: 2, withinMs: 9, count: 'stages', sources: [0, 1] },
    })
  })
})

describe('refusal', () => {
  function refusal(data: unknown): RivuletError {
    try {
      loadPipeline(data)
    } catch (error) {
      if (error instanceof RivuletError) return error
    }
    throw new Error('accepted')
  }

  test('is one error with all faults', () => {
    const error = refusal(specOf([{ filter: 'x > 3' }, { map: {} }]))
    expect(error).toMatchObject({ code: 'E_SPEC', kind: 'usage', place: 'stages[0].filter' })
    expect(error.message).toBe(
      [
        "pipeline 'test' has 2 faults:",
        "  stages[0].filter: there is no field 'x'",
        '      x > 3',
        '      ^',
        '    cure: use one of the known fields: id, v, n, name, on, w, note',
        '  stages[1].map: the map makes no field',
        '    cure: add one, such as "fahrenheit": "celsius * 1.8 + 32"',
      ].join('\n'),
    )
    expect(error.cause).toMatchObject([{ path: 'stages[0].filter' }, { path: 'stages[1].map' }])
  })

  test.each([[null], [3], [[]], [{ name: 5 }], [{}]])('of %j', (data) => {
    expect(refusal(data).message).toMatch(/^pipeline 'without a name' has/)
  })
})
