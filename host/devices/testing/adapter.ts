/**
 * A USB adapter with an emulated board behind it, in place of the operating system's port: bytes at either end's speed, modem lines
 * wired as on a development board, a plug that can be pulled. As Linux does, it obeys XOFF from the board until XON comes or a handle without
 * XON/XOFF is opened; every handle raises both modem lines and drops what waits to leave. Its time is the simulated clock's; both run while `during` waits.
 */
import { EventEmitter } from 'node:events'
import type { SerialPort } from 'serialport'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import { Board } from '../../emulator/board/board.ts'
import { USUAL_BAUD } from '../baud-switch.ts'
import type { HandleOptions } from '../flow-control.ts'
import type { ModemLines } from '../reset-string.ts'

/** Virtual time between two looks at what is due, in ms. */
const STEP_MS = 1
/** A capacitor lets EN rise slowly: what happens to IO0 by then counts. In ms. */
const RISE_MS = 2
/** More steps than any test needs. */
const MOST_STEPS = 200_000
const XON = 0x11
const XOFF = 0x13

export class Adapter {
  readonly clock = new SimulatedClock()
  readonly board = new Board({ baud: USUAL_BAUD })
  /** Speeds that the host set, and levels of the modem lines with the time of each change. */
  readonly speeds: number[] = []
  readonly lines: (ModemLines & { readonly at: number })[] = []
  /** Times that what waited to leave was dropped. */
  flushes = 0
  /** Whether the chip came up in its loader: IO0 was low as EN rose. */
  inLoader = false
  /** Speeds that the adapter does not have. */
  readonly refused: readonly number[]
  readonly #withoutLines: boolean
  #port: AdapterPort | null = null
  #held = false
  #plugged = true
  #speed = USUAL_BAUD
  #levels: ModemLines = { dtr: true, rts: true }
  /** Whether XON and XOFF are obeyed, and whether output is stopped. */
  #xon = true
  #stopped = false

  constructor({ refused = [], withoutLines = false }: { refused?: readonly number[]; withoutLines?: boolean } = {}) {
    this.refused = refused
    this.#withoutLines = withoutLines
    this.board.onOutput((bytes) => this.say(bytes))
    this.board.boot()
  }

