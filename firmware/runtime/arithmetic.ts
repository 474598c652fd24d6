/** What expressions call (rules: shared/pipeline/expr/ast.ts). null is NaN; every function gives NaN for NaN. */
export const abs = Math.abs
export const floor = Math.floor

const root = Math.sqrt

/**
 * The correctly rounded square root. The interpreter's is `exp(log(x) / 2)`: it is made good by the exact remainder
 * x - y*y, whose parts come from splitting y into two halves of 26 bits (Veltkamp, Dekker). For x from 1e-280 to 1e300.
 */
export function sqrt(x: number): number {
  if (!(x > 0) || x - x !== 0) return x === 0 ? 0 : NaN
  let y = root(x)
  y = (y + x / y) / 2
  const c = 134217729 * y
  const high = c - (c - y)
  const low = y - high
  const square = y * y
  const error = high * high - square + 2 * high * low + low * low
  return y + (x - square - error) / (2 * y)
}

/** null instead of an infinity. */
export function finite(v: number): number {
  return v - v === 0 ? v : NaN
}
export function min(a: number, b: number): number {
  return a < b ? a : b <= a ? b : NaN
}
export function max(a: number, b: number): number {
  return a > b ? a : b >= a ? b : NaN
}
