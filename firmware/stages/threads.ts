/**
 * The threads of a pattern (SEMANTICS 7.2): a key has THREADS slots and a list of those in use, in the order of their
 * starts. What a thread may do with an event is code of the pattern (`expressions`, made by `toolchain/pattern`); it moves
 * threads by `fork`, `on` and `gone`.
 *
 * What threads took is shared: an event is a node that knows the one before it, and how many threads and nodes point to it.
 * A slot costs 4 bytes and 8 for the start, and 8 for each function over steps in conditions; a node costs 7.
 */
import {
  CODE,
  EMPTY,
  MARKED,
  NERVOUS,
  NODES,
  ONLY,
  PREVIOUS,
  ROOM,
  SCARCE,
  SKIP,
  SLOTS,
  STEP,
  THREADS,
  TIMED,
  WIDE,
  WITHIN,
} from 'constants'
import { bound, copy, learn, move } from 'expressions'
import { k, q, t } from 'now'
import { KEYS } from 'plan'
import { wake } from '../runtime/input.ts'
import { Action, Bound, overflow } from '../runtime/overflow.ts'

/** Place of the thread in each slot; 0: free. The slot EMPTY stands for the start thread, which has taken nothing. */
export const P = new Uint8Array(KEYS * SLOTS + 1)
/** Number of events taken, time of the first and of the last. */
export const N = new Uint8Array(KEYS * SLOTS + 1)
export const F = new Float64Array(KEYS * SLOTS + 1)
export const L = new Float64Array(PREVIOUS ? KEYS * SLOTS + 1 : 0)
/** The last node of a thread, from 1 within its key; 0: none. */
export const T = WIDE ? new Uint16Array(KEYS * SLOTS + 1) : new Uint8Array(KEYS * SLOTS + 1)
/** Nodes: item number, step where there are several, the node before, and how many point here (0: free). */
export const Q = new Uint32Array(KEYS * NODES)
export const A = new Uint8Array(ONLY < 0 ? KEYS * NODES : 0)
export const B = WIDE ? new Uint16Array(KEYS * NODES) : new Uint8Array(KEYS * NODES)
const G = WIDE ? new Uint16Array(KEYS * NODES) : new Uint8Array(KEYS * NODES)
/** With a skip strategy: number of the start event from 1, and up to where a match would skip (`mark`; 0: nowhere). */
export const S = new Uint32Array(SKIP ? KEYS * SLOTS + 1 : 0)
export const Z = new Uint32Array(MARKED ? KEYS * SLOTS + 1 : 0)
/** Events so far of each key. */
export const E = new Uint32Array(SKIP ? KEYS : 0)

/** The slots of a key's threads in order, and how many they are; held matches stand behind the last possible thread. */
export const O = new Uint8Array(KEYS * SLOTS)
export const C = new Uint8Array(KEYS)
/** Keys with threads that no event leaves alone. */
export const V = new Uint8Array(NERVOUS ? KEYS : 0)
/** A lower bound of the time at which the first thread ends by itself. */
export const D = TIMED ? new Float64Array(KEYS).fill(Infinity) : new Float64Array(0)
/** Dropped so far: threads, threads with too many events, held matches. */
const X = new Uint32Array(KEYS * 3)

/** The earliest of them; until `replan` it may be too early. */
export let due = Infinity

/** The key, its first slot and the time that counts; the slot of the thread at work. */
export let key = 0
export let base = 0
export let time = 0
export let i = 0
/** In the list: the thread at work, and the end; how many entries are those of threads that have ended. */
let r = 0
let end = 0
let ended = 0
const ENDED = 255

/** Turns to a key, at a time. */
export function enter(k: number, now: number): void {
  key = k
  base = k * SLOTS
  time = now
}

/** Turns to a thread. */
export function stand(slot: number): void {
  i = slot
}

/** Reports what was dropped: at the first, second, fourth, eighth … time, with the number so far (SEMANTICS 9.2). */
export function lose(what: Bound): void {
  const lost = ++X[key * 3 + what - Bound.Threads]
  if (!(lost & (lost - 1))) overflow(CODE, what, key, time, Action.Drop, lost)
}

/** Frees everything of a key. */
export function clear(each: number): void {
  P.fill(0, each * SLOTS, (each + 1) * SLOTS)
  G.fill(0, each * NODES, (each + 1) * NODES)
  X.fill(0, each * 3, each * 3 + 3)
  C[each] = 0
  if (NERVOUS) V[each] = 0
  if (TIMED) D[each] = Infinity
}

/** When the thread in a slot ends by itself. */
export function deadline(slot: number): number {
  const whole = WITHIN ? F[slot] + WITHIN : Infinity
  if (!PREVIOUS) return whole
  const own = L[slot] + bound(P[slot])
  return own < whole ? own : whole
}

