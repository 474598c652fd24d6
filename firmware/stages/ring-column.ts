/**
 * One field of a ring (buffer, sliding count window): its last SIZE values a key, and the statistics of those on request.
 * Missing values take no part. Claims 2 + ceil(8 * KEYS * SIZE / 14) variables.
 */
import { HIGH, LOW, NULLABLE, SIZE, SPREAD, SUM } from 'constants'
import { x } from 'field'
import { KEYS } from 'plan'

export const V = new Float64Array(KEYS * SIZE)

/** Statistics of the values that `summarise` looked at last. */
let c = 0
let u = 0
let v = 0
let b = NaN
let h = NaN
let f = NaN
let l = NaN

const sum = E.sum
const variance = E.variance
const root = Math.sqrt

export function store(place: number): void {
  V[place] = x
}

/**
 * Looks at the `m` values of a key that start at place `from`, the newest at `newest`; with `m` = SIZE the oldest is
 * the one after the newest, otherwise the first.
 */
export function summarise(from: number, m: number, newest: number): void {
  const view = V.subarray(from, from + m)
  l = V[newest]
  f = m < SIZE || newest + 1 === from + SIZE ? V[from] : V[newest + 1]
  if (NULLABLE) return each(from, m, newest)
  c = m
  if (SUM) u = sum(view)
  if (SPREAD) v = variance(view, u / m)
  if (LOW || HIGH) bounds(view)
}

function bounds(view: Float64Array): void {
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
  for (let i = 0, p = m < SIZE ? from : newest; i < m; i++) {
    if (m === SIZE && ++p === from + SIZE) p = from
    const value = V[m < SIZE ? p++ : p]
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

export function count(): number {
  return c
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
