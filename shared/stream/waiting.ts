/** Results of one side that wait for their partner: by identity, first come, first served. */
import type { Result } from './result.ts'

export interface Entry {
  readonly result: Result
  /** Where it stands among the results of the reference; for the device, how far the reference had found partners. */
  readonly place: number
}

export class Waiting {
  readonly #queues = new Map<string, Entry[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  add(identity: string, entry: Entry): void {
    const queue = this.#queues.get(identity)
    if (queue === undefined) this.#queues.set(identity, [entry])
    else queue.push(entry)
    this.#size += 1
  }

  take(identity: string): Entry | undefined {
    const queue = this.#queues.get(identity)
    if (queue === undefined) return undefined
    const entry = queue.shift()
    if (queue.length === 0) this.#queues.delete(identity)
    this.#size -= 1
    return entry
  }

  /** Takes the first of those that wait longest. */
  takeOldest(): Entry {
    const { value: identity, done } = this.#queues.keys().next()
    if (done) throw new RangeError('nothing waits')
    return this.take(identity)!
  }

  /** Takes everything. */
  drain(): Entry[] {
    const all = [...this.#queues.values()].flat()
    this.#queues.clear()
    this.#size = 0
    return all
  }
}
