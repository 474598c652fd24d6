/**
 * Time windows in general (SEMANTICS 3 and 5.2): tumbling and sliding, with allowed lateness and purging. An event is
 * kept in every window that it belongs to; OPEN window slots a key, window `w` (its start) in slot (w / SLIDE) mod OPEN.
 * A window is dead once the watermark reaches its last millisecond plus LATE. In processing time the watermark is the clock,
 * and LATE is 1: an event at the clock of a window's last millisecond still enters it, and fires it at once.
 */
import { addAll, addFrame, anyGaps, clearAll, putAll } from 'aggregates'
import { AHEAD, CODE, LATE, OFFSET, OPEN, PROVEN, PURGE, SIZE, SLIDE } from 'constants'
import { N } from 'counts'
import { emit, late as tellLate } from 'next'
import { W, k, t } from 'now'
import { KEYS, MIN } from 'plan'
import { after, high, isLast, low, n, pick, q as item } from '../runtime/input.ts'
import { Action, Bound, overflow } from '../runtime/overflow.ts'
import { head, put } from '../runtime/results.ts'

/** Start of the window in each slot. */
const P = new Float64Array(OPEN).fill(-Infinity)
/** Results so far of each window of a key. */
const R = LATE ? new Uint32Array(OPEN * KEYS) : null
/** Last millisecond of the next window to fire. */
let due = Infinity
/** Watermark up to which windows have fired. */
let fired = MIN
let onTime = 0
let refired = 0
let late = 0
let refused = 0
/** Time of the latest refused event of each key: windows that begin at or before it may lack events (SEMANTICS 9). */
const LOST = PROVEN ? null : new Float64Array(KEYS).fill(-Infinity)

function startOf(time: number): number {
  const m = (time - OFFSET) % SLIDE
  return m < 0 ? time - m - SLIDE : time - m
}

/** Whether the window that starts at `w` is past its cleanup time. */
function dead(w: number, watermark: number): boolean {
  return w + SIZE - 1 + LATE <= watermark
}

/** The slot of a window, made ready when it is new (`many`: for several events); -1 when living windows take all slots. */
function slotOf(w: number, many: boolean): number {
  let s = ((w - OFFSET) / SLIDE) % OPEN
  if (s < 0) s += OPEN
  if (P[s] === w) return s
  if (!dead(P[s], fired)) {
    // An event far ahead: it cannot be in a window that its own watermark fires, so these may fire first.
    if (AHEAD && after > fired && !many && isLast()) fire(after)
    if (!dead(P[s], fired)) return -1
  }
  for (let key = 0, i = s; key < KEYS; key++, i += OPEN) {
    N[i] = 0
    if (R) R[i] = 0
    clearAll(i)
  }
  P[s] = w
  const last = w + SIZE - 1
  if (last > fired && last < due) due = last
  return s
}

/** The current event cannot be kept in window `w`. */
function refuse(w: number): void {
  if (!LOST) return
  if (LOST[k] === -Infinity) overflow(CODE, Bound.OpenWindows, k, w, Action.Reject, 1)
  if (t > LOST[k]) LOST[k] = t
}

/** Sends the window in slot `s` of a key. */
function send(key: number, s: number): void {
  const i = key * OPEN + s
  if (!N[i]) return
  head(CODE, key, item)
  put(P[s])
  put(R ? R[i]++ : 0)
  put(LOST && P[s] <= LOST[key] ? 1 : 0)
  putAll(i)
  emit(key, P[s] + SIZE - 1, P[s], P[s] + SIZE)
  if (PURGE) {
    N[i] = 0
    clearAll(i)
  }
}

/** The windows from `w` on that are over fire again for the current event, in order of their ends. */
function refire(w: number): void {
  for (; w + SIZE - 1 <= W && w <= t; w += SLIDE) {
    let s = ((w - OFFSET) / SLIDE) % OPEN
    if (s < 0) s += OPEN
    if (P[s] === w) send(k, s)
  }
}

/** Takes the current event into each of its windows, the latest first. */
export function event(): void {
  let fate = 0
  let again = 0
  for (let w = startOf(t); w > t - SIZE; w -= SLIDE) {
    if (dead(w, W)) break
    const s = slotOf(w, false)
    if (!PROVEN && s < 0) {
      refuse(w)
      fate |= 4
      continue
    }
    const i = k * OPEN + s
    N[i]++
    addAll(i)
    fate |= 1
    if (w + SIZE - 1 <= W) {
      fate |= 2
      again = w
    }
  }
  if (fate & 2) refire(again)
  if (fate & 2) refired++
  else if (fate & 1) onTime++
  else if (fate) refused++
  else if (t + LATE <= W) {
    late++
    tellLate()
  }
}

/** Takes the current frame: as a whole when it lies in one window that is not due and has a slot. */
export function frame(): void {
  const w = startOf(low)
  const whole = SLIDE === SIZE && !PURGE && high < w + SIZE && w + SIZE - 1 > W && !anyGaps()
  const s = whole ? slotOf(w, n > 1) : -1
  if (s < 0) {
    for (let i = 0; i < n; i++) {
      pick(i)
      event()
    }
    return
  }
  const i = k * OPEN + s
  onTime += n
  addFrame(i, N[i])
  N[i] += n
}

/** The smallest last millisecond of a window that is still to fire after `d`. */
function nextAfter(d: number): number {
  let best = Infinity
  for (const w of P) {
    const last = w + SIZE - 1
    if (last > d && last < best) best = last
  }
  return best
}

/** Fires every window whose last millisecond lies at or before `w`, in order of their ends. */
function fire(w: number): void {
  while (due <= w) {
    let s = ((due - SIZE + 1 - OFFSET) / SLIDE) % OPEN
    if (s < 0) s += OPEN
    for (let key = 0; key < KEYS; key++) send(key, s)
    due = nextAfter(due)
  }
  fired = w
}

export function watermark(): void {
  if (due <= W) fire(W)
  fired = W
}

export function fates(): number[] {
  return [onTime, refired, late, refused]
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  if (LOST) LOST[key] = -Infinity
}
