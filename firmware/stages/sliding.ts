/**
 * Sliding windows by panes (SEMANTICS 3), for windows that overlap, whose size is a multiple of the slide, that allow no
 * lateness and do not purge: an event is kept once, in the pane of one slide, and a window is the merge of its panes.
 *
 * A key has OPEN pane slots; pane `p` (its start time) lives in slot (p / SLIDE) mod OPEN, and `P[slot]` tells which pane
 * that is, for all keys. A pane is dead once the last window that covers it has fired. The last slot of all is scratch.
 */
import { addAll, addFrame, anyGaps, clearAll, mergeAll, putAll } from 'aggregates'
import { CODE, OFFSET, OPEN, PROVEN, SIZE, SLIDE, SLOTS } from 'constants'
import { N } from 'counts'
import { k, t, q } from 'now'
import { KEYS, MIN } from 'plan'
import { W, after, high, isLast, low, n, pick } from '../runtime/input.ts'
import { Action, Bound, overflow } from '../runtime/overflow.ts'
import { head, put } from '../runtime/results.ts'

/** Start of the pane in each slot. */
const P = new Float64Array(OPEN).fill(-Infinity)
/** Last millisecond of the next window that may have to fire. */
let due = Infinity
/** Watermark up to which windows have fired. */
let fired = MIN
let onTime = 0
let late = 0
let refused = 0
/** Time of the latest refused event of each key: windows that begin at or before it may lack events (SEMANTICS 9). */
const LOST = PROVEN ? null : new Float64Array(KEYS).fill(-Infinity)
const SCRATCH = SLOTS - 1

function paneOf(time: number): number {
  const m = (time - OFFSET) % SLIDE
  return m < 0 ? time - m - SLIDE : time - m
}

/** The slot of a pane, made ready when it is new (`many`: for several events); -1 when living panes take all slots. */
function slotOf(p: number, many: boolean): number {
  let s = ((p - OFFSET) / SLIDE) % OPEN
  if (s < 0) s += OPEN
  if (P[s] === p) return s
  if (P[s] + SIZE - 1 > fired) {
    // An event far ahead: it cannot be in a window that its own watermark fires, so these may fire first.
    if (after > fired && !many && isLast()) fire(after)
    if (P[s] + SIZE - 1 > fired) return -1
  }
  for (let key = 0, i = s; key < KEYS; key++, i += OPEN) {
    N[i] = 0
    clearAll(i)
  }
  P[s] = p
  due = nextAfter(fired)
  return s
}

/** The first window end - 1 after `d` that a living pane is part of; Infinity when there is none. */
function nextAfter(d: number): number {
  let best = Infinity
  for (const p of P) {
    let last = p + SLIDE - 1
    if (last <= d) last = p + SIZE - 1 > d ? d + SLIDE - ((d - last) % SLIDE) : Infinity
    if (last < best) best = last
  }
  return best
}

/** The current event cannot be kept in pane `p`. */
function refuse(p: number): void {
  if (!LOST) return
  refused++
  if (LOST[k] === -Infinity) overflow(CODE, Bound.OpenWindows, k, p, Action.Reject, 1)
  if (t > LOST[k]) LOST[k] = t
}

/** Takes the current event. */
export function event(): void {
  const p = paneOf(t)
  if (p + SIZE - 1 <= W) {
    late++
    return head(CODE + 1, k, q)
  }
  let s = slotOf(p, false)
  if (!PROVEN && s < 0) return refuse(p)
  onTime++
  s += k * OPEN
  N[s]++
  addAll(s)
}

/** Takes the current frame: as a whole when it lies in one living pane that has a slot. */
export function frame(): void {
  const p = paneOf(low)
  let s = high < p + SLIDE && p + SIZE - 1 > W && !anyGaps() ? slotOf(p, n > 1) : -1
  if (s < 0) {
    for (let i = 0; i < n; i++) {
      pick(i)
      event()
    }
    return
  }
  onTime += n
  s += k * OPEN
  addFrame(s, N[s])
  N[s] += n
}

/** Sends the window [start, start + SIZE) of a key, unless it is empty. */
function send(key: number, start: number): void {
  N[SCRATCH] = 0
  clearAll(SCRATCH)
  const end = start + SIZE
  let s = ((start - OFFSET) / SLIDE) % OPEN
  if (s < 0) s += OPEN
  for (let p = start; p < end; p += SLIDE) {
    const i = key * OPEN + s
    if (P[s] === p && N[i]) {
      mergeAll(SCRATCH, i)
      N[SCRATCH] += N[i]
    }
    if (++s === OPEN) s = 0
  }
  if (!N[SCRATCH]) return
  head(CODE, key, q)
  put(start)
  put(0)
  put(LOST && start <= LOST[key] ? 1 : 0)
  putAll(SCRATCH)
}

/** Fires every window whose last millisecond lies at or before `w`, in order of their ends. */
function fire(w: number): void {
  while (due <= w) {
    const start = due - SIZE + 1
    for (let key = 0; key < KEYS; key++) send(key, start)
    due = nextAfter(due)
  }
  fired = w
}

export function watermark(): void {
  if (due <= W) fire(W)
  fired = W
}

export function fates(): number[] {
  return [onTime, 0, late, refused]
}
