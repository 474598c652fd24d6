import { describe, expect, test } from 'vitest'
import { PROCESSING, stageCures, stageFaults, type RawStage } from '../testing.ts'

const n = { n: 'count()' }
const windowOf = (window: RawStage, more: RawStage = {}): RawStage => ({ window, aggregates: n, ...more })

describe('valid windows', () => {
  test.each([
    [{ type: 'tumbling', sizeMs: 1 }],
    [{ type: 'tumbling', sizeMs: 7, offsetMs: -2 }],
    [{ type: 'tumbling', sizeMs: 10, offsetMs: 9 }],
    [{ type: 'tumbling', sizeMs: 10, offsetMs: -9 }],
    [{ type: 'tumbling', sizeMs: Number.MAX_SAFE_INTEGER }],
    [{ type: 'sliding', sizeMs: 20, slideMs: 10 }],
    [{ type: 'sliding', sizeMs: 20, slideMs: 10, offsetMs: 9 }],
    [{ type: 'sliding', sizeMs: 10, slideMs: 20, offsetMs: 19 }],
    [{ type: 'sliding', sizeMs: 10_000, slideMs: 1 }],
    [{ type: 'session', gapMs: 1 }],
    [{ type: 'count', size: 1 }],
    [{ type: 'count', size: 4, slide: 2 }],
    [{ type: 'count', size: 2, slide: 5 }],
  ])('%j', (window) => {
    expect(stageFaults(windowOf(window))).toEqual([])
    expect(stageFaults(windowOf(window), PROCESSING)).toEqual([])
  })
})

describe('sizes, slides, gaps and counts are positive whole numbers', () => {
  const keys = [
    ['tumbling', 'sizeMs', { type: 'tumbling' }],
    ['sliding', 'sizeMs', { type: 'sliding', slideMs: 5 }],
    ['sliding', 'slideMs', { type: 'sliding', sizeMs: 5 }],
    ['session', 'gapMs', { type: 'session' }],
    ['count', 'size', { type: 'count' }],
    ['count', 'slide', { type: 'count', size: 5 }],
  ] as const
  const values = [
    [0, 'must be at least 1, but is 0'],
    [-1, 'must be at least 1, but is -1'],
    [1.5, 'must be a whole number, but is 1.5'],
    [2 ** 53, 'must be a whole number, but is 9007199254740992'],
    ['5', "must be a number, but is '5'"],
    [null, 'must be a number, but is null'],
    [true, 'must be a number, but is true'],
    [[5], 'must be a number, but is a list'],
  ] as const
  const rows = keys.flatMap(([type, key, rest]) =>
    values.map(([value, reason]) => [type, key, value, reason, rest] as const),
  )

  test.each(rows)('%s %s %j', (_type, key, value, reason, rest) => {
    expect(stageFaults(windowOf({ ...rest, [key]: value }))).toEqual([`window.${key}: ${reason}`])
  })

  test.each(keys.filter(([, key]) => key !== 'slide'))('%s without %s', (_type, key, rest) => {
    expect(stageFaults(windowOf(rest))).toEqual([`window.${key}: is missing`])
  })
})

describe('offsets', () => {
  test.each([
    [
      { type: 'tumbling', sizeMs: 10, offsetMs: 10 },
      'the offset 10 is not smaller than sizeMs, 10',
      'write 0, which means the same',
    ],
    [
      { type: 'tumbling', sizeMs: 10, offsetMs: -10 },
      'the offset -10 is not smaller than sizeMs, 10',
      'write 0, which means the same',
    ],
    [
      { type: 'tumbling', sizeMs: 10, offsetMs: 23 },
      'the offset 23 is not smaller than sizeMs, 10',
      'write 3, which means the same',
    ],
    [
      { type: 'sliding', sizeMs: 20, slideMs: 10, offsetMs: 10 },
      'the offset 10 is not smaller than slideMs, 10',
      'write 0, which means the same',
    ],
    [
      { type: 'sliding', sizeMs: 20, slideMs: 10, offsetMs: -11 },
      'the offset -11 is not smaller than slideMs, 10',
      'write -1, which means the same',
    ],
  ])('%j', (window, reason, cure) => {
    expect(stageFaults(windowOf(window))).toEqual([`window.offsetMs: ${reason}`])
    expect(stageCures(windowOf(window))).toEqual([cure])
  })

  test.each([1.5, '1', null])('%j is no offset', (offsetMs) => {
    expect(stageFaults(windowOf({ type: 'tumbling', sizeMs: 10, offsetMs }))).toHaveLength(1)
  })

  test('a size that is wrong itself is reported alone', () => {
    expect(stageFaults(windowOf({ type: 'tumbling', sizeMs: 0, offsetMs: 5 }))).toEqual([
      'window.sizeMs: must be at least 1, but is 0',
    ])
  })
})

