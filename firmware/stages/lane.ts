/** One field of the events that wait in a reorder stage, and its value in the event that was released last. */
import { BITS, DIVISOR, NONE, NULLABLE, ROOM } from 'constants'
import { x as arriving } from 'field'
import { KEYS } from 'plan'
import { round } from '../runtime/natives.ts'

// A packed value is an integer, value = integer / DIVISOR; NONE stands for a missing one.
const V =
  BITS === 16 ? new Int16Array(KEYS * ROOM) : BITS === 32 ? new Int32Array(KEYS * ROOM) : new Float64Array(KEYS * ROOM)

/** Value of the event that is being released. */
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
