/** What expressions call (rules: shared/pipeline/expr/ast.ts). null is NaN; every function gives NaN for NaN. */
export const abs = Math.abs
export const sqrt = Math.sqrt
export const floor = Math.floor

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
