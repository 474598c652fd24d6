/**
 * A missing sensor (pipeline README 7.6): a key is silent when time has moved to its last event plus SILENT. Behind the
 * waiting room; `watermark` follows once that has handed on everything up to it. Claims 13 bytes a key. While nobody is due
 * a watermark costs one comparison.
 */
import { CODE, END, SILENT, START } from 'constants'
import { dump, emit } from 'next'
import { W, k, q, t } from 'now'
import { KEYS } from 'plan'
import { head, put } from '../runtime/results.ts'

/** When a key falls silent, or did; its last event lies SILENT before. */
const D = new Float64Array(KEYS).fill(Infinity)
/** Number of its last event. */
const Q = new Uint32Array(KEYS)
/** Keys whose silence was reported. */
const S = new Uint8Array(KEYS)
/** A lower bound of what is due first. */
let due = Infinity

function start(key: number): void {
  const time = D[key]
  S[key] = 1
  head(CODE + 2, key, Q[key])
  put(time)
  put(time - SILENT)
  emit(key, time, START, time - SILENT, NaN, NaN)
  dump(key, Q[key], time)
}

/** The event breaks a silence, reported or not: time moves to it before it is looked at. */
function over(): void {
  if (!S[k]) start(k)
  S[k] = 0
  const since = D[k] - SILENT
  head(CODE + 3, k, q)
  put(t)
  put(since)
  put(NaN)
  emit(k, t, END, since, t - since, NaN)
}

/** Takes the event that the reorder stage released. */
export function event(): void {
  if (t >= D[k]) over()
  const end = (D[k] = t + SILENT)
  Q[k] = q
  if (end < due) due = end
}

export function watermark(): void {
  if (W < due) return
  due = Infinity
  for (let i = 0; i < KEYS; i++) {
    if (S[i]) continue
    if (D[i] <= W) start(i)
    else if (D[i] < due) due = D[i]
  }
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  D[key] = Infinity
  S[key] = 0
}
