/**
 * How many wait in a buffer of so many places, and when the first of them goes, in memory that does not grow. Of more than the buffer has
 * places for only the last to go are remembered one by one, of the others just between which times they go. Which of too many a buffer
 * holds nobody can tell here (a filter before it may have let the very first pass), so none is left out: `first` is never too late.
 */
export class Crowd {
  readonly #places: number
  /** Ascending: when each goes. While there are others, all places are taken and nobody here goes before them. */
  readonly #ends: number[] = []
  /** Of the others none goes before `#from`, and the last at `#to`; `-Infinity`: there are none. */
  #from = Infinity
  #to = -Infinity

  constructor(places: number) {
    this.#places = places
  }

  /** How many are remembered one by one. */
  get size(): number {
    return this.#ends.length
  }

  get isFull(): boolean {
    return this.#ends.length === this.#places
  }

  /** No one goes before this time; `Infinity`: nobody is there. */
  get first(): number {
    return Math.min(this.#from, this.#ends[0] ?? Infinity)
  }

  /** One comes who goes at `end`, in whole milliseconds. */
  add(end: number): void {
    const ends = this.#ends
    let at = ends.length
    while (at > 0 && ends[at - 1] > end) at -= 1
    ends.splice(at, 0, end)
    if (ends.length <= this.#places) return
    const over = ends.shift()!
    this.#from = Math.min(this.#from, over)
    this.#to = Math.max(this.#to, over)
  }

  /** All go whose time it is at `now`. */
  dropUpTo(now: number): void {
    if (this.#to > now) this.#from = Math.max(this.#from, now + 1)
    else [this.#from, this.#to] = [Infinity, -Infinity]
    const rest = this.#ends.findIndex((end) => end > now)
    this.#ends.splice(0, rest < 0 ? this.#ends.length : rest)
  }
}
