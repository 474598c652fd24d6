/**
 * The byte streams of a board: its console line to the host and the loopback pair (FACTS 5.4).
 *
 * From the host: bytes take time when a baud rate is given, and come by the chip's UART (uart.ts) into the event ring while that
 * has room. Each end has its own speed; the program changes the chip's by `setup`, and a restart of the chip brings back the first.
 * To the host: bytes are handed over at once, but they take the line's time, too: the chip's buffer holds 128 of them, and
 * the interpreter waits while it is full. XOFF and XON are put between them as the ring fills and drains.
 */
import { BITS, heardAt } from './line-speed.ts'
import { EventRing, XOFF_ABOVE, XON_BELOW } from './ring.ts'
import { READ_BYTES, Uart } from './uart.ts'

/** Bytes that the chip's transmit buffer holds; the interpreter waits for room (FACTS 5.4: output blocks). */
const TRANSMIT_BYTES = 128
const XON = 0x11
const XOFF = 0x13
const CTRL_C = 3

export interface WireOptions {
  /** Name of the device that the host is connected to: `Serial1` on the chip, `USB` on Linux. */
  readonly hostDevice: string
  /** Bits a second of both ends at power-on, 10 bits a byte. Without it the wire is endless fast and the host never sends too much. */
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
  /** Whether the host line uses XON and XOFF; on at boot. */
  flowControl = true
  private readonly uart: Uart
  private stopped = false
  /** When the last byte for the host will have left, in microseconds. */
  private sentAt = 0
  /** Speeds of the two ends; `null`: bytes take no time. */
  private speed: number | null
  private senderSpeed: number | null

  constructor(
    private readonly options: WireOptions,
    private readonly events: WireEvents,
  ) {
    this.speed = this.senderSpeed = options.baud ?? null
    this.uart = new Uart(this.speed)
  }

  /** Bytes the host sent that the interpreter has not been given yet. */
  get waiting(): number {
    return this.uart.waiting
  }

  /** Bytes lost because nobody read them in time. */
  get lost(): number {
    return this.uart.lost
  }

  /** Bits a second at which the chip speaks and listens; `null`: bytes take no time. */
  get baud(): number | null {
    return this.speed
  }

  /** The host sends; the first bit leaves at `now` (microseconds) or when the line is free. */
  send(bytes: Iterable<number>, now: number): void {
    this.uart.send(bytes, now)
  }

  /** The host speaks and listens at another speed; of no effect where bytes take no time. */
  setHostBaud(baud: number): void {
    if (this.senderSpeed === null) return
    this.senderSpeed = baud
    this.uart.setSenderSpeed(baud)
  }

  /** The chip speaks and listens at another speed, as by `setup`. */
  setBaud(baud: number): void {
    if (this.speed === null || !(baud > 0)) return
    this.speed = baud
    this.uart.setSpeed(baud, this.events.now())
  }

  /**
   * When the interpreter is given the next byte (microseconds), or Infinity; a moment before, where that lies ahead: a chip makes
   * passes all the time, so that its last one without the byte does not depend on how long the host waits at once.
   */
  nextArrival(): number {
    const at = Math.ceil(this.uart.next())
    return this.speed !== null && this.events.now() < at - 1 ? at - 1 : at
  }

  /** Moves what has arrived by `now` into the ring. */
  receive(now: number): void {
    while (this.ring.free >= READ_BYTES) {
      const bytes = this.uart.take(now)
      if (bytes.length === 0) return
      this.accept(this.options.hostDevice, bytes)
      this.holdBack()
    }
    this.uart.hold(now)
  }

  /** The interpreter writes to a device. */
  transmit(device: string, bytes: Iterable<number>): void {
    if (device === this.options.hostDevice) {
      for (const byte of bytes) {
        this.pace()
        this.toHost(byte)
      }
    } else if (device === 'LoopbackA') this.loop('LoopbackB', bytes)
    else if (device === 'LoopbackB') this.loop('LoopbackA', bytes)
  }

  /** Makes room for one more byte on its way to the host. */
  private pace(): void {
    if (this.speed === null) return
    const perByte = (1e6 * BITS) / this.speed
    this.sentAt = Math.max(this.sentAt, this.events.now()) + perByte
    const room = this.sentAt - TRANSMIT_BYTES * perByte
    if (room > this.events.now()) this.events.wait(room)
  }

  private toHost(byte: number): void {
    if (this.speed === null || this.senderSpeed === null) return this.events.onTransmit(byte)
    for (const { byte: heard } of heardAt([byte], this.speed, this.senderSpeed)) this.events.onTransmit(heard)
  }

  /** Lets the host go on once the ring has drained; called by the event loop after its input events. */
  releaseFlow(): void {
    if (!this.stopped || this.ring.used >= XON_BELOW) return
    this.stopped = false
    if (this.flowControl) this.toHost(XON)
  }

  /** Bytes as if the device had received them. */
  inject(device: string, bytes: number[]): void {
    this.accept(device, bytes)
  }

  setFlowControl(on: boolean): void {
    this.flowControl = on
  }

  /** After a reset: the ring is empty, XON/XOFF is on, the speed the first; bytes on the wire arrive nevertheless. */
  restart(): void {
    while (this.ring.pop());
    this.stopped = false
    this.flowControl = true
    if (this.options.baud !== undefined) this.setBaud(this.options.baud)
  }

  /** Nobody was there to receive what has arrived by now. */
  drop(now: number): void {
    this.uart.drop(now)
  }

  /** Asks the host to stop when the ring fills. */
  private holdBack(): void {
    if (this.ring.used <= XOFF_ABOVE || this.stopped) return
    this.stopped = true
    if (this.flowControl) this.toHost(XOFF)
  }

  private loop(device: string, bytes: Iterable<number>): void {
    for (const byte of bytes) this.accept(device, [byte])
  }

  private accept(device: string, bytes: number[]): void {
    if (bytes.includes(CTRL_C)) this.events.onCtrlC(device)
    this.ring.push(device, bytes)
  }
}
