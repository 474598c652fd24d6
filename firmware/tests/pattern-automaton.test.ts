/** Patterns as places and moves: what the toolchain finds out about them when a program is made (SEMANTICS 7.2 to 7.5). */
import { describe, expect, test } from 'vitest'
import type { PatternStage } from '../../shared/pipeline/pipeline.ts'
import { automatonOf, isLeaf, leavesOf, type Automaton, type Leaf, type Tree } from '../toolchain/pattern/automaton.ts'
import { compilePattern } from '../toolchain/pattern/compile.ts'
import { patternOf } from './patterns.ts'

function stageOf(...args: Parameters<typeof patternOf>): PatternStage {
  return patternOf(...args).stages[0] as PatternStage
}

function automaton(notation: string, taken = 16): Automaton {
  return automatonOf(stageOf(notation, notation.includes('!~') ? { withinMs: 9 } : {}), taken)
}

/** A leaf as `!2` (a match, step 2 takes the event), `1>3` (step 1 takes it, place 3), `>3` (goes on at place 3). */
function shown(leaf: Leaf): string {
  const hits = leaf.hits.map((step) => `!${step ?? ''}`)
  const next = leaf.next.map(({ take, to }) => `${take ?? ''}>${to}`)
  return [...hits, ...next].join(' ') || '-'
}

/** A tree as `(0? yes : no)`. */
function drawn(tree: Tree): string {
  return isLeaf(tree) ? shown(tree) : `(${tree.ask}? ${drawn(tree.yes)} : ${drawn(tree.no)})`
}

function places(notation: string): string[] {
  return automaton(notation).states.map(({ tree }) => drawn(tree))
}

describe('places and moves', () => {
  test.each<[string, string[]]>([
    ['a', ['(0? !0 : -)']],
    ['a >b', ['(0? 0>1 : -)', '(1? !1 : -)']],
    ['a ~b', ['(0? 0>1 : -)', '(1? !1 : >1)']],
    ['a ~~b', ['(0? 0>1 : -)', '(1? !1 >1 : >1)']],
    ['a >b+', ['(0? 0>1 : -)', '(1? !1 1>2 : -)', '(1? !1 1>2 : >2)']],
    ['a >b+:s', ['(0? 0>1 : -)', '(1? !1 1>1 : -)']],
    ['a >b{2} >c', ['(0? 0>1 : -)', '(1? 1>2 : -)', '(1? 1>3 : >2)', '(2? !2 : -)']],
    ['a? >b', ['(0? (1? !1 0>1 : 0>1) : (1? !1 : -))', '(1? !1 : -)']],
    ['a !b >c', ['(0? 0>1 : -)', '(1? - : (2? !2 : -))']],
    ['a !b', ['(0? 0>1 : -)', '(1? - : !)']],
    ['a !~b ~c', ['(0? 0>1 : -)', '(1? (2? !2 : -) : (2? !2 : >1))']],
    ['a !~b', ['(0? 0>1 : -)', '(1? - : >1)']],
    ['a ~b+:g ~c', ['(0? 0>1 : -)', '(1? 1>2 : >1)', '(1? 1>2 : (2? !2 >1 : >1 >3))', '(1? - : (2? !2 : >3))']],
  ])('%s', (notation, expected) => {
    expect(places(notation)).toEqual(expected)
  })

  test('a group is gone: its rounds are places in a row', () => {
    expect(places('( a >b ){2}')).toEqual(['(0? 0>1 : -)', '(1? 1>2 : -)', '(0? 0>3 : >2)', '(1? !1 : -)'])
    expect(places('( a >b )+')).toEqual(['(0? 0>1 : -)', '(1? !1 1>2 : -)', '(0? 0>1 : >2)'])
  })

  test('what behaves alike is one place, so that endless rounds are few', () => {
    expect(automaton('a >b{3,} ~c').states).toHaveLength(6)
    expect(automaton('a ~( b >c )+ ~d').states).toHaveLength(5)
  })

  test('conditions that exclude each other are not asked in vain', () => {
    const named = (name: string, more = {}): object => ({ name, where: `name == '${name}'`, ...more })
    const optional = { contiguity: 'followedBy', quantifier: { optional: true } }
    const steps = [named('a'), named('b', optional), named('c', optional), named('d', { contiguity: 'followedBy' })]
    const leaves = leavesOf(automatonOf(stageOf(steps as Record<string, unknown>[]), 16).states[1].tree)
    expect(leaves).toHaveLength(4)
  })

  test('a thread that stays for its time may end as a match', () => {
    expect(automaton('a !~b').states.map(({ lasts }) => lasts)).toEqual([false, true])
    expect(automaton('a ~b').states.map(({ lasts }) => lasts)).toEqual([false, false])
  })

  test('the fewest and the most events taken on the way to a place', () => {
    const counts = (notation: string): [number, number][] =>
      automaton(notation).states.map(({ fewest, most }) => [fewest, most])
    expect(counts('a >b? >c')).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ])
    expect(counts('a >b+ >c').at(-1)).toEqual([2, Infinity])
  })

  test('places beyond the events that a thread may take are not there', () => {
    expect(automaton('a{30} >b', 5).states).toHaveLength(6)
  })
})

