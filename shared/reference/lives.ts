/**
 * The keys of the input, from their first event until they are forgotten (`pipeline/README.md`, section 12). A living key
 * has a number: at its first event the lowest one that no living key has. Without a time-to-live keys live for ever.
 * Times are milliseconds.
 */
import type { Key } from '../stream/event.ts'
import { Schedule } from './schedule.ts'

interface Life {
  readonly key: Key
  readonly number: number
  /** Time of the latest of its events, results that are read included. */
  last: number
}

export class Lives {
  readonly #ttlMs: number | null
  readonly #living = new Map<Key, Life>()
  readonly #free: number[] = []
  /** Each living key once, at a time when it may have been silent for long enough. */
  readonly #ends = new Schedule<Life>()

  constructor(ttlMs: number | null) {
    this.#ttlMs = ttlMs
  }

  /** The number of a living key. */
  numberOf(key: Key): number {
    return this.#living.get(key)?.number ?? -1
  }

  /** An event of the key. */
  event(key: Key, t: number): void {
    const life = this.#living.get(key)
    if (life !== undefined) {
      if (t > life.last) life.last = t
      return
    }
    const born = { key, number: this.#takeNumber(), last: t }
    this.#living.set(key, born)
    if (this.#ttlMs !== null) this.#ends.add(t + this.#ttlMs, born.number, born)
  }

  /** A result of a living key is an event of other stages. */
  extend(key: Key, t: number): void {
    const life = this.#living.get(key)
    if (life !== undefined && t > life.last) life.last = t
  }

  /** Ends the life of the keys whose last event lies more than the time-to-live before the watermark. */
  takeEnded(watermark: number): Key[] {
    const ended: Key[] = []
    for (let due = this.#ends.takeDue(watermark - 1); due !== null; due = this.#ends.takeDue(watermark - 1)) {
      const life = due.thing
      const end = life.last + this.#ttlMs!
      if (end >= watermark) this.#ends.add(end, life.number, life)
      else ended.push(life.key)
    }
    for (const key of ended) {
      this.#free.push(this.#living.get(key)!.number)
      this.#living.delete(key)
    }
    this.#free.sort((a, b) => b - a)
    return ended
  }

  #takeNumber(): number {
    return this.#free.pop() ?? this.#living.size
  }
}
