/** The last `size` things, oldest first. */
export class Ring<T> {
  readonly #size: number
  readonly #slots: T[] = []
  #next = 0

  constructor(size: number) {
    this.#size = size
  }

  get length(): number {
    return this.#slots.length
  }

  get full(): boolean {
    return this.#slots.length === this.#size
  }

  /** The oldest thing goes when the ring is full. The i-th thing goes to slot `i mod size`. */
  push(thing: T): void {
    this.#slots[this.#next] = thing
    this.#next = (this.#next + 1) % this.#size
  }

  oldestFirst(): T[] {
    return this.full ? [...this.#slots.slice(this.#next), ...this.#slots.slice(0, this.#next)] : [...this.#slots]
  }

  /** In the order of the slots, which is the order of arrival only until the ring is full. */
  slots(): readonly T[] {
    return this.#slots
  }
}
