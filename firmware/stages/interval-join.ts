/**
 * Interval join (SEMANTICS 6.2 to 6.4): left `l` and right `r` of a key pair when l.t + LOWER <= r.t <= l.t + UPPER, at the
 * moment the second of them arrives, in order of the other side's times. The first partner is looked for from where the last
 * search on that side ended: an event costs what its partners cost, and what time has moved by since then.
 */
import { CODE, LOWER, PLACES, READ, UPPER } from 'constants'
import { F, N, Q, T, keep, purge } from 'joinBuffer'
import { loadOther, takeOwn } from 'joinColumns'
import { emit } from 'next'
import { KEYS } from 'plan'
import { W, k, late, q, side, t } from 'sides'
import { q as item } from '../runtime/input.ts'
import { putAll } from '../runtime/results.ts'

/** Where the last search in a group ended. */
const H = new Uint32Array(2 * KEYS)

/** The current event and the one in a place of the other side. */
function pair(place: number): void {
  const other = Q[place]
  const time = T[place] > t ? T[place] : t
  putAll([CODE + 10, k, item, time, side ? other : q, side ? q : other])
  if (!READ) return
  loadOther(place)
  emit(k, time)
}

/** Pairs the current event with those of group `g`, the other side, whose times fit. */
function meet(g: number): void {
  const base = g * PLACES
  const from = side ? t - UPPER : t + LOWER
  let i = H[g] < F[g] ? F[g] : H[g]
  while (i > F[g] && T[base + ((i - 1) % PLACES)] >= from) i--
  while (i < N[g] && T[base + (i % PLACES)] < from) i++
  H[g] = i
  for (; i < N[g]; i++) {
    const place = base + (i % PLACES)
    if (T[place] > (side ? t - LOWER : t + UPPER)) return
    pair(place)
  }
}

/** Takes the current event. */
export function event(): void {
  if (t < W) return late()
  if (t === W) {
    purge(k)
    purge(KEYS + k)
  }
  if (READ) takeOwn()
  meet(KEYS > 1 ? (1 - side) * KEYS + k : 1 - side)
  keep()
}
