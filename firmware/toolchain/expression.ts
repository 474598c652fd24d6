/**
 * Expressions as device code (rules: shared/pipeline/expr/ast.ts). null is NaN, booleans are 0 and 1 (NaN: null), texts
 * their dictionary number. A condition is any JavaScript value whose truth counts: NaN is false, as null is.
 *
 * Arithmetic that overflows or divides by zero gives null: `finite` guards a tree of operations once, at its root, and
 * every divisor that is not a constant.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Expr } from '../../shared/pipeline/expr/ast.ts'

type Taken = Extract<Expr, { kind: 'taken' }>

export type Helper = 'abs' | 'sqrt' | 'floor' | 'finite' | 'min' | 'max'

/** What the compiled text refers to. */
export interface Names {
  /** The variable that holds a field. */
  field(name: string): string
  /** The variable that holds the previous event's field; asking for it makes it exist. */
  prev(name: string): string
  /** The number of a text in the dictionary; asking for it gives it one. */
  text(text: string): number
  /** A table (by dictionary number) of which texts contain or start with `part`. */
  textTest(name: 'contains' | 'startsWith', part: string): string
  /** Functions of `runtime/arithmetic.ts`. */
  helper(name: Helper): string
  /** Milliseconds since the previous event. */
  dt(): string
  /** A function over what a partial match took (patterns). */
  taken(expr: Taken): string
}

/** Whether the value could be infinite without a guard. */
function unsafe(expr: Expr): boolean {
  switch (expr.kind) {
    case 'arithmetic':
      return true
    case 'negate':
      return unsafe(expr.operand)
    case 'taken':
      return expr.name === 'sum' || expr.name === 'avg'
    default:
      return false
  }
}

/** A number that is finite or NaN. */
function number(expr: Expr, names: Names): string {
  const text = raw(expr, names)
  return unsafe(expr) ? `${names.helper('finite')}(${text})` : text
}

/** A number that may be infinite where the exact value overflowed. */
function raw(expr: Expr, names: Names): string {
  if (expr.kind === 'negate') return `(-${raw(expr.operand, names)})`
  if (expr.kind === 'taken') return names.taken(expr)
  if (expr.kind !== 'arithmetic') return value(expr, names)
  const left = raw(expr.left, names)
  const divides = expr.op === '/' || expr.op === '%'
  const right = divides ? number(expr.right, names) : raw(expr.right, names)
  // `%` has no infinite result of its own and hides an infinite left side.
  return `(${expr.op === '%' ? number(expr.left, names) : left}${expr.op}${right})`
}

function call(expr: Extract<Expr, { kind: 'call' }>, names: Names): string {
  const args = expr.args.map((a) => number(a, names))
  switch (expr.name) {
    case 'abs':
    case 'sqrt':
    case 'floor':
      return `${names.helper(expr.name)}(${args[0]})`
    case 'round':
      return `${names.helper('floor')}(${args[0]}+0.5)`
    case 'min':
    case 'max': {
      const choose = names.helper(expr.name)
      return args.reduce((a, b) => `${choose}(${a},${b})`)
    }
  }
}

function equal(expr: Extract<Expr, { kind: 'equal' }>, names: Names): string {
  const a = value(expr.left, names)
  const b = value(expr.right, names)
  const isNull = (text: string): string => `(${text}!==${text})`
  let same: string
  if (expr.left.kind === 'const' && expr.left.value === null) same = isNull(b)
  else if (expr.right.kind === 'const' && expr.right.value === null) same = isNull(a)
  else if (expr.left.nullable && expr.right.nullable) same = `(${a}===${b}||(${a}!==${a}&&${b}!==${b}))`
  else same = `(${a}===${b})`
  return expr.op === '==' ? same : `(!${same})`
}

/** A value as it may be stored: NaN for null, 0 and 1 for booleans. */
export function value(expr: Expr, names: Names): string {
  switch (expr.kind) {
    case 'const':
      if (expr.value === null) return 'NaN'
      if (typeof expr.value === 'string') return String(names.text(expr.value))
      // In brackets, so that a minus before it stays one of two.
      return Number(expr.value) < 0 ? `(${expr.value})` : String(Number(expr.value))
    case 'field':
      return names.field(expr.name)
    case 'prev':
      return names.prev(expr.name)
    case 'dt':
      return names.dt()
    case 'arithmetic':
    case 'negate':
    case 'taken':
      return number(expr, names)
    case 'call':
      return call(expr, names)
    case 'has':
    case 'order':
    case 'equal':
    case 'logic':
    case 'not':
    case 'textTest':
      return `(${condition(expr, names)}?1:0)`
  }
}

/** Something whose truth is the condition's: null counts as false. */
export function condition(expr: Expr, names: Names): string {
  switch (expr.kind) {
    case 'has': {
      const x = names.field(expr.name)
      return `(${x}===${x})`
    }
    case 'order':
      if (expr.left.type === 'text') throw textOrder()
      return `(${value(expr.left, names)}${expr.op}${value(expr.right, names)})`
    case 'equal':
      return equal(expr, names)
    case 'logic':
      return `(${condition(expr.left, names)}${expr.op}${condition(expr.right, names)})`
    case 'not':
      return `(!${condition(expr.operand, names)})`
    case 'textTest': {
      const table = names.textTest(expr.name, expr.part)
      const x = value(expr.text, names)
      // A missing text is NaN, and reading a place of that name in a typed array is an exception.
      return expr.text.nullable ? `(${x}===${x}&&${table}[${x}])` : `${table}[${x}]`
    }
    default:
      return value(expr, names)
  }
}

/** Texts are dictionary numbers on the device, whose order means nothing. */
function textOrder(): RivuletError {
  return new RivuletError('E_UNSUPPORTED', 'ordering texts (<, <=, >, >=) is not supported on a device yet', {
    kind: 'usage',
    cure: 'compare texts with ==, != or startsWith',
  })
}
