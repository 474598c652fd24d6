/**
 * `Storage`: the log-structured file system of a board (FACTS 4), over the flash chip, without the interpreter.
 *
 * Data never move except in `compact`; whoever keeps addresses (native strings, functions run from flash) is told
 * through `onMoved`. Errors carry the interpreter's text.
 */
import { PAGE_SIZE, STORAGE_END, STORAGE_START, type Flash } from './flash.ts'
import {
  align,
  FILE_PART,
  FILE_PLAIN,
  findRoom,
  HEADER_SIZE,
  isReal,
  isValid,
  NAME_LENGTH,
  nextPage,
  records,
  statsOf,
  type FileRecord,
  type StorageStats,
} from './storage-log.ts'

/** An error that a program can catch; `message` is the interpreter's. */
export class StorageError extends Error {}

export interface WriteOptions {
  /** Position in the file of the first byte; only offset 0 creates a file. */
  readonly offset?: number
  /** Size of the file to create in bytes, when more follows; 0 or absent: as long as the data. */
  readonly size?: number
  /** FILE_PLAIN unless given. */
  readonly flags?: number
}

export interface StorageEvents {
  /** Bytes moved to another address, or were given up (`to` undefined). */
  onMoved(from: number, length: number, to: number | undefined): void
  /** Text that the console shows while compacting. */
  onProgress(text: string): void
}

const NO_EVENTS: StorageEvents = { onMoved: () => undefined, onProgress: () => undefined }

export class Storage {
  constructor(
    readonly flash: Flash,
    private readonly events: StorageEvents = NO_EVENTS,
  ) {}

  find(name: string): FileRecord | undefined {
    const wanted = fileName(name)
    for (const record of records(this.flash)) if (!record.trash && record.name === wanted) return record
    return undefined
  }

  /** The bytes of a file as a view of flash, clipped to it; undefined when there is no such file. */
  read(name: string, offset = 0, length = 0): { address: number; bytes: Uint8Array } | undefined {
    const file = this.find(name)
    if (!file) return undefined
    const from = Math.min(Math.max(offset, 0), file.size)
    const count = Math.min(length <= 0 ? file.size : length, file.size - from)
    return { address: file.data + from, bytes: this.flash.read(file.data + from, count) }
  }

  /** Writes a file or a part of it. Identical content is not written again. False for a negative offset or size. */
  write(name: string, data: Uint8Array, options: WriteOptions = {}): boolean {
    const { offset = 0, flags = FILE_PLAIN } = options
    if (offset < 0 || (options.size ?? 0) < 0) return false
    const size = options.size || data.length
    if (size === 0) throw new StorageError("Can't create zero length file")
    const old = this.find(name)
    if (old && offset === 0 && this.isSame(old, data, size, flags)) return true
    const file = offset === 0 ? this.openForWriting(name, old, size, flags) : old
    if (!file) throw new StorageError('Unable to find or create file')
    if (offset + data.length > file.size) throw new StorageError('Too much data for file size')
    if (!this.flash.isErased(file.data + offset, data.length))
      throw new StorageError('File already written with different data')
    this.flash.write(file.data + offset, data)
    return true
  }

  erase(name: string): boolean {
    const file = this.find(name)
    if (file) this.eraseRecord(file)
    return file !== undefined
  }

  eraseAll(): void {
    this.events.onMoved(STORAGE_START, STORAGE_END - STORAGE_START, undefined)
    this.flash.erasePages(STORAGE_START, STORAGE_END - STORAGE_START)
  }

  /** Files in the order of the log. Parts of append-only files count once, as the first part's name with its number. */
  list(): FileRecord[] {
    return [...records(this.flash)].filter((record) => isReal(record) && !isLaterPart(record))
  }

  stats(): StorageStats {
    return statsOf(this.flash)
  }

  isValid(): boolean {
    return isValid(this.flash)
  }

  /** Drops the trash: pages are erased and rewritten in place, from the first one concerned. False when there is none. */
  compact(): boolean {
    const stats = this.stats()
    if (stats.trashBytes === 0) return false
    this.events.onProgress('Compacting... ')
    const start = stats.firstTrashPage
    const { image, end } = this.gather(start)
    for (let page = start; page < end; page += PAGE_SIZE) {
      this.flash.erasePage(page)
      const part = image.subarray(page - start, page - start + PAGE_SIZE)
      if (part.length > 0) this.flash.write(page, part)
    }
    this.events.onProgress('\n')
    return true
  }

  /** The files from `start` on as they will lie there, and the end of the area that held them. */
  private gather(start: number): { image: Uint8Array; end: number } {
    const kept: Uint8Array[] = []
    let at = start
    let end: number | undefined = start
    let shown = 0
    for (const record of records(this.flash)) {
      if (record.start < start) continue
      end = nextPage(record.data + align(record.size) - 1)
      if (!isReal(record)) continue
      const length = HEADER_SIZE + align(record.size)
      kept.push(this.flash.read(record.start, length).slice())
      if (record.start !== at) this.events.onMoved(record.start, HEADER_SIZE + record.size, at)
      at += length
      const progress = (record.start - start) >> 14
      if (progress !== shown) this.events.onProgress(`\b${'/-\\|'[progress & 3]}`)
      shown = progress
    }
    return { image: concat(kept), end: end ?? STORAGE_END }
  }

  private isSame(file: FileRecord, data: Uint8Array, size: number, flags: number): boolean {
    if (file.flags !== flags || file.size !== size || data.length !== size) return false
    const bytes = this.flash.read(file.data, size)
    return data.every((byte, i) => byte === bytes[i])
  }

  /** The old file while it fits and is still blank, else a new one in its place. */
  private openForWriting(
    name: string,
    old: FileRecord | undefined,
    size: number,
    flags: number,
  ): FileRecord | undefined {
    if (old?.flags === flags && old.size === size && this.flash.isErased(old.data, size)) return old
    if (old) this.eraseRecord(old)
    return this.create(name, size, flags)
  }

  /** Writes a header where there is room, compacting once when that may help. */
  private create(name: string, size: number, flags: number): FileRecord | undefined {
    const required = align(size) + HEADER_SIZE
    let room = findRoom(this.flash, required)
    if (room.at === undefined && required < room.possible && this.compact()) room = findRoom(this.flash, required)
    if (room.at === undefined) return undefined
    const header = new Uint8Array(HEADER_SIZE)
    new DataView(header.buffer).setUint32(0, (size | (flags << 24)) >>> 0, true)
    for (const [i, char] of [...fileName(name)].entries()) header[4 + i] = char.charCodeAt(0)
    this.flash.write(room.at, header)
    return { start: room.at, data: room.at + HEADER_SIZE, size, flags, name: fileName(name), trash: false }
  }

  private eraseRecord(file: FileRecord): void {
    this.events.onMoved(file.data, file.size, undefined)
    this.flash.write(file.start + 4, new Uint8Array(4))
  }
}

/** A name as stored: cut at 28 characters or a zero, and without a drive letter (`C:`), which this chip does not have. */
export function fileName(name: string): string {
  const [whole] = name.slice(0, NAME_LENGTH).split('\0')
  return whole[1] === ':' ? whole.slice(2) : whole
}

function isLaterPart(record: FileRecord): boolean {
  return record.flags === FILE_PART && !record.name.endsWith('\x01')
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
