import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { RivuletError } from '../../shared/error.ts'
import type { Expr } from '../../shared/pipeline/expr/ast.ts'
import { compileExpression } from '../../shared/pipeline/expr/type.ts'
import type { Field } from '../../shared/pipeline/pipeline.ts'
import { compile } from '../../shared/reference/evaluate.ts'
import type { Value } from '../../shared/stream/event.ts'
import * as arithmetic from '../runtime/arithmetic.ts'
import { condition, value, type Names } from '../toolchain/expression.ts'
import { conditionText, numberText, TEXTS, trees } from './arbitrary/expressions.ts'
import { evaluated } from './evaluated.ts'

const NAMES = ['v', 'w', 'x', 's', 'u', 'b', 'c'] as const
type Name = (typeof NAMES)[number]
type Values = Record<Name, Value>

/** `v s b` are always there, `w x u c` may be missing. */
const FIELDS: readonly Field[] = [
  { name: 'v', type: 'double', optional: false },
  { name: 'w', type: 'double', optional: true },
  { name: 'x', type: 'int', optional: true },
  { name: 's', type: 'string', optional: false },
  { name: 'u', type: 'string', optional: true },
  { name: 'b', type: 'bool', optional: false },
  { name: 'c', type: 'bool', optional: true },
]

function parsed(text: string): Expr | null {
  const { expr, faults } = compileExpression(text, { fields: FIELDS, history: true, steps: null })
  return faults.length === 0 ? expr : null
}

function expr(text: string): Expr {
  const found = parsed(text)
  if (found === null) throw new Error(`no expression: ${text}`)
  return found
}

/** Gives names as a device program would, and remembers the texts and the tables that were asked for. */
class TestNames implements Names {
  readonly texts: string[] = []
  readonly tables: { test: 'contains' | 'startsWith'; part: string }[] = []

  field(name: string): string {
    return `now.${name}`
  }
  prev(name: string): string {
    return `before.${name}`
  }
  dt(): string {
    return '(t-t0)'
  }
  taken({ name, step }: { name: string; step: string }): string {
    return `took.${name}.${step}`
  }
  helper(name: string): string {
    return name
  }
  text(text: string): number {
    const known = this.texts.indexOf(text)
    return known < 0 ? this.texts.push(text) - 1 : known
  }
  textTest(test: 'contains' | 'startsWith', part: string): string {
    return `tables[${this.tables.push({ test, part }) - 1}]`
  }

  /** A value as the device holds it: null is NaN, booleans are 0 and 1, texts are numbers. */
  held(value: Value): number {
    if (typeof value === 'string') return this.text(value)
    return value === null ? NaN : Number(value)
  }

  table({ test, part }: TestNames['tables'][number]): number[] {
    return this.texts.map((text) => Number(test === 'contains' ? text.includes(part) : text.startsWith(part)))
  }
}

interface Moment {
  readonly now: Values
  readonly before: Values | null
  readonly dt: number
}

function onDevice(text: string, names: TestNames, { now, before, dt }: Moment): unknown {
  const all = (values: Values | null): Record<string, number> =>
    Object.fromEntries(NAMES.map((name) => [name, values === null ? NaN : names.held(values[name])]))
  const globals = { now: all(now), before: all(before), t: dt, t0: before === null ? NaN : 0, ...arithmetic }
  return evaluated(text, { ...globals, tables: names.tables.map((table) => names.table(table)) })
}

function onReference(expr: Expr, { now, before, dt }: Moment): Value {
  return compile(expr)(now, dt, before === null ? null : { t: 0, values: before })
}

const number = fc.oneof(
  fc.integer({ min: -30, max: 30 }).map((n) => n / 10),
  fc.constantFrom(0, 1e300, -1e300, 5e-324, 0.5, -2.5, 1e-200),
)
const text = fc.constantFrom(...TEXTS)
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 3 })
const values = fc.record<Values>({
  v: number,
  w: orNull(number),
  x: orNull(fc.integer({ min: -9, max: 9 })),
  s: text,
  u: orNull(text),
  b: fc.boolean(),
  c: orNull(fc.boolean()),
})
const moments = fc.record({ now: values, before: fc.option(values), dt: fc.nat(20) })
const ALL = { numbers: ['v', 'w', 'x'], texts: ['s', 'u'], bools: ['b', 'c'] }
const RUNS = { numRuns: 600 }

