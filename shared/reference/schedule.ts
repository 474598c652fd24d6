/**
 * Things that become due at a time: a binary heap ordered by time, then by `tie`.
 * Finds what a rising watermark makes due without looking at the rest; adding and taking cost O(log n).
 */
export interface Entry<T> {
  readonly time: number
  readonly tie: number
  readonly thing: T
}

export class Schedule<T> {
  readonly #heap: Entry<T>[] = []

  get size(): number {
    return this.#heap.length
  }

  add(time: number, tie: number, thing: T): void {
    const heap = this.#heap
    const entry = { time, tie, thing }
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (!before(entry, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  /** Takes out the first entry whose time is `now` or earlier; `null` when nothing is due. */
  takeDue(now: number): Entry<T> | null {
    const first = this.#heap[0]
    if (first === undefined || first.time > now) return null
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#sink(last)
    return first
  }

  #sink(entry: Entry<T>): void {
    const heap = this.#heap
    const half = heap.length >> 1
    let at = 0
    while (at < half) {
      let child = 2 * at + 1
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child += 1
      const below = heap[child]
      if (!before(below, entry)) break
      heap[at] = below
      at = child
    }
    heap[at] = entry
  }
}

function before(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.time < b.time || (a.time === b.time && a.tie < b.tie)
}
