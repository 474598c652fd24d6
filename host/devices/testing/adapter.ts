/**
 * A USB adapter with an emulated board behind it, in place of the operating system's port: bytes at either end's speed, modem lines
 * wired as on a development board, a plug that can be pulled. Its time is the simulated clock's; both run while `during` waits.
 */
import { EventEmitter } from 'node:events'
import type { SerialPort } from 'serialport'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import { Board } from '../../emulator/board/board.ts'
import { USUAL_BAUD } from '../baud-switch.ts'
import type { ModemLines } from '../reset-string.ts'

/** Virtual time between two looks at what is due, in ms. */
const STEP_MS = 1
/** A capacitor lets EN rise slowly: what happens to IO0 by then counts. In ms. */
const RISE_MS = 2
/** More steps than any test needs. */
const MOST_STEPS = 200_000

export class Adapter {
  readonly clock = new SimulatedClock()
  readonly board = new Board({ baud: USUAL_BAUD })
  /** Speeds that the host set, and levels of the modem lines with the time of each change. */
  readonly speeds: number[] = []
  readonly lines: (ModemLines & { readonly at: number })[] = []
  /** Whether the chip came up in its loader: IO0 was low as EN rose. */
  inLoader = false
  /** Speeds that the adapter does not have. */
  readonly refused: readonly number[]
  readonly #withoutLines: boolean
  #port: AdapterPort | null = null
  #held = false
  #plugged = true
  #speed = USUAL_BAUD

  constructor({ refused = [], withoutLines = false }: { refused?: readonly number[]; withoutLines?: boolean } = {}) {
    this.refused = refused
    this.#withoutLines = withoutLines
    this.board.onOutput((bytes) => this.#port?.emit('data', Buffer.from(bytes)))
    this.board.boot()
  }

  /** Opens the port, as `SerialOptions.make` does. */
  readonly make = (path: string, baud: number): Promise<SerialPort> => {
    if (!this.#plugged) return Promise.reject(new Error(`Error: No such file or directory, cannot open ${path}`))
    if (this.#port !== null)
      return Promise.reject(new Error('Error: Resource temporarily unavailable Cannot lock port'))
    this.#port = new AdapterPort(this, path)
    this.setSpeed(baud)
    return Promise.resolve(this.#port as unknown as SerialPort)
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
    this.lines.push({ ...lines, at: this.clock.now() })
    const held = lines.rts && !lines.dtr
    if (this.#held && !held) this.clock.after(RISE_MS, () => this.#start())
    this.#held = held
  }

  /** EN is high: the chip looks at IO0. */
  #start(): void {
    const { dtr, rts } = this.lines[this.lines.length - 1]
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

  constructor(
    private readonly adapter: Adapter,
    readonly path: string,
  ) {
    super()
  }

  write(bytes: Uint8Array, then: Then): void {
    if (this.failsToWrite) queueMicrotask(() => then?.(new Error('EIO: i/o error, write')))
    else {
      this.adapter.take(bytes)
      queueMicrotask(() => then?.(null))
    }
  }

  drain(then: Then): void {
    queueMicrotask(() => then?.(null))
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
