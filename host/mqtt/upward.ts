/**
 * Bytes of a port as messages: whole lines together, as far as they have come in one turn of the event loop; what does not end goes
 * after a short time, because a prompt is no line. Few messages cost less than many, and a line in one message is lost or
 * repeated as a whole.
 */
import type { Clock } from '../../shared/protocol/clock.ts'

/** How long bytes wait for the end of their line, in ms. */
export const UNENDED_MS = 20
/** Characters of a message at most. */
export const MAX_MESSAGE = 16_384

export class Upward {
  readonly #clock: Clock
  readonly #send: (text: string) => void
  #text = ''
  #scheduled = false
  #cancel: (() => void) | null = null

  constructor(clock: Clock, send: (text: string) => void) {
    this.#clock = clock
    this.#send = send
  }

  push(text: string): void {
    this.#text += text
    if (this.#text.length >= MAX_MESSAGE) this.#lines()
    if (this.#text === '') return
    if (this.#text.includes('\n')) this.#soon()
    this.#cancel ??= this.#clock.after(UNENDED_MS, () => this.flush())
  }

  /** Sends everything now. */
  flush(): void {
    this.#stop()
    for (let from = 0; from < this.#text.length; from += MAX_MESSAGE)
      this.#send(this.#text.slice(from, from + MAX_MESSAGE))
    this.#text = ''
  }

  #soon(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#lines()
    })
  }

  /** Sends the lines that have ended; a line longer than a message goes in pieces. */
  #lines(): void {
    while (this.#text.length > 0) {
      const end = this.#text.lastIndexOf('\n', MAX_MESSAGE - 1) + 1
      const length = end > 0 ? end : this.#text.length >= MAX_MESSAGE ? MAX_MESSAGE : 0
      if (length === 0) break
      this.#send(this.#text.slice(0, length))
      this.#text = this.#text.slice(length)
    }
    if (this.#text === '') this.#stop()
  }

  #stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