describe('compiled text gives what the reference gives', () => {
  const agrees = (source: string, moment: Moment): void => {
    const tree = parsed(source)
    fc.pre(tree !== null)
    const names = new TestNames()
    const compiled = value(tree, names)
    const expected = names.held(onReference(tree, moment))
    // -0 and 0 are one (shared/stream/tolerance.ts).
    expect((onDevice(compiled, names, moment) as number) + 0, `${source} as ${compiled}`).toBe(expected + 0)
  }

  test('numbers', () => {
    fc.assert(
      fc.property(trees(4), moments, (tree, moment) => agrees(numberText(tree, ALL), moment)),
      RUNS,
    )
  })

  test('truth values that are stored', () => {
    fc.assert(
      fc.property(trees(4), moments, (tree, moment) => agrees(conditionText(tree, ALL), moment)),
      RUNS,
    )
  })

  test('conditions', () => {
    fc.assert(
      fc.property(trees(4), moments, (tree, moment) => {
        const source = conditionText(tree, ALL)
        const parsedTree = parsed(source)
        fc.pre(parsedTree !== null)
        const names = new TestNames()
        const compiled = condition(parsedTree, names)
        const holds = onReference(parsedTree, moment) === true
        expect(Boolean(onDevice(compiled, names, moment)), `${source} as ${compiled}`).toBe(holds)
      }),
      RUNS,
    )
  })
})

describe('rows', () => {
  const NOW: Values = { v: 5, w: null, x: -7, s: 'ab', u: null, b: true, c: null }
  const MOMENT: Moment = { now: NOW, before: { ...NOW, v: 1e300, x: null, s: 'a' }, dt: 4 }

  test.each([
    ['v / 0', NaN],
    ['0 / (v - 5)', NaN],
    ['v % 0', NaN],
    ["prev('v') * 1e10", NaN],
    ["prev('v') * 1e10 - prev('v') * 1e10", NaN],
    ["v / (prev('v') * 1e10)", NaN],
    ["v % (prev('v') * 1e10)", NaN],
    ["(prev('v') * 1e10) % v", NaN],
    ["-(prev('v') * 1e10)", NaN],
    ["min(prev('v') * 1e10, 1)", NaN],
    ['w + 1', NaN],
    ['max(3, w)', NaN],
    ['max(3, v, 4)', 5],
    ['sqrt(-v)', NaN],
    ['round(-2.5)', -2],
    ['round(x / 2)', -3],
    ['floor(x / 2)', -4],
    ['x % 4', -3],
    ['v - -5', 10],
    ['v - (-5 - -6)', 4],
    ['-v - -v', 0],
    ['dt() * 2', 8],
    ["v - prev('x')", NaN],
  ])('%s is %d', (source, result) => {
    const names = new TestNames()
    expect(onDevice(value(expr(source), names), names, MOMENT)).toBe(result)
  })

  test.each([
    ['w > 1', false],
    ['w <= 1', false],
    ['!(w > 1)', true],
    ['!has(w)', true],
    ['!has(v)', false],
    ['has(w) || has(v)', true],
    ['has(w) == has(u)', true],
    ['w == null', true],
    ['w != null', false],
    ["w == prev('w')", true],
    ['w == x', false],
    ["s == 'ab'", true],
    ["u == 'ab'", false],
    ["u != 'ab'", true],
    ["u == prev('u')", true],
    ["s == prev('s')", false],
    ["contains(s, 'b')", true],
    ["startsWith(s, 'b')", false],
    ["startsWith(s, '')", true],
    ["contains(u, '')", false],
    ["contains(prev('s'), 'a')", true],
    ['b', true],
    ['!b', false],
    ['c', false],
    ['!c', true],
    ['c == true', false],
    ['c != true', true],
    ['c == null', true],
    ['b == (v > 4)', true],
    ['b && v > 4 || c', true],
  ])('%s holds: %s', (source, holds) => {
    const names = new TestNames()
    expect(Boolean(onDevice(condition(expr(source), names), names, MOMENT))).toBe(holds)
    expect(onReference(expr(source), MOMENT) === true).toBe(holds)
  })

  test('at the first event prev and dt are null', () => {
    const first = { ...MOMENT, before: null }
    const names = new TestNames()
    expect(["v - prev('v')", 'dt()'].map((source) => onDevice(value(expr(source), names), names, first))).toEqual([
      NaN,
      NaN,
    ])
  })
})

describe('the text', () => {
  const compiled = (source: string): string => value(expr(source), new TestNames())

  test.each([
    ['v + 1', 'finite((now.v+1))'],
    ['v * 2 + 1', 'finite(((now.v*2)+1))'],
    ['v / w', 'finite((now.v/now.w))'],
    ['v / (w + 1)', 'finite((now.v/finite((now.w+1))))'],
    ['abs(v)', 'abs(now.v)'],
    ['round(v)', 'floor(now.v+0.5)'],
    ["s == 'xab'", '((now.s===0)?1:0)'],
  ])('%s: guards stand only where an infinity may arise', (source, text) => {
    expect(compiled(source)).toBe(text)
  })

  test('texts are numbers of the dictionary, given in order of appearance', () => {
    const names = new TestNames()
    condition(expr("s == 'one' || s == 'two' || s == 'one'"), names)
    expect(names.texts).toEqual(['one', 'two'])
  })

  test.each([["s < 'b'"], ['u >= s']])('%s: the order of texts is refused, not wrong', (source) => {
    const failure = (): string => condition(expr(source), new TestNames())
    expect(failure).toThrow(RivuletError)
    expect(failure).toThrow(/ordering texts/)
  })
})
