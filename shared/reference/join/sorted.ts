/** Events of one key and side by time, equal times in order of arrival; the oldest leave first. */
import type { Sample } from '../operator.ts'

export class SortedByTime {
  #events: Sample[] = []
  /** Events in front of this place have left. */
  #begin = 0

  get size(): number {
    return this.#events.length - this.#begin
  }

  add(event: Sample): void {
    const last = this.#events.at(-1)
    if (this.size === 0 || last === undefined || last.t <= event.t) this.#events.push(event)
    else this.#events.splice(this.#after(event.t), 0, event)
  }

  /** The events with `from <= t <= to`. */
  between(from: number, to: number): readonly Sample[] {
    return this.#events.slice(this.#after(from - 1), this.#after(to))
  }

  dropUpTo(t: number): void {
    this.#begin = this.#after(t)
    if (this.#begin * 2 < this.#events.length) return
    this.#events = this.#events.slice(this.#begin)
    this.#begin = 0
  }

  /** The place of the first event later than `t`. */
  #after(t: number): number {
    let low = this.#begin
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#events[middle].t <= t) low = middle + 1
      else high = middle
    }
    return low
  }
}
