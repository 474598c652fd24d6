/**
 * z-score over the last SIZE values of a key (pipeline README, `anomaly`): the sums run over the ring in slot order, from
 * slot 0, as natives do. Claims 4 + ceil(8 * KEYS * SIZE / 14) variables; costs about 25 + 1.1 * SIZE kI an event.
 */
import { CODE, SCORES, SIZE, THRESHOLD } from 'constants'
import { x } from 'field'
import { dump } from 'next'
import { k, q, t } from 'now'
import { KEYS } from 'plan'
import { RINGS } from 'rings'
import { root, sum, variance } from '../runtime/natives.ts'
import { head, put } from '../runtime/results.ts'

/** Values so far. */
const C = new Uint32Array(KEYS)

function send(score: number, alarm: boolean): void {
  head(CODE + 4, k, q)
  put(t)
  put(x)
  put(score)
  put(alarm ? 1 : 0)
  if (alarm) dump(k, q, t)
}

/** Takes the event that the reorder stage released. */
export function event(): void {
  if (x !== x) return
  // An array a key, so that natives run over it without a view being made.
  const r = RINGS[k]
  const c = C[k]++
  if (c >= SIZE) {
    const m = sum(r) / SIZE
    const d = root(variance(r, m) / SIZE)
    const score = d > 0 && d < Infinity ? (x - m) / d : 0
    const alarm = score >= THRESHOLD || -score >= THRESHOLD
    if (SCORES || alarm) send(score, alarm)
  }
  r[c % SIZE] = x
}
