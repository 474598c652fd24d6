/**
 * One field of one side of a join whose pairs are read: its value in each kept event, and in the pair that is being handed
 * on. Claims 3 + ceil(b * KEYS * PLACES / 14) variables, b = 8 bytes, or 2 or 4 for a packed field.
 */
import { BITS, DIVISOR, NONE, NULLABLE, PLACES } from 'constants'
import { x as arriving } from 'field'
import { KEYS } from 'plan'
import { round } from '../runtime/natives.ts'

// A packed value is an integer, value = integer / DIVISOR; NONE stands for a missing one.
const V =
  BITS === 16
    ? new Int16Array(KEYS * PLACES)
    : BITS === 32
      ? new Int32Array(KEYS * PLACES)
      : new Float64Array(KEYS * PLACES)

/** Value in the pair. */
export let x = 0

export function store(place: number): void {
  if (!BITS) V[place] = arriving
  else if (NULLABLE && arriving !== arriving) V[place] = NONE
  else V[place] = round(arriving * DIVISOR)
}
export function move(to: number, from: number): void {
  V[to] = V[from]
}
export function load(place: number): void {
  if (!BITS) x = V[place]
  else if (NULLABLE && V[place] === NONE) x = NaN
  else x = V[place] / DIVISOR
}
/** The current event is one of the pair. */
export function take(): void {
  x = arriving
}