/** What is left of a tree when nothing holds. */
function asleep(tree: Tree): Tree {
  return isLeaf(tree) ? tree : asleep(tree.no)
}

describe('made ready for a program', () => {
  const compiled = (notation: string, more = {}, taken = 16) => {
    const pipeline = patternOf(notation, more)
    return compilePattern(pipeline.stages[0] as PatternStage, { ...pipeline.limits, taken })
  }

  test.each([
    ['a ~b ~c', 0],
    ['a ~b >c', 1],
    ['a >b >c', 2],
    // Behind the first b an event that fits nothing splits the thread (7.4.3).
    ['a ~b+ ~c', 1],
  ])('%s: %d places are left alone by no event, and have the first numbers', (notation, nervous) => {
    expect(compiled(notation).nervous).toBe(nervous)
    const { states } = compiled(notation)
    const stays = states.map(({ tree }, i) => isLeaf(asleep(tree)) && shown(asleep(tree) as Leaf) === `>${i}`)
    expect(stays).toEqual(states.map((_, i) => i > nervous))
  })

  test.each([
    ['a ~b ~c', {}, 2, false],
    ['a ~b ~c', { skip: 'skipToNext' }, 3, false],
    ['a', {}, 1, false],
    ['a ~b+', {}, 16, true],
    ['a{3} ~b{2}', {}, 4, false],
    ['a{12} ~b{5}', {}, 16, false],
    ['a{12} ~b{5}', { skip: 'skipToNext' }, 16, true],
    ['a{12} ~b{4} ~c?', {}, 16, false],
  ])('%s with %j keeps %d events a thread; it may want more: %s', (notation, more, room, scarce) => {
    expect(compiled(notation, more)).toMatchObject({ room, scarce })
  })

  test('matches longer than a thread may be are refused', () => {
    expect(() => compiled('a{12} ~b{12}')).toThrow('takes more than the 16 events that limits.taken allows')
    expect(compiled('a{12} ~b{12}', {}, 24)).toMatchObject({ room: 23, scarce: false })
  })

  test('is made once a stage', () => {
    const { stages, limits } = patternOf('a ~b')
    expect(compilePattern(stages[0] as PatternStage, limits)).toBe(compilePattern(stages[0] as PatternStage, limits))
  })

  test('a program that would be too large is refused', () => {
    const many = Array.from('abcdefghijkl', (letter, i) => `${i ? '~' : ''}${letter}?`).join(' ')
    expect(() => compiled(many)).toThrow(/'p' has too many ways to go on/)
  })
})
