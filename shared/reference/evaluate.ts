/**
 * Makes a function out of an expression. The rules are those of `expr/ast.ts` (SEMANTICS 1.3; DESIGN, decision 4):
 * a missing field is `null`, ordering with `null` is false, arithmetic with `null`, NaN or infinity is `null`,
 * `==` compares without conversion, conditions take `null` as false.
 */
import type { ArithmeticOp, Expr, NumberFunction, OrderOp } from '../pipeline/expr/ast.ts'
import type { Value } from '../stream/event.ts'
import { overTaken, type Taken } from './pattern/taken.ts'

type Values = Readonly<Record<string, Value>>

/** The event before, for `prev('f')` and `dt()`. */
export interface Previous {
  readonly t: number
  readonly values: Values
}

/**
 * `values` and `t` are those of the event under test, `t` in milliseconds; `taken` is what a partial match has taken so far,
 * in patterns.
 */
export type Evaluate = (values: Values, t: number, previous: Previous | null, taken?: Taken | null) => Value

export function compile(expr: Expr): Evaluate {
  switch (expr.kind) {
    case 'const': {
      const { value } = expr
      return () => value
    }
    case 'field': {
      const { name } = expr
      return (values) => read(values, name)
    }
    case 'has': {
      const { name } = expr
      return (values) => read(values, name) !== null
    }
    case 'prev': {
      const { name } = expr
      return (_values, _t, previous) => (previous === null ? null : read(previous.values, name))
    }
    case 'dt':
      return (_values, t, previous) => (previous === null ? null : t - previous.t)
    case 'arithmetic':
      return numeric([expr.left, expr.right], ARITHMETIC[expr.op])
    case 'negate':
      return numeric([expr.operand], (x) => -x)
    case 'call':
      return numeric(expr.args, CALLS[expr.name])
    case 'order':
      return order(expr.op, compile(expr.left), compile(expr.right))
    case 'equal':
      return equal(expr.op === '==', compile(expr.left), compile(expr.right))
    case 'logic':
      return logic(expr.op === '&&', condition(expr.left), condition(expr.right))
    case 'not': {
      const holds = condition(expr.operand)
      return (values, t, previous, taken) => !holds(values, t, previous, taken)
    }
    case 'textTest':
      return textTest(expr.name === 'startsWith', compile(expr.text), expr.part)
    case 'taken':
      return overTaken(expr)
  }
}

export type Condition = (values: Values, t: number, previous: Previous | null, taken?: Taken | null) => boolean

/** A condition holds when its expression is true; `null` counts as false. */
export function condition(expr: Expr): Condition {
  const evaluate = compile(expr)
  return (values, t, previous, taken) => evaluate(values, t, previous, taken) === true
}

function read(values: Values, name: string): Value {
  return values[name] ?? null
}

const ARITHMETIC: Record<ArithmeticOp, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

const CALLS: Record<NumberFunction, (...numbers: number[]) => number> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
  round: (x) => Math.floor(x + 0.5),
  min: Math.min,
  max: Math.max,
}

/** Applies `fn` to numbers; `null` when one of them is `null` or the outcome is not a finite number. */
function numeric(operands: readonly Expr[], fn: (...numbers: number[]) => number): Evaluate {
  const [first, second] = operands.map(compile)
  if (operands.length === 1) {
    return (values, t, previous, taken) => {
      const a = first(values, t, previous, taken)
      return typeof a === 'number' ? finite(fn(a)) : null
    }
  }
  if (operands.length === 2) {
    return (values, t, previous, taken) => {
      const a = first(values, t, previous, taken)
      const b = second(values, t, previous, taken)
      return typeof a === 'number' && typeof b === 'number' ? finite(fn(a, b)) : null
    }
  }
  const all = operands.map(compile)
  return (values, t, previous, taken) => {
    const numbers = all.map((operand) => operand(values, t, previous, taken))
    return numbers.every((x) => typeof x === 'number') ? finite(fn(...numbers)) : null
  }
}

/** Decision 4: NaN and the infinities are `null`. */
export function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null
}

const ORDER: Record<OrderOp, <T extends number | string>(a: T, b: T) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Numbers are ordered with numbers and texts with texts; anything else is false. */
function order(op: OrderOp, left: Evaluate, right: Evaluate): Evaluate {
  const holds = ORDER[op]
  return (values, t, previous, taken) => {
    const a = left(values, t, previous, taken)
    const b = right(values, t, previous, taken)
    if (typeof a === 'number' && typeof b === 'number') return holds(a, b)
    return typeof a === 'string' && typeof b === 'string' && holds(a, b)
  }
}

function equal(wanted: boolean, left: Evaluate, right: Evaluate): Evaluate {
  return (values, t, previous, taken) =>
    (left(values, t, previous, taken) === right(values, t, previous, taken)) === wanted
}

function logic(both: boolean, left: Condition, right: Condition): Evaluate {
  if (both) return (values, t, previous, taken) => left(values, t, previous, taken) && right(values, t, previous, taken)
  return (values, t, previous, taken) => left(values, t, previous, taken) || right(values, t, previous, taken)
}

function textTest(atStart: boolean, text: Evaluate, part: string): Evaluate {
  return (values, t, previous, taken) => {
    const value = text(values, t, previous, taken)
    if (typeof value !== 'string') return false
    return atStart ? value.startsWith(part) : value.includes(part)
  }
}
