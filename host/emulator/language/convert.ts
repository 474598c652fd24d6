/**
 * Conversions between types as Espruino does them (FACTS 3.2): to integer, float, number, truth, text, and the names of
 * types in messages.
 */
import type { Interpreter } from '../interpreter.ts'
import { floatOfText, formatNumber, intOfText, numberOfText, TOO_BIG } from '../numbers.ts'
import {
  Accessor,
  Arr,
  Bool,
  float,
  Fn,
  HOLE,
  int,
  isFunction,
  Native,
  Null,
  Num,
  Obj,
  Pin,
  Str,
  type Value,
  View,
  wide,
} from '../values.ts'

const LARGEST_LONG = 9223372036854775808

/** The low 32 bits of a float, as the processor converts it by way of 64 bits. */
export function floatToInt(value: number): number {
  return value < LARGEST_LONG && value > -LARGEST_LONG ? value | 0 : 0
}

/** The 32-bit integer that a value counts as in bit operations and as argument of natives. */
export function toInt(vm: Interpreter, value: Value): number {
  if (typeof value === 'number') return value
  if (value instanceof Num) return value.isFloat ? floatToInt(value.value) : value.value
  if (value instanceof Bool) return value.value ? 1 : 0
  if (value instanceof Str) return known(vm, intOfText(value.text))
  if (value instanceof Pin) return value.number
  const only = onlyElement(value)
  return only === value ? 0 : toInt(vm, only)
}

/** The float that a value counts as in arithmetic. */
export function toFloat(vm: Interpreter, value: Value): number {
  if (typeof value === 'number') return value
  if (value instanceof Num) return value.value
  if (value instanceof Bool) return value.value ? 1 : 0
  if (value instanceof Str) return known(vm, floatOfText(value.text))
  if (value instanceof Pin) return value.number
  if (value instanceof Arr || value instanceof View) {
    if (value.length === 0) return 0
    const only = onlyElement(value)
    return only === value ? NaN : toFloat(vm, only)
  }
  return value instanceof Null ? 0 : NaN
}

/** The single element of an array of length 1; 0 for an empty one; otherwise the value itself. */
function onlyElement(value: Value): Value {
  if (value instanceof Arr) {
    if (value.length === 0) return 0
    if (value.length > 1) return value
    const item = value.at(0)
    return item === HOLE || item instanceof Accessor ? undefined : (item as Value)
  }
  if (value instanceof View) {
    if (value.length === 0) return 0
    return value.length === 1 ? viewElement(value, 0) : value
  }
  return value
}

/** An element of a view as a value; the index is in range. */
export function viewElement(view: View, index: number): Value {
  const { cells } = view
  return cells.isFloat ? float(cells.get(index)) : wide(cells.get(index))
}

function known(vm: Interpreter, value: number | undefined): number {
  if (value === undefined) throw vm.error('Error', TOO_BIG)
  return value
}

/** Converts to a number value, keeping integers integers: unary plus, `++` and Number(). */
export function toNumber(vm: Interpreter, value: Value): Value {
  if (typeof value === 'number' || value instanceof Num || value instanceof Pin) return value
  if (value instanceof Bool || value instanceof Null) return int(toInt(vm, value))
  if (value instanceof Str) {
    const reading = numberOfText(value.text)
    if (reading === undefined) throw vm.error('Error', TOO_BIG)
    return reading.isInt ? int(reading.value) : float(reading.value)
  }
  return float(toFloat(vm, value))
}

export function truth(value: Value): boolean {
  if (typeof value === 'number') return value !== 0
  if (value === undefined || value instanceof Null) return false
  if (value instanceof Bool) return value.value
  if (value instanceof Num) return value.value !== 0 && value.value === value.value
  if (value instanceof Str) return value.text !== ''
  if (value instanceof Pin) return true
  return true
}

/** Whether something counts as a number in operators: not null or undefined. */
export function isNumeric(value: Value): boolean {
  return typeof value === 'number' || value instanceof Num || value instanceof Bool || value instanceof Pin
}

/** An integer, a boolean, a pin or null. */
export function isIntegral(value: Value): boolean {
  if (typeof value === 'number') return true
  return value instanceof Num ? !value.isFloat : value instanceof Bool || value instanceof Pin || value instanceof Null
}

/** `typeof`. */
export function typeName(value: Value): string {
  if (value === undefined) return 'undefined'
  if (isFunction(value)) return 'function'
  if (value instanceof Str) return 'string'
  if (value instanceof Bool) return 'boolean'
  if (isNumeric(value)) return 'number'
  return 'object'
}

/** The built-in class of a value, as messages and `instanceof` see it; undefined for null and undefined. */
export function className(value: Value): string | undefined {
  if (value instanceof View) return value.type
  if (value instanceof Pin) return 'Pin'
  if (value instanceof Arr) return 'Array'
  if (isNumeric(value)) return 'Number'
  if (value instanceof Obj) return 'Object'
  if (isFunction(value)) return 'Function'
  return value instanceof Str ? 'String' : undefined
}

/** How a message names the type of a value. */
export function typeInMessage(value: Value): string {
  return value instanceof Null ? 'null' : (className(value) ?? typeName(value))
}

/** `String(value)`. May run a `toString` of the program. */
export function toText(vm: Interpreter, value: Value): string {
  if (typeof value === 'number') return String(value)
  if (value instanceof Str) return value.text
  if (value instanceof Num) return formatNumber(value.value)
  if (value === undefined) return 'undefined'
  if (value instanceof Null) return 'null'
  if (value instanceof Bool) return value.value ? 'true' : 'false'
  if (value instanceof Pin) return `D${value.number}`
  if (value instanceof Arr || value instanceof View) return join(vm, value, ',')
  if (value instanceof Fn || value instanceof Native) return vm.functionText(value)
  return objectText(vm, value)
}

function objectText(vm: Interpreter, value: Obj): string {
  const method = vm.member(value, 'toString')
  if (method === undefined || (method instanceof Native && method.def === vm.plainToString)) return '[object Object]'
  const result = vm.call(method, value, [])
  return toText(vm, result)
}

/** Elements after which memory and time are looked after, and instructions for each of them. */
const LONG = 16_384
const ELEMENT_COST = 300

/** Elements as text with something between; null and undefined are empty. */
export function join(vm: Interpreter, list: Arr | View, filler: string): string {
  const texts: string[] = []
  if (list.length > LONG) vm.heap.reserve((list.length - 1) * filler.length)
  vm.nest(list, () => {
    for (let at = 0; at < list.length; at++) {
      if (at % LONG === LONG - 1) vm.work(LONG * ELEMENT_COST)
      const item = list instanceof View ? viewElement(list, at) : list.at(at)
      const value = item === HOLE || item instanceof Accessor ? undefined : (item as Value)
      texts.push(value === undefined || value instanceof Null ? '' : toText(vm, value))
    }
  })
  return texts.join(filler)
}

/** Objects with a `valueOf` method give its result in arithmetic. */
export function primitive(vm: Interpreter, value: Value): Value {
  if (!(value instanceof Obj)) return value
  const method = vm.member(value, 'valueOf')
  return isFunction(method) ? vm.call(method, value, []) : value
}
