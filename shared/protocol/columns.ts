/**
 * How values travel bit for bit without decimal text (protocol, section 3): a column of short decimals as integers and
 * their common power of ten, since `n / 10^d` gives the very same double; anything else as Float64.
 */
import type { ColumnScale } from './frames.ts'

/** Powers of ten tried for a column. */
const MAX_DIGITS = 6
/** Powers of ten tried for a single value, whose integer may be long. */
const MAX_PAIR_DIGITS = 9

const INT16 = 0x7fff
const INT32 = 0x7fffffff

/** A value as `integer / scale`; the integer of a missing value is null. */
export type PairScale = readonly [scale: number, integer: number | null]

/** The integer `n` with `n / scale` the very same double as `value`, or `null`. -0 has none. */
function integerOf(value: number, scale: number): number | null {
  const n = Math.round(value * scale)
  return Number.isSafeInteger(n) && Object.is(n / scale, value) && !Object.is(n, -0) ? n : null
}

/** A value as a pair, or `null` when it is no short decimal; the `declared` scale is tried first. */
export function pairOf(value: number | null, declared?: number): PairScale | null {
  if (value === null) return [1, null]
  const usual = declared === undefined ? null : integerOf(value, declared)
  if (declared !== undefined && usual !== null) return [declared, usual]
  for (let digits = 0, scale = 1; digits <= MAX_PAIR_DIGITS; digits++, scale *= 10) {
    const n = integerOf(value, scale)
    if (n !== null) return [scale, n]
  }
  return null
}

/**
 * The scale under which a column travels: the narrowest type that gives back every value. `declared` is tried first, so
 * that a packed field travels in the same way as long as it may.
 */
export function chooseScale(values: readonly (number | null)[], declared?: number): ColumnScale {
  if (values.includes(null)) return null
  if (declared !== undefined) {
    const largest = largestInteger(values as readonly number[], declared)
    if (largest !== null && largest <= INT32) return largest <= INT16 ? declared : -declared
  }
  for (let digits = 0, scale = 1; digits <= MAX_DIGITS; digits++, scale *= 10) {
    const largest = largestInteger(values as readonly number[], scale)
    // A larger scale only makes the integers longer.
    if (largest !== null) return largest <= INT16 ? scale : largest <= INT32 ? -scale : 0
  }
  return 0
}

/** The largest magnitude among the integers of a column, or `null` when a value has none under this scale. */
function largestInteger(values: readonly number[], scale: number): number | null {
  let largest = 0
  for (const value of values) {
    const n = integerOf(value, scale)
    if (n === null) return null
    largest = Math.max(largest, Math.abs(n))
  }
  return largest
}

/** Bytes of one element. */
export function widthOf(scale: ColumnScale): 2 | 4 | 8 {
  if (scale === null || scale === 0) return 8
  return scale > 0 ? 2 : 4
}

export interface Column {
  readonly scale: ColumnScale
  readonly values: readonly (number | null)[]
}

/** Where each column begins, and the bytes in all: each at a multiple of its own element size. */
function layout(scales: readonly ColumnScale[], n: number): { offsets: number[]; size: number } {
  let size = 0
  const offsets = scales.map((scale) => {
    const width = widthOf(scale)
    const offset = Math.ceil(size / width) * width
    size = offset + width * n
    return offset
  })
  return { offsets, size }
}

/** Columns one after the other, little-endian. */
export function encodeColumns(columns: readonly Column[]): Uint8Array {
  const n = columns[0]?.values.length ?? 0
  const { offsets, size } = layout(
    columns.map(({ scale }) => scale),
    n,
  )
  const view = new DataView(new ArrayBuffer(size))
  for (const [c, { scale, values }] of columns.entries()) {
    for (const [i, value] of values.entries()) write(view, offsets[c], i, scale, value)
  }
  return new Uint8Array(view.buffer)
}

function write(view: DataView, offset: number, i: number, scale: ColumnScale, value: number | null): void {
  if (scale === null || scale === 0) view.setFloat64(offset + 8 * i, value ?? NaN, true)
  else if (scale > 0) view.setInt16(offset + 2 * i, Math.round(value! * scale), true)
  else view.setInt32(offset + 4 * i, Math.round(value! * -scale), true)
}

/** The columns of a frame of `n` events, as a device reads them. */
export function decodeColumns(bytes: Uint8Array, scales: readonly ColumnScale[], n: number): (number | null)[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { offsets } = layout(scales, n)
  return scales.map((scale, c) => Array.from({ length: n }, (_, i) => readValue(view, offsets[c], i, scale)))
}

function readValue(view: DataView, offset: number, i: number, scale: ColumnScale): number | null {
  if (scale === null || scale === 0) {
    const value = view.getFloat64(offset + 8 * i, true)
    return scale === null && Number.isNaN(value) ? null : value
  }
  return scale > 0 ? view.getInt16(offset + 2 * i, true) / scale : view.getInt32(offset + 4 * i, true) / -scale
}
