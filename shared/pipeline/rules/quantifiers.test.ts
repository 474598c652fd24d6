import { describe, expect, test } from 'vitest'
import type { QuantifierSpec } from '../spec.ts'
import { stageFaults } from '../testing.ts'
import { isGreedy, isOptional } from './quantifiers.ts'

const end = { name: 'z', contiguity: 'next' }

/** Faults of a quantifier on a single step in the middle of a pattern. */
function onStep(quantifier: unknown): string[] {
  return short(stageFaults({ pattern: { steps: [{ name: 'a' }, { name: 'b', contiguity: 'next', quantifier }, end] } }))
}

/** … on a group. */
function onGroup(quantifier: unknown): string[] {
  const group = { group: [{ name: 'b' }, { name: 'c', contiguity: 'next' }], contiguity: 'next', quantifier }
  return short(stageFaults({ pattern: { steps: [{ name: 'a' }, group, end] } }))
}

/** … on the first and on the second step of a group. */
function inGroup(quantifier: unknown, index: 0 | 1): string[] {
  const steps = [{ name: 'b' }, { name: 'c', contiguity: 'next' }].map((step, i) =>
    i === index ? { ...step, quantifier } : step,
  )
  const group = { group: steps, contiguity: 'next', quantifier: { times: 2 } }
  return short(stageFaults({ pattern: { steps: [{ name: 'a' }, group, end] } }))
}

function short(faults: string[]): string[] {
  return faults.map((line) => line.replace(/^.*quantifier\.?/, ''))
}

describe('valid quantifiers of a step', () => {
  test.each([
    [{}],
    [{ oneOrMore: true }],
    [{ times: 1 }],
    [{ times: 3 }],
    [{ times: [1, 1] }],
    [{ times: [0, 1] }],
    [{ times: [0, 4] }],
    [{ times: [2, 4] }],
    [{ timesOrMore: 1 }],
    [{ timesOrMore: 2, optional: true }],
    [{ optional: true }],
    [{ oneOrMore: true, greedy: true }],
    [{ times: 3, greedy: true }],
    [{ oneOrMore: true, consecutive: true }],
    [{ times: 2, allowCombinations: true }],
    [{ oneOrMore: true, until: 'v > 3' }],
    [{ timesOrMore: 2, until: 'v > 3', consecutive: true }],
    [{ oneOrMore: true, consecutive: true, greedy: true }],
    [{ oneOrMore: false, times: 2, greedy: false, consecutive: false }],
  ])('%j', (quantifier) => {
    expect(onStep(quantifier)).toEqual([])
  })
})

describe('refused quantifiers of a step', () => {
  test.each([
    [{ oneOrMore: true, times: 2 }, [': oneOrMore and times are two kinds of repetition']],
    [{ oneOrMore: true, timesOrMore: 2 }, [': oneOrMore and timesOrMore are two kinds of repetition']],
    [{ times: 2, timesOrMore: 2 }, [': times and timesOrMore are two kinds of repetition']],
    [{ times: 0 }, ['times: must be at least 1, but is 0']],
    [{ times: -1 }, ['times: must be at least 1, but is -1']],
    [{ times: 1.5 }, ['times: must be a whole number, but is 1.5']],
    [{ times: '2' }, ["times: must be a number, but is '2'"]],
    [{ timesOrMore: 0 }, ['timesOrMore: must be at least 1, but is 0']],
    [{ times: [3, 2] }, ['times: [3, 2] falls']],
    [{ times: [0, 0] }, ['times[1]: must be at least 1, but is 0', 'times: [0, 0] falls']],
    [{ times: [-1, 2] }, ['times[0]: must be at least 0, but is -1']],
    [{ until: 'v > 3' }, ['until: until ends an open repetition only']],
    [{ times: 2, until: 'v > 3' }, ['until: until ends an open repetition only']],
    [{ optional: true, until: 'v > 3' }, ['until: until ends an open repetition only']],
    [{ oneOrMore: true, until: 'v' }, ['until: a condition is true or false, but this is a number']],
    [{ oneOrMore: true, until: 3 }, ['until: must be a text, but is 3']],
    [{ greedy: true }, ['greedy: a step taken once cannot be greedy']],
    [{ optional: true, greedy: true }, ['greedy: a step taken once cannot be greedy']],
    [
      { oneOrMore: true, greedy: true, allowCombinations: true },
      ['greedy: greedy and allowCombinations exclude each other'],
    ],
    [{ consecutive: true }, ['consecutive: consecutive needs a repetition']],
    [{ optional: true, allowCombinations: true }, ['allowCombinations: allowCombinations needs a repetition']],
    [
      { oneOrMore: true, consecutive: true, allowCombinations: true },
      [': consecutive and allowCombinations exclude each other'],
    ],
    [{ oneOrMore: 1 }, ['oneOrMore: must be true or false, but is 1']],
    [[], [': must be an object, but is a list']],
    ['oneOrMore', [": must be an object, but is 'oneOrMore'"]],
  ])('%j', (quantifier, expected) => {
    expect(onStep(quantifier)).toEqual(expected)
  })

  test.each([[[1]], [[1, 2, 3]], [[]], [['1', 2]]])('times %j is no pair', (times) => {
    expect(onStep({ times })).not.toEqual([])
  })
})

