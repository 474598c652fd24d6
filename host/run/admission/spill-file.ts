/**
 * Results that wait in a file, one JSON text a line, first in first out and bounded. It is emptied whenever all of it was
 * read. What an earlier run left is read first. Nobody else may write to it meanwhile.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { RivuletError } from '../../../shared/error.ts'
import type { Spill } from './breaker.ts'

const DEFAULT_BYTES = 64 << 20
const CHUNK = 65_536

export class SpillFile<T> implements Spill<T> {
  readonly #file: number
  readonly #most: number
  /** Where reading and writing stand. */
  #from = 0
  #to: number
  #size = 0
  /** Lines that were read and not yet handed out, and the bytes of each. */
  #ahead: { readonly result: T | null; readonly bytes: number }[] = []

  /** `bytes`: the longest that the file may become. */
  constructor(file: string, bytes = DEFAULT_BYTES) {
    this.#most = bytes
    try {
      this.#file = openSync(file, 'a+', 0o600)
    } catch (cause) {
      throw new RivuletError('E_SPILL', `${file} cannot be written: ${(cause as Error).message}`, {
        kind: 'usage',
        place: file,
        cure: 'name a file in a folder that exists and may be written',
        cause,
      })
    }
    this.#to = fstatSync(this.#file).size
    this.#size = this.#linesLeft()
  }

  get size(): number {
    return this.#size
  }

  append(result: T): boolean {
    const line = Buffer.from(`${JSON.stringify(result)}\n`)
    if (this.#to + line.length > this.#most) return false
    writeSync(this.#file, line)
    this.#to += line.length
    this.#size += 1
    return true
  }

  /** The oldest result. A line that is none (torn by a crash) is passed over. */
  shift(): T | null {
    for (;;) {
      if (this.#ahead.length === 0) this.#read()
      const next = this.#ahead.shift()
      if (next === undefined) return null
      this.#size -= 1
      this.#from += next.bytes
      if (this.#size === 0) this.#empty()
      if (next.result !== null) return next.result
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  #empty(): void {
    ftruncateSync(this.#file, 0)
    this.#from = this.#to = 0
    this.#ahead = []
  }

  /** Reads the lines of the next piece; a longer one whole. */
  #read(): void {
    for (let length = CHUNK; this.#from < this.#to; length *= 2) {
      const buffer = Buffer.alloc(Math.min(length, this.#to - this.#from))
      const read = readSync(this.#file, buffer, 0, buffer.length, this.#from)
      const end = buffer.lastIndexOf(10, read - 1) + 1
      if (end === 0 && this.#from + read < this.#to) continue
      const lines = buffer.toString('utf8', 0, end === 0 ? read : end).split(/(?<=\n)/)
      this.#ahead = lines.map((line) => ({ result: parsed<T>(line), bytes: Buffer.byteLength(line) }))
      return
    }
  }

  /** Lines in what an earlier run left; the end of the last one may be missing. */
  #linesLeft(): number {
    const buffer = Buffer.alloc(CHUNK)
    let lines = 0
    let last = 10
    for (let at = 0; at < this.#to;) {
      const read = readSync(this.#file, buffer, 0, CHUNK, at)
      for (let i = 0; i < read; i++) if (buffer[i] === 10) lines += 1
      last = buffer[read - 1]
      at += read
    }
    if (last === 10) return lines
    // What follows must not run into the torn line.
    writeSync(this.#file, '\n')
    this.#to += 1
    return lines + 1
  }
}

function parsed<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T
  } catch {
    return null
  }
}
