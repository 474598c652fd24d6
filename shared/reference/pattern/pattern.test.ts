/** Patterns, rule by rule (SEMANTICS 7); the examples of its text are among the rows. Notation: `testkit.ts`. */
import { describe, expect, test } from 'vitest'
import { PROCESSING } from '../testkit.ts'
import { items, patternOf, run, show, steps } from './testkit.ts'

type Row = readonly [pattern: string, events: string, matches: string]

function rows(title: string, list: readonly Row[], bounds: Record<string, unknown> = {}): void {
  test.each(list)(`${title}: %s on %s`, (pattern, events, matches) => {
    // Several matches of one event come in no particular order.
    expect(sorted(show(run(patternOf(pattern, bounds), events)))).toEqual(sorted(matches))
  })
}

function sorted(results: string): string[] {
  return results.split(' | ').sort()
}

describe('order of processing (7.1)', () => {
  rows('by time, equal times by arrival', [
    ['a >b >c', 'c1@5 a1@1 b1@3 wm5', 'a1 b1 c1'],
    ['a >b', 'b1@4 a1@4 wm4', ''],
    ['a >b', 'a1@4 b1@4 wm4', 'a1 b1'],
    ['a >b', 'a1@1 wm0 b1@2 wm1', ''],
  ])
  rows('late events are reported and never matched', [
    ['a >b', 'a1@5 wm5 b1@5 b2@6 wm6', 'late b1 | a1 b2'],
    ['a >b', 'wm0 a1@0 a2@1 b1@2 wm9', 'late a1 | a2 b1'],
  ])
  rows('keys never meet', [
    ['a >b', 'p:a1 q:b1 p:b2 q:a2', 'p:a1 b2'],
    ['a ~b', 'p:a1@1 q:a2@2 q:b1@3 p:b2@4 wm9', 'q:a2 b1 | p:a1 b2'],
  ])
})

describe('contiguity (7.3)', () => {
  rows('the three kinds', [
    ['a >b', 'a1 c1 b1 b2', ''],
    ['a ~b', 'a1 c1 b1 b2', 'a1 b1'],
    ['a ~~b', 'a1 c1 b1 b2', 'a1 b1 | a1 b2'],
    ['a >b', 'a1 a2 b1', 'a2 b1'],
    ['a ~b', 'a1 a2 b1', 'a1 b1 | a2 b1'],
    ['a ~. ', 'a1 b1 c1', 'a1 b1'],
    ['a ~b ~c', 'a1 x1 b1 y1 c1', 'a1 b1 c1'],
    ['a', 'a1 b1 a2', 'a1 | a2'],
  ])
})

describe('repetition (7.4)', () => {
  rows('a match as soon as it is complete, and longer ones', [
    ['a >b+', 'a1 b1 b2', 'a1 b1 | a1 b1 b2'],
    ['c ~a+ ~d', 'c1 a1 a2 d1', 'c1 a1 d1 | c1 a1 a2 d1'],
  ])
  rows('inner contiguity', [
    ['c ~a{2}', 'c1 a1 x1 a2', 'c1 a1 a2'],
    ['c ~a{2}:s', 'c1 a1 x1 a2', ''],
    ['c ~a{2}', 'c1 a1 a2 a3', 'c1 a1 a2'],
    ['c ~a{2}:c', 'c1 a1 a2 a3', 'c1 a1 a2 | c1 a1 a3'],
    ['c ~~a{2}:c', 'c1 a1 a2 a3', 'c1 a1 a2 | c1 a1 a3 | c1 a2 a3'],
  ])
  rows('ranges', [
    ['c ~a{1,2}', 'c1 a1 a2 a3', 'c1 a1 | c1 a1 a2'],
    ['c ~a{2,}', 'c1 a1 a2 a3', 'c1 a1 a2 | c1 a1 a2 a3'],
    ['c ~a{0,1} ~d', 'c1 d1', 'c1 d1'],
  ])
  rows('optional', [
    ['c ~a? ~d', 'c1 a1 d1', 'c1 a1 d1 | c1 d1'],
    ['a? >b', 'a1 b1', 'a1 b1 | b1'],
    ['a*', 'b1 a1 b2', 'a1'],
    ['c ~a? ~b?', 'c1 a1 b1', 'c1 | c1 a1 | c1 b1 | c1 a1 b1'],
  ])
  rows('greedy claims what fits it', [
    ['c ~a+:g ~d', 'c1 a1 a2 d1', 'c1 a1 a2 d1'],
    ['c ~a+ ~.', 'c1 a1 a2 d1', 'c1 a1 a2 | c1 a1 a2 d1'],
    ['c ~a+:g ~.', 'c1 a1 a2 d1', 'c1 a1 a2 d1'],
    ['c ~a+:g', 'c1 a1 a2', 'c1 a1 | c1 a1 a2'],
  ])
  test.each([
    ['stops the repetition, and what follows may take the event', 'c1 a1 a2 a5 a1', 'c1 a1 | c1 a1 a2'],
    ['an unfitting event is skipped before the first round', 'c1 x5 a2', 'c1 a2'],
    ['a fitting one ends the thread', 'c1 a5 a2', ''],
    ['an unfitting one stops it later', 'c1 a2 x5 a3', 'c1 a2'],
  ])('until: %s', (_, events, matches) => {
    const until = { a: { quantifier: { oneOrMore: true, until: 'x > 3' } } }
    expect(show(run(patternOf(steps('c ~a', until)), events))).toBe(matches)
  })
  test('until releases the event from a greedy step', () => {
    const until = { a: { quantifier: { oneOrMore: true, greedy: true, until: 'x > 3' } } }
    expect(show(run(patternOf(steps('c ~a ~.', until)), 'c1 a1 a5'))).toBe('c1 a1 a5')
  })
  rows('groups', [
    ['c ~( a >b ){2} ~d', 'c1 a1 b1 a2 b2 d1', 'c1 a1 b1 a2 b2 d1'],
    ['c ~( a >b ){2} ~d', 'c1 a1 b1 x1 a2 b2 d1', 'c1 a1 b1 a2 b2 d1'],
    ['c ~( a >b ){2}:s ~d', 'c1 a1 b1 x1 a2 b2 d1', ''],
    ['c >( a >b )+', 'c1 a1 b1 a2 b2', 'c1 a1 b1 | c1 a1 b1 a2 b2'],
    ['c ~( a >b )? ~d', 'c1 a1 b1 d1', 'c1 a1 b1 d1 | c1 d1'],
    ['( a >b ){2} >c', 'a1 b1 a2 b2 c1', 'a1 b1 a2 b2 c1'],
    ['c ~( a? ~b? )+ >d', 'c1 a1 d1', 'c1 a1 d1'],
  ])
  test('steps of all rounds share their list', () => {
    const [match] = run(patternOf('c ~( a >b ){2} ~d'), 'c1 a1 b1 a2 b2 d1')
    expect(match).toMatchObject({ steps: { c: ['c1'], a: ['a1', 'a2'], b: ['b1', 'b2'], d: ['d1'] } })
  })
})

