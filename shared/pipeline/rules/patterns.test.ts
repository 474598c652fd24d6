import { describe, expect, test } from 'vitest'
import { stageCures, stageFaults } from '../testing.ts'

/** Steps in short: `a`, `next b`, with a quantifier as JSON behind `|`. */
function steps(text: string): Record<string, unknown>[] {
  return text.split(/\s*;\s*/).map((part) => {
    const [head, quantifier] = part.split(/\s*\|\s*/)
    const words = head.split(' ')
    const name = words.pop()
    return {
      name,
      ...(words.length > 0 ? { contiguity: words[0] } : {}),
      ...(quantifier === undefined ? {} : { quantifier: JSON.parse(quantifier) as unknown }),
    }
  })
}

function faults(list: readonly unknown[], more: Record<string, unknown> = {}): string[] {
  return stageFaults({ pattern: { steps: list, ...more } }).map((line) => line.replace(/^pattern\./, ''))
}

describe('valid sequences', () => {
  test.each([
    'a',
    'a; next b',
    'a; followedBy b; followedByAny c',
    'a; notNext b; next c',
    'a; notFollowedBy b; followedBy c',
    'a; notNext b',
    'a | {"optional": true}; next b',
    'a | {"oneOrMore": true, "greedy": true}; next b',
    'a | {"oneOrMore": true, "optional": true}; next b',
    'a; notFollowedBy n; followedBy b | {"optional": true}; followedBy c',
    'a | {"times": 1, "greedy": true}; next b',
    'a; next b | {"oneOrMore": false, "optional": false}; notNext c; next d',
  ])('%s', (text) => {
    expect(faults(steps(text))).toEqual([])
  })
})

describe('contiguity', () => {
  test.each([
    ['next a', ['steps[0].contiguity: the first step follows nothing']],
    ['followedByAny a; next b', ['steps[0].contiguity: the first step follows nothing']],
    ['notNext a; next b', ['steps[0].contiguity: the first step cannot be negated']],
    ['notFollowedBy a; next b', ['steps[0].contiguity: the first step cannot be negated']],
    ['a; b', ['steps[1].contiguity: is missing: how does this step follow the one before?']],
    [
      'a; nex b',
      ["steps[1].contiguity: must be one of next, followedBy, followedByAny, notNext, notFollowedBy, but is 'nex'"],
    ],
  ])('%s', (text, expected) => {
    expect(faults(steps(text))).toEqual(expected)
  })

  test('in groups as in the pattern', () => {
    const inner = [{ name: 'b', contiguity: 'notNext' }, { name: 'c' }]
    expect(faults([{ name: 'a' }, { group: inner, contiguity: 'next' }])).toEqual([
      'steps[1].group[0].contiguity: the first step cannot be negated',
      'steps[1].group[1].contiguity: is missing: how does this step follow the one before?',
    ])
  })

  test('a group that begins the pattern', () => {
    expect(faults([{ group: steps('a; next b') }, { name: 'c', contiguity: 'next' }])).toEqual([])
  })
})

describe('names', () => {
  test.each([
    ['a; next a', ["steps[1].name: the name 'a' is used twice"]],
    ['a; next b; next a', ["steps[2].name: the name 'a' is used twice"]],
    ['a; notNext a; next b', ["steps[1].name: the name 'a' is used twice"]],
    ['a; next a; next a', ["steps[1].name: the name 'a' is used twice", "steps[2].name: the name 'a' is used twice"]],
  ])('%s', (text, expected) => {
    expect(faults(steps(text))).toEqual(expected)
  })

  test.each([
    [
      'in a group',
      [{ name: 'a' }, { group: steps('b; next a'), contiguity: 'next' }],
      ["steps[1].group[1].name: the name 'a' is used twice"],
    ],
    [
      'in two groups',
      [{ group: steps('a') }, { group: steps('a'), contiguity: 'next' }],
      ["steps[1].group[0].name: the name 'a' is used twice"],
    ],
    ['empty', [{ name: '' }], ['steps[0].name: must not be empty']],
    ['missing', [{ where: 'on' }], ['steps[0].name: is missing']],
    ['with a colon', [{ name: 'a:strict' }], ["steps[0].name: the name 'a:strict' has a colon or a quote"]],
    ['with a quote', [{ name: "a'b" }], ["steps[0].name: the name 'a'b' has a colon or a quote"]],
    ['long', [{ name: 'x'.repeat(65) }], ['steps[0].name: is too long: at most 64']],
    ['with spaces and stars', [{ name: 'not c' }, { name: 'b*', contiguity: 'next' }], []],
  ])('%s', (_, list, expected) => {
    expect(faults(list)).toEqual(expected)
  })
})

