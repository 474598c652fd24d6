/**
 * A journal in a file. What was appended has been handed to the system: it survives the end of this process, and that of the computer once it
 * was synchronized.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { RivuletError } from '../../shared/error.ts'
import type { JournalStore } from './journal.ts'

/** What a file may have that is read as a whole. */
const MOST_BYTES = 2 ** 31 - 1

export class JournalFile implements JournalStore {
  readonly #path: string
  readonly #most: number
  #file: number | null = null
  #locked = false

  /** `most`: bytes of the longest journal that can be resumed. */
  constructor(path: string, most = MOST_BYTES) {
    this.#path = path
    this.#most = most
  }

  read(): Uint8Array {
    this.#lock()
    if (!existsSync(this.#path)) return new Uint8Array(0)
    const { size } = statSync(this.#path)
    if (size > this.#most) throw tooLong(this.#path, size)
    return readFileSync(this.#path)
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
    if (this.#locked) rmSync(this.#lockPath, { force: true })
    this.#locked = false
  }

  /** Two hosts that add to one journal would spoil it. Whoever holds it says so in a file beside it; one that has ended holds nothing. */
  #lock(): void {
    if (this.#locked) return
    if (existsSync(this.#lockPath)) {
      const holder = Number(readFileSync(this.#lockPath, 'utf8'))
      if (holder !== process.pid && isAtWork(holder)) throw inUse(this.#path, holder)
      rmSync(this.#lockPath, { force: true })
    }
    writeFileSync(this.#lockPath, String(process.pid), { mode: 0o600 })
    this.#locked = true
  }

  get #lockPath(): string {
    return `${this.#path}.lock`
  }

  #open(): number {
    return (this.#file ??= openSync(this.#path, 'a', 0o600))
  }
}

function tooLong(path: string, size: number): RivuletError {
  return new RivuletError('E_JOURNAL', `the journal has ${(size / 1e9).toFixed(1)} GB, more than can be read again`, {
    kind: 'usage',
    place: path,
    cure: 'begin another run with another journal: its first items are those that this one holds last',
  })
}

function isAtWork(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is one, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function inUse(path: string, pid: number): RivuletError {
  return new RivuletError('E_JOURNAL', `the journal is in use by process ${pid}`, {
    kind: 'usage',
    place: path,
    cure: `wait for its end, or name another journal; if that process is another program, delete ${path}.lock`,
  })
}
