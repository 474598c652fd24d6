/**
 * What a receiver of one speed hears of bytes that were sent at another (8N1). The sender's line is a row of levels, ten a byte; the
 * receiver waits for a falling edge and samples the middle of its own bits. A few per cent of difference do not matter; more, and
 * bytes come out that nobody sent, fewer or more of them.
 */

/** A received byte, and when its last bit was over, in bits of the sender since the first byte began. */
export interface Heard {
  readonly byte: number
  readonly after: number
}

/** Start bit, eight bits, stop bit. */
export const BITS = 10

/** What is heard of bytes that follow each other without a pause. Speeds in bits a second. */
export function heardAt(sent: readonly number[], from: number, to: number): Heard[] {
  if (from === to) return sent.map((byte, i) => ({ byte, after: BITS * (i + 1) }))
  const line = new Levels(sent)
  /** Bits of the sender in one of the receiver. */
  const bit = from / to
  const heard: Heard[] = []
  for (let start = line.fall(0); start < line.end;) {
    // Too short for a start bit: taken for noise.
    if (line.at(start + bit / 2) === 1) {
      start = line.fall(line.rise(start))
      continue
    }
    let byte = 0
    for (let i = 0; i < 8; i++) byte |= line.at(start + bit * (1.5 + i)) << i
    heard.push({ byte, after: start + BITS * bit })
    // Where the stop bit is missing the line has to rest before another byte can begin.
    start = line.fall(line.rise(start + 9.5 * bit))
  }
  return heard
}

class Levels {
  readonly end: number

  constructor(private readonly sent: readonly number[]) {
    this.end = BITS * sent.length
  }

  /** The level at a time in bits; before and after the bytes the line rests at 1. */
  at(time: number): number {
    const place = Math.floor(time)
    if (place >= this.end) return 1
    const bit = place % BITS
    if (bit === 0) return 0
    return bit === BITS - 1 ? 1 : (this.sent[Math.floor(place / BITS)] >> (bit - 1)) & 1
  }

  /** When the line is at 0 next, from `time` on; Infinity when it stays at rest. */
  fall(time: number): number {
    return this.next(time, 0)
  }

  /** When the line is at 1 next, from `time` on. */
  rise(time: number): number {
    return this.next(time, 1)
  }

  private next(time: number, level: number): number {
    if (this.at(time) === level && time < this.end) return time
    for (let place = Math.floor(time) + 1; place < this.end; place++) if (this.at(place) === level) return place
    return level === 1 ? Math.max(time, this.end) : Infinity
  }
}
