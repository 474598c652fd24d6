/**
 * The waiting room of the stages that see events in order of time (SEMANTICS 7.1): an event with t <= watermark is late;
 * others wait until the watermark reaches them and are then handed on in order of t, equal times in arrival order.
 *
 * A key has ROOM places (a power of two) used as a ring, kept in order by insertion: in-order input costs one comparison.
 * When the room is full the oldest waiting event is handed on ahead of the watermark (SEMANTICS 9: `advance`): what comes
 * later behind it is refused as late, and both are reported.
 *
 * A frame that all stages behind call quiet is not taken apart: none of its events can change anything unless one of
 * another kind comes before it in time. It is put aside as it came, and forgotten when the watermark has passed it. If
 * anything else comes earlier, its events that are still ahead of the watermark are placed one by one, as they would have
 * been at once.
 */
import { MASK, ROOM } from 'constants'
import { loadAll, moveAll, storeAll } from 'lanes'
import { event as release, late, full } from 'next'
import { W, k as key, q as item, t as time } from 'now'
import { KEYS, MIN, SIDED } from 'plan'
import { QUIET, calm, quiet } from 'quiet'
import { likely, scratch } from '../runtime/hint.ts'
import { after, endOfFrame, frame as current, high, low, n, pick, takeAgain, wake } from '../runtime/input.ts'
import type { Frame } from '../runtime/input.ts'

const T = new Float64Array(KEYS * ROOM)
const Q = new Uint32Array(KEYS * ROOM)
/** Ring position of the first waiting event, and how many wait. */
const F = new Uint8Array(KEYS)
const C = new Uint8Array(KEYS)
/** Time up to which a key's events were handed on ahead of the watermark, and the largest of these times. */
const A = new Float64Array(KEYS).fill(MIN)
let ahead = MIN
/** Keys whose first forced release has been reported. */
const told = new Uint8Array(KEYS)
/** A lower bound of the earliest waiting time of any key. */
let next = Infinity
/** The quiet frame that was put aside last, and the largest time in any of them. */
let newest = scratch<Frame>(undefined as never)
let last = MIN
/** Those before it that the watermark may not have passed, at most ASIDE, and the largest time in them. */
const ASIDE = 4
let older = scratch<Frame[]>([])
let olderLast = MIN

/** The event that is being released: key, item number, time. */
export let k = 0
export let q = 0
export let t = 0

function hand(place: number): void {
  t = T[place]
  q = Q[place]
  loadAll(place)
  release()
}

/** Hands on the first waiting event of the key. */
function first(): void {
  const f = F[k]
  F[k] = (f + 1) & MASK
  C[k]--
  hand(k * ROOM + f)
}

/** Takes the current event. */
export function event(): void {
  if (QUIET) {
    const calms = time > W && (!C[key] || drained()) && time > ahead && calm()
    if (calms && (last <= after || hasRoom())) return putAside()
    if (last > W) fetch()
  }
  place()
}

function place(): void {
  if (time <= W || time <= A[key]) return late()
  k = key
  if (C[k] === ROOM) {
    ahead = A[k] = T[k * ROOM + F[k]]
    if (!told[k]) full(A[k])
    told[k] = 1
    first()
  }
  const base = k * ROOM
  let i = F[k] + C[k]++
  let place = base + (i & MASK)
  for (; i > F[k]; i--) {
    const before = base + ((i - 1) & MASK)
    if (T[before] <= time) break
    T[place] = T[before]
    Q[place] = Q[before]
    moveAll(place, before)
    place = before
  }
  T[place] = time
  Q[place] = item
  storeAll(place)
  if (time < next) {
    next = time
    wake(time)
  }
}

/** Places the events that were put aside and still wait; the current frame is then again the one at work. */
function fetch(): void {
  const now = current
  unpack()
  takeAgain(now)
}

/** Before a checkpoint: no frame is put aside, since frames are no state. */
export function still(): void {
  if (QUIET && last > W) unpack()
}

function unpack(): void {
  last = MIN
  older.push(newest)
  for (const each of older) {
    takeAgain(each)
    for (let i = 0; i < n; i++) {
      if (each[0] === 'E' || (SIDED && each[0] === 'F')) pick(i)
      if (time > W) place()
    }
  }
  older = []
}

/** The watermark will not have passed those put aside: whether they may be kept as well. */
function hasRoom(): boolean {
  if (olderLast <= W) older = []
  if (older.length === ASIDE) return false
  older.push(newest)
  olderLast = last
  return true
}

/**
 * Whether all that waits of the key comes before this frame and is released by it: then it is handed on now, and the frame
 * may be quiet for what came of that. Without this no frame behind an eventful one could be put aside.
 */
function drained(): boolean {
  const newestWaiting = T[key * ROOM + ((F[key] + C[key] - 1) & MASK)]
  if (newestWaiting > low || newestWaiting > after || last > W) return false
  endOfFrame()
  k = key
  while (C[k]) first()
  return true
}

function putAside(): void {
  newest = current
  if (high > last) last = high
}

/** Takes the current frame. */
export function frame(): void {
  if (likely(low > W && (!C[key] || drained()) && low > ahead && quiet() && (last <= after || hasRoom()))) putAside()
  else apart()
}

/** Takes the current frame event by event. */
function apart(): void {
  if (last > W) fetch()
  for (let i = 0; i < n; i++) {
    pick(i)
    place()
  }
}

export function watermark(): void {
  if (W >= next) releaseAll()
  wake(next)
}

/** Hands on what the watermark has reached. */
function releaseAll(): void {
  next = Infinity
  for (k = 0; k < KEYS; k++) {
    while (C[k] && T[k * ROOM + F[k]] <= W) first()
    if (C[k] && T[k * ROOM + F[k]] < next) next = T[k * ROOM + F[k]]
  }
}

/** The key is forgotten (pipeline README 12). */
export function forget(i: number): void {
  A[i] = MIN
  told[i] = 0
}
