/** The bytes of the frame at work, out of which columns are cut one after the other. */
import { scratch } from './hint.ts'

const decode = atob
const toBuffer = E.toArrayBuffer

export let buffer = scratch<ArrayBuffer>(undefined as never)
/** Where the last column ends. */
export let place = 0

/** The bytes of a frame of columns. */
export function open(base64: string): void {
  buffer = toBuffer(decode(base64))
  place = 0
}

/** Where a column of `n` values begins, each of `width` bytes (a power of two) and at a multiple of that. */
export function claim(width: number, n: number): number {
  const at = (place + width - 1) & -width
  place = at + width * n
  return at
}
