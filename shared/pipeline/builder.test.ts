import { describe, expect, expectTypeOf, test } from 'vitest'
import { pipeline } from './builder.ts'
import { loadPipeline } from './resolve.ts'
import type { Spec } from './spec.ts'

const start = () =>
  pipeline('lab').input({ mote: 'int', h: 'double', note: 'string?', on: 'bool' }).key('mote').outOfOrder('20s')
const input = { fields: { mote: 'int', h: 'double', note: 'string?', on: 'bool' }, key: 'mote' }

/** The stages that a builder has gathered, as JSON. */
function stages({ toSpec }: { toSpec: () => Spec }): unknown {
  return toSpec().stages
}

describe('the head', () => {
  test('name, input, key and time', () => {
    expect(start().toSpec()).toEqual({
      name: 'lab',
      input,
      time: { mode: 'event', outOfOrdernessMs: 20_000 },
      stages: [],
    })
  })

  const bare = pipeline('lab').input({ v: 'double' })
  test.each([
    [bare.outOfOrder(0), { mode: 'event', outOfOrdernessMs: 0 }],
    [bare.outOfOrder('1min', { idleness: '5s' }), { mode: 'event', outOfOrdernessMs: 60_000, idlenessMs: 5000 }],
    [bare.explicitWatermarks(), { mode: 'event', watermarks: 'explicit' }],
    [bare.processingTime(), { mode: 'processing' }],
  ])('time %#', (built, time) => {
    expect(built.toSpec()).toEqual({ name: 'lab', input: { fields: { v: 'double' } }, time, stages: [] })
  })

  test('two sides', () => {
    const built = pipeline('lab').input({ v: 'double' }).twoSided().explicitWatermarks()
    const joined = built.join({ type: 'interval', lowerMs: -5, upperMs: 5 }).toSpec()
    expect(joined.input.sides).toEqual(['left', 'right'])
    expect(joined.stages).toEqual([{ join: { type: 'interval', lowerMs: -5, upperMs: 5 } }])
    expect(() => loadPipeline(joined)).not.toThrow()
  })

  test('limits', () => {
    expect(start().limits({ keys: 4 }).toSpec().limits).toEqual({ keys: 4 })
  })

  test('what carries the link', () => {
    expect(start().link('mqtt').toSpec().link).toBe('mqtt')
    expect('link' in start().toSpec()).toBe(false)
  })
})

