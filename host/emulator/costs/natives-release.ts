/**
 * What it costs to give back what a native made. The device frees a value when nothing refers to it any more, mostly at
 * the end of the statement; the emulator does not see that moment, so the price is paid when the value is made (see
 * natives-shapes.ts for the unit; from the costs outside of natives in natives.jsonl, by the size of the result).
 */
import { Arr, Num, Obj, Str, type Value, View } from '../values.ts'

/** A variable, one of ten characters of a linked string, and a name with its place in an array or object. */
const VARIABLE = 200
const TEXT_BLOCK = 55
const ELEMENT = 390
const MEMBER = 430
/** One piece: its place among the free variables is looked for, then each variable of it is put there. */
const PIECE = 1200
const PIECE_BYTE = 4
const LINKED_BYTES = 19

/** Values in arrays are taken to be like the first one, down to this depth. */
const DEPTH = 3

export function releaseCost(value: Value, depth = DEPTH): number {
  if (value instanceof Num) return VARIABLE
  if (value instanceof Str) {
    return value.layout === 'flat' ? piece(value.text.length) : VARIABLE + (TEXT_BLOCK * value.text.length) / 10
  }
  if (value instanceof View) return value.offset === 0 ? piece(value.length * value.cells.size) : VARIABLE
  if (depth === 0) return VARIABLE
  if (value instanceof Arr) {
    return (
      VARIABLE + value.length * (ELEMENT + (value.length === 0 ? 0 : releaseCost(value.items[0] as Value, depth - 1)))
    )
  }
  if (!(value instanceof Obj)) return 0
  let cost = VARIABLE
  for (const slot of value.slots) cost += MEMBER + releaseCost(slot.value as Value, depth - 1)
  return cost
}

function piece(bytes: number): number {
  return bytes > LINKED_BYTES ? PIECE + PIECE_BYTE * bytes : VARIABLE + (TEXT_BLOCK * bytes) / 10
}

/** Whether a result is, or is a view of, what was given: then nothing of size is released with it. */
export function handsOn(args: readonly Value[], result: Value): boolean {
  const [given] = args
  if (given === result) return true
  if (!(given instanceof View)) return false
  return result instanceof View ? result.bytes === given.bytes : result === given.bytes.lender
}

const TEXTS =
  'charAt concat padEnd padStart repeat replace replaceAll slice split substr substring toLowerCase toUpperCase trim'

/** Natives whose results are new. */
const FRESH: ReadonlySet<string> = new Set([
  ...TEXTS.split(' ').map((name) => `String#${name}`),
  ...'concat filter join map slice splice toString'.split(' ').map((name) => `Array#${name}`),
  ...'filter join map slice'.split(' ').map((name) => `ArrayBufferView#${name}`),
  ...'Uint8Array Uint8ClampedArray Int8Array Uint16Array Int16Array Uint24Array Uint32Array'.split(' '),
  ...'Int32Array Float32Array Float64Array ArrayBuffer JSON.parse JSON.stringify atob btoa'.split(' '),
  ...'Object.keys Object.values Object.entries Object#clone Array#clone String.fromCharCode'.split(' '),
  ...'E.toFlatString E.toJS E.toString E.toUint8Array encodeURIComponent decodeURIComponent'.split(' '),
])

/** Whether the native at this place makes its result anew, so that its release is part of its cost. */
export function makesNew(place: string): boolean {
  return FRESH.has(place)
}
