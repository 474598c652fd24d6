import { describe, expect, test } from 'vitest'
import type { Expr } from '../pipeline/expr/ast.ts'
import { compileExpression } from '../pipeline/expr/type.ts'
import type { Field } from '../pipeline/pipeline.ts'
import type { Value } from '../stream/event.ts'
import { compile, condition, finite } from './evaluate.ts'

const FIELDS: Field[] = [
  ...['x', 'y'].map((name): Field => ({ name, type: 'double', optional: true })),
  { name: 's', type: 'string', optional: true },
  { name: 'r', type: 'string', optional: true },
  { name: 'b', type: 'bool', optional: true },
]
const NOW = { x: 7, y: 2, s: 'abc', r: 'abd', b: true }
const BEFORE = { t: 900, values: { x: 5, y: null, s: 'old', r: null, b: false } }
const NOTHING = { x: null, y: null, s: null, r: null, b: null }

function parse(text: string): Expr {
  const { expr, faults } = compileExpression(text, { fields: FIELDS, history: true, steps: null })
  if (faults.length > 0) throw new Error(faults[0].message)
  return expr
}

describe('expressions (1.3)', () => {
  test.each<[string, Value]>([
    // text, value with x=7 y=2 s='abc' r='abd' b=true at 1000, after x=5 s='old' b=false at 900
    ['x', 7],
    ["'text'", 'text'],
    ['x + y', 9],
    ['x - y', 5],
    ['x * y', 14],
    ['x / y', 3.5],
    ['x % y', 1],
    ['-x % y', -1],
    ['-x', -7],
    ['abs(-x)', 7],
    ['sqrt(x + y)', 3],
    ['floor(-2.5)', -3],
    ['round(2.5)', 3],
    ['round(-2.5)', -2],
    ['min(x, y)', 2],
    ['max(x, y, 9)', 9],
    ['min(x, y, 1, 3)', 1],
    ["prev('x')", 5],
    ["prev('y')", null],
    ["x - prev('x')", 2],
    ["prev('s')", 'old'],
    ['dt()', 100],
    ["(x - prev('x')) / dt()", 0.02],
    ['x > y', true],
    ['x < y', false],
    ['x >= 7', true],
    ['x <= 6', false],
    ['s < r', true],
    ['s > r', false],
    ['x == 7', true],
    ['x != 7', false],
    ["s == 'abc'", true],
    ['b == true', true],
    ['x == null', false],
    ['b && x > y', true],
    ['b && x < y', false],
    ['x < y || b', true],
    ['x < y || !b', false],
    ['!b', false],
    ['has(x)', true],
    ["contains(s, 'bc')", true],
    ["contains(s, 'x')", false],
    ["startsWith(s, 'ab')", true],
    ["startsWith(s, 'bc')", false],
  ])('%s is %j', (text, expected) => {
    expect(compile(parse(text))(NOW, 1000, BEFORE)).toBe(expected)
  })

  test.each<[string, Value]>([
    // text, value when every field is missing and there is no event before
    ['x', null],
    ['x + 1', null],
    ['-x', null],
    ['abs(x)', null],
    ['min(x, 1)', null],
    ['max(1, 2, x)', null],
    ['x < 1', false],
    ['x >= 1', false],
    ["s < 'a'", false],
    ['x == null', true],
    ['x != null', false],
    ['x == y', true],
    ['x == 0', false],
    ['has(x)', false],
    ["contains(s, 'a')", false],
    ["startsWith(s, '')", false],
    ['!b', true],
    ['b && true', false],
    ['b || false', false],
    ["prev('x')", null],
    ['dt()', null],
    ['x - dt()', null],
  ])('%s of nothing is %j', (text, expected) => {
    expect(compile(parse(text))(NOTHING, 1000, null)).toBe(expected)
  })

  test.each(['x / (y - 2)', '(x - 7) / (y - 2)', 'sqrt(-x)', 'x % (y - 2)', 'x * 1e308 * 1e308'])(
    '%s is not finite, so null (decision 4)',
    (text) => expect(compile(parse(text))(NOW, 1000, null)).toBeNull(),
  )

  test('dt between events of the same time is 0', () => {
    expect(compile(parse('dt()'))(NOW, 900, BEFORE)).toBe(0)
  })

  test('a field that an event does not carry is null', () => {
    expect(compile(parse('has(x)'))({}, 0, null)).toBe(false)
  })

  test('conditions take null as false', () => {
    expect(condition(parse('b'))(NOTHING, 0, null)).toBe(false)
    expect(condition(parse('b'))(NOW, 0, null)).toBe(true)
  })

  test.each<[number, number | null]>([
    [1, 1],
    [NaN, null],
    [Infinity, null],
    [-Infinity, null],
  ])('finite(%d) is %j', (x, expected) => expect(finite(x)).toBe(expected))
})
