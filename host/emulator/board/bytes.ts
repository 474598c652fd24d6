/** What natives accept as data: numbers, strings, arrays, typed arrays and `{data, count}`, nested at will (FACTS 4). */
import type { Interpreter } from '../interpreter.ts'
import { Arr, Null, Obj, Str, View, type Value } from '../values.ts'

/** All bytes of a value in order; numbers count modulo 256. */
export function bytesOf(vm: Interpreter, value: Value): number[] {
  const bytes: number[] = []
  collect(vm, value, bytes)
  return bytes
}

function collect(vm: Interpreter, value: Value, into: number[]): void {
  if (value instanceof Str) for (let at = 0; at < value.text.length; at++) into.push(value.text.charCodeAt(at))
  else if (value instanceof View) for (let at = 0; at < value.length; at++) into.push(value.cells.get(at) & 255)
  else if (value instanceof Arr) for (const at of value.indices()) collect(vm, value.at(at) as Value, into)
  else if (value instanceof Obj && value.find('count') !== undefined) repeat(vm, value, into)
  else if (value === undefined || value instanceof Null)
    vm.raise('TypeError', `Expecting Number or iterable, got ${value === undefined ? 'undefined' : 'null'}`)
  else into.push(vm.toInt(value) & 255)
}

function repeat(vm: Interpreter, value: Obj, into: number[]): void {
  const count = vm.toInt(value.find('count')?.value as Value)
  for (let times = 0; times < count; times++) collect(vm, value.find('data')?.value as Value, into)
}
