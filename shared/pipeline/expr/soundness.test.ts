/**
 * The types and nullability that typing promises, against an evaluator that follows the rules of `ast.ts` to the letter:
 * a node that cannot be null never is, and every value has the type of its node.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expr } from './ast.ts'
import { compileCondition, compileExpression } from './type.ts'
import type { Field } from '../pipeline.ts'

type Value = number | string | boolean | null
interface World {
  now: Record<string, Value>
  before: Record<string, Value>
  dt: number | null
}

const fields: Field[] = [
  { name: 'i', type: 'int', optional: false },
  { name: 'j', type: 'int', optional: true },
  { name: 'd', type: 'double', optional: false },
  { name: 'e', type: 'double', optional: true },
  { name: 's', type: 'string', optional: false },
  { name: 'z', type: 'string', optional: true },
  { name: 'b', type: 'bool', optional: false },
  { name: 'c', type: 'bool', optional: true },
]

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null
}

const ARITHMETIC = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
}
const ORDER = {
  '<': (a: Value, b: Value) => a! < b!,
  '<=': (a: Value, b: Value) => a! <= b!,
  '>': (a: Value, b: Value) => a! > b!,
  '>=': (a: Value, b: Value) => a! >= b!,
}
const CALLS = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
  round: (x: number) => Math.floor(x + 0.5),
  min: Math.min,
  max: Math.max,
}
const TYPES: Record<string, string> = { number: 'number', text: 'string', bool: 'boolean' }

/** Evaluates and checks every node on the way. */
function evaluate(expr: Expr, world: World): Value {
  const value = bare(expr, world)
  if (value === null) expect(expr.nullable).toBe(true)
  else expect(typeof value).toBe(TYPES[expr.type])
  return value
}

function bare(expr: Expr, world: World): Value {
  const at = (each: Expr): Value => evaluate(each, world)
  switch (expr.kind) {
    case 'const':
      return expr.value
    case 'field':
      return world.now[expr.name]
    case 'prev':
      return world.before[expr.name]
    case 'dt':
      return world.dt
    case 'has':
      return world.now[expr.name] !== null
    case 'negate': {
      const x = at(expr.operand)
      return x === null ? null : -Number(x)
    }
    case 'not':
      return at(expr.operand) !== true
    case 'logic': {
      const [left, right] = [at(expr.left) === true, at(expr.right) === true]
      return expr.op === '&&' ? left && right : left || right
    }
    case 'equal':
      return (at(expr.left) === at(expr.right)) === (expr.op === '==')
    case 'order': {
      const [left, right] = [at(expr.left), at(expr.right)]
      return left !== null && right !== null && ORDER[expr.op](left, right)
    }
    case 'arithmetic': {
      const [left, right] = [at(expr.left), at(expr.right)]
      return left === null || right === null ? null : finite(ARITHMETIC[expr.op](left as number, right as number))
    }
    case 'call': {
      const args = expr.args.map(at)
      const call: (...xs: number[]) => number = CALLS[expr.name]
      return args.includes(null) ? null : finite(call(...args.map(Number)))
    }
    case 'textTest': {
      const text = at(expr.text)
      if (text === null) return false
      return expr.name === 'contains' ? String(text).includes(expr.part) : String(text).startsWith(expr.part)
    }
    case 'taken':
      throw new Error('not in this test')
  }
}

const int = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
)
const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -0),
)
const text = fc.string({ maxLength: 3 })
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value)
const nothing = fc.constant({ i: null, j: null, d: null, e: null, s: null, z: null, b: null, c: null })
const event = fc.record({
  i: int,
  j: maybe(int),
  d: double,
  e: maybe(double),
  s: text,
  z: maybe(text),
  b: fc.boolean(),
  c: maybe(fc.boolean()),
})
const worlds: fc.Arbitrary<World> = fc.record({ now: event, before: fc.oneof(event, nothing), dt: maybe(fc.nat()) })

const { number, bool } = fc.letrec<{ number: string; bool: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'e' },
    fc.constantFrom('i', 'j', 'd', 'e', "prev('i')", "prev('d')", 'dt()', '0', '1', '2', '0.5', '1e300', '1e-300'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(fc.constantFrom('abs', 'sqrt', 'floor', 'round'), tie('number')).map(([f, a]) => `${f}(${a})`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('number'), tie('number')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    tie('number').map((a) => `-(${a})`),
  ),
  bool: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'e' },
    fc.constantFrom(
      'b',
      'c',
      'true',
      'false',
      'has(j)',
      'has(i)',
      "contains(z, 'a')",
      "startsWith(s, '')",
      's < z',
      "prev('z') == s",
      'j == null',
    ),
    fc.constantFrom('has(x) && x > 3', '!has(x) || x * 2 == 1'),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('bool'), fc.constantFrom('&&', '||', '==', '!='), tie('bool'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('bool').map((a) => `!(${a})`),
  ),
}))

const scope = { fields, history: true, steps: null }

describe('typing is sound', () => {
  test('for numbers', () => {
    fc.assert(
      fc.property(number, worlds, (source, world) => {
        const { expr, faults } = compileExpression(source, scope)
        expect(faults).toEqual([])
        const value = evaluate(expr, world)
        expect(value === null || Number.isFinite(value)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('for conditions', () => {
    fc.assert(
      fc.property(bool, worlds, (source, world) => {
        const { expr, faults } = compileCondition(source, scope)
        expect(faults).toEqual([])
        expect([true, false, null]).toContain(evaluate(expr, world))
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['i * i * i', 'the largest integers', { i: Number.MAX_SAFE_INTEGER }],
    ['d + 1', 'the largest double', { d: Number.MAX_VALUE }],
    ['d / 2 + d / 2', 'the largest double', { d: Number.MAX_VALUE }],
    ['round(d)', 'the largest double', { d: -Number.MAX_VALUE }],
    ['i % 0.1', 'a small divisor', { i: 3 }],
  ])('%s of %s is a number', (source, _, now) => {
    const { expr } = compileExpression(source, scope)
    expect(expr.nullable).toBe(false)
    expect(evaluate(expr, { now, before: {}, dt: null })).not.toBeNull()
  })

  test.each([
    ['d + d', { d: Number.MAX_VALUE }],
    ['d * 1.1', { d: Number.MAX_VALUE }],
    ['i / i', { i: 0 }],
    ['i % i', { i: 0 }],
    ['sqrt(i)', { i: -1 }],
    ['d / 0.5', { d: Number.MAX_VALUE }],
    ['e + 1', { e: null }],
  ])('%s can be null', (source, now) => {
    const { expr } = compileExpression(source, scope)
    expect(evaluate(expr, { now, before: {}, dt: null })).toBeNull()
  })
})
