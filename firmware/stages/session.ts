/**
 * Session windows (SEMANTICS 4): an event opens [t, t + GAP), sessions of a key that overlap or touch merge. A key has
 * OPEN slots; a slot is free when its session is past its cleanup time (END - 1 + LATE <= watermark).
 */
import { addAll, clearAll, mergeAll, putAll } from 'aggregates'
import { CODE, GAP, LATE, OPEN, PURGE } from 'constants'
import { N } from 'counts'
import { emit, late as tellLate } from 'next'
import { W, k, t } from 'now'
import { KEYS, MIN } from 'plan'
import { n, pick, q as item } from '../runtime/input.ts'
import { Action, Bound, overflow } from '../runtime/overflow.ts'
import { head, put } from '../runtime/results.ts'

const START = new Float64Array(OPEN * KEYS)
const END = new Float64Array(OPEN * KEYS).fill(-Infinity)
/** Results so far of the session with its present start and end. */
const R = new Uint32Array(OPEN * KEYS)
/** Earliest last millisecond of a session that is still to fire. */
let due = Infinity
/** Watermark up to which sessions have fired. */
let fired = MIN
let onTime = 0
let refired = 0
let late = 0
let refused = 0
/** Time of the latest refused event of each key: sessions that it might have joined may lack events (SEMANTICS 9). */
const LOST = new Float64Array(KEYS).fill(-Infinity)

function send(key: number, i: number): void {
  if (!N[i]) return
  head(CODE, key, item)
  put(START[i])
  put(END[i])
  put(R[i]++)
  put(START[i] <= LOST[key] + GAP ? 1 : 0)
  putAll(i)
  emit(key, END[i] - 1, START[i], END[i])
  if (PURGE) empty(i)
}

function empty(i: number): void {
  N[i] = 0
  clearAll(i)
}

/** The first free slot of the current key, or -1. */
function freeSlot(): number {
  for (let i = k * OPEN, end = i + OPEN; i < end; i++) if (END[i] - 1 + LATE <= W) return i
  return -1
}

/** Merges every living session of the current key that overlaps or touches [start, end) into one; its slot, or -1. */
function mergeInto(start: number, end: number): number {
  let to = -1
  let from = start
  let until = end
  for (let i = k * OPEN, stop = i + OPEN; i < stop; i++) {
    if (END[i] - 1 + LATE <= W || START[i] > end || END[i] < start) continue
    if (START[i] < from) from = START[i]
    if (END[i] > until) until = END[i]
    if (to < 0) {
      to = i
      continue
    }
    mergeAll(to, i)
    N[to] += N[i]
    empty(i)
    END[i] = -Infinity
  }
  if (to >= 0 && (START[to] !== from || END[to] !== until)) {
    START[to] = from
    END[to] = until
    R[to] = 0
  }
  return to
}

/** A slot for a session of the current event alone; -1 when it is late or there is no room. */
function open(): number {
  if (t + GAP - 1 + LATE <= W) {
    late++
    tellLate()
    return -1
  }
  const i = freeSlot()
  if (i < 0) {
    refused++
    if (LOST[k] === -Infinity) overflow(CODE, Bound.OpenWindows, k, t, Action.Reject, 1)
    if (t > LOST[k]) LOST[k] = t
    return -1
  }
  empty(i)
  START[i] = t
  END[i] = t + GAP
  R[i] = 0
  return i
}

/** Takes the current event. */
export function event(): void {
  let i = mergeInto(t, t + GAP)
  if (i < 0) i = open()
  if (i < 0) return
  N[i]++
  addAll(i)
  const last = END[i] - 1
  if (last <= W) {
    refired++
    return send(k, i)
  }
  onTime++
  if (last < due) due = last
}

/** Takes the current frame, event by event: every event may move a session's end. */
export function frame(): void {
  for (let i = 0; i < n; i++) {
    pick(i)
    event()
  }
}

/** Fires the sessions of one key that became due, in order of their ends; the next one due of this key. */
function fireKey(key: number): number {
  let from = fired
  for (;;) {
    let best = -1
    for (let i = key * OPEN, stop = i + OPEN; i < stop; i++)
      if (N[i] && END[i] - 1 > from && (best < 0 || END[i] < END[best])) best = i
    if (best < 0) return Infinity
    from = END[best] - 1
    if (from > W) return from
    send(key, best)
  }
}

export function watermark(): void {
  if (due <= W) {
    due = Infinity
    for (let key = 0; key < KEYS; key++) {
      const next = fireKey(key)
      if (next < due) due = next
    }
  }
  fired = W
}

export function fates(): number[] {
  return [onTime, refired, late, refused]
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  LOST[key] = -Infinity
}
