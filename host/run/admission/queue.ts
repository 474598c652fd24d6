/**
 * Items that wait between a source and a device: in order of arrival, at most so many items and bytes. Marks (watermarks
 * and clock ticks) carry what the rest depends on: they are never dropped while an event is left, and then only for a newer
 * one of their kind.
 */
import type { Item } from '../../../shared/stream/event.ts'

export interface Waiting {
  readonly item: Item
  readonly bytes: number
  /** Higher is dearer. */
  readonly priority: number
  /** When it was offered, in ms. */
  readonly since: number
}

interface Slot extends Waiting {
  gone: boolean
}

/** A list that is read from its front, whose members may vanish anywhere. */
class Line {
  #slots: Slot[] = []
  #front = 0
  #gone = 0
  /** Members that are left. */
  size = 0

  push(slot: Slot): void {
    this.#slots.push(slot)
    this.size += 1
  }

  /** The oldest member that is left. */
  peek(): Slot | undefined {
    while (this.#slots[this.#front]?.gone === true) {
      this.#front += 1
      this.#gone -= 1
    }
    if (this.#front > 64 && 2 * this.#front > this.#slots.length) this.#compact()
    return this.#slots[this.#front]
  }

  /** Says that a member was marked as gone. What is gone never makes up more than half, so that memory stays bounded. */
  lost(): void {
    this.#gone += 1
    this.size -= 1
    if (this.#gone > 64 && 2 * this.#gone > this.#slots.length - this.#front) this.#compact()
  }

  *[Symbol.iterator](): Generator<Slot> {
    for (let i = this.#front; i < this.#slots.length; i++) if (!this.#slots[i].gone) yield this.#slots[i]
  }

  #compact(): void {
    this.#slots = [...this]
    this.#front = this.#gone = 0
  }
}

export class WaitingLine {
  readonly #arrivals = new Line()
  /** Events by their priority. */
  readonly #events = new Map<number, Line>()
  readonly #marks = new Line()
  #items = 0
  #bytes = 0

  get items(): number {
    return this.#items
  }

  get bytes(): number {
    return this.#bytes
  }

  push(waiting: Waiting): void {
    const slot: Slot = { ...waiting, gone: false }
    this.#arrivals.push(slot)
    this.#lineOf(slot).push(slot)
    this.#items += 1
    this.#bytes += slot.bytes
  }

  /** The one whose turn is next. */
  peek(): Waiting | undefined {
    return this.#arrivals.peek()
  }

  shift(): Waiting | undefined {
    const slot = this.#arrivals.peek()
    if (slot !== undefined) this.#remove(slot)
    return slot
  }

  /** The one that is missed least: of the events with the lowest priority the oldest. */
  cheapest(): Waiting | undefined {
    let found: Slot | undefined
    for (const [priority, line] of this.#events)
      if (found === undefined || priority < found.priority) found = line.peek()
    return found
  }

  /** The oldest mark that a later one of its kind and side makes good, if there is any. */
  outdatedMark(): Waiting | undefined {
    const marks = [...this.#marks]
    return marks.find((slot, i) => marks.slice(i + 1).some(({ item }) => kindOf(item) === kindOf(slot.item)))
  }

  /** Removes one that `cheapest` or `outdatedMark` named. */
  drop(waiting: Waiting): void {
    this.#remove(waiting as Slot)
  }

  #remove(slot: Slot): void {
    slot.gone = true
    this.#arrivals.lost()
    const line = this.#lineOf(slot)
    line.lost()
    if (line.size === 0) this.#events.delete(slot.priority)
    this.#items -= 1
    this.#bytes -= slot.bytes
  }

  #lineOf({ item, priority }: Slot): Line {
    if (item.kind !== 'event') return this.#marks
    const line = this.#events.get(priority) ?? new Line()
    this.#events.set(priority, line)
    return line
  }
}

/** Marks of the same kind and side say the same thing at another time. */
export function kindOf(item: Item): string {
  return item.kind === 'watermark' ? `watermark ${item.side ?? ''}` : item.kind
}

/** What an item takes in memory, roughly: its texts, a number for each of the rest. */
export function sizeOf(item: Item): number {
  if (item.kind !== 'event') return 16
  let bytes = 32 + item.ref.length + (typeof item.key === 'string' ? item.key.length : 8)
  for (const value of Object.values(item.values)) bytes += typeof value === 'string' ? 8 + value.length : 8
  return bytes
}
