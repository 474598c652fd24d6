/** What natives take as a run of bytes or numbers, and buffers that they make (FACTS 2.1, 4). */
import type { Interpreter } from '../interpreter.ts'
import { Accessor, Arr, Bytes, FLAT_FROM, isHolder, Str, type Value, View } from '../values.ts'
import { entries } from './arrays.ts'
import { gatherBytes } from './espruino.ts'
import { bufferOf, bytesOf } from './typed.ts'

/** Characters that fit into a variable without another one. */
const IN_ONE_VARIABLE = 9
/** What must be left of the stack when data are copied to it. */
const STACK_RESERVE = 256

/** Bytes of stack that are free where the program is. */
export function freeStack(vm: Interpreter): number {
  return vm.stackBytes - (vm.current?.stack ?? 0)
}

/**
 * The bytes behind a value, for natives that take a pointer: undefined for undefined, otherwise the value in memory or a
 * copy on the stack. Of a typed array that lies in one piece as many *bytes* are taken as it has *elements*; of one in
 * pieces, every element gives a byte.
 */
export function bytesBehind(vm: Interpreter, value: Value): Uint8Array | undefined {
  if (value === undefined) return undefined
  if (value instanceof View && liesInOnePiece(value.bytes)) {
    return value.bytes.data.slice(value.offset, value.offset + value.length)
  }
  const bytes: number[] = []
  gatherBytes(vm, value, bytes)
  const isCopied = !(value instanceof Str && (value.layout !== 'linked' || bytes.length <= IN_ONE_VARIABLE))
  if (isCopied && bytes.length + STACK_RESERVE > freeStack(vm))
    throw vm.error('Error', 'Not enough stack memory for data')
  return Uint8Array.from(bytes)
}

function liesInOnePiece({ data, lender }: Bytes): boolean {
  const isLinked = lender === undefined ? data.length <= FLAT_FROM : lender.layout === 'linked'
  return !isLinked || data.length <= IN_ONE_VARIABLE
}

/** The items of anything that can be iterated: elements, characters as codes, all that an object holds. */
export function itemsOf(value: Value): Value[] {
  if (value instanceof Str) return Array.from(value.text, (char) => char.charCodeAt(0))
  if (value instanceof Arr || value instanceof View || !isHolder(value))
    return entries(value, true).map(([, item]) => item)
  return value.slots.map(({ value: item }) => (item instanceof Accessor ? undefined : item))
}

/** A new ArrayBuffer in one piece, however short. */
export function flatBuffer(vm: Interpreter, data: Uint8Array): View {
  vm.heap.reserve(data.length)
  return bufferOf(bytesOf(new Str(latin1(data), 'flat')))
}

/** A new ArrayBuffer, in one piece if it is long. */
export function newBuffer(vm: Interpreter, data: Uint8Array): View {
  vm.heap.reserve(data.length)
  return bufferOf(new Bytes(data))
}

export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
