/** The text that a pattern becomes: which conditions are asked, what threads keep for them, what moves say. */
import { describe, expect, test } from 'vitest'
import type { PatternStage } from '../../shared/pipeline/pipeline.ts'
import { stepNames } from '../../shared/pipeline/steps.ts'
import { patternCode } from '../toolchain/pattern/code.ts'
import { compilePattern } from '../toolchain/pattern/compile.ts'
import { Conditions, takenOf } from '../toolchain/pattern/conditions.ts'
import { elementsOf } from '../toolchain/pattern/elements.ts'
import { copyText, learnText, registersOf, registerState, takenText } from '../toolchain/pattern/registers.ts'
import { patternConstants } from '../toolchain/pattern-module.ts'
import { evaluated } from './evaluated.ts'
import { patternOf, steps } from './patterns.ts'

type Steps = Parameters<typeof patternOf>[0]

function stageOf(pattern: Steps, more = {}): PatternStage {
  return patternOf(pattern, more).stages[0] as PatternStage
}

/** One step with a condition; steps a and b stand before it. */
function conditionsOf(where: string): Conditions {
  return elementsOf(stageOf(steps('a ~b ~c', { c: { where } }))).conditions
}

describe('conditions', () => {
  test.each([
    ["name == 'c' && x > 1", ['event']],
    ["name == 'c' && x > sum('a', 'x') && x > 1", ['event', 'taken']],
    ["x > last('a', 'x') && count('b') == 1", ['taken', 'taken']],
    ["x > 1 || x > last('a', 'x')", ['taken']],
    ["abs(min('b', 'x') - 1) > 2", ['taken']],
    ["!contains(first('a', 'name'), 'q')", ['taken']],
    ["startsWith(name, 'a')", []],
  ])('%s adds %j: what looks back is asked apart', (where, kinds) => {
    expect(
      conditionsOf(where)
        .all.slice(2)
        .map(({ kind }) => kind),
    ).toEqual(kinds)
  })

  test('the same condition is one, wherever it stands', () => {
    expect(conditionsOf("startsWith(name,   'a')").all).toHaveLength(2)
    expect(new Conditions().test(null)).toEqual([])
  })

  test.each([
    ["name == 'a'", "name == 'b'", true],
    ["name == 'a' && x > 1", "'b' == name", true],
    ["name == 'a'", "name == 'a' && x > 1", false],
    ["name == 'a'", 'x == 1', false],
    ["name == 'a'", "name != 'b'", false],
    ['x == 1', 'x == 2', true],
  ])('%s and %s exclude each other: %s', (a, b, expected) => {
    const { conditions } = elementsOf(
      stageOf([
        { name: 's', where: a },
        { name: 't', where: b, contiguity: 'next' },
      ]),
    )
    expect(conditions.exclude(0, 1)).toBe(expected)
    expect(conditions.exclude(1, 0)).toBe(expected)
  })

  test('a bound behind the last event is a condition of its own', () => {
    const conditions = new Conditions()
    expect([conditions.behind(5), conditions.behind(6), conditions.behind(5)]).toEqual([0, 1, 0])
    expect(conditions.exclude(0, 1)).toBe(false)
  })
})

describe('what threads keep', () => {
  const registers = registersOf(
    conditionsOf("x > avg('a', 'x') && x < max('b', 'x') && sum('a', 'x') > count('b')").all,
  )

  test('one number a function, step and field', () => {
    expect(registers).toEqual([
      { fn: 'sum', step: 'a', field: 'x' },
      { fn: 'size', step: 'a', field: 'x' },
      { fn: 'max', step: 'b', field: 'x' },
      { fn: 'count', step: 'b', field: null },
    ])
    expect(registersOf(conditionsOf('x > 1').all)).toEqual([])
  })

  test('as text', () => {
    const [avg, max] = conditionsOf("x > avg('a', 'x') && x < max('b', 'x')").all.slice(2)
    const of = (condition: typeof avg): string =>
      condition.kind === 'taken' ? takenText(registers, takenOf(condition.expr)[0], 'i') : ''
    expect([of(avg), of(max)]).toEqual(['(R0[i]/R1[i])', 'R2[i]'])
    expect(registerState(registers)).toEqual([
      'const R0=new Float64Array(EMPTY+1)',
      'const R1=new Uint8Array(EMPTY+1)',
      'const R2=new Float64Array(EMPTY+1).fill(NaN)',
      'const R3=new Uint8Array(EMPTY+1)',
    ])
    expect(copyText(registers.slice(0, 2))).toBe('R0[to]=R0[from]\nR1[to]=R1[from]')
  })

  test.each([
    ['count', null, [[1], [2]], 2],
    ['count', 'x', [[1], [NaN]], 1],
    ['size', 'x', [[1], [NaN], [3]], 2],
    ['sum', 'x', [[1], [NaN], [3]], 4],
    ['min', 'x', [[2], [NaN], [1], [3]], 1],
    ['max', 'x', [[2], [NaN], [3], [1]], 3],
    ['first', 'x', [[NaN], [2], [3]], 2],
    ['last', 'x', [[2], [3], [NaN]], 3],
    ['last', 'x', [[NaN]], NaN],
  ] as const)('%s of %s over %j is %d', (fn, field, events, expected) => {
    const list = [{ fn, step: 'a', field }]
    const body = learnText(
      list,
      () => 'x',
      () => 0,
    )
    // Each event is taken by another step first.
    const round = `step=1\n${body}\nstep=0\n${body}`
    const text = `${registerState(list).join('\n')}\nlet slot=0,step=0,x=0\nfor([x] of events){${round}}\nR0[0]`
    expect(evaluated(text, { EMPTY: 1, events })).toEqual(expected)
  })
})