describe('negation', () => {
  test.each([
    [
      'a; notFollowedBy n | {"oneOrMore": true}; next b',
      ['steps[1].quantifier: a negated step takes no event and has no quantifier'],
    ],
    [
      'a; notFollowedBy n | {"times": 3}; next b',
      ['steps[1].quantifier: a negated step takes no event and has no quantifier'],
    ],
    [
      'a; notNext n | {"optional": true}; next b',
      ['steps[1].quantifier: a negated step takes no event and has no quantifier'],
    ],
    ['a; notNext n | {}; next b', ['steps[1].quantifier: a negated step takes no event and has no quantifier']],
    [
      'a; next b | {"optional": true}; notNext n; next c',
      ['steps[2]: a negated step cannot stand right after an optional one'],
    ],
    [
      'a; next b | {"optional": true}; notFollowedBy n; next c',
      ['steps[2]: a negated step cannot stand right after an optional one'],
    ],
    [
      'a; next b | {"times": [0, 2]}; notFollowedBy n; next c',
      ['steps[2]: a negated step cannot stand right after an optional one'],
    ],
    [
      'a; next b | {"oneOrMore": true, "optional": true}; notNext n; next c',
      ['steps[2]: a negated step cannot stand right after an optional one'],
    ],
    ['a; next b | {"oneOrMore": true}; notNext n; next c', []],
    ['a; next b | {"times": [1, 2]}; notNext n; next c', []],
  ])('%s', (text, expected) => {
    expect(faults(steps(text))).toEqual(expected)
  })

  test('a negated group', () => {
    expect(
      faults([{ name: 'a' }, { group: steps('n'), contiguity: 'notNext' }, { name: 'b', contiguity: 'next' }]),
    ).toEqual(['steps[1].group: a group cannot be negated'])
  })

  test('a negated step after an optional group', () => {
    const list = [
      { name: 'a' },
      { group: steps('b'), contiguity: 'next', quantifier: { optional: true } },
      ...steps('notNext n; next c'),
    ]
    expect(faults(list)).toEqual(['steps[2]: a negated step cannot stand right after an optional one'])
  })
})

describe('a final notFollowedBy', () => {
  const reason = 'a final notFollowedBy without a time bound never matches'
  test.each([
    ['without a bound', steps('a; notFollowedBy n'), {}, [`steps[1]: ${reason}`]],
    ['with withinMs', steps('a; notFollowedBy n'), { withinMs: 5 }, []],
    ['with its own bound', [{ name: 'a' }, { name: 'n', contiguity: 'notFollowedBy', withinPreviousMs: 5 }], {}, []],
    ['after another', steps('a; notFollowedBy m; notFollowedBy n'), {}, [`steps[2]: ${reason}`]],
    [
      'in the last group',
      [{ name: 'a' }, { group: steps('b; notFollowedBy n'), contiguity: 'next' }],
      {},
      [`steps[1].group[1]: ${reason}`],
    ],
    [
      'in a group that something follows',
      [{ name: 'a' }, { group: steps('b; notFollowedBy n'), contiguity: 'next' }, { name: 'c', contiguity: 'next' }],
      {},
      [],
    ],
    ['notNext needs none', steps('a; notNext n'), {}, []],
  ])('%s', (_, list, more, expected) => {
    expect(faults(list, more)).toEqual(expected)
  })
})

describe('time bounds', () => {
  const within = (previous: unknown, pattern: Record<string, unknown> = {}): string[] =>
    faults([{ name: 'a' }, { name: 'b', contiguity: 'next', withinPreviousMs: previous }], pattern)
  test.each([
    [5, {}, []],
    [5, { withinMs: 5 }, []],
    [5, { withinMs: 6 }, []],
    [5, { withinMs: 4 }, ['steps[1].withinPreviousMs: 5 is longer than withinMs of the pattern, 4']],
    [0, {}, ['steps[1].withinPreviousMs: must be at least 1, but is 0']],
    [-2, { withinMs: 4 }, ['steps[1].withinPreviousMs: must be at least 1, but is -2']],
    [1.5, {}, ['steps[1].withinPreviousMs: must be a whole number, but is 1.5']],
  ])('%j within %j', (previous, pattern, expected) => {
    expect(within(previous, pattern)).toEqual(expected)
  })

  test.each([
    [0, 'must be at least 1, but is 0'],
    [-1, 'must be at least 1, but is -1'],
    ['5s', "must be a number, but is '5s'"],
    [null, 'must be a number, but is null'],
  ])('withinMs %j', (withinMs, reason) => {
    expect(faults(steps('a'), { withinMs })).toEqual([`withinMs: ${reason}`])
  })

  test('in a group', () => {
    const group = [{ name: 'b' }, { name: 'c', contiguity: 'next', withinPreviousMs: 9 }]
    expect(faults([{ name: 'a' }, { group, contiguity: 'next' }], { withinMs: 5 })).toEqual([
      'steps[1].group[1].withinPreviousMs: 9 is longer than withinMs of the pattern, 5',
    ])
  })

  test('a group has none of its own', () => {
    expect(faults([{ name: 'a' }, { group: steps('b'), contiguity: 'next', withinPreviousMs: 5 }])).toEqual([
      "steps[1].withinPreviousMs: unknown key 'withinPreviousMs'",
    ])
  })
})

