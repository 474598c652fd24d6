/**
 * The journal of a run as bytes: one record a line, `JSON*CRC`, CRC-32 in hexadecimal (as frames of a device have it). Records are only
 * ever added. A crash leaves at most the beginning of a record behind the last whole one: `readJournal` tells how many bytes
 * are good, and the rest is cut off. A record in the middle that is spoilt is an error, because nothing can make it good.
 */
import { RivuletError } from '../../shared/error.ts'
import { decodeBytes } from '../../shared/protocol/base64.ts'
import { encodeWords, decodeWords } from '../../shared/protocol/frames.ts'
import { crc32 } from '../../shared/protocol/line.ts'
import type { Item, Value } from '../../shared/stream/event.ts'

/** Why something was dropped: one of `n` was kept, no room, too long a wait, larger than all room, a newer mark. */
export type Loss = (typeof LOSSES)[number]
const LOSSES = ['thinned', 'full', 'lag', 'large', 'superseded'] as const

/** What a run is, so that nothing else is resumed in its place. */
export interface RunHeader {
  readonly version: 1
  /** The number that the host drew for it (protocol, section 7). */
  readonly run: number
  /** Hash of the program. */
  readonly hash: string
  /** Digest of what else the frames and results follow from. */
  readonly terms: string
  /** One event a frame. */
  readonly single: boolean
}

export type JournalRecord =
  | { readonly kind: 'run'; readonly header: RunHeader }
  /** An input item was taken; before any frame of it leaves. */
  | { readonly kind: 'item'; readonly item: Item }
  /** An input item was left out, and why; of each key one event of `n` was kept then. */
  | { readonly kind: 'loss'; readonly item: Item; readonly why: Loss; readonly n: number }
  /** The open segment was ended early, because no item came for a while. */
  | { readonly kind: 'cut' }
  /** Result words from number `n` on have come; before anyone is told. */
  | { readonly kind: 'words'; readonly n: number; readonly words: Float64Array }
  /** Results before this number have been handed on. */
  | { readonly kind: 'told'; readonly n: number }
  /** Frames before `f` are durable on the device. */
  | { readonly kind: 'durable'; readonly f: number }
  /** A copy of the device's checkpoint at frame `f`, for a board that has lost its own. */
  | { readonly kind: 'copy'; readonly f: number; readonly slots: number; readonly bytes: Uint8Array }

export interface JournalContents {
  readonly records: readonly JournalRecord[]
  /** Bytes of whole records; what follows is the torn end of one. */
  readonly length: number
}

/** Characters of a record at most; a longer line is none. */
export const MAX_RECORD = 1 << 20
const LF = 10
/** What the header begins with. */
const HEAD = Buffer.from('["run",{"version":')

/** The line of a record, with its end. */
export function encodeRecord(record: JournalRecord): string {
  const body = JSON.stringify(bodyOf(record), exactly)
  return `${body}*${sum(body)}\n`
}

function sum(body: string): string {
  return crc32(Buffer.from(body)).toString(16)
}

function bodyOf(record: JournalRecord): readonly unknown[] {
  switch (record.kind) {
    case 'run':
      return ['run', record.header]
    case 'item':
      return ['item', record.item]
    case 'loss':
      return ['loss', record.item, record.why, record.n]
    case 'cut':
      return ['cut']
    case 'words':
      return ['words', record.n, encodeWords(record.words)]
    case 'told':
      return ['told', record.n]
    case 'durable':
      return ['durable', record.f]
    case 'copy':
      return ['copy', record.f, Buffer.from(record.bytes).toString('base64'), record.slots]
  }
}

/** JSON has no sign of zero. */
function exactly(_: string, value: unknown): unknown {
  return Object.is(value, -0) ? ['-0'] : value
}

/** Whether these bytes may be a journal, or the torn beginning of one. */
export function beginsAsJournal(bytes: Uint8Array): boolean {
  return HEAD.subarray(0, bytes.length).equals(bytes.subarray(0, HEAD.length))
}

/** Reads what whole records there are. Throws `E_JOURNAL` where one that others follow is spoilt. */
export function readJournal(bytes: Uint8Array): JournalContents {
  const records: JournalRecord[] = []
  let from = 0
  while (from < bytes.length) {
    const end = bytes.indexOf(LF, from)
    if (end < 0) break
    const record =
      end - from > MAX_RECORD ? null : decodeRecord(Buffer.from(bytes.subarray(from, end)).toString('utf8'))
    if (record === null) {
      // What follows a torn record was never written after it.
      if (bytes.indexOf(LF, end + 1) < 0 && end + 1 === bytes.length) break
      throw spoilt(from)
    }
    records.push(record)
    from = end + 1
  }
  return { records, length: from }
}

function decodeRecord(line: string): JournalRecord | null {
  const star = line.lastIndexOf('*')
  if (star < 0) return null
  const body = line.slice(0, star)
  if (sum(body) !== line.slice(star + 1)) return null
  try {
    return recordOf(JSON.parse(body, restored))
  } catch {
    return null
  }
}

function restored(_: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && value[0] === '-0' ? -0 : value
}

function recordOf(body: unknown): JournalRecord | null {
  if (!Array.isArray(body)) return null
  const [kind, first, second, third] = body as unknown[]
  if (kind === 'cut') return { kind }
  if (kind === 'run' && isHeader(first)) return { kind, header: first }
  if (kind === 'item' && isItem(first)) return { kind, item: first }
  if (kind === 'loss' && isItem(first) && LOSSES.includes(second as Loss) && Number.isSafeInteger(third))
    return { kind, item: first, why: second as Loss, n: third as number }
  if (kind === 'durable' && Number.isSafeInteger(first)) return { kind, f: first as number }
  if (kind === 'told' && Number.isSafeInteger(first)) return { kind, n: first as number }
  if (typeof second !== 'string' || !Number.isSafeInteger(first)) return null
  if (kind === 'words') return { kind, n: first as number, words: decodeWords(second) }
  if (kind === 'copy' && Number.isSafeInteger(third))
    return { kind, f: first as number, slots: third as number, bytes: decodeBytes(second) }
  return null
}

function isHeader(data: unknown): data is RunHeader {
  const { version, run, hash, terms, single } = (data ?? {}) as Partial<Record<keyof RunHeader, unknown>>
  const texts = typeof hash === 'string' && typeof terms === 'string'
  return version === 1 && Number.isSafeInteger(run) && texts && typeof single === 'boolean'
}

/** An item as it was written; its check sum has been looked at. */
function isItem(data: unknown): data is Item {
  const { kind, values, wm, pt } = (data ?? {}) as {
    kind?: unknown
    values?: Record<string, Value>
    wm?: unknown
    pt?: unknown
  }
  if (kind === 'event') return typeof values === 'object' && values !== null
  return kind === 'watermark' ? Number.isSafeInteger(wm) : kind === 'clock' && Number.isSafeInteger(pt)
}

function spoilt(at: number): RivuletError {
  return new RivuletError(
    'E_JOURNAL',
    `the journal is spoilt at byte ${at}: a record there does not have its check sum`,
    {
      kind: 'usage',
      cure: 'restore the file from a copy, or start the run anew with another journal',
    },
  )
}
