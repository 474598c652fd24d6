/**
 * Patterns that ask for the same condition n times, within a time or not (SEMANTICS 7; `toolchain/sequence.ts` says which):
 * three failures within five minutes.
 *
 * Every thread takes every event that fits, so the thread that began with an event has taken it and all that fitted since.
 * The last LENGTH - 1 fitting events of a key, in a ring, are all of its threads at once.
 *
 * A key claims 12 * (LENGTH - 1) + 2 bytes.
 */
import { CODE, LENGTH, PAST, STRICT, WITHIN } from 'constants'
import { stepOf, test } from 'expressions'
import { emit } from 'next'
import { W, k, q, t } from 'now'
import { KEYS } from 'plan'
import { wake } from '../runtime/input.ts'
import { put } from '../runtime/results.ts'

const ROOM = LENGTH - 1
const T = new Float64Array(KEYS * ROOM)
const Q = new Uint32Array(KEYS * ROOM)
/** How many events of a key are kept, and the ring position of the oldest. */
export const C = new Uint8Array(KEYS)
const H = new Uint8Array(KEYS)
/** A lower bound of the time at which a thread of any key times out. */
let due = Infinity

/** Puts the kept events of a key, each with its step. */
function putTaken(key: number): void {
  for (let i = 0; i < C[key]; i++) {
    put(stepOf(i))
    put(Q[key * ROOM + ((H[key] + i) % ROOM)])
  }
}

/** The oldest event begins no thread any more. */
function shift(key: number): void {
  H[key] = (H[key] + 1) % ROOM
  C[key]--
}

/** Time moves to `now`: the oldest threads whose bound is reached end (7.7.1). */
function expire(key: number, now: number): void {
  while (C[key]) {
    const end = T[key * ROOM + H[key]] + WITHIN
    if (end > now) return
    put(CODE + 9)
    put(key)
    put(end)
    put(C[key])
    putTaken(key)
    shift(key)
  }
}

/** The event is the last that the oldest thread needs. */
function match(): void {
  const start = T[k * ROOM + H[k]]
  put(CODE + 8)
  put(k)
  put(t)
  put(start)
  put(LENGTH)
  putTaken(k)
  put(stepOf(ROOM))
  put(q)
  emit(k, t, LENGTH, start)
  if (PAST) C[k] = 0
  else shift(k)
}

/** The event fits. */
function take(): void {
  // Time-outs may be told late, but not after what happens behind them.
  if (WITHIN) expire(k, t)
  if (C[k] === ROOM) {
    match()
    if (PAST) return
  }
  if (WITHIN && !C[k] && t + WITHIN < due) wake((due = t + WITHIN))
  const p = k * ROOM + ((H[k] + C[k]++) % ROOM)
  T[p] = t
  Q[p] = q
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  C[key] = 0
}

/** Takes the event that the waiting room released. */
export function event(): void {
  if (test()) take()
  else if (STRICT && C[k]) {
    if (WITHIN) expire(k, t)
    C[k] = 0
  }
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
    const end = T[key * ROOM + H[key]] + WITHIN
    if (end < due) due = end
  }
}