describe('stages are the same data as JSON', () => {
  const n = { n: 'count()' } as const
  test.each([
    ['filter', () => start().filter('h > 3').toSpec(), [{ filter: 'h > 3' }]],
    [
      'filter with id',
      () => start().filter('h > 3', { id: 'f', from: 'input' }).toSpec(),
      [{ id: 'f', from: 'input', filter: 'h > 3' }],
    ],
    ['map', () => start().map({ d: "h - prev('h')" }).toSpec(), [{ map: { d: "h - prev('h')" } }]],
    [
      'tumbling',
      () => start().tumbling('1min', n).toSpec(),
      [{ window: { type: 'tumbling', sizeMs: 60_000 }, aggregates: n }],
    ],
    [
      'tumbling with everything',
      () => start().tumbling(60_000, n, { id: 'w', offset: '-5s', allowedLateness: '200ms', purge: true }).toSpec(),
      [
        {
          id: 'w',
          window: { type: 'tumbling', sizeMs: 60_000, offsetMs: -5000 },
          allowedLatenessMs: 200,
          purge: true,
          aggregates: n,
        },
      ],
    ],
    [
      'sliding',
      () => start().sliding('5min', '1min', { m: 'mean(h)' }).toSpec(),
      [{ window: { type: 'sliding', sizeMs: 300_000, slideMs: 60_000 }, aggregates: { m: 'mean(h)' } }],
    ],
    [
      'session',
      () => start().session('30s', n).toSpec(),
      [{ window: { type: 'session', gapMs: 30_000 }, aggregates: n }],
    ],
    ['count', () => start().count(5, n).toSpec(), [{ window: { type: 'count', size: 5 }, aggregates: n }]],
    [
      'count with slide',
      () => start().count({ size: 5, slide: 2 }, n).toSpec(),
      [{ window: { type: 'count', size: 5, slide: 2 }, aggregates: n }],
    ],
    [
      'buffer',
      () =>
        start()
          .buffer(60, { id: 'b', dumpOn: 'steam', aggregates: { m: 'mean(h)' } })
          .toSpec(),
      [{ id: 'b', buffer: { size: 60 }, dumpOn: 'steam', aggregates: { m: 'mean(h)' } }],
    ],
    [
      'detect',
      () => start().detect({ when: 'h > 3', until: 'h < 2', forTime: '5s', cooldown: '1min', peak: 'max(h)' }).toSpec(),
      [{ detect: { when: 'h > 3', until: 'h < 2', forMs: 5000, cooldownMs: 60_000, peak: 'max(h)' } }],
    ],
    ['silence', () => start().silence('30s').toSpec(), [{ detect: { silentMs: 30_000 } }]],
    [
      'zscore',
      () => start().zscore('h', { size: 60, threshold: 4 }).toSpec(),
      [{ anomaly: { zscore: { field: 'h', size: 60, threshold: 4 } } }],
    ],
    [
      'baseline',
      () => start().baseline('h', { alpha: 0.1, threshold: 4, emit: 'scores' }, { id: 'b' }).toSpec(),
      [{ id: 'b', anomaly: { baseline: { field: 'h', alpha: 0.1, threshold: 4 }, emit: 'scores' } }],
    ],
    [
      'compound',
      () =>
        start()
          .zscore('h', { size: 60, threshold: 4 }, { id: 'z' })
          .compound({ atLeast: 2, within: '1min', count: 'both' }, { id: 'c', from: ['z'] })
          .toSpec(),
      [
        { id: 'z', anomaly: { zscore: { field: 'h', size: 60, threshold: 4 } } },
        { id: 'c', from: ['z'], anomaly: { compound: { atLeast: 2, withinMs: 60000, count: 'both' } } },
      ],
    ],
    [
      'a join of two stages',
      () =>
        start()
          .filter('h > 1', { id: 'x' })
          .filter('h > 2', { id: 'y', from: 'input' })
          .join({ type: 'interval', lowerMs: 0, upperMs: 1 }, { from: ['y', 'x'] })
          .toSpec(),
      [
        { id: 'x', filter: 'h > 1' },
        { id: 'y', from: 'input', filter: 'h > 2' },
        { from: ['y', 'x'], join: { type: 'interval', lowerMs: 0, upperMs: 1 } },
      ],
    ],
    [
      'zscore with scores',
      () => start().zscore('h', { size: 60, threshold: 4, emit: 'scores' }, { id: 'z' }).toSpec(),
      [{ id: 'z', anomaly: { zscore: { field: 'h', size: 60, threshold: 4 }, emit: 'scores' } }],
    ],
    [
      'pattern',
      () =>
        start()
          .pattern({ steps: [{ name: 'a' }], withinMs: 5 })
          .toSpec(),
      [{ pattern: { steps: [{ name: 'a' }], withinMs: 5 } }],
    ],
  ])('%s', (_, build, expected) => {
    const spec = build()
    expect(spec.stages).toEqual(expected)
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec)
  })

  test('a chain', () => {
    const built = start()
      .filter('h > 3', { id: 'clean' })
      .map({ k: 'h * 2' })
      .tumbling('1min', { m: 'mean(k)', n: 'count()' })
      .detect({ when: 'h > 70' }, { id: 'steam', from: 'clean' })
    expect(stages({ toSpec: () => built.toSpec() })).toEqual([
      { id: 'clean', filter: 'h > 3' },
      { map: { k: 'h * 2' } },
      { window: { type: 'tumbling', sizeMs: 60_000 }, aggregates: { m: 'mean(k)', n: 'count()' } },
      { id: 'steam', from: 'clean', detect: { when: 'h > 70' } },
    ])
    expect(loadPipeline(built.toSpec()).stages.map(({ from }) => from)).toEqual([-1, 0, 1, 0])
  })
})

