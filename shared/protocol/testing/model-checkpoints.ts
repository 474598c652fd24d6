/** The checkpoints of a model device (protocol, section 8): slots in turn; the newest stays valid while the next is written. */
export interface ModelCheckpoint {
  readonly run: number
  readonly serial: number
  readonly bytes: Uint8Array
}

/** Bytes of a copy that go into one line. */
const PIECE = 384
/** Slots are whole pages. */
const PAGE = 4096

export class Checkpoints {
  readonly #slots: (ModelCheckpoint | null)[]

  constructor(slots: number) {
    this.#slots = Array.from({ length: slots }, () => null)
  }

  get slots(): number {
    return this.#slots.length
  }

  /** Writes the next; its serial number. */
  make(run: number, bytes: Uint8Array): number {
    const serial = (this.#latest?.serial ?? 0) + 1
    this.#slots[this.#next] = { run, serial, bytes }
    return serial
  }

  /** The power fails while the next is written. */
  tear(): void {
    this.#slots[this.#next] = null
  }

  /** All are lost, as when the board is another one. */
  clear(): void {
    this.#slots.fill(null)
  }

  /** The newest of a run. */
  newest(run: number): ModelCheckpoint | null {
    return this.#valid().find((each) => each.run === run) ?? null
  }

  /** Bytes of the slot of the newest from `at` on, blank behind what was written; none: there are no more. */
  piece(at: number): Uint8Array {
    const { bytes } = this.#latest ?? { bytes: new Uint8Array(0) }
    const slot = new Uint8Array(Math.ceil(bytes.length / PAGE) * PAGE).fill(0xff)
    slot.set(bytes)
    return slot.slice(at, at + PIECE)
  }

  get #latest(): ModelCheckpoint | undefined {
    return this.#valid()[0]
  }

  get #next(): number {
    const latest = this.#latest
    return latest === undefined ? 0 : (this.#slots.indexOf(latest) + 1) % this.#slots.length
  }

  /** Newest first. */
  #valid(): ModelCheckpoint[] {
    return this.#slots.filter((each) => each !== null).sort((a, b) => b.serial - a.serial)
  }
}
