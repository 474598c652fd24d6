/** Time as it is handed in: real, of an emulator, or simulated. Milliseconds. */
export interface Clock {
  now(): number
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void
}

/** A clock that moves only when told to; for tests. */
export class SimulatedClock implements Clock {
  #now = 0
  #order = 0
  #timers: { due: number; order: number; callback: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), order: this.#order++, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Whether anything is still to happen. */
  get idle(): boolean {
    return this.#timers.length === 0
  }

  /** Moves to the next timer and calls it; false when there is none. */
  step(): boolean {
    if (this.idle) return false
    const next = this.#timers.reduce((a, b) => (b.due < a.due || (b.due === a.due && b.order < a.order) ? b : a))
    this.#timers = this.#timers.filter((timer) => timer !== next)
    this.#now = Math.max(this.#now, next.due)
    next.callback()
    return true
  }

  /** Moves on by `ms`, calling what becomes due on the way. */
  advance(ms: number): void {
    const until = this.#now + ms
    while (this.#timers.some(({ due }) => due <= until)) this.step()
    this.#now = until
  }
}