describe('window types', () => {
  test.each([
    [
      { type: 'tumblin', sizeMs: 5 },
      "window.type: must be one of tumbling, sliding, session, count, but is 'tumblin'",
      "did you mean 'tumbling'?",
    ],
    [
      { type: 3 },
      'window.type: must be one of tumbling, sliding, session, count, but is 3',
      'write one of them, in quotes',
    ],
    [{ sizeMs: 5 }, 'window.type: is missing', 'add "type"'],
    [[], 'window: must be an object, but is a list', 'write { … } with keys'],
    [5, 'window: must be an object, but is 5', 'for example "window": {"type": "tumbling", "sizeMs": 60000}'],
    [
      { type: 'session', gapMs: 5, sizeMs: 5 },
      "window.sizeMs: unknown key 'sizeMs'",
      'use one of the known keys: type, gapMs',
    ],
    [{ type: 'tumbling', sizems: 5, sizeMs: 5 }, "window.sizems: unknown key 'sizems'", "did you mean 'sizeMs'?"],
    [
      { type: 'session', gapMs: 5, offsetMs: 1 },
      "window.offsetMs: unknown key 'offsetMs'",
      'use one of the known keys: type, gapMs',
    ],
  ])('%j', (window, fault, cure) => {
    const stage = { window, aggregates: n }
    expect(stageFaults(stage)).toEqual([fault])
    expect(stageCures(stage)).toEqual([cure])
  })

  test('an overlap beyond reason', () => {
    const stage = windowOf({ type: 'sliding', sizeMs: 86_400_000, slideMs: 1 })
    expect(stageFaults(stage)).toEqual(['window.slideMs: every event would belong to 86400000 windows'])
    expect(stageCures(stage)).toEqual(['slide by 8640 or more'])
  })
})

describe('lateness and purge', () => {
  const tumbling = { type: 'tumbling', sizeMs: 10 }
  const session = { type: 'session', gapMs: 10 }
  const count = { type: 'count', size: 10 }
  test.each([
    ['lateness in event time', windowOf(tumbling, { allowedLatenessMs: 5 }), {}, []],
    ['lateness of sessions', windowOf(session, { allowedLatenessMs: 5, purge: true }), {}, []],
    ['no lateness', windowOf(tumbling, { allowedLatenessMs: 0, purge: false }), PROCESSING, []],
    ['purge in processing time', windowOf(tumbling, { purge: true }), PROCESSING, []],
    ['no lateness of counts', windowOf(count, { allowedLatenessMs: 0, purge: false }), {}, []],
    [
      'negative',
      windowOf(tumbling, { allowedLatenessMs: -1 }),
      {},
      ['allowedLatenessMs: must be at least 0, but is -1'],
    ],
    [
      'fractional',
      windowOf(tumbling, { allowedLatenessMs: 0.5 }),
      {},
      ['allowedLatenessMs: must be a whole number, but is 0.5'],
    ],
    [
      'a text',
      windowOf(tumbling, { allowedLatenessMs: '1s' }),
      {},
      ["allowedLatenessMs: must be a number, but is '1s'"],
    ],
    [
      'in processing time',
      windowOf(tumbling, { allowedLatenessMs: 5 }),
      PROCESSING,
      ['allowedLatenessMs: nothing is late in processing time'],
    ],
    [
      'of sessions in processing time',
      windowOf(session, { allowedLatenessMs: 5 }),
      PROCESSING,
      ['allowedLatenessMs: nothing is late in processing time'],
    ],
    [
      'of counts',
      windowOf(count, { allowedLatenessMs: 5 }),
      {},
      ['allowedLatenessMs: count windows ignore time and know no lateness'],
    ],
    ['purged counts', windowOf(count, { purge: true }), {}, ['purge: count windows fire once and cannot be purged']],
    ['purge as a number', windowOf(tumbling, { purge: 1 }), {}, ['purge: must be true or false, but is 1']],
  ])('%s', (_, stage, changes, expected) => {
    expect(stageFaults(stage, changes)).toEqual(expected)
  })
})

