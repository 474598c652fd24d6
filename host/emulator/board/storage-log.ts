/**
 * The records of the storage partition: where files are, and where there is room (FACTS 4).
 *
 * A file is a 32-byte header (4 bytes size and flags, 28 bytes name padded with zeros) and its data, rounded up to
 * 4 bytes; files follow each other and may straddle pages. Clearing the first 4 bytes of the name makes a file trash.
 * A gap ends a chain of files; another chain may start at the beginning of a later page.
 */
import { PAGE_SIZE, STORAGE_END, STORAGE_START, type Flash } from './flash.ts'

export const HEADER_SIZE = 32
/** Names longer than this are cut, not refused. */
export const NAME_LENGTH = 28

/** Flags of a file: none, or a part of an append-only file made by `Storage.open`, or the compressed image of `save()`. */
export const FILE_PLAIN = 0
export const FILE_PART = 64
export const FILE_COMPRESSED = 128

/** One header as found; `start` is its address, the data follow it. */
export interface FileRecord {
  readonly start: number
  readonly data: number
  /** Bytes of data. */
  readonly size: number
  readonly flags: number
  /** Latin-1 text; empty once the file is trash. */
  readonly name: string
  readonly trash: boolean
}

/** What the partition holds; all in bytes or counts. A file counts with its header and rounding. */
export interface StorageStats {
  readonly totalBytes: number
  readonly freeBytes: number
  readonly fileBytes: number
  readonly fileCount: number
  readonly trashBytes: number
  readonly trashCount: number
  /** Where compaction starts: the last page before the first trash at whose start a file starts. */
  readonly firstTrashPage: number
}

export function align(bytes: number): number {
  return (bytes + 3) & ~3
}

/** The header at `start`, or undefined where there is none (or nonsense). */
export function recordAt(flash: Flash, start: number): FileRecord | undefined {
  if (start + HEADER_SIZE > STORAGE_END) return undefined
  const word = flash.word(start)
  const size = word & 0xffffff
  if (word === 0xffffffff || word === 0 || start + HEADER_SIZE + size > STORAGE_END) return undefined
  const bytes = flash.read(start + 4, NAME_LENGTH)
  const trash = flash.word(start + 4) === 0
  const end = bytes.indexOf(0)
  const name = trash ? '' : String.fromCharCode(...bytes.subarray(0, end < 0 ? NAME_LENGTH : end))
  return { start, data: start + HEADER_SIZE, size, flags: word >>> 24, name, trash }
}

/** Every header in the order of addresses, trash included. */
export function* records(flash: Flash): Generator<FileRecord> {
  let at: number | undefined = STORAGE_START
  while (at !== undefined) {
    const record: FileRecord | undefined = recordAt(flash, at)
    if (record) yield record
    at = record ? following(flash, record) : undefined
  }
}

/** The address of the next header: behind this file, else at the start of the next page. */
function following(flash: Flash, record: FileRecord): number | undefined {
  const next = record.data + align(record.size)
  if (next + HEADER_SIZE > STORAGE_END) return undefined
  return recordAt(flash, next) ? next : nextPage(next)
}

/** The start of the page after the one that holds `address`; undefined at the end of the partition. */
export function nextPage(address: number): number | undefined {
  const next = address - (address % PAGE_SIZE) + PAGE_SIZE
  return next < STORAGE_END ? next : undefined
}

/** A file that is listed and survives compaction. */
export function isReal(record: FileRecord): boolean {
  return !record.trash && [FILE_PLAIN, FILE_PART, FILE_COMPRESSED].includes(record.flags)
}

export function statsOf(flash: Flash): StorageStats {
  const files = { bytes: 0, count: 0 }
  const trash = { bytes: 0, count: 0 }
  let end = STORAGE_START
  let pageStart = STORAGE_START
  let firstTrashPage = 0
  for (const record of records(flash)) {
    if (record.start % PAGE_SIZE === 0) pageStart = record.start
    const kind = record.trash ? trash : files
    kind.bytes += align(record.size) + HEADER_SIZE
    kind.count++
    if (record.trash && firstTrashPage === 0) firstTrashPage = pageStart
    end = record.data + align(record.size)
  }
  return {
    totalBytes: STORAGE_END - STORAGE_START,
    freeBytes: STORAGE_END - end,
    fileBytes: files.bytes,
    fileCount: files.count,
    trashBytes: trash.bytes,
    trashCount: trash.count,
    firstTrashPage,
  }
}

/** Where `size` bytes (header included) fit; else how many bytes compaction could find. */
export function findRoom(flash: Flash, size: number): { at?: number; possible: number } {
  let possible = 0
  for (let page: number | undefined = STORAGE_START; page !== undefined;) {
    const chain = chainFrom(flash, page)
    possible += chain.trash
    if (chain.end === undefined) break
    const room = roomAt(flash, chain.end)
    possible += room
    if (room >= size) return { at: chain.end, possible }
    page = nextPage(chain.end)
  }
  return { possible }
}

/** The first address behind the files that follow each other from `start`, and the bytes of trash among them. */
function chainFrom(flash: Flash, start: number): { end: number | undefined; trash: number } {
  let trash = 0
  let end = start
  for (let record = recordAt(flash, end); record; record = recordAt(flash, end)) {
    if (record.trash) trash += record.size
    end = record.data + align(record.size)
    if (end + HEADER_SIZE > STORAGE_END) return { end: undefined, trash }
  }
  return { end, trash }
}

/** Bytes free from `address`: to the end of its page, or to the end of the partition when the next page is free. */
function roomAt(flash: Flash, address: number): number {
  const next = nextPage(address)
  return (next !== undefined && recordAt(flash, next) ? next : STORAGE_END) - address
}

/** False when the partition does not end in erased bytes, as the boot check sees it (empty storage: all of it). */
export function isValid(flash: Flash): boolean {
  let last: FileRecord | undefined
  for (const record of records(flash)) last = record
  if (!last) return flash.isErased(STORAGE_START, STORAGE_END - STORAGE_START)
  const behind = last.data + align(last.size)
  if (behind + HEADER_SIZE > STORAGE_END) return true
  const page = nextPage(behind)
  return page === undefined || flash.isErased(page, HEADER_SIZE)
}
