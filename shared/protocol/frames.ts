/**
 * Every frame of the link as a type (protocol, sections 3 and 4), to text and back.
 * Times are whole milliseconds; a watermark of `null` is none yet. Numbered frames get their number `f` from the sender.
 */
import { decodeBytes, decodeText, encodeBytes, encodeText } from './base64.ts'
import { MIN, type Side } from '../stream/event.ts'
import type { PairScale } from './columns.ts'

/** Scale of a column: > 0 Int16, < 0 Int32, 0 Float64, null Float64 with NaN for null. */
export type ColumnScale = number | null

/** `n` events of one key; `dt` is -1 or -2 when the times are column 0. */
export interface EventsFrame {
  readonly type: 'E'
  /** Of an input of two sides; those of the right one travel as `F`. */
  readonly side?: Side
  readonly q: number
  readonly key: number
  readonly w: number | null
  readonly t0: number
  readonly dt: number
  readonly n: number
  readonly scales: readonly ColumnScale[]
  readonly bytes: Uint8Array
}

/** One event, its values as integers over powers of ten. */
export interface EventFrame {
  readonly type: 'e'
  /** Of an input of two sides; that of the right one travels as `f`. */
  readonly side?: Side
  readonly q: number
  readonly key: number
  readonly w: number | null
  readonly t: number
  readonly values: readonly PairScale[]
}

export interface WatermarkFrame {
  readonly type: 'W'
  readonly q: number
  readonly w: number
}

export interface TickFrame {
  readonly type: 'T'
  readonly q: number
  readonly pt: number
}

/** Dictionary: key or text value number `i` has this text. */
export interface DictionaryFrame {
  readonly type: 'D'
  readonly of: 'k' | 't'
  readonly i: number
  readonly text: string
}

export type NumberedFrame = EventsFrame | EventFrame | WatermarkFrame | TickFrame | DictionaryFrame

/** The number of the first frame of a run (protocol, section 2): 24 bits of the program's hash, mixed with those above the lowest 8 of the run. */
export function firstFrame(hash: string, run: number): number {
  return parseInt(hash.slice(0, 6), 16) ^ (run >>> 8)
}

/**
 * What the host asks outside the numbered frames: `P` for an acknowledgement, `S` for the counters, `Q` ends; `R` for result words
 * from `n` on again, `K` for a checkpoint, since all words before `n` are safe here, `B` for the newest checkpoint's bytes from `n` on.
 */
export type ControlFrame = { readonly type: 'P' | 'S' | 'Q' } | { readonly type: 'R' | 'K' | 'B'; readonly n: number }

/** The body of a numbered frame. */
export function encodeNumbered(f: number, frame: NumberedFrame): string {
  switch (frame.type) {
    case 'E': {
      const { q, key, w, t0, dt, n, scales, bytes, side } = frame
      const type = side === 'right' ? 'F' : 'E'
      return JSON.stringify([type, f, q, key, w ?? MIN, t0, dt, n, ...scales, encodeBytes(bytes)])
    }
    case 'e': {
      const { q, key, w, t, values, side } = frame
      return JSON.stringify([side === 'right' ? 'f' : 'e', f, q, key, w ?? MIN, t, ...values.flat()])
    }
    case 'W':
      return JSON.stringify(['W', f, frame.q, frame.w])
    case 'T':
      return JSON.stringify(['T', f, frame.q, frame.pt])
    case 'D':
      return JSON.stringify(['D', f, frame.of, frame.i, encodeText(frame.text)])
  }
}

/**
 * A frame that may reach the console of the interpreter instead of the program, because nobody knows which of them listens: there it is an
 * array and a comment, which nothing comes of. The program does not look behind the array.
 */
export function harmless(body: string): string {
  return `${body}//`
}

export function encodeControl(frame: ControlFrame): string {
  return JSON.stringify('n' in frame ? [frame.type, frame.n] : [frame.type])
}

/** The handshake as a frame, where a carrier has no console. */
export function encodeHandshake(hash: string, run: number): string {
  return JSON.stringify(['H', VERSION, hash, run])
}

/** Version of the protocol. */
export const VERSION = 2

export interface Counters {
  /** Variables used, variables in all, bytes a variable. */
  readonly memory: readonly [used: number, total: number, blockSize: number] | null
  /** A window stage each, by stage number: on time, refired, late, refused. */
  readonly fates: readonly (readonly number[])[]
  /** Events of keys beyond the limit. */
  readonly refused: number
  readonly faults: { readonly crc: number; readonly gap: number; readonly dup: number; readonly long: number }
}

export interface HelloFrame {
  readonly type: 'H'
  readonly version: number
  readonly hash: string
  readonly boot: number
  /** Bytes of unacknowledged frames that the device has room for. */
  readonly grant: number
  /** Next frame, item and word number. */
  readonly f: number
  readonly q: number
  readonly n: number
  readonly w: number | null
  /** The run that it works on from now on; 0: an earlier version, which knows of none. */
  readonly run: number
}

/** Everything before frame `f` and item `q` is taken; `n` is the number of the next result word. */
export interface AckFrame {
  readonly type: 'A'
  readonly f: number
  readonly q: number
  readonly w: number | null
  readonly n: number
  /** Which start of the program says so; absent: it was not told. */
  readonly boot?: number
}

