/**
 * Matches of a pattern, and what is reported of threads that end (SEMANTICS 7.5 to 7.7). Without a skip strategy a match is
 * sent as it is complete. With one it is held back while a thread with an earlier start lives; the earliest goes first, and
 * removes threads and held matches by their starts. A key has HELD slots for them, behind those of its threads.
 */
import { CODE, HELD, NODES, ONLY, ROOM, SCARCE, SKIP, STRICT, THREADS, WIDE } from 'constants'
import { emit } from 'next'
import { q, t } from 'now'
import { KEYS } from 'plan'
import { A, B, C, F, N, O, P, Q, S, T, Z, base, clear, copyTo, free, i, isFull, key, lose, take, time } from 'threads'
import { Bound } from '../runtime/overflow.ts'
import { head, put } from '../runtime/results.ts'

const TAKEN = 255

/** Held matches of each key, and when each was complete. */
export const H = new Uint8Array(SKIP ? KEYS : 0)
const M = new Float64Array(KEYS * HELD)
/** Keys whose pattern has stopped: a strict target was missing, or was the start itself. */
export const X = new Uint8Array(STRICT ? KEYS : 0)

/** The nodes of one match, in the order taken. */
const Y = WIDE ? new Uint16Array(ROOM) : new Uint8Array(ROOM)

/** Puts steps and items of what a slot has taken. */
function putTaken(slot: number): void {
  const first = key * NODES - 1
  let n = N[slot]
  for (let node = T[slot]; node; node = B[first + node]) Y[--n] = node
  for (; n < N[slot]; n++) {
    put(ONLY < 0 ? A[first + Y[n]] : ONLY)
    put(Q[first + Y[n]])
  }
}

/** The thread at work is a match: with the current event as `step`, or as it stands (-1). */
export function hit(step: number): void {
  if (SKIP) return hold(step)
  const n = step < 0 ? N[i] : N[i] + 1
  const start = N[i] ? F[i] : t
  head(CODE + 8, key, time)
  put(start)
  put(n)
  putTaken(i)
  if (step >= 0) {
    put(step)
    put(q)
  }
  emit(key, time, n, start)
}

/** The time of the thread at work is over. */
export function timeout(): void {
  head(CODE + 9, key, time)
  put(N[i])
  putTaken(i)
}

function hold(step: number): void {
  if (SCARCE && step >= 0 && isFull()) return lose(Bound.Taken)
  if (H[key] === HELD) {
    lose(Bound.HeldMatches)
    free(removeAt(earliest()))
  }
  const slot = P.indexOf(0, base + THREADS)
  copyTo(slot)
  if (step >= 0) take(slot, step)
  P[slot] = TAKEN
  M[slot - base - THREADS + key * HELD] = time
  O[base + THREADS + H[key]++] = slot - base
}

/** Where in the list the held match with the earliest start stands; of several the one that was complete first. */
function earliest(): number {
  const first = base + THREADS
  let best = first
  for (let at = first + 1; at < first + H[key]; at++) if (S[base + O[at]] < S[base + O[best]]) best = at
  return best
}

/** Takes a held match from the list; its slot. */
function removeAt(at: number): number {
  const slot = base + O[at]
  for (const stop = base + THREADS + --H[key]; at < stop; at++) O[at] = O[at + 1]
  return slot
}

/** Sends held matches, earliest start first, as long as no thread can come before them (SEMANTICS 7.6.2). */
export function sendHeld(): void {
  while (H[key]) {
    const at = earliest()
    const slot = base + O[at]
    if (C[key] && S[base + O[base]] < S[slot]) return
    removeAt(at)
    const complete = M[slot - base - THREADS + key * HELD]
    head(CODE + 8, key, complete)
    put(F[slot])
    put(N[slot])
    putTaken(slot)
    emit(key, complete, N[slot], F[slot])
    free(slot)
    if (SKIP === 'skipToNext') remove(S[slot] + 1)
    else {
      if (STRICT && (!Z[slot] || Z[slot] === S[slot])) return stop(complete)
      remove(Z[slot])
    }
  }
}

/** Removes threads and held matches that start before event `n`; 0: none. */
function remove(n: number): void {
  let gone = 0
  while (gone < C[key] && S[base + O[base + gone]] < n) free(base + O[base + gone++])
  C[key] -= gone
  if (gone) for (let at = base; at < base + C[key]; at++) O[at] = O[at + gone]
  for (let at = base + THREADS; at < base + THREADS + H[key];) {
    if (S[base + O[at]] < n) free(removeAt(at))
    else at++
  }
}

/** The pattern of this key ends for good. */
function stop(at: number): void {
  clear(key)
  H[key] = 0
  X[key] = 1
  head(CODE + 11, key, at)
}
