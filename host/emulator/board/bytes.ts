/** What natives accept as data: numbers, strings, arrays, typed arrays and `{data, count}`, nested at will (FACTS 4). */
import { gatherBytes } from '../builtins/espruino.ts'
import type { Interpreter } from '../interpreter.ts'
import type { Value } from '../values.ts'

/** All bytes of a value in order; numbers count modulo 256. */
export function bytesOf(vm: Interpreter, value: Value): number[] {
  const bytes: number[] = []
  gatherBytes(vm, value, bytes)
  return bytes
}