export interface ErrorFrame {
  readonly type: 'X'
  /** The frame at work, and the item number after those that are taken. */
  readonly f: number
  readonly q: number
  readonly kind: string
  readonly message: string
  readonly stack: string
  /** Number of the item at work, or of the last one; `null`: it was not told. */
  readonly at: number | null
}

/**
 * The answer to `K`: everything before frame `f` and result word `n` is durable, by the checkpoint with this serial number; `serial` 0: none was
 * made. A checkpoint has `bytes`; there are `slots` places for it in free pages, 0: it lies in files of Storage.
 */
export interface CheckpointFrame {
  readonly type: 'C'
  readonly f: number
  readonly n: number
  readonly serial: number
  readonly bytes: number
  readonly slots: number
}

export type DeviceFrame =
  | HelloFrame
  | AckFrame
  | CheckpointFrame
  /** Result words before `n` are no longer there. */
  | { readonly type: 'L'; readonly n: number }
  /** Bytes of a checkpoint from `at` on; none: there are no more. */
  | { readonly type: 'B'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly type: 'N'; readonly f: number; readonly why: string }
  | { readonly type: 'R'; readonly n: number; readonly words: Float64Array }
  | ErrorFrame
  | { readonly type: 'S'; readonly counters: Counters }

/** Reads the body of a frame from a device; `null` when it is none that this version knows. */
export function decodeDevice(body: string): DeviceFrame | null {
  try {
    const a: unknown = JSON.parse(body)
    return Array.isArray(a) ? read(a) : null
  } catch {
    return null
  }
}

function read(a: readonly unknown[]): DeviceFrame | null {
  const [type, ...rest] = a
  switch (type) {
    case 'H':
      return readHello(rest)
    case 'A': {
      const [f, q, w, n, boot] = rest
      if (!isInteger(f) || !isInteger(q) || !isMark(w) || !isInteger(n)) return null
      return { type, f, q, w, n, ...(isInteger(boot) && { boot }) }
    }
    case 'C':
      return readCheckpoint(rest)
    case 'L':
      return isInteger(rest[0]) ? { type, n: rest[0] } : null
    case 'B': {
      const [at, bytes] = rest
      return isInteger(at) && typeof bytes === 'string' ? { type, at, bytes: decodeBytes(bytes) } : null
    }
    case 'N': {
      const [f, why] = rest
      return isInteger(f) && typeof why === 'string' ? { type, f, why } : null
    }
    case 'R': {
      const [n, words] = rest
      return isInteger(n) && typeof words === 'string' ? { type, n, words: decodeWords(words) } : null
    }
    case 'X': {
      const [f, q, kind, message, stack, at] = rest
      if (!isInteger(f) || !isInteger(q) || typeof kind !== 'string') return null
      if (typeof message !== 'string' || typeof stack !== 'string') return null
      return { type, f, q, kind, message: decodeText(message), stack: decodeText(stack), at: isInteger(at) ? at : null }
    }
    case 'S':
      return { type, counters: readCounters(rest[0]) }
    default:
      return null
  }
}

function readHello([version, hash, boot, grant, f, q, n, w, run]: readonly unknown[]): HelloFrame | null {
  const numbers = [version, boot, grant, f, q, n, run ?? 0]
  if (typeof hash !== 'string' || !areIntegers(numbers) || !isMark(w)) return null
  const [v, b, g, frame, item, word, r] = numbers as number[]
  return { type: 'H', version: v, hash, boot: b, grant: g, f: frame, q: item, n: word, w, run: r }
}

function readCheckpoint(fields: readonly unknown[]): CheckpointFrame | null {
  const numbers = fields.slice(0, 5)
  if (numbers.length < 5 || !areIntegers(numbers)) return null
  const [f, n, serial, bytes, slots] = numbers as number[]
  return { type: 'C', f, n, serial, bytes, slots }
}

/** 64-bit words, little-endian, whatever this machine is. */
export function decodeWords(base64: string): Float64Array {
  const bytes = decodeBytes(base64)
  const view = new DataView(bytes.buffer)
  return Float64Array.from({ length: bytes.length >> 3 }, (_, i) => view.getFloat64(8 * i, true))
}

export function encodeWords(words: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(8 * words.length))
  for (let i = 0; i < words.length; i++) view.setFloat64(8 * i, words[i], true)
  return encodeBytes(new Uint8Array(view.buffer))
}

function readCounters(data: unknown): Counters {
  const counters = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>
  const count = (name: string): number => (isInteger(counters[name]) ? counters[name] : 0)
  const { m, fates } = counters
  const memory = Array.isArray(m) && m.length === 3 && areIntegers(m) ? (m as [number, number, number]) : null
  return {
    memory,
    fates: Array.isArray(fates) ? fates.map((list: unknown) => (isCounts(list) ? list : [])) : [],
    refused: count('refused'),
    faults: { crc: count('crc'), gap: count('gap'), dup: count('dup'), long: count('long') },
  }
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function areIntegers(values: readonly unknown[]): boolean {
  return values.every(isInteger)
}

function isCounts(list: unknown): list is number[] {
  return Array.isArray(list) && areIntegers(list)
}

function isMark(value: unknown): value is number | null {
  return value === null || isInteger(value)
}