/** What a skip strategy will want to know of a match (`matches.ts`): the number of the event to skip to. */
function mark(slot: number, step: number): void {
  if (SKIP === 'skipPastLastEvent') Z[slot] = E[key] + 1
  else if (step === STEP && (SKIP === 'skipToLast' || !Z[slot])) Z[slot] = E[key]
}

/** Whether the thread at work can take no more. */
export function isFull(): boolean {
  if (N[i] >= ROOM) return true
  const node = G.indexOf(0, key * NODES)
  return node < 0 || node >= (key + 1) * NODES
}

/** The current event is taken; there must be room. */
export function take(slot: number, step: number): void {
  const first = key * NODES
  const node = G.indexOf(0, first)
  if (!N[slot]++) {
    F[slot] = t
    if (SKIP) S[slot] = E[key]
  }
  Q[node] = q
  if (ONLY < 0) A[node] = step
  // The thread pointed to the node before; now this one does.
  B[node] = T[slot]
  G[node] = 1
  T[slot] = node - first + 1
  if (PREVIOUS) L[slot] = t
  learn(slot, step)
  if (MARKED) mark(slot, step)
}

/** What the thread at work has taken is that of another as well. */
export function copyTo(slot: number): void {
  N[slot] = N[i]
  T[slot] = T[i]
  if (T[i]) G[key * NODES + T[i] - 1]++
  F[slot] = F[i]
  if (PREVIOUS) L[slot] = L[i]
  if (SKIP) S[slot] = S[i]
  if (MARKED) Z[slot] = Z[i]
  copy(slot, i)
}

/** What a thread has taken is no longer its own. */
export function release(slot: number): void {
  const first = key * NODES - 1
  for (let node = T[slot]; node && !--G[first + node];) node = B[first + node]
}

/** A slot is free again. */
export function free(slot: number): void {
  release(slot)
  P[slot] = 0
}

/** Takes what has ended from the list. */
function tidy(): void {
  const work = r
  const stop = end
  end = base
  for (let at = base; at < stop; at++) {
    if (at === work) r = end
    const slot = base + O[at]
    if (P[slot] === ENDED) P[slot] = 0
    else O[end++] = O[at]
  }
  if (work === stop) r = end
  ended = 0
}

/** A free slot; without one the thread with the oldest start makes room. -1: that would be the one that asks. */
function room(): number {
  if (end - base === THREADS && ended) tidy()
  if (end - base < THREADS) return P.indexOf(0, base)
  lose(Bound.Threads)
  if (r === base) return -1
  const slot = base + O[base]
  release(slot)
  end--
  r--
  for (let at = base; at < end; at++) O[at] = O[at + 1]
  return slot
}

function settle(slot: number, to: number): void {
  P[slot] = to
  if (NERVOUS && to <= NERVOUS) V[key] = 1
  if (!TIMED) return
  const at = deadline(slot)
  if (at < D[key]) D[key] = at
  if (at < due) wake((due = at))
}

/** Finds out again when the first thread of any key ends. */
export function replan(): void {
  due = Infinity
  for (const at of D) if (at < due) due = at
}

/** A further thread like the one at work, which takes the event as `step` (-1: ignores it) and goes to a place. */
export function fork(step: number, to: number): void {
  if (SCARCE && step >= 0 && isFull()) return lose(Bound.Taken)
  const slot = room()
  if (slot < 0) return
  copyTo(slot)
  if (step >= 0) take(slot, step)
  settle(slot, to)
  for (let at = end++; at > r; at--) O[at] = O[at - 1]
  O[r++] = slot - base
}

/** The thread at work goes on to a place. */
export function on(step: number, to: number): void {
  if (step >= 0) {
    if (SCARCE && isFull()) {
      gone()
      return lose(Bound.Taken)
    }
    take(i, step)
  }
  settle(i, to)
}

/** The thread at work ends. */
export function gone(): void {
  release(i)
  P[i] = ENDED
  ended++
}

/** The thread at work stays where no event leaves it alone. */
export function stay(): void {
  if (NERVOUS) V[key] = 1
}

/** Every thread of the event's key sees it. */
export function pass(): void {
  enter(k, t)
  if (NERVOUS) V[key] = 0
  end = base + C[key]
  for (r = base; r < end; r++) {
    i = base + O[r]
    move(P[i])
  }
  if (ended) tidy()
  C[key] = end - base
}

/** The start thread sees the event: `begin` of the pattern's code runs between these two. */
export function open(): void {
  enter(k, t)
  r = end = base + C[key]
  i = EMPTY
}
export function close(): void {
  C[key] = end - base
}
