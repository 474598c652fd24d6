/**
 * Binary operators on any types (FACTS 3.2). Integers are 32-bit; a result that does not fit becomes a float, and a
 * division always yields a float.
 */
import { COST } from '../costs/model.ts'
import type { Interpreter } from '../interpreter.ts'
import { isWholeText } from '../numbers.ts'
import {
  Arr,
  Bool,
  bool,
  float,
  int,
  isFunction,
  Native,
  Null,
  Num,
  Obj,
  Pin,
  Str,
  str,
  type Value,
  View,
  wide,
} from '../values.ts'
import { isIntegral, isNumeric, primitive, toFloat, toInt, toText, truth } from './convert.ts'

const BITWISE = new Set(['&', '|', '^', '<<', '>>', '>>>'])
const ARITHMETIC = new Set(['*', '/', '%', '-'])
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>='])

/** `left op right`, objects already reduced by `valueOf`. */
export function operate(vm: Interpreter, op: string, left: Value, right: Value): Value {
  if (op === '===') return bool(identical(vm, left, right))
  if (op === '!==') return bool(!identical(vm, left, right))
  const integers = BITWISE.has(op)
  if (left === undefined && right === undefined && !integers) {
    if (op === '==' || op === '!=') return bool(op === '==')
    return undefined
  }
  if (left === undefined && right === undefined) return undefined
  const numbers = integers || ARITHMETIC.has(op)
  const text = COMPARISONS.has(op) ? textCompare(left, right) : 'no'
  if (numbers || text !== 'no' || (countsAsNumber(left) && countsAsNumber(right))) {
    if (integers || text === 'int' || (isIntegral(left) && isIntegral(right))) {
      return integerOperation(vm, op, left, right)
    }
    return floatOperation(vm, op, left, right)
  }
  if (comparesByIdentity(op, left, right)) return bool(sameObject(left, right) === (op === '=='))
  return textOperation(vm, op, left, right)
}

/** Reduces both sides by `valueOf`, then operates. */
export function operateAny(vm: Interpreter, op: string, left: Value, right: Value): Value {
  return operate(vm, op, primitive(vm, left), primitive(vm, right))
}

function countsAsNumber(value: Value): boolean {
  return value === undefined || value instanceof Null || isNumeric(value)
}

/** Whether a comparison of a number with a text is one of numbers, and of which kind. */
function textCompare(left: Value, right: Value): 'no' | 'int' | 'float' {
  const [number, text] = right instanceof Str ? [left, right] : [right, left]
  if (!(text instanceof Str) || !isNumeric(number)) return 'no'
  return isIntegral(number) && isWholeText(text.text, false) ? 'int' : 'float'
}

function integerOperation(vm: Interpreter, op: string, left: Value, right: Value): Value {
  const a = toInt(vm, left)
  const b = toInt(vm, right)
  switch (op) {
    case '+':
      return wide(a + b)
    case '-':
      return wide(a - b)
    case '*':
      return product(a, b)
    case '/':
      return float(a / b)
    case '%':
      return b === 0 ? float(NaN) : int((a % Math.abs(b)) | 0)
    case '&':
      return int(a & b)
    case '|':
      return int(a | b)
    case '^':
      return int(a ^ b)
    case '<<':
      return int(a << b)
    case '>>':
      return int(a >> b)
    case '>>>':
      return wide(a >>> b)
    case '==':
      return bool(a === b && left instanceof Null === right instanceof Null)
    case '!=':
      return bool(a !== b || left instanceof Null !== right instanceof Null)
    default:
      return bool(order(op, a, b))
  }
}

/** A product of integers is exact in 64 bits before it becomes a float. */
function product(a: number, b: number): Value {
  const quick = a * b
  if (Math.abs(quick) <= Number.MAX_SAFE_INTEGER) return wide(quick)
  return float(Number(BigInt(a) * BigInt(b)))
}

function floatOperation(vm: Interpreter, op: string, left: Value, right: Value): Value {
  const a = toFloat(vm, left)
  const b = toFloat(vm, right)
  switch (op) {
    case '+':
      return float(a + b)
    case '-':
      return float(a - b)
    case '*':
      return float(a * b)
    case '/':
      return float(a / b)
    case '%':
      return float(remainder(a, b))
    case '==':
    case '!=': {
      const bothEmpty = (left instanceof Null && right === undefined) || (right instanceof Null && left === undefined)
      const equal = a === b && left instanceof Null === right instanceof Null
      return bool((equal || bothEmpty) === (op === '=='))
    }
    default:
      return bool(order(op, a, b))
  }
}

