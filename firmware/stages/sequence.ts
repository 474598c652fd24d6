/**
 * Patterns that are a plain sequence of single steps (SEMANTICS 7; `toolchain/sequence.ts` says which): conditions look at
 * the event only, and only the last step may be followedByAny.
 *
 * Threads of a key then never overtake one another. They are numbered as they start and lie in a ring; those that wait for
 * the same step are neighbours. An event asks each condition once, however many threads wait; a step that is met moves a
 * boundary, and a time-out looks at the oldest thread only.
 *
 * A key claims THREADS * (8 + 4 * (LENGTH - 1)) + 8 * (LENGTH + 1) + 1 bytes.
 */
import { ANY, CODE, HASTY, LENGTH, PAST, THREADS, WITHIN } from 'constants'
import { goes, starts, stepOf, turn } from 'expressions'
import { emit } from 'next'
import { W, k, q, t } from 'now'
import { KEYS } from 'plan'
import { wake } from '../runtime/input.ts'
import { Action, Bound, overflow } from '../runtime/overflow.ts'
import { put } from '../runtime/results.ts'

/** Places of all keys; event `i` of the thread in a place is `Q[place + i * PLACES]`. */
const PLACES = KEYS * THREADS
/** Time of the first event. */
const T = new Float64Array(KEYS * THREADS)
const Q = new Uint32Array(KEYS * THREADS * (LENGTH - 1))
/** `B[key + (j - 1) * KEYS]`: threads of the key with a lower number have taken `j` events, or are gone. */
const B = new Float64Array(KEYS * (LENGTH - 1))
/** Living threads of each key: those started last. */
export const C = new Uint8Array(KEYS)
/** Where it says in B for which threads one event only is missing. */
const LAST = (LENGTH - 2) * KEYS
/** Whether threads of the key moved with its last event: some may have to move again with the next one, or end. */
export const Z = HASTY ? new Uint8Array(KEYS) : null
/** Threads dropped when that was reported last, and how many more until it is reported again. */
const L = new Float64Array(KEYS)
const X = new Float64Array(KEYS).fill(1)
/** A lower bound of the time at which a thread of any key times out. */
let due = Infinity

/** Puts what a thread has taken: step and event, `n` times. */
function putTaken(from: number, n: number): void {
  for (let i = 0, p = from; i < n; i++) {
    put(stepOf(i))
    put(Q[p])
    p += PLACES
  }
}

/** Time moves to `now`: the oldest threads whose bound is reached end (7.7.1). */
function expire(key: number, now: number): void {
  while (C[key]) {
    const oldest = B[key] - C[key]
    const p = key * THREADS + (oldest % THREADS)
    const end = T[p] + WITHIN
    if (end > now) return
    let taken = 1
    for (let at = key + KEYS; at <= key + LAST; at += KEYS) if (B[at] > oldest) taken++
    put(CODE + 9)
    put(key)
    put(end)
    put(taken)
    putTaken(p, taken)
    C[key]--
  }
}

/** Whether the key has threads; whether some may wait for a step that must be met now. */
export function live(): boolean {
  return C[k] > 0
}
export function hasty(): boolean {
  return Z![k] > 0
}

/** What moved is about to be seen to. */
export function settle(): void {
  Z![k] = 0
}

/** The first of the threads that have taken `j` events and not more; how many these are. */
function firstOf(j: number): number {
  const oldest = B[k] - C[k]
  const next = j < LENGTH - 1 ? B[k + j * KEYS] : oldest
  return next > oldest ? next : oldest
}

function waiting(j: number): number {
  return B[k + (j - 1) * KEYS] - firstOf(j)
}

/** The event is the last of every thread that waits for it; whether the match has used it up. */
export function finish(): boolean {
  if (B[k + LAST] <= B[k] - C[k]) return false
  if (WITHIN) expire(k, t)
  const end = B[k + LAST]
  const oldest = B[k] - C[k]
  if (oldest >= end) return false
  for (let i = oldest; i < (PAST ? oldest + 1 : end); i++) {
    const p = k * THREADS + (i % THREADS)
    put(CODE + 8)
    put(k)
    put(t)
    put(T[p])
    put(LENGTH)
    putTaken(p, LENGTH - 1)
    put(stepOf(LENGTH - 1))
    put(q)
    emit(k, t, LENGTH, T[p])
  }
  if (PAST) C[k] = 0
  else if (!ANY) C[k] = B[k] - end
  return true
}

/** Every thread that has taken `j` events takes this one. */
export function advance(j: number): void {
  const to = k + j * KEYS
  const end = B[to - KEYS]
  if (end <= B[to]) return
  if (WITHIN) expire(k, t)
  for (let i = firstOf(j); i < end; i++) Q[k * THREADS + (i % THREADS) + j * PLACES] = q
  B[to] = end
  if (Z) Z[k] = 1
}

/** Every thread that has taken `j` events ends: the next step had to be met now. */
export function kill(j: number): void {
  if (waiting(j) <= 0) return
  if (WITHIN) expire(k, t)
  const gone = waiting(j)
  if (gone <= 0) return
  const at = k + (j - 1) * KEYS
  for (let i = B[at]; i < B[k]; i++) {
    const from = k * THREADS + (i % THREADS)
    const to = k * THREADS + ((i - gone) % THREADS)
    T[to] = T[from]
    for (let p = 0; p < PLACES * (LENGTH - 1); p += PLACES) Q[to + p] = Q[from + p]
  }
  for (let i = k; i <= at; i += KEYS) B[i] -= gone
  C[k] -= gone
}

/** The event starts a thread; where there is no room, in the place of the oldest, which is dropped (SEMANTICS 9.2). */
function start(): void {
  const p = k * THREADS + (B[k] % THREADS)
  if (C[k] === THREADS && (!WITHIN || T[p] + WITHIN > t)) {
    if (!--X[k]) report()
  } else {
    if (WITHIN && C[k] === THREADS) expire(k, t)
    if (WITHIN && !C[k] && t + WITHIN < due) wake((due = t + WITHIN))
    C[k]++
  }
  B[k]++
  T[p] = t
  Q[p] = q
  if (Z) Z[k] = 1
}

/** Reports what was dropped at the first, second, fourth, eighth … time, with the number so far. */
function report(): void {
  X[k] = L[k] = 2 * L[k] || 1
  overflow(CODE, Bound.Threads, k, t, Action.Drop, L[k])
}

/** The event begins a thread, unless a match has used it up; first others take it. */
function begin(): void {
  if (!PAST) {
    turn()
    start()
  } else if (!turn()) start()
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  C[key] = L[key] = 0
  X[key] = 1
}

/** Takes the event that the waiting room released. Time-outs are told when something else is, or time is seen to pass. */
export function event(): void {
  if (starts()) begin()
  else if (goes()) turn()
}

/** Time has moved to the watermark or the clock. */
export function watermark(): void {
  if (!WITHIN) return
  if (W >= due) expireAll()
  wake(due)
}

/** Ends threads of all keys; `due` is true again afterwards. */
function expireAll(): void {
  due = Infinity
  for (let key = 0; key < KEYS; key++) {
    expire(key, W)
    if (!C[key]) continue
    const end = T[key * THREADS + ((B[key] - C[key]) % THREADS)] + WITHIN
    if (end < due) due = end
  }
}
