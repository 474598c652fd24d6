/**
 * Keys that have had no event for longer than TTL are forgotten by all stages (pipeline README 12): at the end of the item
 * that shows it. While nobody's time is up that costs one comparison. Claims 8 bytes a key.
 */
import { forget } from 'graph'
import { KEYS, TTL } from 'plan'
import { W } from './input.ts'

/** When a living key's time is up; Infinity: nobody has the number. */
const E = new Float64Array(KEYS).fill(Infinity)
/** A lower bound of the first of them. */
let next = Infinity

/** A key has an event: one of the input, or a result that is read. */
export function live(key: number, time: number): void {
  const end = time + TTL
  if (E[key] === Infinity || end > E[key]) E[key] = end
  if (end < next) next = end
}

/** Forgets those whose time is up. */
export function sweep(): void {
  if (W <= next) return
  next = Infinity
  for (let i = 0; i < KEYS; i++) {
    if (E[i] < W) {
      E[i] = Infinity
      forget(i)
    } else if (E[i] < next) next = E[i]
  }
}
