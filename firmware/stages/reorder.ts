/**
 * The waiting room of the stages that see events in order of time (SEMANTICS 7.1): an event with t <= watermark is late;
 * others wait until the watermark reaches them and are then handed on in order of t, equal times in arrival order.
 *
 * A key has ROOM places (a power of two) used as a ring, kept in order by insertion: in-order input costs one comparison.
 * When the room is full the oldest waiting event is handed on ahead of the watermark (SEMANTICS 9: `advance`): what comes
 * later behind it is refused as late, and both are reported.
 */
import { MASK, ROOM } from 'constants'
import { loadAll, moveAll, storeAll } from 'lanes'
import { event as release, late, full } from 'next'
import { k as key, q as item, t as time } from 'now'
import { KEYS, MIN } from 'plan'
import { W } from '../runtime/input.ts'

const T = new Float64Array(KEYS * ROOM)
const Q = new Uint32Array(KEYS * ROOM)
/** Ring position of the first waiting event, and how many wait. */
const F = new Uint8Array(KEYS)
const C = new Uint8Array(KEYS)
/** Time up to which a key's events were handed on ahead of the watermark. */
const A = new Float64Array(KEYS).fill(MIN)
/** Keys whose first forced release has been reported. */
const told = new Uint8Array(KEYS)
/** A lower bound of the earliest waiting time of any key. */
let next = Infinity

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
  if (time <= W || time <= A[key]) return late()
  k = key
  if (C[k] === ROOM) {
    A[k] = T[k * ROOM + F[k]]
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
  if (time < next) next = time
}

export function watermark(): void {
  if (W < next) return
  next = Infinity
  for (k = 0; k < KEYS; k++) {
    while (C[k] && T[k * ROOM + F[k]] <= W) first()
    if (C[k] && T[k * ROOM + F[k]] < next) next = T[k * ROOM + F[k]]
  }
}
