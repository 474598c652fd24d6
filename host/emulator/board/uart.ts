/**
 * How a chip takes bytes from its line (FACTS 5.4). They gather in the chip: 120 of them, or fewer followed by a pause of ten bytes,
 * go to the driver. A task takes them from there, 256 at once, or fewer when no more came for 5 ms. So a program sees a busy line in
 * large pieces, and the end of what was sent a few milliseconds late. Driver and chip hold 1,152 bytes; more is lost silently.
 *
 * Times in microseconds. Without a speed everything is there at once, and nothing is lost.
 */
import { heardAt, BITS } from './line-speed.ts'

/** Most bytes that are taken at once. */
export const READ_BYTES = 256
/** Bytes that the chip gathers before it wakes the driver, and the pause, in bytes, after which it does with fewer. */
const CHIP_BYTES = 120
const PAUSE_BYTES = 10
/** How long the task waits for more. */
const TASK_WAIT = 5000
/** Bytes of the receive buffers of driver (1,024) and chip (128). */
const HELD_BYTES = 1152
/** More arrived bytes than these are not looked at in one go. */
const LOOK_AHEAD = 16384

interface Arriving {
  readonly byte: number
  readonly at: number
  /** The speed it was sent at; `null` when it is noise already. */
  readonly sentAt: number | null
}

/** A group of bytes that goes from the chip to the driver. */
interface Group {
  readonly at: number
  readonly count: number
}

const NO_GROUP: Group = { at: Infinity, count: 0 }

export class Uart {
  /** Bytes lost because nobody took them in time. */
  lost = 0
  private arriving: Arriving[] = []
  private taken = 0
  /** Bytes before this one have left the chip. */
  private inDriver = 0
  /** Until then the task waits for more. */
  private deadline = Infinity
  private group: Group | null = null
  private lastAt = 0

  /** Speeds of the two ends in bits a second; `null`: bytes take no time. */
  constructor(
    private speed: number | null,
    private senderSpeed: number | null = speed,
  ) {}

  /** Bytes sent and not yet taken. */
  get waiting(): number {
    return this.arriving.length - this.taken
  }

  /** Microseconds that a byte takes from the host. */
  private get perByte(): number {
    return this.senderSpeed === null ? 0 : (1e6 * BITS) / this.senderSpeed
  }

  /** The host sends; the first bit leaves at `now` or when the line is free. */
  send(bytes: Iterable<number>, now: number): void {
    const from = Math.max(now, this.waiting > 0 ? this.lastAt : 0)
    const sent = [...bytes]
    this.arriving.push(...this.heard(sent, from))
    this.lastAt = from + sent.length * this.perByte
    this.group = null
  }

  /** The host speaks at another speed from now on. */
  setSenderSpeed(speed: number): void {
    if (this.senderSpeed !== null) this.senderSpeed = speed
  }

  /** The chip listens at another speed: what has not arrived by now is heard in that way. */
  setSpeed(speed: number, now: number): void {
    if (this.speed === null || this.speed === speed) return
    this.speed = speed
    const first = this.arriving.findIndex(({ at }, i) => i >= this.taken && at > now)
    if (first < 0) return
    const late = this.arriving.splice(first)
    const noise = late.filter(({ sentAt }) => sentAt === null)
    const from = late[0].at - this.perByte
    const clear = late.filter(({ sentAt }) => sentAt !== null).map(({ byte }) => byte)
    this.arriving.push(...[...noise, ...this.heard(clear, from)].sort((a, b) => a.at - b.at))
    this.group = null
  }

  /** When the next bytes can be taken, or Infinity. */
  next(): number {
    let { inDriver, deadline } = this
    let from = this.taken + inDriver
    for (let time = -Infinity; ;) {
      if (inDriver >= READ_BYTES) return time
      const group = this.groupFrom(from)
      if (group.at > deadline || group === NO_GROUP) return inDriver > 0 ? deadline : Infinity
      if (this.speed === null) return group.at
      inDriver += group.count
      from += group.count
      deadline = group.at + TASK_WAIT
      time = group.at
    }
  }

  /** What the task hands over by `now`; nothing while it waits for more. */
  take(now: number): number[] {
    while (this.inDriver < READ_BYTES) {
      const group = this.nextGroup()
      if (group.at > Math.min(now, this.deadline)) break
      this.gather(group)
    }
    if (this.inDriver < READ_BYTES && this.deadline > now) return []
    return this.cut(Math.min(this.inDriver, READ_BYTES))
  }

  /** The program has no room: what arrives gathers in driver and chip, and what exceeds them is lost. */
  hold(now: number): void {
    if (this.speed === null) return
    for (let group = this.nextGroup(); group.at <= now; group = this.nextGroup()) this.gather(group)
    const excess = this.arrived(now) - HELD_BYTES
    if (excess <= 0) return
    this.arriving.splice(this.taken + HELD_BYTES, excess)
    this.inDriver = Math.min(this.inDriver, HELD_BYTES)
    this.group = null
    this.lost += excess
  }

  /** Nobody was there to receive what has arrived by now. */
  drop(now: number): void {
    const arrived = this.arrived(now)
    this.arriving.splice(this.taken, arrived)
    this.lost += arrived
    this.inDriver = 0
    this.deadline = Infinity
    this.group = null
  }

  private gather({ at, count }: Group): void {
    this.inDriver += count
    this.deadline = this.speed === null ? at : at + TASK_WAIT
    this.group = null
  }

  private cut(count: number): number[] {
    const bytes = this.arriving.slice(this.taken, this.taken + count).map(({ byte }) => byte)
    this.taken += count
    this.inDriver -= count
    if (this.inDriver === 0) this.deadline = Infinity
    if (this.taken >= 4096 || this.taken === this.arriving.length) {
      this.arriving.splice(0, this.taken)
      this.taken = 0
      this.group = null
    }
    return bytes
  }

  private nextGroup(): Group {
    return (this.group ??= this.groupFrom(this.taken + this.inDriver))
  }

  /** The group that begins with byte `from`, as far as is known now. */
  private groupFrom(from: number): Group {
    const { arriving } = this
    if (from >= arriving.length) return NO_GROUP
    if (this.speed === null) return { at: arriving[from].at, count: Math.min(arriving.length - from, READ_BYTES) }
    const pause = (PAUSE_BYTES * 1e6 * BITS) / this.speed
    let last = from
    while (
      last + 1 < arriving.length &&
      last + 1 - from < CHIP_BYTES &&
      arriving[last + 1].at <= arriving[last].at + pause
    )
      last++
    const count = last + 1 - from
    return { at: arriving[last].at + (count === CHIP_BYTES ? 0 : pause), count }
  }

  private heard(bytes: readonly number[], from: number): Arriving[] {
    const { senderSpeed, speed, perByte } = this
    if (senderSpeed === null || speed === null) return bytes.map((byte) => ({ byte, at: from, sentAt: null }))
    const clear = senderSpeed === speed
    return heardAt(bytes, senderSpeed, speed).map(({ byte, after }) => ({
      byte,
      at: from + (after * perByte) / BITS,
      sentAt: clear ? senderSpeed : null,
    }))
  }

  private arrived(now: number): number {
    let count = 0
    const known = Math.min(this.arriving.length, this.taken + LOOK_AHEAD)
    while (this.taken + count < known && this.arriving[this.taken + count].at <= now) count++
    return count
  }
}
