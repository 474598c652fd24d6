/**
 * One field of a ring (buffer, sliding count window): its last SIZE values a key, and the statistics of those on request.
 * Missing values take no part. Claims 3 + ceil(b * KEYS * SIZE / 14) variables, b = 8 bytes, or 2 or 4 for a packed field
 * (value = integer / DIVISOR, NONE: missing).
 */
import { BITS, DIVISOR, HIGH, LOW, NONE, NULLABLE, SIZE, SPREAD, SUM } from 'constants'
import { x } from 'field'
import { KEYS } from 'plan'
import { root, round, sum, variance } from '../runtime/natives.ts'

const V =
  BITS === 16 ? new Int16Array(KEYS * SIZE) : BITS === 32 ? new Int32Array(KEYS * SIZE) : new Float64Array(KEYS * SIZE)

/** Statistics of the values that `summarise` looked at last. */
let c = 0
let u = 0
let v = 0
let b = NaN
let h = NaN
let f = NaN
let l = NaN

export function store(place: number): void {
  if (!BITS) V[place] = x
  else if (NULLABLE && x !== x) V[place] = NONE
  else V[place] = round(x * DIVISOR)
}

/** The value in a place; NaN: missing. */
export function at(place: number): number {
  const value = V[place]
  return !BITS ? value : NULLABLE && value === NONE ? NaN : value / DIVISOR
}

/**
 * Looks at the `m` values of a key that start at place `from`, the newest at `newest`; with `m` = SIZE the oldest is
 * the one after the newest, otherwise the first.
 */
export function summarise(from: number, m: number, newest: number): void {
  if (NULLABLE) {
    each(from, m, newest)
    return
  }
  l = at(newest)
  f = at(m < SIZE || newest + 1 === from + SIZE ? from : newest + 1)
  c = m
  const view = V.subarray(from, from + m)
  if (SUM) u = sum(view)
  if (SPREAD) v = variance(view, u / m)
  if (LOW || HIGH) bounds(view)
  if (!BITS) return
  u /= DIVISOR
  v /= DIVISOR * DIVISOR
  b /= DIVISOR
  h /= DIVISOR
}

function bounds(view: Float64Array | Int32Array | Int16Array): void {
  b = h = view[0]
  for (const value of view) {
    if (value < b) b = value
    if (value > h) h = value
  }
}

/** The same in a loop from the oldest to the newest, past the missing ones. */
function each(from: number, m: number, newest: number): void {
  c = u = v = 0
  b = h = f = l = NaN
  for (let i = 0, p = m < SIZE ? from : newest + 1; i < m; i++, p++) {
    if (p === from + SIZE) p = from
    const value = at(p)
    if (value !== value) continue
    l = value
    if (!c++) {
      b = h = f = u = value
      continue
    }
    const d = value - u / (c - 1)
    u += value
    v += d * (value - u / c)
    if (value < b) b = value
    if (value > h) h = value
  }
}

export function total(): number {
  return c ? u : 0
}
export function mean(): number {
  return c ? u / c : NaN
}
export function deviation(): number {
  return c ? root(v / c) : NaN
}
export function lowest(): number {
  return b
}
export function highest(): number {
  return h
}
export function first(): number {
  return f
}
export function last(): number {
  return l
}
