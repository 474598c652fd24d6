/** A disk that outlives hosts, and whose next write may be the last thing that a host does. */
import type { JournalStore } from '../journal/journal.ts'

/** The process of the host ends here. */
export class HostCrash extends Error {}

/** One write of several, from 0 on, and how much of it happens, from 0 to 1. */
export interface Cut {
  readonly at: number
  readonly part: number
}

export class Disk {
  writes = 0
  #bytes = Buffer.alloc(0)
  #life = 0
  #crash: { left: number; readonly part: number } | null = null
  /** Told of a crash as it happens, with the bytes of that write that were to come and that came. */
  onCrash: (due: number, written: number) => void = () => undefined

  /** The journal as one life of the host has it; earlier ones write no more. */
  open(): JournalStore {
    const life = ++this.#life
    return {
      read: () => Uint8Array.from(this.#bytes),
      truncate: (length) => (this.#bytes = this.#bytes.subarray(0, length)),
      append: (text) => {
        if (life !== this.#life) throw new HostCrash('the host is dead')
        this.#append(Buffer.from(text, 'utf8'))
      },
      sync: () => undefined,
      close: () => undefined,
    }
  }

  /** The host will end inside of a write, counted from now. */
  crashAt({ at, part }: Cut): void {
    this.#crash = { left: at, part }
  }

  #append(bytes: Buffer): void {
    this.writes += 1
    const crash = this.#crash
    if (crash === null || crash.left-- > 0) return this.#add(bytes)
    const written = Math.floor(crash.part * bytes.length)
    this.#add(bytes.subarray(0, written))
    this.#crash = null
    this.#life += 1
    this.onCrash(bytes.length, written)
    throw new HostCrash('the host crashed')
  }

  #add(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
  }
}