describe('aggregates', () => {
  const of = (aggregates: unknown): RawStage => ({ window: { type: 'tumbling', sizeMs: 10 }, aggregates })

  test.each([
    'count()',
    ' count ( ) ',
    'sum(v)',
    'sum(n)',
    'mean( w )',
    'min(v)',
    'max(v)',
    'stddev(v)',
    'first(v)',
    'first(name)',
    'last(on)',
    'last(note)',
    'sum(id)',
  ])('%s', (text) => {
    expect(stageFaults(of({ out: text }))).toEqual([])
  })

  test.each([
    ['', "'' is not an aggregate", 'write fn(field), such as mean(temperature), or count()'],
    ['v', "'v' is not an aggregate", 'write fn(field), such as mean(temperature), or count()'],
    ['sum v', "'sum v' is not an aggregate", 'write fn(field), such as mean(temperature), or count()'],
    ['sum(v', "'sum(v' is not an aggregate", 'write fn(field), such as mean(temperature), or count()'],
    ['sum(v, n)', "'sum(v, n)' is not an aggregate", 'write fn(field), such as mean(temperature), or count()'],
    ['sum(v + 1)', "'sum(v + 1)' is not an aggregate", 'write fn(field), such as mean(temperature), or count()'],
    [
      'avg(v)',
      "there is no aggregate 'avg'",
      'use one of the known aggregates: count, sum, mean, min, max, first, last, stddev',
    ],
    ['stdev(v)', "there is no aggregate 'stdev'", "did you mean 'stddev'?"],
    ['Sum(v)', "there is no aggregate 'Sum'", "did you mean 'sum'?"],
    [
      'toString(v)',
      "there is no aggregate 'toString'",
      'use one of the known aggregates: count, sum, mean, min, max, first, last, stddev',
    ],
    ['count(v)', 'count counts events and takes no field', 'write count()'],
    ['sum()', 'sum needs a field', 'write sum(field)'],
    ['last()', 'last needs a field', 'write last(field)'],
    ['sum(x)', "there is no field 'x'", 'use one of the known fields: id, v, n, name, on, w, note'],
    ['sum(nme)', "there is no field 'nme'", "did you mean 'name'?"],
    ['sum(name)', "sum needs numbers, but 'name' is a string", 'use a numeric field, or first, last or count()'],
    ['mean(on)', "mean needs numbers, but 'on' is a bool", 'use a numeric field, or first, last or count()'],
    ['stddev(note)', "stddev needs numbers, but 'note' is a string", 'use a numeric field, or first, last or count()'],
    ['min(name)', "min needs numbers, but 'name' is a string", 'use a numeric field, or first, last or count()'],
    ['max(on)', "max needs numbers, but 'on' is a bool", 'use a numeric field, or first, last or count()'],
  ])('%j is refused', (text, reason, cure) => {
    expect(stageFaults(of({ out: text }))).toEqual([`aggregates.out: ${reason}`])
    expect(stageCures(of({ out: text }))).toEqual([cure])
  })

  test.each([
    [{}, ['aggregates: the window computes nothing']],
    [[], ['aggregates: must be an object, but is a list']],
    ['count()', ["aggregates: must be an object, but is 'count()'"]],
    [{ out: 1 }, ['aggregates.out: must be a text, but is 1']],
    [{ 'a b': 'count()' }, ['aggregates["a b"]: \'a b\' cannot name an output']],
    [{ t: 'count()' }, ["aggregates.t: 't' is reserved and cannot name an output"]],
    [
      { a: 'sum(x)', b: 'foo(v)' },
      ["aggregates.a: there is no field 'x'", "aggregates.b: there is no aggregate 'foo'"],
    ],
  ])('%j', (aggregates, expected) => {
    expect(stageFaults(of(aggregates))).toEqual(expected)
  })

  test('at most 64 outputs', () => {
    const outs = (count: number): RawStage =>
      of(Object.fromEntries(Array.from({ length: count }, (_, i) => [`o${i}`, 'count()'])))
    expect(stageFaults(outs(64))).toEqual([])
    expect(stageFaults(outs(65))).toEqual(['aggregates: there are 65 outputs'])
  })

  test('may not be missing', () => {
    expect(stageFaults({ window: { type: 'tumbling', sizeMs: 10 } })).toEqual(['aggregates: is missing'])
  })
})

describe('buffers', () => {
  test.each([
    ['moving values', { buffer: { size: 5 }, aggregates: { m: 'mean(v)' } }, []],
    ['the largest', { buffer: { size: 10_000 }, aggregates: n }, []],
    ['too large', { buffer: { size: 10_001 }, aggregates: n }, ['buffer.size: must be at most 10000, but is 10001']],
    ['no event', { buffer: { size: 0 }, aggregates: n }, ['buffer.size: must be at least 1, but is 0']],
    ['no size', { buffer: {}, aggregates: n }, ['buffer.size: is missing']],
    ['a number', { buffer: 5, aggregates: n }, ['buffer: must be an object, but is 5']],
    ['no use', { buffer: { size: 5 } }, [': nothing is made of this buffer']],
    ['no use either', { buffer: { size: 5 }, aggregates: {} }, [': nothing is made of this buffer']],
    [
      'a wrong aggregate',
      { buffer: { size: 5 }, aggregates: { m: 'mean(name)' } },
      ["aggregates.m: mean needs numbers, but 'name' is a string"],
    ],
    [
      'lateness',
      { buffer: { size: 5 }, aggregates: n, allowedLatenessMs: 1 },
      ["allowedLatenessMs: unknown key 'allowedLatenessMs'"],
    ],
  ])('%s', (_, stage, expected) => {
    expect(stageFaults(stage)).toEqual(expected)
  })
})