describe('negation (7.5)', () => {
  rows('notNext looks at one event', [
    ['a !b ~~c', 'a1 c1 b1 c2', 'a1 c1 | a1 c2'],
    ['a !b ~~c', 'a1 b1 c1', ''],
    ['a !b', 'a1 c1', 'a1'],
    ['a !b', 'a1 b1', ''],
    ['a !b', 'a1', ''],
  ])
  rows('notFollowedBy in the middle', [
    ['a !~c ~b', 'a1 c1 b1', ''],
    ['a !~c ~b', 'a1 x1 b1 c1', 'a1 b1'],
    ['a !~c ~b? ~d', 'a1 b1 c1 d1', 'a1 b1 d1'],
    ['a !~c ~b? ~d', 'a1 c1 d1', ''],
    ['a+ !~c ~b', 'a1 c1 a2 b1', 'a2 b1'],
  ])
  test('an event that is both: it kills, but for a take that completes the pattern', () => {
    const both = (notation: string): string => {
      const where = { n: { where: "contains(name, 'n')" }, d: { where: "contains(name, 'd')" } }
      return show(run(patternOf(steps(notation, where)), 'a1 nd1 e1'))
    }
    expect(both('a !~n ~d')).toBe('a1 nd1')
    expect(both('a !~n ~d ~e')).toBe('')
  })
  rows(
    'notFollowedBy at the end waits for time',
    [
      ['a !~b', 'a1@4 c1@5 b1@10 wm10', 'a1'],
      ['a !~b', 'a1@4 b1@6 wm10', ''],
      ['a !~b', 'a1@4 wm6', ''],
      ['a !~b', 'a1@4 wm7', 'a1'],
    ],
    { withinMs: 3 },
  )
  test('or for its own bound, counted from the event before', () => {
    const own = patternOf(steps('a ~b !~c', { c: { withinPreviousMs: 5 } }))
    expect(show(run(own, 'a1@0 b1@9 wm13'))).toBe('')
    expect(run(own, 'a1@0 b1@9 wm99')).toMatchObject([{ type: 'match', events: ['a1', 'b1'], t: 14 }])
  })
})

