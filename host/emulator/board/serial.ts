/**
 * The byte streams of a board: its console line to the host and the loopback pair (FACTS 5.4).
 *
 * From the host: bytes wait on the wire (they take time when a baud rate is given), are read 256 at a time into the
 * event ring while that has room, and overflow the 1,152 bytes of driver and chip buffers silently.
 * To the host: bytes are handed over at once, but they take the line's time, too: the chip's buffer holds 128 of them, and
 * the interpreter waits while it is full. XOFF and XON are put between them as the ring fills and drains.
 */
import { EventRing, XOFF_ABOVE, XON_BELOW } from './ring.ts'

/** Bytes of the receive buffers of driver (1,024) and chip (128). */
const DRIVER_BYTES = 1152
/** Bytes that the chip's transmit buffer holds; the interpreter waits for room (FACTS 5.4: output blocks). */
const TRANSMIT_BYTES = 128
/** Bytes read at once; the ring must have as much room. */
const READ_BYTES = 256
/** More arrived bytes than these are not looked at in one go. */
const LOOK_AHEAD = 16384
const XON = 0x11
const XOFF = 0x13
const CTRL_C = 3

export interface WireOptions {
  /** Name of the device that the host is connected to: `Serial1` on the chip, `USB` on Linux. */
  readonly hostDevice: string
  /** Bits a second, 10 bits a byte. Without it the wire is endless fast and the host never sends too much. */
  readonly baud?: number
}

export interface WireEvents {
  /** Microseconds since power-on. */
  now(): number
  /** The interpreter does nothing until then. */
  wait(until: number): void
  /** A byte for the host. */
  onTransmit(byte: number): void
  /** A Ctrl-C was received by this device, ahead of everything that still waits. */
  onCtrlC(device: string): void
}

export class Wires {
  readonly ring = new EventRing()
  /** Bytes lost because nobody read them in time. */
  lost = 0
  /** Whether the host line uses XON and XOFF; on at boot. */
  flowControl = true
  private readonly wire: { byte: number; at: number }[] = []
  private taken = 0
  private stopped = false
  /** When the last byte for the host will have left, in microseconds. */
  private sentAt = 0

  constructor(
    private readonly options: WireOptions,
    private readonly events: WireEvents,
  ) {}

  /** Bytes the host sent that the interpreter has not been given yet. */
  get waiting(): number {
    return this.wire.length - this.taken
  }

  /** The host sends; the first bit leaves at `now` (microseconds) or when the line is free. */
  send(bytes: Iterable<number>, now: number): void {
    const { perByte } = this
    let at = Math.max(now, this.waiting > 0 ? this.wire[this.wire.length - 1].at : 0)
    for (const byte of bytes) {
      at += perByte
      this.wire.push({ byte, at })
    }
  }

  /** When the next byte arrives (microseconds), or Infinity. */
  nextArrival(): number {
    return this.waiting > 0 ? this.wire[this.taken].at : Infinity
  }

  /** Moves what has arrived by `now` into the ring. */
  receive(now: number): void {
    let arrived = this.countArrived(now)
    while (arrived > 0 && this.ring.free >= READ_BYTES) arrived -= this.read(Math.min(arrived, READ_BYTES))
    if (this.options.baud !== undefined && arrived > DRIVER_BYTES) this.lose(arrived - DRIVER_BYTES)
    this.tidy()
  }

  /** The interpreter writes to a device. */
  transmit(device: string, bytes: Iterable<number>): void {
    if (device === this.options.hostDevice) {
      for (const byte of bytes) {
        this.pace()
        this.events.onTransmit(byte)
      }
    } else if (device === 'LoopbackA') this.loop('LoopbackB', bytes)
    else if (device === 'LoopbackB') this.loop('LoopbackA', bytes)
  }

  /** Makes room for one more byte on its way to the host. */
  private pace(): void {
    const { perByte } = this
    if (perByte === 0) return
    this.sentAt = Math.max(this.sentAt, this.events.now()) + perByte
    const room = this.sentAt - TRANSMIT_BYTES * perByte
    if (room > this.events.now()) this.events.wait(room)
  }

  /** Microseconds that a byte takes on the line. */
  private get perByte(): number {
    return this.options.baud === undefined ? 0 : 10_000_000 / this.options.baud
  }

  /** Lets the host go on once the ring has drained; called by the event loop after its input events. */
  releaseFlow(): void {
    if (!this.stopped || this.ring.used >= XON_BELOW) return
    this.stopped = false
    if (this.flowControl) this.events.onTransmit(XON)
  }

  /** Bytes as if the device had received them. */
  inject(device: string, bytes: number[]): void {
    this.accept(device, bytes)
  }

  setFlowControl(on: boolean): void {
    this.flowControl = on
  }

  /** After a reset: the ring is empty and XON/XOFF is on; bytes on the wire arrive nevertheless. */
  restart(): void {
    while (this.ring.pop());
    this.stopped = false
    this.flowControl = true
  }

  /** Nobody was there to receive what has arrived by now. */
  drop(now: number): void {
    const arrived = this.countArrived(now)
    this.wire.splice(this.taken, arrived)
    this.lost += arrived
  }

  private read(count: number): number {
    const bytes = this.wire.slice(this.taken, this.taken + count).map((each) => each.byte)
    this.taken += count
    this.accept(this.options.hostDevice, bytes)
    if (this.ring.used > XOFF_ABOVE && !this.stopped) {
      this.stopped = true
      if (this.flowControl) this.events.onTransmit(XOFF)
    }
    return count
  }

  private loop(device: string, bytes: Iterable<number>): void {
    for (const byte of bytes) this.accept(device, [byte])
  }

  private accept(device: string, bytes: number[]): void {
    if (bytes.includes(CTRL_C)) this.events.onCtrlC(device)
    this.ring.push(device, bytes)
  }

  private lose(count: number): void {
    this.wire.splice(this.taken + DRIVER_BYTES, count)
    this.lost += count
  }

  private countArrived(now: number): number {
    let count = 0
    const known = Math.min(this.wire.length, this.taken + LOOK_AHEAD)
    while (this.taken + count < known && this.wire[this.taken + count].at <= now) count++
    return count
  }

  private tidy(): void {
    if (this.taken < 4096 && this.taken < this.wire.length) return
    this.wire.splice(0, this.taken)
    this.taken = 0
  }
}
