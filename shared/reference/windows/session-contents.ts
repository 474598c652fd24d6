/**
 * What a session holds. When sessions merge, their events are put back into the order in which they arrived, so that sums,
 * `first` and `last` are those of one window that had been there all along.
 */
import type { Aggregate } from '../../pipeline/pipeline.ts'
import type { Value } from '../../stream/event.ts'
import { Tally, tally } from './aggregate.ts'

interface Arrival {
  /** The place of the event among all events of the stage. */
  readonly seq: number
  readonly values: Readonly<Record<string, Value>>
}

export class SessionContents {
  readonly #aggregates: readonly Aggregate[]
  readonly #arrivals: Arrival[] = []
  /** `null` after a merge, until somebody asks. */
  #tally: Tally | null

  constructor(aggregates: readonly Aggregate[]) {
    this.#aggregates = aggregates
    this.#tally = new Tally(aggregates)
  }

  get events(): number {
    return this.#arrivals.length
  }

  /** `seq` is higher than that of every event added before, here or in what was absorbed. */
  add(seq: number, values: Readonly<Record<string, Value>>): void {
    this.#arrivals.push({ seq, values })
    this.#tally?.add(values)
  }

  absorb(other: SessionContents): void {
    if (other.events === 0) return
    for (const arrival of other.#arrivals) this.#arrivals.push(arrival)
    this.#tally = null
  }

  tally(): Tally {
    if (this.#tally === null) {
      this.#arrivals.sort((a, b) => a.seq - b.seq)
      this.#tally = tally(this.#aggregates, this.#arrivals)
    }
    return this.#tally
  }
}
