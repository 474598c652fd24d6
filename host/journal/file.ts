/**
 * A journal in a file. What was appended has been handed to the system: it survives the end of this process, and that of the computer once it
 * was synchronized.
 */
import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { JournalStore } from './journal.ts'

export class JournalFile implements JournalStore {
  readonly #path: string
  #file: number | null = null

  constructor(path: string) {
    this.#path = path
  }

  read(): Uint8Array {
    return existsSync(this.#path) ? readFileSync(this.#path) : new Uint8Array(0)
  }

  truncate(length: number): void {
    if (existsSync(this.#path)) ftruncateSync(this.#open(), length)
  }

  append(text: string): void {
    const bytes = Buffer.from(text)
    for (let from = 0; from < bytes.length;) from += writeSync(this.#open(), bytes, from)
  }

  sync(): void {
    fdatasyncSync(this.#open())
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #open(): number {
    return (this.#file ??= openSync(this.#path, 'a', 0o600))
  }
}
