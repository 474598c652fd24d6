/** One field of the events that wait in a reorder stage, and its value in the event that was released last. */
import { ROOM } from 'constants'
import { x as arriving } from 'field'
import { KEYS } from 'plan'

const V = new Float64Array(KEYS * ROOM)

/** Value of the event that is being released. */
export let x = 0

export function store(place: number): void {
  V[place] = arriving
}
export function move(to: number, from: number): void {
  V[to] = V[from]
}
export function load(place: number): void {
  x = V[place]
}
