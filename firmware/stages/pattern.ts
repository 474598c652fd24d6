/**
 * A pattern (SEMANTICS 7), specialised: which threads go where with an event was found out when the program was made, and is
 * code of the pattern (`expressions`). Here are the order of things and the time bounds; threads and matches have their own
 * files.
 */
import { LASTING, NERVOUS, SKIP, STRICT, TIMED } from 'constants'
import { begin, begins, lasts, looks } from 'expressions'
import { H, X, hit, sendHeld, timeout } from 'matches'
import { W, k, t } from 'now'
import { KEYS } from 'plan'
import { C, D, E, O, P, V, base, clear, deadline, due, enter, free, key, pass, replan, stand } from 'threads'
import { wake } from '../runtime/input.ts'

/** Time moves: threads of the key whose bound is reached end, before anything else happens (SEMANTICS 7.7). */
function expire(now: number): void {
  const stop = base + C[key]
  let kept = base
  D[key] = Infinity
  for (let at = base; at < stop; at++) {
    const slot = base + O[at]
    const over = deadline(slot)
    if (over > now) {
      O[kept++] = O[at]
      if (over < D[key]) D[key] = over
      continue
    }
    enter(key, over)
    stand(slot)
    if (LASTING && lasts(P[slot])) hit(-1)
    else timeout()
    free(slot)
  }
  C[key] = kept - base
  if (SKIP) sendHeld()
}

/** Takes the current event. */
export function event(): void {
  if (TIMED && t >= D[k]) {
    enter(k, t)
    expire(t)
  }
  if (STRICT && X[k]) return
  if (SKIP) E[k]++
  begins()
  if (C[k] && (looks() || (NERVOUS && V[k]))) pass()
  begin()
  if (SKIP && H[k]) sendHeld()
}

/** The key is forgotten (pipeline README 12). */
export function forget(each: number): void {
  clear(each)
  if (SKIP) H[each] = 0
  if (STRICT) X[each] = 0
}

/** Time has moved, with or without events. */
export function watermark(): void {
  if (!TIMED) return
  if (W >= due) expireAll()
  wake(due)
}

/** Ends threads of all keys. */
function expireAll(): void {
  for (let each = 0; each < KEYS; each++) {
    if (D[each] > W) continue
    enter(each, W)
    expire(W)
  }
  replan()
}
