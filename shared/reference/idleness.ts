/**
 * When a silent input counts as idle (SEMANTICS 2.6).
 * The clock runs at the first check that finds no event since the check before; the input is idle once strictly more
 * than `idlenessMs` passed since then. Any event ends idleness. Milliseconds, clock handed in through `advance`.
 */
export class IdlenessTimer {
  readonly #idlenessMs: number
  #now = 0
  #active = false
  #silentSince: number | null = null

  constructor(idlenessMs: number) {
    this.#idlenessMs = idlenessMs
  }

  /** The clock moves on by `ms`. */
  advance(ms: number): void {
    this.#now += ms
  }

  /** An event came. */
  activity(): void {
    this.#active = true
  }

  /** Tells whether the input is idle now. */
  check(): boolean {
    if (this.#active) {
      this.#active = false
      this.#silentSince = null
      return false
    }
    if (this.#silentSince === null) {
      this.#silentSince = this.#now
      return false
    }
    return this.#now - this.#silentSince > this.#idlenessMs
  }
}
