/**
 * The shapes of what natives cost. All figures here and in the tables beside are instructions of the `Og32` build of
 * PERFORMANCE.md (32 bits, -Og, variables of 14 bytes), measured with scripts/native-cost.ts from the entry of a native
 * on; finding the function and evaluating its arguments is not in them. Recorded figures: natives.json.
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

/** The same for a list of natives, by name behind `prefix`. */
export function allFixed(prefix: string, costs: Readonly<Record<string, number>>): CostTable {
  return Object.fromEntries(Object.entries(costs).map(([name, instructions]) => [prefix + name, fixed(instructions)]))
}

/** Two costs in a row. */
export function both(first: NativeCost, second: NativeCost): NativeCost {
  return (vm, self, args, result) => first(vm, self, args, result) + second(vm, self, args, result)
}

/** A fixed part and one for each element of the array or character of the string that the native was called on. */
export function perElement(once: number, each: number): NativeCost {
  return (_vm, self) => once + each * sizeOf(self)
}

/** The same for the first argument. */
export function perElementOfFirst(once: number, each: number): NativeCost {
  return (_vm, _self, args) => once + each * sizeOf(args[0])
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

/** A number given as an argument; `otherwise` when it is none. */
export function numberOr(value: Value, otherwise: number): number {
  if (typeof value === 'number') return value
  return value instanceof Num ? value.value : otherwise
}
