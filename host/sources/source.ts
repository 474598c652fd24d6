/**
 * A source gives input items in their order of arrival. What it cannot read it refuses, with place and reason: counted
 * always, the first few kept, never silent.
 */
import type { Item } from '../../shared/stream/event.ts'

export interface RefusedInput {
  /** `file:line`. */
  readonly place: string
  readonly reason: string
}

/** Refusals of one source. */
export class Refusals {
  /** How many are kept to be shown. */
  static readonly KEPT = 20
  readonly first: RefusedInput[] = []
  count = 0

  add(place: string, reason: string): void {
    this.count += 1
    if (this.first.length < Refusals.KEPT) this.first.push({ place, reason })
  }
}

export interface Source {
  /** As a reader of messages knows it: a file name. */
  readonly name: string
  readonly items: AsyncIterable<Item>
  /** Items come when they come: this source cannot wait for a device. */
  readonly live?: true
  /** Grows while items are read. */
  readonly refusals: Refusals
  /** Things to be told once, such as columns that are not used; complete after the last item. */
  readonly notes: readonly string[]
}