describe('on groups', () => {
  test.each([
    [{ oneOrMore: true }, []],
    [{ times: [0, 2] }, []],
    [{ optional: true }, []],
    [{ oneOrMore: true, consecutive: true, until: 'v > 3' }, []],
    [{ times: 2, allowCombinations: true }, []],
    [{ oneOrMore: true, greedy: true }, ['greedy: a group cannot be greedy']],
    [{ greedy: true }, ['greedy: a group cannot be greedy']],
    [{ consecutive: true }, ['consecutive: consecutive needs a repetition']],
  ])('%j', (quantifier, expected) => {
    expect(onGroup(quantifier)).toEqual(expected)
  })
})

describe('in groups', () => {
  test.each([
    [{ oneOrMore: true }, 0, []],
    [
      { oneOrMore: true, consecutive: true },
      0,
      ['consecutive: consecutive has no effect on the first step of a group'],
    ],
    [
      { times: 2, allowCombinations: true },
      0,
      ['allowCombinations: allowCombinations has no effect on the first step of a group'],
    ],
    [{ oneOrMore: true, greedy: true }, 0, []],
    [{ oneOrMore: true, consecutive: true }, 1, []],
    [{ times: 2, allowCombinations: true }, 1, []],
  ] as const)('%j at %i', (quantifier, index, expected) => {
    expect(inGroup(quantifier, index)).toEqual(expected)
  })
})

describe('an optional step right after a greedy one', () => {
  const after = (first: unknown, second: unknown): string[] =>
    stageFaults({
      pattern: {
        steps: [{ name: 'a', quantifier: first }, { name: 'b', contiguity: 'next', quantifier: second }, end],
      },
    }).map((line) => line.replace('pattern.', ''))
  const reason = 'steps[1]: an optional step cannot stand right after a greedy one'
  const greedy = { oneOrMore: true, greedy: true }
  test.each([
    [greedy, { optional: true }, [reason]],
    [greedy, { times: [0, 3] }, [reason]],
    [greedy, { oneOrMore: true, optional: true }, [reason]],
    [greedy, { oneOrMore: true }, []],
    [{ oneOrMore: true }, { optional: true }, []],
  ])('%j, %j', (first, second, expected) => {
    expect(after(first, second)).toEqual(expected)
  })
})

describe('isOptional and isGreedy', () => {
  test.each<[QuantifierSpec | undefined, boolean, boolean]>([
    [undefined, false, false],
    [{}, false, false],
    [{ optional: true }, true, false],
    [{ optional: false }, false, false],
    [{ times: [0, 2] }, true, false],
    [{ times: [1, 2] }, false, false],
    [{ times: 2, greedy: true }, false, true],
  ])('%j', (quantifier, optional, greedy) => {
    expect(isOptional(quantifier)).toBe(optional)
    expect(isGreedy(quantifier)).toBe(greedy)
  })
})
