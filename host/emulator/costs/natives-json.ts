/**
 * What making and reading JSON and printing cost (see natives-shapes.ts for the unit and the source): so much for each
 * value by its type, and for each character.
 */
import { Arr, Bool, isHolder, Null, Num, Str, type Value, View } from '../values.ts'
import type { CostTable, NativeCost } from './natives-shapes.ts'
import { sizeOf } from './natives-shapes.ts'

interface ValueCosts {
  readonly int: number
  readonly float: number
  readonly text: number
  readonly other: number
  readonly list: number
  readonly object: number
  /** A member of an object, without its value, and an element of an array. */
  readonly member: number
  readonly element: number
}

/** Characters not included: the shorter constants offset the quotes and brackets among them. */
const MADE: ValueCosts = {
  int: 538,
  float: 557,
  text: -230,
  other: 384,
  list: -582,
  object: 4777,
  member: 2718,
  element: 1630,
}
const MADE_ONCE = 1096
const MADE_CHAR = 221

const READ: ValueCosts = {
  int: 547,
  float: 292,
  text: 360,
  other: 65,
  list: 196,
  object: 216,
  member: 636,
  element: 717,
}
const READ_ONCE = 323
const READ_CHAR = 144

/** A value with all that is in it. What contains itself is left out where it comes again. */
function valueCost(value: Value, costs: ValueCosts, open: Set<Value>): number {
  if (typeof value === 'number') return costs.int
  if (value instanceof Num) return value.isFloat ? costs.float : costs.int
  if (value instanceof Str) return costs.text
  if (value instanceof View)
    return costs.list + value.length * (costs.element + (value.cells.isFloat ? costs.float : costs.int))
  if (!isHolder(value) || open.has(value)) return costs.other
  open.add(value)
  let cost = value instanceof Arr ? costs.list : costs.object
  if (value instanceof Arr) {
    for (const item of value.items) cost += costs.element + valueCost(item as Value, costs, open)
  } else for (const slot of value.slots) cost += costs.member + valueCost(slot.value as Value, costs, open)
  open.delete(value)
  return cost
}

/** Making the text of a value: JSON, or what `print` shows. */
export function shownCost(value: Value): number {
  return valueCost(value, MADE, new Set())
}

const stringify: NativeCost = (_vm, _self, [value], result) => MADE_ONCE + shownCost(value) + MADE_CHAR * sizeOf(result)

const parse: NativeCost = (_vm, _self, [text], result) =>
  READ_ONCE + valueCost(result, READ, new Set()) + READ_CHAR * sizeOf(text)

/** A character given to the console goes through it to the serial line. */
const PRINTED_CHAR = 455

/** `print` of these values, when so many characters came out. Strings are printed as they are. */
export function printCost(args: readonly Value[], length: number): number {
  let cost = 880
  for (const arg of args) {
    if (arg instanceof Str) cost += 1500
    else cost += 2300 + (arg instanceof Bool || arg instanceof Null ? 0 : shownCost(arg))
  }
  return cost + PRINTED_CHAR * length
}

export const jsonCosts: CostTable = {
  'JSON.parse': parse,
  'JSON.stringify': stringify,
  'E.toJS': stringify,
}
