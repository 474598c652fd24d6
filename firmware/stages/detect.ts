/**
 * Detection with hysteresis, dwell and cool-down (pipeline README, `detect`): per key a recurrence over the events in
 * order of time. Start and end are reported, the end with its peak.
 */
import { CODE, COOLDOWN, FOR, PEAK } from 'constants'
import { test, until, remember } from 'expressions'
import { x } from 'field'
import { dump } from 'next'
import { k, q, t } from 'now'
import { KEYS } from 'plan'
import { head, put } from '../runtime/results.ts'

/** Time of the first event for which the condition held; NaN: none. */
const SINCE = new Float64Array(KEYS).fill(NaN)
const ACTIVE = new Uint8Array(KEYS)
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
    SINCE[k] = NaN
    return
  }
  const since = SINCE[k]
  if (since !== since) {
    SINCE[k] = t
    if (TOP) TOP[k] = NaN
  }
  peak()
  if (FOR && t - SINCE[k] < FOR) return
  ACTIVE[k] = 1
  send(CODE + 2)
  dump(k, q, t)
}

/** Takes the event that the reorder stage released. */
export function event(): void {
  if (!ACTIVE[k]) watch()
  else if (until()) {
    send(CODE + 3)
    put(TOP ? TOP[k] : NaN)
    ACTIVE[k] = 0
    SINCE[k] = NaN
    if (QUIET) QUIET[k] = t + COOLDOWN
  } else peak()
  remember()
}
