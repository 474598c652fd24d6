/** State by key. Keys are numbered in the order of their first appearance, which orders results of the same time. */
import type { Key } from '../stream/event.ts'

export class Keyed<S> {
  readonly #states = new Map<Key, S>()
  readonly #create: (key: Key, order: number) => S
  /** Keys that were created, forgotten ones included. */
  #created = 0

  constructor(create: (key: Key, order: number) => S) {
    this.#create = create
  }

  /** The state of a key, created when the key is new. */
  of(key: Key): S {
    let state = this.#states.get(key)
    if (state === undefined) {
      state = this.#create(key, this.#created++)
      this.#states.set(key, state)
    }
    return state
  }

  /** The state of a key that was seen before. */
  seen(key: Key): S | undefined {
    return this.#states.get(key)
  }

  /** From here on the key is new. */
  forget(key: Key): void {
    this.#states.delete(key)
  }
}