describe('skip', () => {
  const list = [{ name: 'a' }, { name: 'b', contiguity: 'next' }, { group: steps('c'), contiguity: 'next' }]
  test.each([
    'noSkip',
    'skipToNext',
    'skipPastLastEvent',
    'skipToFirst:a',
    'skipToLast:b',
    'skipToFirst:a:strict',
    'skipToLast:b:strict',
  ])('%s', (skip) => {
    expect(faults(list, { skip })).toEqual([])
  })

  test.each([
    ['skip', "there is no skip strategy 'skip'"],
    ['SkipToNext', "there is no skip strategy 'SkipToNext'"],
    ['skipToFirst', "there is no skip strategy 'skipToFirst'"],
    ['skipToFirst:', "there is no skip strategy 'skipToFirst:'"],
    ['skipToNext:strict', "there is no skip strategy 'skipToNext:strict'"],
    ['skipToFirst:a:lax', "there is no skip strategy 'skipToFirst:a:lax'"],
    ['skipToFirst:x', "there is no step 'x'"],
    ['skipToLast:x:strict', "there is no step 'x'"],
    ['skipToFirst:c', "the step 'c' stands in a group"],
    ['', "there is no skip strategy ''"],
    [3, 'must be a text, but is 3'],
  ])('%j is refused', (skip, reason) => {
    expect(faults(list, { skip })).toEqual([`skip: ${reason}`])
  })

  test.each([
    ['SkipToNext', "did you mean 'skipToNext'?"],
    ['skipToFirst:x', 'use one of the known top-level steps: a, b'],
  ])('the cure of %s', (skip, cure) => {
    expect(stageCures({ pattern: { steps: list, skip } })).toEqual([cure])
  })
})

describe('conditions', () => {
  test.each([
    ['v > 3', []],
    ["count('a') < 3 && sum('a', 'v') + v < 5", []],
    ["count('b') == 0", []],
    ["last('a', 'name') == name", []],
    ["count('c') > 0", ["steps[1].where: there is no step 'c'"]],
    ["sum('a', 'name') > 3", ["steps[1].where: sum needs numbers, but 'name' is a text"]],
    ["prev('v') > 3", ['steps[1].where: prev has no meaning in a pattern']],
    ['v', ['steps[1].where: a condition is true or false, but this is a number']],
    ['v >', ['steps[1].where: the expression ends too early']],
  ])('%s', (where, expected) => {
    expect(faults([{ name: 'a' }, { name: 'b', contiguity: 'next', where }])).toEqual(expected)
  })

  test('steps of groups can be looked at, and until is checked like where', () => {
    const group = [{ name: 'b', where: "count('a') == 1" }]
    const until = "count('b') > 3 && vv > 1"
    expect(faults([{ name: 'a' }, { group, contiguity: 'next', quantifier: { oneOrMore: true, until } }])).toEqual([
      "steps[1].quantifier.until: there is no field 'vv'",
    ])
  })
})

describe('shape', () => {
  const nest = (depth: number): Record<string, unknown> => (depth === 0 ? { name: 'a' } : { group: [nest(depth - 1)] })
  test.each([
    ['no steps', { steps: [] }, ['pattern.steps: must not be empty']],
    ['an empty group', { steps: [{ group: [] }] }, ['pattern.steps[0].group: must not be empty']],
    ['steps missing', {}, ['pattern.steps: is missing']],
    ['a step that is a text', { steps: ['a'] }, ["pattern.steps[0]: must be an object, but is 'a'"]],
    ['a step that is a list', { steps: [[]] }, ['pattern.steps[0]: must be an object, but is a list']],
    ['an unknown key', { steps: [{ name: 'a', were: 'on' }] }, ["pattern.steps[0].were: unknown key 'were'"]],
    [
      'a name on a group',
      { steps: [{ name: 'a', group: [{ name: 'b' }] }] },
      ["pattern.steps[0].name: unknown key 'name'"],
    ],
    [
      'an unknown quantifier',
      { steps: [{ name: 'a', quantifier: { oneOrMany: true } }] },
      ["pattern.steps[0].quantifier.oneOrMany: unknown key 'oneOrMany'"],
    ],
    ['a group in a group', { steps: [nest(3)] }, []],
    ['absurd nesting', { steps: [nest(5000)] }, ['is nested too deep']],
  ])('%s', (_, pattern, expected) => {
    const found = stageFaults({ pattern })
    if (expected[0]?.startsWith('is nested') === true) expect(found).toEqual([expect.stringContaining(expected[0])])
    else expect(found).toEqual(expected)
  })
})
