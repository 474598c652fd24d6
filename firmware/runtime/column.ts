/**
 * One field of the input: its current value, and its column in the current frame. One instance a field.
 * A value is `X[i] / S`: exact, since short decimals travel as integers with a power of ten (protocol, section 3).
 */
export let x = 0
export let X: Float64Array | Int16Array | Int32Array
export let S = 1
/** Nulls (NaN) may be among the values. */
export let gaps = false

/** Makes the view of this column at `o`, or at the next multiple of its element size; gives the offset after it. */
export function take(buffer: ArrayBuffer, o: number, n: number, c: number | null): number {
  gaps = c === null
  if (c) {
    if (c > 0) {
      S = c
      X = new Int16Array(buffer, o, n)
      return o + 2 * n
    }
    S = -c
    o = (o + 3) & -4
    X = new Int32Array(buffer, o, n)
    return o + 4 * n
  }
  S = 1
  o = (o + 7) & -8
  X = new Float64Array(buffer, o, n)
  return o + 8 * n
}

export function pick(i: number): void {
  x = X[i] / S
}

export function one(c: number, v: number | null): void {
  x = v === null ? NaN : v / c
}
