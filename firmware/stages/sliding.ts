/**
 * Sliding windows by panes (SEMANTICS 3), for windows that overlap, whose size is a multiple of the slide, that allow no
 * lateness and do not purge: an event is kept once, in the pane of one slide, and a window is the merge of its panes.
 *
 * A key has OPEN pane slots; pane `p` (its start time) lives in slot (p / SLIDE) mod OPEN, and `P[slot]` tells which pane
 * that is, for all keys. A pane is dead once the last window that covers it has fired. The last slot of all is scratch.
 */
import {
  GATHERS,
  addAll,
  addFrame,
  allExact,
  anyGaps,
  clearAll,
  gatherAll,
  mergeAll,
  mergeEvenAll,
  putAll,
  settleAll,
} from 'aggregates'
import { AHEAD, CODE, OFFSET, OPEN, PROVEN, SIZE, SLIDE, SLOTS } from 'constants'
import { N } from 'counts'
import { emit, late as tellLate } from 'next'
import { W, k, t } from 'now'
import { KEYS, MIN } from 'plan'
import { likely, unlikely } from '../runtime/hint.ts'
import { after, high, isLast, low, n, pick, q as item, wake } from '../runtime/input.ts'
import { sum, variance } from '../runtime/natives.ts'
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
/** The slots are the panes of one window, at best; SPAN is then the sum of the squared distances of P from its middle. */
const EVEN = GATHERS && KEYS === 1 && OPEN * SLIDE === SIZE
const SPAN = (SLIDE * SLIDE * OPEN * (OPEN * OPEN - 1)) / 12

/** The pane under way, [from, to), and its slot, where there are no keys; what falls into it is gathered before it is added. */
let from = Infinity
let to = -Infinity
let slot = 0
/** Events that were gathered, and how many at most: their sums stay exact. */
let many = 0
const MANY = 2048

/** Adds what was gathered to its slot. */
function settle(): void {
  if (!many) return
  onTime += many
  settleAll(slot, N[slot], many)
  N[slot] += many
  many = 0
}

/** Ends the pane under way. */
export function close(): void {
  if (!GATHERS) return
  settle()
  from = Infinity
}

function paneOf(time: number): number {
  const m = (time - OFFSET) % SLIDE
  return m < 0 ? time - m - SLIDE : time - m
}

/** The slot of a pane, made ready when it is new (`many`: for several events); -1 when living panes take all slots. */
function slotOf(p: number, many: boolean): number {
  let s = ((p - OFFSET) / SLIDE) % OPEN
  if (s < 0) s += OPEN
  if (P[s] === p) return s
  if (W > fired) fired = W
  if (P[s] + SIZE - 1 > fired) {
    // An event far ahead: it cannot be in a window that its own watermark fires, so these may fire first.
    if (AHEAD && after > fired && !many && isLast()) fire(after)
    if (P[s] + SIZE - 1 > fired) return -1
  }
  for (let key = 0, i = s; key < KEYS; key++, i += OPEN) {
    N[i] = 0
    clearAll(i)
  }
  P[s] = p
  const next = endAfter(p, fired)
  if (next < due) due = next
  wake(due)
  return s
}

/** The first window end - 1 after `d` that pane `p` is part of; Infinity when there is none. */
function endAfter(p: number, d: number): number {
  const last = p + SLIDE - 1
  if (last > d) return last
  return p + SIZE - 1 > d ? d + SLIDE - ((d - last) % SLIDE) : Infinity
}