describe('a builder is never changed', () => {
  test('by going on', () => {
    const first = start().filter('on')
    const second = first.filter('h > 3')
    expect(first.toSpec().stages).toHaveLength(1)
    expect(second.toSpec().stages).toHaveLength(2)
  })

  test('by who changes its data', () => {
    const built = start().filter('on')
    built.toSpec().stages.pop()
    expect(built.toSpec().stages).toHaveLength(1)
  })

  test('by who changes what it was given', () => {
    const fields: Record<string, 'int'> = { v: 'int' }
    const built = pipeline('lab').input(fields).processingTime()
    fields.w = 'int'
    expect(built.toSpec().input.fields).toEqual({ v: 'int' })
  })
})

describe('the compiler knows the fields', () => {
  test('toSpec gives a Spec', () => {
    expectTypeOf(start().toSpec()).toEqualTypeOf<Spec>()
  })

  test('of the input', () => {
    const b = start()
    // @ts-expect-error a misspelt field
    b.tumbling('1min', { m: 'mean(hh)' })
    // @ts-expect-error numbers only
    b.tumbling('1min', { m: 'mean(note)' })
    // @ts-expect-error numbers only
    b.sliding('1min', '5s', { m: 'stddev(on)' })
    // @ts-expect-error there is no such function
    b.session('1min', { m: 'avg(h)' })
    // @ts-expect-error count takes no field
    b.count(5, { m: 'count(h)' })
    // @ts-expect-error a misspelt field
    b.buffer(5, { aggregates: { m: 'last(nte)' } })
    // @ts-expect-error a misspelt field
    b.zscore('hh', { size: 5, threshold: 3 })
    // @ts-expect-error numbers only
    b.zscore('note', { size: 5, threshold: 3 })
    // @ts-expect-error a misspelt field
    b.detect({ when: 'h > 3', peak: 'max(hh)' })
    // @ts-expect-error no peak of texts
    b.detect({ when: 'h > 3', peak: 'max(note)' })
    b.tumbling('1min', { a: 'first(note)', b: 'last(on)', c: 'max(h)', d: 'sum(mote)', e: 'count()' })
  })

  test('of the key', () => {
    const i = pipeline('lab').input({ a: 'int', d: 'double', o: 'int?', s: 'string' })
    // @ts-expect-error a double hardly ever repeats
    i.key('d')
    // @ts-expect-error a key is always there
    i.key('o')
    // @ts-expect-error a misspelt field
    i.key('x')
    i.key('a').key('s')
  })

  test('of what maps and windows make', () => {
    const b = start().map({ k: 'h * 2', h: 'h + 1' }, { id: 'm' })
    // @ts-expect-error a misspelt field
    b.tumbling('1min', { m: 'mean(kk)' })
    const w = b.tumbling('1min', { m: 'mean(k)', note: 'last(note)' })
    // @ts-expect-error a window has outputs, not the fields of its input
    w.zscore('h', { size: 5, threshold: 3 })
    w.zscore('m', { size: 5, threshold: 3 })
    w.zscore('k', { size: 5, threshold: 3 }, { from: 'm' })
    w.zscore('h', { size: 5, threshold: 3 }, { from: 'input' })
    // @ts-expect-error the input has no such field
    w.zscore('k', { size: 5, threshold: 3 }, { from: 'input' })
  })

  test('of sources', () => {
    const b = start().filter('on', { id: 'clean' })
    b.filter('on', { from: 'clean' })
    // @ts-expect-error a misspelt id
    b.filter('on', { from: 'claen' })
    // @ts-expect-error this stage has no id
    start().filter('on').filter('on', { from: 'filter1' })
  })

  test('of durations', () => {
    // @ts-expect-error a duration needs a known unit
    expect(() => start().tumbling('5m', { n: 'count()' })).toThrow(/is not a duration/)
    // @ts-expect-error a duration needs a unit
    expect(() => start().tumbling('5', { n: 'count()' })).toThrow(/is not a duration/)
  })
})
