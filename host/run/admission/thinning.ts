/**
 * Thinning: of each key one event of `n` is kept, the first one after every change of `n`. `n` doubles while the pressure is
 * high and growing, and halves when it is low again. Which events are kept follows from the events and the changes of `n` alone,
 * in every run alike.
 */
import type { Key } from '../../../shared/stream/event.ts'

export interface ThinningOptions {
  /** The largest `n`; default 1,024. */
  readonly most?: number
  /** Events between two rises; default 128. */
  readonly settleEvents?: number
  /** Time between two changes that fall, in ms; default 1,000. */
  readonly settleMs?: number
}

/** Shares of what may wait: above the first `n` rises, below the second it falls. */
const HIGH = 0.5
const LOW = 0.125
/** After a rise the next one needs so much of the room that was left: a queue that shrinks needs none. */
const STEP = 0.25
/** Keys whose events are counted; beyond them the one counted longest starts anew. */
const MOST_KEYS = 4096

export class Thinning {
  readonly #most: number
  readonly #settleEvents: number
  readonly #settleMs: number
  readonly #seen = new Map<Key, number>()
  #n = 1
  #events = Infinity
  #changed = -Infinity
  #high = HIGH

  constructor({ most = 1024, settleEvents = 128, settleMs = 1000 }: ThinningOptions = {}) {
    this.#most = most
    this.#settleEvents = settleEvents
    this.#settleMs = settleMs
  }

  /** Of each key one of so many is kept. */
  get n(): number {
    return this.#n
  }

  /** Looks at the pressure (0: nothing waits, 1: no room is left); gives the new `n` when it changes. */
  adapt(pressure: number, now: number): number | null {
    const settled = now - this.#changed >= this.#settleMs
    const rises = pressure >= this.#high && this.#n < this.#most && this.#events >= this.#settleEvents
    const falls = pressure <= LOW && this.#n > 1 && settled
    if (!rises && !falls) return null
    this.#high = rises ? pressure + STEP * (1 - pressure) : HIGH
    this.#set(rises ? this.#n * 2 : this.#n / 2)
    this.#changed = now
    return this.#n
  }

  /** Counting starts anew. */
  #set(n: number): void {
    this.#n = n
    this.#events = 0
    this.#seen.clear()
  }

  /** Whether the next event, of this key, is kept. */
  keeps(key: Key): boolean {
    this.#events += 1
    if (this.#n === 1) return true
    const seen = this.#seen.get(key) ?? 0
    if (seen === 0 && this.#seen.size >= MOST_KEYS) this.#seen.delete(this.#seen.keys().next().value as Key)
    this.#seen.set(key, (seen + 1) % this.#n)
    return seen === 0
  }
}
