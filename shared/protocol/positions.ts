/**
 * What item numbers of the link stand for (protocol, section 2): the order of delivery may differ from that of arrival.
 * Remembers the last `capacity` items; memory grows with what is used, up to that bound.
 */
import { RivuletError } from '../error.ts'

/** An input item as results name it: index among all items in order of arrival, `ref` and time of an event. */
export interface Position {
  readonly at: number
  readonly ref: string
  readonly t: number
}

/** Items remembered unless told otherwise; results rarely reach further back than a buffer is long. */
export const DEFAULT_CAPACITY = 1 << 20

export class Positions {
  readonly #capacity: number
  readonly #ring: Position[] = []
  #next = 0

  constructor(capacity = DEFAULT_CAPACITY) {
    this.#capacity = capacity
  }

  /** The number of the next item. */
  get next(): number {
    return this.#next
  }

  /** Gives the next item number to this item. */
  add(position: Position): number {
    const slot = this.#next % this.#capacity
    if (slot === this.#ring.length) this.#ring.push(position)
    else this.#ring[slot] = position
    return this.#next++
  }

  of(q: number): Position {
    const given = Number.isInteger(q) && q >= 0 && q < this.#next
    if (given && q >= this.#next - this.#capacity) return this.#ring[q % this.#capacity]
    if (given) throw this.#forgotten(q)
    throw new RivuletError(
      'E_PROTOCOL',
      `the device named item ${q}; items ${this.#oldest()} to ${this.#next - 1} are known`,
      {
        kind: 'device-failed',
        cure: 'reset the device and load the program again',
      },
    )
  }

  /** The device is right: a state without a bound in time may name an item of long ago. */
  #forgotten(q: number): RivuletError {
    const known = `items ${this.#oldest()} to ${this.#next - 1} are known`
    return new RivuletError(
      'E_ITEM_FORGOTTEN',
      `a result names item ${q}, longer ago than the host remembers; ${known}`,
      {
        kind: 'internal',
        cure: 'bound the time of the stage (withinMs, a smaller silentMs or join), or set limits.ttlMs',
      },
    )
  }

  #oldest(): number {
    return Math.max(0, this.#next - this.#capacity)
  }
}