describe('moves', () => {
  const code = (pattern: Steps, more = {}): string[] => {
    const { stages, limits } = patternOf(pattern, more)
    const compiled = compilePattern(stages[0] as PatternStage, limits)
    return patternCode(compiled, (i) => (compiled.conditions[i].kind === 'event' ? `c${i}()` : `back${i}(i)`))
  }

  test('what only the start asks is asked on the spot; the rest once an event', () => {
    expect(code('a ~b ~c')).toEqual([
      'let b1=0',
      'let b2=0',
      'export function begins(){}',
      'export function looks(){b1=c1()\nb2=c2()\nreturn b1||b2}',
      'export function begin(){if(c0()){open()\nfork(0,1)\nclose()}}',
      'export function move(p){if(p<2){if(b1){on(1,2)}}else{if(b2){hit(2)\ngone()}}}',
      'export function lasts(p){return false}',
      'export function bound(p){return Infinity}',
    ])
  })

  test('what both ask is found out first', () => {
    const same = steps('a ~b', { b: { where: "startsWith(name, 'a')" } })
    expect(code(same)).toContain('export function begins(){b0=c0()}')
    expect(code(same)).toContain('export function begin(){if(b0){open()\nfork(0,1)\nclose()}}')
  })

  test('a thread that splits makes the further ones first; one that stays where no event leaves it alone says so', () => {
    expect(code('a ~~b ~c').join('\n')).toContain('if(b1){fork(1,2)}')
    const back = { b: { where: "x > last('a', 'x')" } }
    expect(code(steps('a ~b', back)).join('\n')).toContain('if(back1(i)){hit(1)\ngone()}else{stay()}')
  })

  test('a start that looks back is turned to before it is asked', () => {
    expect(code(steps('a ~b', { a: { where: "count('b') == 0" } })).join('\n')).toContain(
      'begin(){open()\nif(back0(i))',
    )
  })

  test('places where time makes a match, and bounds behind the last event', () => {
    const own = { b: { withinPreviousMs: 5 } }
    expect(code(steps('a ~b !~c', own), { withinMs: 9 }).slice(-2)).toEqual([
      'export function lasts(p){return p===2}',
      'export function bound(p){return p===1?5:Infinity}',
    ])
  })
})

describe('constants', () => {
  const constants = (pattern: Steps, more = {}): Record<string, unknown> => {
    const pipeline = patternOf(pattern, more)
    return patternConstants(pipeline, pipeline.stages[0] as PatternStage)
  }

  test.each<[Steps, object, object]>([
    [
      'a ~b ~c',
      {},
      { THREADS: 16, HELD: 0, SLOTS: 16, EMPTY: 256, ROOM: 2, SKIP: '', TIMED: false, PREVIOUS: false, ONLY: -1 },
    ],
    ['a ~b+', { withinMs: 7 }, { ROOM: 16, SCARCE: true, TIMED: true, WITHIN: 7, LASTING: false, NERVOUS: 0 }],
    ['a !~b', { withinMs: 7 }, { LASTING: true, ONLY: 0 }],
    ['a ~b', { skip: 'skipToNext' }, { HELD: 8, SLOTS: 24, SKIP: 'skipToNext', MARKED: false, STRICT: false, ROOM: 2 }],
    ['a ~b', { skip: 'skipToLast:b:strict' }, { SKIP: 'skipToLast', MARKED: true, STRICT: true, STEP: 1 }],
    [steps('a ~b? >c', { c: { withinPreviousMs: 3 } }), {}, { PREVIOUS: true, TIMED: true, WITHIN: 0 }],
  ])('of %j with %j', (pattern, more, expected) => {
    expect(constants(pattern, more)).toMatchObject(expected)
  })

  test('steps have the numbers of records: groups and negated steps count', () => {
    expect(stepNames(stageOf('a ~( b !c >d )+ ~e').steps)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