/** The first window end - 1 after `d`, itself one, that a living pane is part of; Infinity when there is none. */
function nextAfter(d: number): number {
  // The next one is, if the last pane of this one is there.
  const p = d + 1 - SLIDE
  let s = ((p - OFFSET) / SLIDE) % OPEN
  if (s < 0) s += OPEN
  if (likely(P[s] === p && SIZE > SLIDE)) return d + SLIDE
  let best = Infinity
  for (const each of P) {
    const end = endAfter(each, d)
    if (end < best) best = end
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
  if (GATHERS) {
    if (t < from || t >= to) open()
    else if (allExact()) gatherFrame()
    else otherEvent()
  } else otherEvent()
}

function gatherFrame(): void {
  gatherAll()
  if (unlikely((many += n) > MANY - 256)) settle()
}

/** From here on pane `p` is under way, with a single event or a frame. */
function begin(p: number, s: number): void {
  settle()
  from = p
  to = p + SLIDE
  slot = s
  gatherFrame()
}

/** Takes a single event that is not in the pane under way. */
function open(): void {
  const p = paneOf(t)
  const s = allExact() && p + SIZE - 1 > W ? slotOf(p, false) : -1
  if (s < 0) otherEvent()
  else begin(p, s)
}

function otherEvent(): void {
  const p = paneOf(t)
  if (p + SIZE - 1 <= W) {
    late++
    return tellLate()
  }
  let s = slotOf(p, false)
  if (!PROVEN && s < 0) return refuse(p)
  onTime++
  s += k * OPEN
  N[s]++
  addAll(s)
}

/** Takes the current frame: mostly it lies in the pane under way. */
export function frame(): void {
  if (GATHERS && likely(low >= from && high < to)) gatherFrame()
  else otherFrame()
}

/** As a whole when it lies in one living pane that has a slot. */
function otherFrame(): void {
  const p = paneOf(low)
  const s = high < p + SLIDE && p + SIZE - 1 > W && !anyGaps() ? slotOf(p, n > 1) : -1
  if (s < 0) {
    for (let i = 0; i < n; i++) {
      pick(i)
      otherEvent()
    }
    return
  }
  const i = s + k * OPEN
  if (GATHERS && allExact()) return begin(p, i)
  onTime += n
  addFrame(i, N[i])
  N[i] += n
}

/** Merges the panes of a window of a key into the scratch slot. */
function mergePanes(key: number, start: number): void {
  N[SCRATCH] = 0
  clearAll(SCRATCH)
  let s = ((start - OFFSET) / SLIDE) % OPEN
  if (s < 0) s += OPEN
  for (let p = start; p < start + SIZE; p += SLIDE) {
    const i = key * OPEN + s
    if (P[s] === p && N[i]) {
      mergeAll(SCRATCH, i)
      N[SCRATCH] += N[i]
    }
    if (++s === OPEN) s = 0
  }
}

/**
 * The same by natives, when the slots are the window's panes and hold as many events each; false when not. A slot only
 * holds panes that are multiples of SIZE apart: any other than the window's makes the sum of squares larger.
 */
function mergeEvenPanes(start: number): boolean {
  if (variance(P, start + (SIZE - SLIDE) / 2) !== SPAN) return false
  N[SCRATCH] = 0
  const c = sum(N)
  const each = c / OPEN
  N[SCRATCH] = each
  if (!each || variance(N, each)) return false
  N[SCRATCH] = c
  mergeEvenAll(SCRATCH, each)
  return true
}

/** Sends the window [start, start + SIZE) of a key, unless it is empty. */
function send(key: number, start: number): void {
  if (unlikely(!EVEN || !mergeEvenPanes(start))) mergePanes(key, start)
  if (!N[SCRATCH]) return
  head(CODE, key, item)
  put(start)
  put(0)
  put(LOST && start <= LOST[key] ? 1 : 0)
  putAll(SCRATCH)
  emit(key, start + SIZE - 1, start, start + SIZE)
}

/** Fires every window whose last millisecond lies at or before `w`, in order of their ends. */
function fire(w: number): void {
  close()
  while (due <= w) {
    const start = due - SIZE + 1
    for (let key = 0; key < KEYS; key++) send(key, start)
    due = nextAfter(due)
  }
  fired = w
}

export function watermark(): void {
  if (due <= W) fire(W)
  wake(due)
}

export function fates(): number[] {
  if (GATHERS) settle()
  return [onTime, 0, late, refused]
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  if (LOST) LOST[key] = -Infinity
}
