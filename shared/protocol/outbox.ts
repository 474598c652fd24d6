/**
 * The frames that a host keeps (protocol, section 7), in the order of their numbers: durable on the device and forgotten here, then
 * taken, then on their way, then waiting for the window. A device that was restarted expects an earlier frame again.
 */
import type { NumberedFrame } from './frames.ts'

export interface Kept {
  readonly f: number
  /** Sealed, without its LF. */
  readonly line: string
  readonly frame: NumberedFrame
}

export class Outbox {
  #frames: Kept[] = []
  /** Number of the first frame that is kept, of the first that is not taken, of the first that was not sent. */
  #first: number
  #taken: number
  #sent: number
  #bytesOut = 0
  #bytes = 0

  constructor(first: number) {
    this.#first = this.#taken = this.#sent = first
  }

  /** The number of the next frame that is added. */
  get next(): number {
    return this.#first + this.#frames.length
  }

  /** The oldest frame that could be sent again, and the first that the device has not taken. */
  get first(): number {
    return this.#first
  }

  get taken(): number {
    return this.#taken
  }

  /** Frames on their way. */
  get underWay(): number {
    return this.#sent - this.#taken
  }

  /** Frames that wait for the window. */
  get queued(): number {
    return this.next - this.#sent
  }

  /** Characters on their way, line ends included; and of all that is kept. */
  get bytesOut(): number {
    return this.#bytesOut
  }

  get bytes(): number {
    return this.#bytes
  }

  add(line: string, frame: NumberedFrame): void {
    this.#frames.push({ f: this.next, line, frame })
    this.#bytes += line.length + 1
  }

  /** A frame that is not taken yet: by its number, or the first. */
  pending(f = this.#taken): Kept | null {
    return f >= this.#taken && f < this.next ? this.#frames[f - this.#first] : null
  }

  /** The next frame when it fits into a window of `grant` bytes, or nothing is under way; it is on its way then. */
  dispatch(grant: number): Kept | null {
    if (this.queued === 0) return null
    const kept = this.#frames[this.#sent - this.#first]
    const bytes = kept.line.length + 1
    if (this.#bytesOut > 0 && this.#bytesOut + bytes > grant) return null
    this.#sent += 1
    this.#bytesOut += bytes
    return kept
  }

  /** Another line for the same frame, which says the same. */
  amend(f: number, line: string): void {
    const at = f - this.#first
    const old = this.#frames[at]
    const more = line.length - old.line.length
    this.#frames[at] = { ...old, line }
    this.#bytes += more
    if (f >= this.#taken && f < this.#sent) this.#bytesOut += more
  }

  /** The frames on their way, to be sent again. */
  again(): readonly Kept[] {
    return this.#frames.slice(this.#taken - this.#first, this.#sent - this.#first)
  }

  /** Everything before frame `f` is taken. What lies beyond what was sent means nothing. */
  acknowledge(f: number): void {
    const to = Math.min(f, this.#sent)
    while (this.#taken < to) this.#bytesOut -= this.#frames[this.#taken++ - this.#first].line.length + 1
  }

  /** The device expects frame `f`, which it may have taken before: everything from there on waits. Whether it is still kept. */
  rewind(f: number): boolean {
    if (f < this.#first || f > this.next) return false
    this.#taken = this.#sent = f
    this.#bytesOut = 0
    return true
  }

  /** Frames before `f` were taken in an earlier life of the host, and are durable. */
  skip(f: number): void {
    this.#taken = this.#sent = Math.max(this.#taken, Math.min(f, this.next))
    this.forget(f)
  }

  /** Frames that were forgotten are here again: all before the first that is kept, made once more. */
  recall(first: number, frames: readonly Kept[]): void {
    this.#frames = [...frames, ...this.#frames]
    this.#first = first
    for (const { line } of frames) this.#bytes += line.length + 1
  }

  /** Frames before `f` need never be sent again. */
  forget(f: number): void {
    const gone = this.#frames.splice(0, Math.max(0, Math.min(f, this.#taken) - this.#first))
    this.#first += gone.length
    for (const { line } of gone) this.#bytes -= line.length + 1
  }
}