  /** Bytes from the board. */
  say(bytes: Uint8Array): void {
    const kept = this.#xon ? bytes.filter((byte) => byte !== XON && byte !== XOFF) : bytes
    if (this.#xon && kept.length < bytes.length) this.#stopped = bytes.lastIndexOf(XOFF) > bytes.lastIndexOf(XON)
    this.#port?.emit('data', Buffer.from(kept))
    this.#port?.leave()
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** Opens the port, as `SerialOptions.make` does. */
  readonly make = (
    path: string,
    baud: number,
    { xon = true, lock = true }: HandleOptions = {},
  ): Promise<SerialPort> => {
    if (!this.#plugged) return Promise.reject(new Error(`Error: No such file or directory, cannot open ${path}`))
    if (!lock) return this.#another(path, xon)
    if (this.#port !== null)
      return Promise.reject(new Error('Error: Resource temporarily unavailable Cannot lock port'))
    this.#levels = { dtr: true, rts: true }
    this.#port = new AdapterPort(this, path)
    this.setSpeed(baud)
    return Promise.resolve(this.#port as unknown as SerialPort)
  }

  /** A handle beside the one that is used. */
  #another(path: string, xon: boolean): Promise<SerialPort> {
    this.#xon = xon
    if (!xon) this.#stopped = false
    if (!this.#withoutLines && !(this.#levels.dtr && this.#levels.rts)) this.setLines({ dtr: true, rts: true })
    this.#port?.drop()
    return Promise.resolve(new AdapterPort(this, path) as unknown as SerialPort)
  }

  /** Pulls the plug. What the system says of it: an end, an error at the next write, or nothing at all. */
  unplug(sign: 'close' | 'write error' | 'none'): void {
    const port = this.#port
    this.#plugged = false
    this.#port = null
    if (port === null) return
    port.failsToWrite = sign === 'write error'
    if (sign === 'close') port.end(new Error('bad file descriptor'))
  }

  plugIn(): void {
    this.#plugged = true
  }

  /** Lets clock and board run until the work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let ended = false
    void work.finally(() => (ended = true)).catch(() => undefined)
    for (let left = MOST_STEPS; !ended; left--) {
      if (left === 0) throw new Error('the work does not come to an end')
      this.board.advance(STEP_MS)
      this.clock.advance(STEP_MS)
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    return work
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    await this.during(new Promise<void>((resolve) => this.clock.after(ms, resolve)))
  }

  setSpeed(baud: number): void {
    this.speeds.push((this.#speed = baud))
    this.board.hostBaud = baud
  }

  get speed(): number {
    return this.#speed
  }

  /** EN is low while RTS pulls and DTR does not, IO0 while DTR pulls and RTS does not. */
  setLines(lines: ModemLines): void {
    if (this.#withoutLines) throw new Error('Inappropriate ioctl for device')
    this.#levels = lines
    this.lines.push({ ...lines, at: this.clock.now() })
    const held = lines.rts && !lines.dtr
    if (this.#held && !held) this.clock.after(RISE_MS, () => this.#start())
    this.#held = held
  }

  /** EN is high: the chip looks at IO0. */
  #start(): void {
    const { dtr, rts } = this.#levels
    this.inLoader = dtr && !rts
    if (!this.#held) this.board.reset()
  }

  take(bytes: Uint8Array): void {
    if (this.#plugged && !this.#held) this.board.input(bytes)
  }

  left(port: AdapterPort): void {
    if (this.#port === port) this.#port = null
  }
}

type Then = ((error: Error | null) => void) | undefined

/** The part of serialport's port that is used. */
class AdapterPort extends EventEmitter {
  isOpen = true
  failsToWrite = false
  /** What the system has taken and not sent, and who waits until it is. */
  #taken: Uint8Array[] = []
  #drains: Then[] = []

  constructor(
    private readonly adapter: Adapter,
    readonly path: string,
  ) {
    super()
  }

  write(bytes: Uint8Array, then: Then): void {
    if (this.failsToWrite) return queueMicrotask(() => then?.(new Error('EIO: i/o error, write')))
    this.#taken.push(bytes)
    queueMicrotask(() => then?.(null))
    this.leave()
  }

  drain(then: Then): void {
    this.#drains.push(then)
    this.leave()
  }

  flush(then: Then): void {
    this.adapter.flushes += 1
    this.drop()
    queueMicrotask(() => then?.(null))
  }

  /** What was taken leaves, unless output is stopped. */
  leave(): void {
    if (this.adapter.stopped) return
    for (const bytes of this.#taken.splice(0)) this.adapter.take(bytes)
    for (const then of this.#drains.splice(0)) queueMicrotask(() => then?.(null))
  }

  /** What was taken does not leave any more. */
  drop(): void {
    this.#taken = []
    for (const then of this.#drains.splice(0)) queueMicrotask(() => then?.(null))
  }

  update({ baudRate }: { baudRate: number }, then: Then): void {
    if (this.adapter.refused.includes(baudRate)) return queueMicrotask(() => then?.(new Error('no such speed')))
    this.adapter.setSpeed(baudRate)
    queueMicrotask(() => then?.(null))
  }

  set(lines: ModemLines, then: Then): void {
    let failure: Error | null = null
    try {
      this.adapter.setLines(lines)
    } catch (error) {
      failure = error as Error
    }
    queueMicrotask(() => then?.(failure))
  }

  close(then: Then): void {
    this.end(null)
    then?.(null)
  }

  end(error: Error | null): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.adapter.left(this)
    this.emit('close', error)
  }
}
