/**
 * The shapes of what natives cost. All figures here and in the tables beside are instructions of the `Og32` build of
 * PERFORMANCE.md (32 bits, -Og, variables of 14 bytes), fitted to the rows marked `fit` of natives.jsonl, which
 * scripts/native-cost.ts measures from the entry of a native to its end. Finding the function and evaluating its
 * arguments are not in them, nor is what its callbacks execute.
 */
import type { Interpreter } from '../interpreter.ts'
import { Arr, Num, Str, type Value, View } from '../values.ts'

/** What a call cost, told from what went in and came out, after it has ended. */
export type NativeCost = (vm: Interpreter, self: Value, args: readonly Value[], result: Value) => number

/** Costs by the place of a native: `Math.abs`, `String#trim`, `parseInt`. */
export type CostTable = Readonly<Record<string, NativeCost>>

/** The same for each call. */
export function fixed(instructions: number): NativeCost {
  return () => instructions
}

/** Fixed costs of natives by name; `prefix` goes before each name. */
export function allFixed(prefix: string, costs: Readonly<Record<string, number>>): CostTable {
  return Object.fromEntries(Object.entries(costs).map(([name, instructions]) => [prefix + name, fixed(instructions)]))
}

/** The same cost for several natives. */
export function same(prefix: string, names: string, cost: NativeCost): CostTable {
  return Object.fromEntries(names.split(' ').map((name) => [prefix + name, cost]))
}

/** What an element costs by where it is kept: it is read, made a value if need be, and worked on. */
export interface EachCosts {
  /** Typed arrays of 1, 2, 3 or 4 bytes, of floats of 4 and 8 bytes. */
  readonly bytes: number
  readonly shorts: number
  readonly words: number
  readonly singles: number
  readonly doubles: number
  /** Arrays of small integers, which live inside the names of the elements, and of anything else. */
  readonly smalls: number
  readonly values: number
  /** Characters of a string. */
  readonly chars: number
}

export function kindOf(list: Value): keyof EachCosts {
  if (list instanceof Str) return 'chars'
  if (!(list instanceof View)) return list instanceof Arr && typeof list.items[0] === 'number' ? 'smalls' : 'values'
  const { size, isFloat } = list.cells
  if (isFloat) return size === 4 ? 'singles' : 'doubles'
  return size === 1 ? 'bytes' : size === 2 ? 'shorts' : 'words'
}

/** All elements of a list. */
export function eachOf(list: Value, costs: EachCosts): number {
  return sizeOf(list) * costs[kindOf(list)]
}

/** A fixed part and one for each element of what the native was called on. */
export function perElement(once: number, costs: EachCosts): NativeCost {
  return (_vm, self) => once + eachOf(self, costs)
}

/** The same for the elements of the first argument. */
export function perElementOfFirst(once: number, costs: EachCosts): NativeCost {
  return (_vm, _self, [list]) => once + eachOf(list, costs)
}

/** A fixed part and one for each element or character of what the native made. */
export function perResult(once: number, each: number): NativeCost {
  return (_vm, _self, _args, result) => once + each * sizeOf(result)
}

/** Elements of an array or view, characters of a string; 0 of everything else. */
export function sizeOf(value: Value): number {
  if (value instanceof Str) return value.text.length
  return value instanceof Arr || value instanceof View ? value.length : 0
}

/** A number given as an argument; `otherwise` when it is none. What is not a number counts as 0, as for natives. */
export function numberOr(value: Value, otherwise: number): number {
  if (typeof value === 'number') return value
  if (!(value instanceof Num)) return otherwise
  return Number.isNaN(value.value) ? 0 : value.value
}