describe('skipping (7.6)', () => {
  const skipping = (skip: string, pattern: string, events: string): string =>
    show(run(patternOf(pattern, { skip }), events))
  test.each([
    ['noSkip', 'a+:s >b', 'a1 a2 a3 b1', 'a1 a2 a3 b1 | a2 a3 b1 | a3 b1'],
    ['skipPastLastEvent', 'a+:s >b', 'a1 a2 a3 b1', 'a1 a2 a3 b1'],
    ['skipToNext', 'a ~~b', 'a1 b1 a2 b2', 'a1 b1 | a2 b2'],
    ['skipToFirst:b', 'a ~b+ ~c', 'a1 a2 b1 b2 c1', 'a1 b1 b2 c1'],
    ['skipToLast:b', 'a+ ~b', 'a1 a2 b1 a3 b2', 'a1 a2 b1 | a3 b2'],
    ['skipToFirst:b', 'a >b? >c', 'a1 c1 a2 c2', 'a1 c1 | a2 c2'],
    ['skipToFirst:b:strict', 'a ~b? ~c', 'a1 a2 c1', 'a1 c1 | error skip'],
    ['skipToFirst:a:strict', 'a >b', 'a1 b1 a2 b2', 'a1 b1 | error skip'],
  ])('%s of %s on %s', (skip, pattern, events, matches) => {
    expect(skipping(skip, pattern, events)).toBe(matches)
  })

  test('a match is held while an earlier start may still match', () => {
    const held = patternOf('a ~b ~c', { skip: 'skipPastLastEvent', withinMs: 10 })
    const [first, ...rest] = run(held, 'a1@0 a2@1 b1@2 c1@3 wm3')
    expect([first, rest]).toMatchObject([{ events: ['a1', 'b1', 'c1'], at: 4 }, []])
    const waiting = patternOf('a+ ~b{2,}', { skip: 'skipToNext', withinMs: 10 })
    expect(show(run(waiting, 'a1@0 b1@1 b2@2 wm2'))).toBe('a1 b1 b2')
  })

  test('a time-out of the earlier start releases it', () => {
    const pattern = patternOf(steps('a ~b ~c', { b: { where: 'x > first("a", "x")' } }), {
      skip: 'skipToNext',
      withinMs: 10,
    })
    expect(show(run(pattern, 'a5@0 a1@2 b2@3 c1@4 wm4 wm10'))).toBe('timeout@10: a5 | a1 b2 c1')
  })
})

describe('time bounds (7.7)', () => {
  rows(
    'withinMs',
    [
      ['a ~b', 'a1@1 b1@3 wm3', 'timeout@3: a1'],
      ['a ~b', 'a1@1 a2@2 b1@3 wm3', 'timeout@3: a1 | a2 b1'],
      ['a ~b ~c', 'a1@0 b1@1 c1@2 wm2', 'timeout@2: a1 b1'],
    ],
    { withinMs: 2 },
  )
  test('a time-out is reported at its time, though time jumped further', () => {
    const [timeout] = run(patternOf('a ~b', { withinMs: 10 }), 'a1@3 wm5 wm99')
    expect(timeout).toMatchObject({ type: 'timeout', t: 13, at: 2, events: ['a1'] })
  })
  test.each([
    ['a1@0 b1@4', 'a1 b1'],
    ['a1@0 x1@4 b1@5', 'timeout@5: a1'],
    ['a1@0 x1@4 wm4', ''],
    ['a1@0 x1@4 wm5', 'timeout@5: a1'],
  ])('withinPreviousMs: %s', (events, expected) => {
    expect(show(run(patternOf(steps('a ~b', { b: { withinPreviousMs: 5 } })), events))).toBe(expected)
  })
  test('a step reached by passing is closed when its bound is over, the optional one before it is not', () => {
    const pattern = patternOf(steps('a ~c? ~b', { b: { withinPreviousMs: 5 } }))
    expect(show(run(pattern, 'a1@0 c1@6 b1@7'))).toBe('a1 c1 b1')
    expect(show(run(pattern, 'a1@0 b1@6 c1@7 b2@8'))).toBe('a1 c1 b2')
  })
  test('processing time: the clock is the time', () => {
    const pattern = patternOf('a ~b', { withinMs: 10 }, PROCESSING)
    expect(show(run(pattern, 'pt5 a1 pt14 b1 a2 pt24 b2'))).toBe('a1 b1 | timeout@24: a2')
  })
})

describe('conditions over what was taken (1.3)', () => {
  test.each([
    ["startsWith(name, 'm') && sum('m', 'x') + x < 5", 'a1 m2 m2 m2', 'a1 m2 | a1 m2 m2'],
    ["count('m') < 1", 'a1 m1 m2', 'a1 m1'],
    ["x > last('a', 'x')", 'a5 m3 m6', 'a5 m6'],
    ["x > avg('a', 'x')", 'a5 m5 m6', 'a5 m6'],
    ["x > max('m', 'x')", 'a1 m1', ''],
    ["count('m') == 0 || x > max('m', 'x')", 'a1 m1 m3 m2', 'a1 m1 | a1 m1 m3'],
    ["count('m') == 0 || x < min('m', 'x')", 'a1 m3 m1 m2', 'a1 m3 | a1 m3 m1'],
    ["x == first('a', 'x')", 'a7 m1 m7', 'a7 m7'],
  ])('%s on %s', (where, events, matches) => {
    const rule = { m: { where, quantifier: { oneOrMore: true } } }
    expect(show(run(patternOf(steps('a ~m', rule)), events))).toBe(matches)
  })
})

test('each match names its stage, item, key, time and steps', () => {
  expect(run(patternOf('a ~b'), items('k1:a1@3 k1:b1@7 wm9'))).toEqual([
    {
      type: 'match',
      stage: 'p',
      at: 2,
      key: 'k1',
      t: 7,
      start: 3,
      events: ['a1', 'b1'],
      steps: { a: ['a1'], b: ['b1'] },
    },
  ])
})
