/**
 * `require("heatshrink")`: LZSS with a window of 256 bytes and matches of up to 64 (FACTS 1).
 *
 * A literal is a 1 and eight bits; a match is a 0, eight bits of distance less one and six of length less one. Before the
 * first byte both sides see a window of zeros. Bits go out from the highest of a byte, zeros fill the last.
 */
import type { Interpreter } from '../interpreter.ts'
import { typeInMessage } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import type { Value } from '../values.ts'
import { isIterable } from './arrays.ts'
import { itemsOf, newBuffer } from './data.ts'

const WINDOW_BITS = 8
const LENGTH_BITS = 6
const WINDOW = 1 << WINDOW_BITS
const LONGEST = 1 << LENGTH_BITS
/** Shorter matches cost more bits than they save. */
const SHORTEST = Math.floor((1 + WINDOW_BITS + LENGTH_BITS) / 8) + 1
/** Bytes that are read from the input, and written to the output, at a time. */
const CHUNK = 128

/** Writes bits into bytes. */
class BitWriter {
  readonly bytes: number[] = []
  private held = 0
  private count = 0

  write(bits: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.held = (this.held << 1) | ((bits >> bit) & 1)
      if (++this.count === 8) this.end()
    }
  }

  /** Fills the last byte, if one is begun. */
  flush(): void {
    if (this.count > 0) this.end()
  }

  private end(): void {
    this.bytes.push((this.held << (8 - this.count)) & 255)
    this.held = this.count = 0
  }
}

/** The nearest of the longest matches, as distance and length; length 0 when none is worth it. */
function longestMatch(data: Uint8Array, at: number): readonly [distance: number, length: number] {
  const limit = Math.min(LONGEST, data.length - at)
  let best = 0
  let distance = 0
  for (let from = at - 1; from >= at - WINDOW && best < limit; from--) {
    let length = 0
    while (length < limit && data[from + length] === data[at + length]) length++
    if (length > best) [best, distance] = [length, at - from]
  }
  return best >= SHORTEST ? [distance, best] : [0, 0]
}

/** Writes the byte or the match at a place; yields the place behind it. */
function writeNext(data: Uint8Array, at: number, out: BitWriter): number {
  const [distance, length] = longestMatch(data, at)
  if (length === 0) {
    out.write(0x100 | data[at], 9)
    return at + 1
  }
  out.write(distance - 1, 1 + WINDOW_BITS)
  out.write(length - 1, LENGTH_BITS)
  return at + length
}

/**
 * Packs bytes as the firmware does, in turns: each takes in what fits into the window, and packs as long as a longest
 * match lies ahead; the last one packs all. When the last turn ends with its output buffer just full, the bits behind it
 * are lost.
 */
export function compress(bytes: Uint8Array): Uint8Array {
  const out = new BitWriter()
  const data = new Uint8Array(WINDOW + bytes.length)
  data.set(bytes, WINDOW)
  let at = WINDOW
  let taken = WINDOW
  let read = WINDOW
  let ended = false
  for (;;) {
    if (taken === read && !ended) {
      read = Math.min(data.length, read + CHUNK)
      ended = read - taken < CHUNK
    }
    taken = Math.min(read, at + WINDOW)
    const isLast = ended && taken === read
    const start = out.bytes.length
    if (isLast || taken === at + WINDOW)
      while (isLast ? at < taken : taken - at >= LONGEST) at = writeNext(data, at, out)
    if (!isLast) continue
    const written = out.bytes.length - start
    if (written === 0 || written % CHUNK !== 0) out.flush()
    return Uint8Array.from(out.bytes)
  }
}

/** Unpacks until the bits do not suffice for another item. */
export function decompress(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let at = 0
  const left = (): number => 8 * bytes.length - at
  const read = (count: number): number => {
    let bits = 0
    for (let i = 0; i < count; i++, at++) bits = (bits << 1) | ((bytes[at >> 3] >> (7 - (at & 7))) & 1)
    return bits
  }
  while (left() > 0) {
    if (read(1) === 1) {
      if (left() < 8) break
      out.push(read(8))
    } else {
      if (left() < WINDOW_BITS + LENGTH_BITS) break
      const distance = read(WINDOW_BITS) + 1
      for (let length = read(LENGTH_BITS) + 1; length > 0; length--) out.push(out[out.length - distance] ?? 0)
    }
  }
  return Uint8Array.from(out)
}

function native(convert: (bytes: Uint8Array) => Uint8Array): NativeFunction {
  return (vm: Interpreter, _self, [data]: readonly Value[]) => {
    if (!isIterable(data)) throw vm.error('TypeError', `Expecting something iterable, got ${typeInMessage(data)}`)
    return newBuffer(vm, convert(Uint8Array.from(itemsOf(data), (item) => vm.toInt(item))))
  }
}

export function heatshrink(natives: NativeRegistry): void {
  natives.library('heatshrink', { compress: native(compress), decompress: native(decompress) })
}
