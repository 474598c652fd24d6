/**
 * One field of the events that a waiting room or one side of a join keeps, and its value in the event that was released, or
 * in the pair that is handed on. Claims 3 + ceil(b * KEYS * ROOM / 14) variables, b = 8 bytes, or 2 or 4 for a packed field.
 */
import { BITS, DIVISOR, NONE, NULLABLE, ROOM } from 'constants'
import { x as arriving } from 'field'
import { KEYS } from 'plan'
import { round } from '../runtime/natives.ts'

// A packed value is an integer, value = integer / DIVISOR; NONE stands for a missing one.
const V =
  BITS === 16 ? new Int16Array(KEYS * ROOM) : BITS === 32 ? new Int32Array(KEYS * ROOM) : new Float64Array(KEYS * ROOM)

/** Value in the event or pair that is handed on. */
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
/** The arriving event is handed on without having waited. */
export function take(): void {
  x = arriving
}
