/**
 * z-score over the last SIZE values of a key (pipeline README, `anomaly`): the sums run over the ring in slot order, from
 * slot 0, as natives do. Claims KEYS * (4 + ceil(b * SIZE / 14)) variables,
 * b = 8 bytes, 2 or 4 for a packed field; costs about 25 + 1.1 * SIZE kI an event.
 */
import { BITS, CODE, DIVISOR, SCORES, SIZE, THRESHOLD } from 'constants'
import { x } from 'field'
import { dump, emit } from 'next'
import { k, q, t } from 'now'
import { KEYS } from 'plan'
import { RINGS } from 'rings'
import { root, round, sum, variance } from '../runtime/natives.ts'
import { head, put } from '../runtime/results.ts'

/** Values so far. */
const C = new Uint32Array(KEYS)

function send(score: number, alarm: boolean): void {
  head(CODE + 4, k, q)
  put(t)
  put(x)
  put(score)
  put(alarm ? 1 : 0)
  emit(k, t, x, score, alarm ? 1 : 0)
  if (alarm) dump(k, q, t)
}

/** Takes the event that the reorder stage released. A packed field is judged in its integers: the score has no unit. */
export function event(): void {
  if (x !== x) return
  // An array a key, so that natives run over it without a view being made.
  const r = RINGS[k]
  const c = C[k]++
  const value = BITS ? round(x * DIVISOR) : x
  if (c >= SIZE) {
    const m = sum(r) / SIZE
    const v = variance(r, m) / SIZE
    const d = value - m
    const sound = v > 0 && v < Infinity
    // No square root decides: the interpreter's is not correctly rounded.
    const alarm = sound && d * d >= THRESHOLD * THRESHOLD * v
    if (SCORES || alarm) send(sound ? d / root(v) : 0, alarm)
  }
  r[c % SIZE] = value
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  C[key] = 0
}
