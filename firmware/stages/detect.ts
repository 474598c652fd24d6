/**
 * Detection with hysteresis, dwell and cool-down (pipeline README, `detect`): per key a recurrence over the events in
 * order of time. Start and end are reported, the end with its peak.
 */
import { CODE, COOLDOWN, END, FOR, PEAK, START } from 'constants'
import { test, until, remember } from 'expressions'
import { x } from 'field'
import { dump, emit } from 'next'
import { k, q, t } from 'now'
import { KEYS } from 'plan'
import { head, put } from '../runtime/results.ts'

/** 0: the condition does not hold; 1: it holds, but not for FOR yet; 2: reported. */
export const PHASE = new Uint8Array(KEYS)
/** Time of the first event for which the condition held. */
const SINCE = new Float64Array(KEYS)
const TOP = PEAK ? new Float64Array(KEYS) : null
/** End of the cool-down. */
const QUIET = COOLDOWN ? new Float64Array(KEYS).fill(-Infinity) : null

function send(code: number): void {
  head(code, k, q)
  put(t)
  put(SINCE[k])
}

function peak(): void {
  if (!TOP) return
  const top = TOP[k]
  if (top !== top || (PEAK === 'max' ? x > top : x < top)) TOP[k] = x
}

/** Not active: waits for the condition to hold, and to have held for FOR. */
function watch(): void {
  if (!test() || (QUIET && t < QUIET[k])) {
    PHASE[k] = 0
    return
  }
  if (!PHASE[k]) {
    PHASE[k] = 1
    SINCE[k] = t
    if (TOP) TOP[k] = NaN
  }
  peak()
  if (FOR && t - SINCE[k] < FOR) return
  PHASE[k] = 2
  send(CODE + 2)
  emit(k, t, START, SINCE[k], NaN, NaN)
  dump(k, q, t)
}

/** Takes the event that the reorder stage released. */
export function event(): void {
  if (PHASE[k] < 2) watch()
  else if (until()) {
    send(CODE + 3)
    put(TOP ? TOP[k] : NaN)
    emit(k, t, END, SINCE[k], t - SINCE[k], TOP ? TOP[k] : NaN)
    PHASE[k] = 0
    if (QUIET) QUIET[k] = t + COOLDOWN
  } else peak()
  remember()
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  PHASE[key] = 0
  if (QUIET) QUIET[key] = -Infinity
}
