import { describe, expect, test } from 'vitest'
import { faultsOf, PROCESSING, SIDED, specOf, stageFaults } from '../testing.ts'

const interval = { type: 'interval', lowerMs: -5, upperMs: 5 }
const tumbling = { type: 'tumbling', sizeMs: 10 }

describe('valid joins', () => {
  test.each([
    [interval],
    [{ type: 'interval', lowerMs: 0, upperMs: 0 }],
    [{ type: 'interval', lowerMs: -3, upperMs: -1, lowerInclusive: false, upperInclusive: true }],
    [{ type: 'window', window: tumbling }],
    [{ type: 'window', window: { type: 'sliding', sizeMs: 10, slideMs: 5, offsetMs: 2 }, allowedLatenessMs: 3 }],
  ])('%j', (join) => {
    expect(stageFaults({ join }, SIDED)).toEqual([])
  })

  test('a window join in processing time', () => {
    expect(stageFaults({ join: { type: 'window', window: tumbling } }, { ...SIDED, ...PROCESSING })).toEqual([])
  })
})

describe('joins of two stages', () => {
  const two = [
    { id: 'a', filter: 'on' },
    { id: 'b', from: 'input', filter: 'on' },
  ]
  const join = (from: string[]): unknown[] => [...two, { join: interval, from }]
  test.each([
    [['a', 'b'], []],
    [['b', 'input'], []],
    [['a', 'a'], ["stages[2].from[1]: 'a' is named twice"]],
    [['a', 'b', 'input'], ['stages[2].from: a join reads two, but there are 3']],
  ])('%j', (from, expected) => {
    expect(faultsOf(specOf(join(from)))).toEqual(expected)
  })
})

describe('refused joins', () => {
  test.each([
    ['no upper bound', { type: 'interval', lowerMs: 0 }, ['join.upperMs: is missing']],
    ['no lower bound', { type: 'interval', upperMs: 0 }, ['join.lowerMs: is missing']],
    ['no bounds', { type: 'interval' }, ['join.lowerMs: is missing', 'join.upperMs: is missing']],
    [
      'bounds crossed',
      { type: 'interval', lowerMs: 2, upperMs: 1 },
      ['join.lowerMs: the lower bound 2 is above the upper, 1'],
    ],
    ['a fraction', { ...interval, lowerMs: -0.5 }, ['join.lowerMs: must be a whole number, but is -0.5']],
    ['a text', { ...interval, upperMs: '5' }, ["join.upperMs: must be a number, but is '5'"]],
    ['a number as flag', { ...interval, lowerInclusive: 1 }, ['join.lowerInclusive: must be true or false, but is 1']],
    ['an unknown key', { ...interval, within: 1 }, ["join.within: unknown key 'within'"]],
    ['an unknown type', { type: 'outer' }, ["join.type: must be one of interval, window, but is 'outer'"]],
    ['no window', { type: 'window' }, ['join.window: is missing']],
    [
      'an empty window',
      { type: 'window', window: { type: 'tumbling', sizeMs: 0 } },
      ['join.window.sizeMs: must be at least 1, but is 0'],
    ],
    [
      'a wide offset',
      { type: 'window', window: { type: 'tumbling', sizeMs: 5, offsetMs: 5 } },
      ['join.window.offsetMs: the offset 5 is not smaller than sizeMs, 5'],
    ],
    [
      'sessions',
      { type: 'window', window: { type: 'session', gapMs: 5 } },
      ['join.window.type: a join has no session windows'],
    ],
    [
      'counts',
      { type: 'window', window: { type: 'count', size: 5 } },
      ['join.window.type: a join has no count windows'],
    ],
    [
      'negative lateness',
      { type: 'window', window: tumbling, allowedLatenessMs: -1 },
      ['join.allowedLatenessMs: must be at least 0, but is -1'],
    ],
  ])('%s', (_, join, expected) => {
    expect(stageFaults({ join }, SIDED)).toEqual(expected)
  })

  test.each([
    ['an interval join', interval, ['join: an interval join needs event time']],
    [
      'lateness',
      { type: 'window', window: tumbling, allowedLatenessMs: 1 },
      ['join.allowedLatenessMs: nothing is late in processing time'],
    ],
  ])('%s in processing time', (_, join, expected) => {
    expect(stageFaults({ join }, { ...SIDED, ...PROCESSING })).toEqual(expected)
  })
})

describe('sides', () => {
  test.each([
    [
      'a join without sides',
      specOf([{ join: interval }]),
      ['stages[0].join: a join needs an input of two sides, or two stages in "from"'],
    ],
    [
      'sides without a join',
      specOf([{ filter: 'on' }], SIDED),
      ['input.sides: the input has sides, but no stage joins them'],
    ],
    ['sides without stages', specOf([], SIDED), ['input.sides: the input has sides, but no stage joins them']],
    ['sides and a stage that may be a join', specOf([{ jion: {} }], SIDED), ["stages[0]: a stage cannot do 'jion'"]],
    [
      'three sides',
      specOf([{ join: interval }], { input: { fields: {}, sides: ['left', 'right', 'up'] } }),
      ['input.sides: must be a pair, but is a list'],
    ],
  ])('%s', (_, spec, expected) => {
    const found = faultsOf(spec)
    if (expected[0].startsWith('input.sides: must')) expect(found[0]).toMatch(/^input\.sides/)
    else expect(found).toEqual(expected)
  })

  test.each([[['right', 'left']], [['left']], [[]], ['left'], [{}]])('%j are not the two sides', (sides) => {
    const spec = specOf([{ join: interval }], { input: { fields: {}, sides } })
    expect(faultsOf(spec)[0]).toMatch(/^input\.sides/)
  })
})
