/**
 * The events of each key and side that a join keeps (SEMANTICS 6.4, 6.5, 9): PLACES places used as a ring, in order of
 * time, equal times in order of arrival. Positions count up for ever, position i is in place i % PLACES of its group.
 * In-order input costs one comparison, finding a time log2(PLACES) steps.
 *
 * What can meet no partner any more is dropped only when its place is needed, or when it matters: an event at the watermark
 * itself could still fit one that is gone (6.3, 6.4); a later one never does. A buffer that is full nevertheless drops the
 * oldest, the current event included, and reports it. Claims 2 * KEYS * (12 * PLACES + 20) bytes, 29 variables a key and
 * side with 32 places, and what the fields of `lane.ts` need.
 */
import { CODE, GRID, LATE, OFFSET, PLACES, SIZE, SLIDE, WAIT_LEFT, WAIT_RIGHT } from 'constants'
import { moveAll, storeAll } from 'joinColumns'
import { KEYS } from 'plan'
import { W, k, q, side, t } from 'sides'
import { Action, Bound, overflow } from '../runtime/overflow.ts'

/** Times and numbers of the kept events: group g = side * KEYS + key has the places from g * PLACES. */
export const T = new Float64Array(2 * KEYS * PLACES)
export const Q = new Uint32Array(2 * KEYS * PLACES)
/** Position of a group's first event, and the one after its last. */
export const F = new Uint32Array(2 * KEYS)
export const N = new Uint32Array(2 * KEYS)
/** The watermark up to which a group was purged last. */
const A = new Float64Array(2 * KEYS).fill(NaN)
/** Events lost of each key. */
const L = new Uint32Array(KEYS)

/** The latest start of a window at or before `time`. */
export function startOf(time: number): number {
  const m = (time - OFFSET) % SLIDE
  return m < 0 ? time - m - SLIDE : time - m
}

/** Whether an event at `time` is gone once the watermark has reached W. */
function gone(time: number, right: boolean): boolean {
  return (GRID ? startOf(time) + SIZE - 1 + LATE : time + (right ? WAIT_RIGHT : WAIT_LEFT)) <= W
}

/** Drops what the present watermark has made useless. What comes after it rose stays until it rises again. */
export function purge(g: number): void {
  if (A[g] === W) return
  A[g] = W
  while (F[g] < N[g] && gone(T[g * PLACES + (F[g] % PLACES)], g >= KEYS)) F[g]++
}

/** Makes room in a full group; false when the current event itself is the oldest, and lost. */
function makeRoom(g: number): boolean {
  const oldest = T[g * PLACES + (F[g] % PLACES)]
  // Mostly the oldest is of no use any more. At its last moment it may be: what came after the watermark rose.
  if (!GRID && oldest + (side ? WAIT_RIGHT : WAIT_LEFT) < W) {
    F[g]++
    return true
  }
  purge(g)
  if (N[g] - F[g] < PLACES) return true
  const lost = ++L[k]
  // Told again whenever the number has doubled.
  if (!(lost & (lost - 1))) overflow(CODE, Bound.JoinBuffer, k, t < oldest ? t : oldest, Action.Drop, lost)
  if (t < oldest) return false
  F[g]++
  return true
}

/** Keeps the current event; false when there is no room for it. */
export function keep(): boolean {
  const g = KEYS > 1 ? side * KEYS + k : side
  if (N[g] - F[g] === PLACES && !makeRoom(g)) return false
  const base = g * PLACES
  let i = N[g]++
  let place = base + (i % PLACES)
  for (; i > F[g]; i--) {
    const before = base + ((i - 1) % PLACES)
    if (T[before] <= t) break
    T[place] = T[before]
    Q[place] = Q[before]
    moveAll(place, before)
    place = before
  }
  T[place] = t
  Q[place] = q
  storeAll(place)
  return true
}

/** Position of the first event of a group at `from` or later. */
export function search(g: number, from: number): number {
  const base = g * PLACES
  let a = F[g]
  let b = N[g]
  while (a < b) {
    const m = (a + b) >> 1
    if (T[base + (m % PLACES)] < from) a = m + 1
    else b = m
  }
  return a
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  L[key] = 0
}