/** As the device divides: what is left of a finite number by minus infinity is 0. */
export function remainder(a: number, b: number): number {
  if (b === -Infinity && Number.isFinite(a)) return a < 0 ? -0 : 0
  const rest = a % b
  // the one of the C library, whose sign is not set
  return Number.isNaN(rest) ? NaN : rest
}

function order<T extends number | string>(op: string, a: T, b: T): boolean {
  switch (op) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    default:
      return a >= b
  }
}

function comparesByIdentity(op: string, left: Value, right: Value): boolean {
  if (op !== '==' && op !== '!=') return false
  if (left instanceof Arr !== right instanceof Arr) return false
  return [left, right].some((side) => side instanceof Arr || side instanceof Obj || isFunction(side))
}

/** Natives are the same when they do the same. */
function sameObject(left: Value, right: Value): boolean {
  if (left === right) return true
  if (!(left instanceof Native && right instanceof Native)) return false
  return (
    left.def.body === right.def.body &&
    left.boundThis === right.boundThis &&
    left.slots.length + right.slots.length === 0
  )
}

function textOperation(vm: Interpreter, op: string, left: Value, right: Value): Value {
  const a = toText(vm, left)
  const b = toText(vm, right)
  if (op === '+') return str(a + b)
  if (vm.charged) vm.instructions += COST.compareText + commonLength(a, b) * COST.compareCharacter
  if (op === '==') return bool(a === b)
  if (op === '!=') return bool(a !== b)
  return bool(order(op, a, b))
}

/** Characters that are equal from the start. */
function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** `===`: the same type, and equal. */
export function identical(vm: Interpreter, left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left === right
  if (left === undefined || right === undefined) return left === right
  if (!sameType(left, right)) return false
  return truth(operate(vm, '==', left, right))
}

function sameType(left: Value, right: Value): boolean {
  if (isPlainNumber(left)) return isPlainNumber(right)
  for (const type of [Str, Bool, Null, Arr, View, Obj]) if (left instanceof type) return right instanceof type
  return isFunction(left) && isFunction(right)
}

/** Pins are integers here. */
function isPlainNumber(value: Value): boolean {
  return typeof value === 'number' || value instanceof Num || value instanceof Pin
}

/** Addition with the common cases first. */
/** What joining texts costs: a text that a name holds is copied first, a number becomes text. */
function chargeConcat(vm: Interpreter, left: Value, right: Value, copies: boolean): void {
  const from = left instanceof Str ? left.text.length : 0
  const more = right instanceof Str ? right.text.length : 4
  vm.instructions +=
    vm.charged *
    (COST.concat + textCost(left) + textCost(right) + from * COST.walkCharacter + more * COST.appendCharacter)
  if (copies) vm.instructions += vm.charged * from * COST.copyCharacter
}

/** What making text of a value costs. */
export function textCost(value: Value): number {
  if (value instanceof Str) return 0
  return value instanceof Num && value.isFloat ? COST.floatText : COST.intText
}

export function add(vm: Interpreter, left: Value, right: Value, copies = false): Value {
  if (typeof left === 'number') {
    if (typeof right === 'number') return wide(left + right)
    if (right instanceof Num) return right.isFloat ? float(left + right.value) : wide(left + right.value)
  } else if (left instanceof Num) {
    const isFloat = left.isFloat
    if (typeof right === 'number') return isFloat ? float(left.value + right) : wide(left.value + right)
    if (right instanceof Num) {
      return isFloat || right.isFloat ? float(left.value + right.value) : wide(left.value + right.value)
    }
  }
  if (left instanceof Str || right instanceof Str) chargeConcat(vm, left, right, copies)
  if (left instanceof Str && right instanceof Str) {
    if (right.text.length > LONG_TEXT) vm.heap.reserve(right.text.length)
    return str(left.text + right.text)
  }
  return operateAny(vm, '+', left, right)
}

/** Texts longer than this are appended only when memory has room for them. */
const LONG_TEXT = 500

/** Whether both are numbers, so that an operator needs no conversions. */
export function bothNumbers(left: Value, right: Value): boolean {
  return (typeof left === 'number' || left instanceof Num) && (typeof right === 'number' || right instanceof Num)
}
