/**
 * What a window stage keeps of one field, a slot a window or pane of a key: only the statistics that its aggregates ask
 * for exist in the program. Missing values take no part. Claims 2 + ceil(8 * SLOTS / 14) variables a statistic.
 *
 * A slot is empty while its count is 0; the first value sets every statistic, so nothing needs clearing.
 * Sums start with the first value and follow arrival order, but frames are added as a whole (the plan marks such outputs).
 */
import { FIRST, HIGH, LAST, LOW, MERGES, NULLABLE, SLOTS, SPREAD, SUM } from 'constants'
import { N } from 'counts'
import { C as code, Q as squares, S, U, V, X, gaps, x } from 'field'
import { q } from 'now'
import { n } from '../runtime/input.ts'
import { least, most, root, sum, variance } from '../runtime/natives.ts'

/** Values counted, where some may be missing. */
const C = NULLABLE ? new Uint32Array(SLOTS) : N
const A = SUM ? new Float64Array(SLOTS) : N
/** Sum of squared deviations from the slot's mean. */
const Q = SPREAD ? new Float64Array(SLOTS) : N
const B = LOW ? new Float64Array(SLOTS) : N
const H = HIGH ? new Float64Array(SLOTS) : N
const F = FIRST ? new Float64Array(SLOTS) : N
const L = LAST ? new Float64Array(SLOTS) : N
/** Item numbers of the first and last value: slots that merge need not follow each other. */
const FQ = FIRST && MERGES ? new Uint32Array(SLOTS) : N
const LQ = LAST && MERGES ? new Uint32Array(SLOTS) : N

/** Whether the column of the current frame may hold nulls: then events must come one by one. */
export function mayMiss(): boolean {
  return NULLABLE && gaps
}

/** The slot has been emptied: the count of a column of its own must follow. */
export function clear(s: number): void {
  if (NULLABLE) C[s] = 0
}

/** Adds the current event; the stage has counted it already. */
export function add(s: number): void {
  if (NULLABLE) {
    if (x !== x) return
    C[s]++
  }
  const c = C[s]
  if (LAST) L[s] = x
  if (LAST && MERGES) LQ[s] = q
  if (c === 1) {
    if (SUM) A[s] = x
    if (SPREAD) Q[s] = 0
    if (LOW) B[s] = x
    if (HIGH) H[s] = x
    if (FIRST) F[s] = x
    if (FIRST && MERGES) FQ[s] = q
    return
  }
  if (SPREAD) {
    // Welford's update, with the mean as sum / count.
    const d = x - A[s] / (c - 1)
    A[s] += x
    Q[s] += d * (x - A[s] / c)
  } else if (SUM) A[s] += x
  if (LOW && x < B[s]) B[s] = x
  if (HIGH && x > H[s]) H[s] = x
}

/** Adds the whole frame (no nulls in it) to a slot that holds `before` events. */
export function addFrame(s: number, before: number): void {
  const m = NULLABLE ? C[s] : before
  if (NULLABLE) C[s] += n
  const u = SUM ? U / S : 0
  const v = SPREAD ? V / (S * S) : 0
  const b = LOW ? least.apply(0, X as unknown as number[]) / S : 0
  const h = HIGH ? most.apply(0, X as unknown as number[]) / S : 0
  if (LAST) L[s] = X[n - 1] / S
  if (LAST && MERGES) LQ[s] = q
  if (!m && FIRST) F[s] = X[0] / S
  if (!m && FIRST && MERGES) FQ[s] = q
  join(s, m, n, u, v, b, h)
}

/** Sum and sum of squares of what was gathered, in units of X. */
let gu = 0
let gq = 0

/** Whether the column of the current frame can be gathered: sums of small integers, which are exact. */
export function isExact(): boolean {
  return code > 0
}

/** Takes the sums of the frame, to be added to a slot later. */
export function gather(): void {
  if (SUM) gu += U
  if (SPREAD) gq += squares
}

/** Adds what was gathered, `c` values, to a slot that holds `before` events. */
export function settle(s: number, before: number, c: number): void {
  const m = NULLABLE ? C[s] : before
  if (NULLABLE) C[s] += c
  join(s, m, c, gu / S, SPREAD ? (c * gq - gu * gu) / (c * S * S) : 0, 0, 0)
  gu = gq = 0
}

/** Adds another slot of the same key. */
export function merge(to: number, from: number): void {
  const m = NULLABLE ? C[to] : N[to]
  const c = NULLABLE ? C[from] : N[from]
  if (!c) return
  if (NULLABLE) C[to] = m + c
  if (LAST && (!m || LQ[from] > LQ[to])) {
    L[to] = L[from]
    LQ[to] = LQ[from]
  }
  if (FIRST && (!m || FQ[from] < FQ[to])) {
    F[to] = F[from]
    FQ[to] = FQ[from]
  }
  join(to, m, c, A[from], Q[from], B[from], H[from])
}

/** Merges all other slots, with `m` values each, into slot `s`, the last one. */
export function mergeEven(s: number, m: number): void {
  A[s] = 0
  const u = sum(A)
  if (SPREAD) {
    Q[s] = 0
    // The last slot stands at the mean, so that it adds nothing.
    A[s] = u / (SLOTS - 1)
    Q[s] = sum(Q) + variance(A, A[s]) / m
  }
  A[s] = u
}

/** Joins `c` values with sum `u`, squared deviations `v`, least `b` and most `h` to the `m` values of a slot (Chan). */
function join(s: number, m: number, c: number, u: number, v: number, b: number, h: number): void {
  if (!m) {
    if (SUM) A[s] = u
    if (SPREAD) Q[s] = v
    if (LOW) B[s] = b
    if (HIGH) H[s] = h
    return
  }
  if (SPREAD) {
    const d = u / c - A[s] / m
    Q[s] += v + (d * d * m * c) / (m + c)
  }
  if (SUM) A[s] += u
  if (LOW && b < B[s]) B[s] = b
  if (HIGH && h > H[s]) H[s] = h
}

export function total(s: number): number {
  return C[s] ? A[s] : 0
}

export function mean(s: number): number {
  return NULLABLE && !C[s] ? NaN : A[s] / C[s]
}

/** Population standard deviation. */
export function deviation(s: number): number {
  return NULLABLE && !C[s] ? NaN : root(Q[s] / C[s])
}

export function lowest(s: number): number {
  return C[s] ? B[s] : NaN
}

export function highest(s: number): number {
  return C[s] ? H[s] : NaN
}

export function first(s: number): number {
  return C[s] ? F[s] : NaN
}

export function last(s: number): number {
  return C[s] ? L[s] : NaN
}
