/**
 * One field of the input: its current value, and its column in the current frame. One instance a field.
 * A value is `X[i] / S`: exact, since short decimals travel as integers with a power of ten (protocol, section 3).
 */
import { DEVIATES, GATHERED, LAST, NULLABLE, SPREADS, SUMS } from 'constants'
import { settle } from 'gatherers'
import { buffer, claim, place } from './bytes.ts'
import { likely, scratch } from './hint.ts'
import { n } from './input.ts'
import { Int16, sum, variance } from './natives.ts'

/** The largest square that an Int16 column may hold. */
const LARGEST = 0x3fff0001

export let x = 0
export let X = scratch<Float64Array | Int16Array | Int32Array>(undefined as never)
export let S = 1
/** The scale of a column that is written as Int16 (protocol, section 3); NaN: as something else. */
export let C = NaN
/** Nulls (NaN) may be among the values. */
export let gaps = false
/**
 * Sum, mean, sum of squares and sum of squared deviations from the mean, in units of X: only where a stage asks for them.
 * M is NaN where they are too coarse to be decided by: the column is not one of integers. Q is there for Int16 alone.
 */
export let U = 0
export let M = 0
export let Q = 0
export let V = 0

/** Makes the view of this column of the current frame; `c` tells how it is written. */
export function take(c: number | null): void {
  if (likely(c === C)) {
    X = new Int16(buffer, LAST ? place : claim(2, n), n)
    if (SUMS) U = sum(X)
    if (GATHERED && SPREADS) {
      Q = variance(X, 0)
      // Exact but for the last operations: these are integers below 2^30, not more than 2^8 of them.
      if (DEVIATES) V = Q - U * (M = U / n)
    } else if (DEVIATES) V = variance(X, (M = U / n))
  } else takeOther(c)
}

/** A column that is wider than usual, or written in another way than the one before. */
function takeOther(c: number | null): void {
  change(c)
  X = !c
    ? new Float64Array(buffer, claim(8, n), n)
    : c < 0
      ? new Int32Array(buffer, claim(4, n), n)
      : new Int16(buffer, claim(2, n), n)
  if (SUMS) U = sum(X)
  if (GATHERED && SPREADS) Q = variance(X, 0)
  if (SPREADS || DEVIATES) V = variance(X, U / n)
  if (DEVIATES) M = c ? U / n : NaN
}

/** From now on the column is written in another way: what was gathered of it is in other units. */
function change(c: number | null): void {
  settle()
  C = c !== null && c > 0 ? c : NaN
  if (NULLABLE) gaps = c === null
  S = !c ? 1 : c < 0 ? -c : c
}

export function pick(i: number): void {
  x = X[i] / S
}

/** The value of a single event: a frame of one, as far as the column is one of Int16. */
export function one(c: number, v: number | null): void {
  x = v === null ? NaN : v / c
  if (!GATHERED) return
  if (v === null) c = 0
  if (c !== C) change(c)
  U = v as number
  if ((Q = U * U) > LARGEST) change(-c)
}
