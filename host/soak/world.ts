/**
 * A world of its own for a host, a line and an emulated board: one clock, nothing real. Time passes only here, in steps to whatever
 * comes next, so the same calls give the same run. What happens to the line, the board, its flash and its memory is up to whoever
 * made the world (`faults.ts`).
 */
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { Port, PortListener } from '../devices/port.ts'
import { Board, type BoardOptions } from '../emulator/board/board.ts'
import { PowerCut } from '../emulator/board/flash.ts'
import { HostCrash } from './disk.ts'

/** What a line does to bytes: pieces, and after how many ms each arrives. An empty list: lost. */
export type Carry = (
  bytes: Uint8Array,
  to: 'board' | 'host',
) => readonly { readonly bytes: Uint8Array; readonly after: number }[]

/** Thrown into a running board: power fails at that instruction. */
export class PowerLoss extends Error {
  constructor(readonly offMs: number) {
    super('power is lost')
  }
}

interface Timer {
  readonly due: number
  readonly order: number
  readonly callback: () => void
  /** Of the world itself, not of the host. */
  readonly ours: boolean
}

/** Virtual time that a board runs before the host is heard again, in ms. */
const SLICE_MS = 5
/** How long a board without power stays so when its flash was being written, in ms. */
const OFF_MS = 50
/** What a cable that was pulled says. */
const UNPLUGGED = 'the cable was pulled'
/** Longest run, in ms of this world. */
const END_MS = 3_600_000
/** How long a host waits for a cable to come back, in ms. */
const REOPEN_MS = 60_000

export class World implements Port {
  readonly address = 'soak:'
  readonly clock: Clock
  readonly flash: Uint8Array
  board: Board
  carry: Carry = (bytes) => [{ bytes, after: 0.1 }]
  /** Called now and then, as time goes on. */
  onTurn: () => void = () => undefined
  #now = 0
  /** What the clock of the board lags behind. */
  #offset = 0
  #powered = false
  #order = 0
  #timers: Timer[] = []
  #scheduled = false
  #listener: PortListener | null = null
  #plugged = true
  #silence: { readonly until: number; told: (() => void) | null } | null = null
  #ended = false
  /** Counts the processes of hosts. */
  #life = 0
  #fault: Error | null = null

  constructor(options: BoardOptions & { readonly flash: Uint8Array }) {
    this.flash = options.flash
    this.board = new Board(options)
    this.board.onOutput((bytes) => this.#carry(bytes, 'host'))
    this.clock = { now: () => this.#now, after: (ms, callback) => this.#after(ms, callback, false) }
  }

  /** What went wrong in the world itself. */
  get fault(): Error | null {
    return this.#fault
  }

  start(): void {
    this.#boot()
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#timers = []
  }

  async open(listener: PortListener): Promise<void> {
    this.#listener = listener
  }

  write(text: string): void {
    this.#carry(Buffer.from(text, 'latin1'), 'board')
  }

  /** The reset line: of no effect on a board without power, which starts by itself, and through a cable that is not there. */
  async reset(): Promise<void> {
    if (this.#powered && this.#plugged) this.#boot()
  }

  async close(): Promise<void> {
    this.#listener = null
  }

  async reopen(): Promise<void> {
    for (let waited = 0; !this.#plugged; waited += 50) {
      if (waited > REOPEN_MS) throw new RivuletError('E_GONE', 'the cable stays away', { kind: 'no-device' })
      await new Promise<void>((resolve) => this.#after(50, resolve, false))
    }
  }

  /** The port as one process of a host has it: once that has ended, nothing of it reaches the board or the clock any more. */
  host(): Port {
    const life = this.#life
    const isAlive = (): boolean => life === this.#life
    const whileAlive = (act: () => Promise<void>): Promise<void> => (isAlive() ? act() : new Promise(() => undefined))
    return {
      address: this.address,
      clock: {
        now: () => this.#now,
        after: (ms, callback) => (isAlive() ? this.#after(ms, callback, false) : () => undefined),
      },
      open: (listener) => whileAlive(() => this.open(listener)),
      write: (text) => isAlive() && this.write(text),
      reset: () => whileAlive(() => this.reset()),
      close: () => whileAlive(() => this.close()),
      reopen: () => whileAlive(() => this.reopen()),
    }
  }

  /** The host's process has ended: nobody listens, none of its timers will be called. */
  forsake(): void {
    this.#life += 1
    this.#listener = null
    this.#timers = this.#timers.filter(({ ours }) => ours)
  }

  /** The cable is pulled, and put in again after `ms`; false when it was not in. */
  unplug(ms: number): boolean {
    if (!this.#plugged) return false
    this.#plugged = false
    this.#listener?.closed(UNPLUGGED)
    this.#after(ms, () => (this.#plugged = true))
    return true
  }

  /** For `ms` the line says nothing, though it is in; `onLost` is told when the first bytes are lost of it. */
  silence(ms: number, onLost: () => void): void {
    this.#silence = { until: this.#now + ms, told: onLost }
  }

  /** Power is gone for `ms`, wherever the board is. */
  cutPower(ms: number): void {
    if (this.#powered) this.#lose(ms)
  }

  /** Calls back after `ms` of this world. */
  later(ms: number, callback: () => void): void {
    this.#after(ms, callback)
  }

  #lose(ms: number): void {
    this.#powered = false
    this.#after(ms, () => this.#boot())
  }

  #boot(): void {
    if (this.#ended) return
    this.#powered = true
    this.#run(() => this.board.reset())
    this.#offset = this.#now - this.board.ms
  }

  #carry(bytes: Uint8Array, to: 'board' | 'host'): void {
    if (!this.#plugged || this.#isSilent()) return
    for (const piece of this.carry(bytes, to)) {
      this.#after(piece.after, () => {
        if (!this.#plugged) return
        if (to === 'host') this.#listener?.data(Buffer.from(piece.bytes).toString('latin1'))
        else if (this.#powered) this.board.input(piece.bytes)
      })
    }
  }

  #isSilent(): boolean {
    if (this.#silence === null || this.#now >= this.#silence.until) return false
    this.#silence.told?.()
    this.#silence.told = null
    return true
  }

  #after(ms: number, callback: () => void, ours = true): () => void {
    const timer = { due: this.#now + Math.max(0, ms), order: this.#order++, callback, ours }
    this.#timers.push(timer)
    this.#wake()
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  #wake(): void {
    if (this.#scheduled || this.#ended) return
    this.#scheduled = true
    // What was promised is done before time goes on.
    setImmediate(() => {
      this.#scheduled = false
      try {
        this.#turn()
      } catch (error) {
        this.#fault ??= error instanceof Error ? error : new Error(String(error))
        this.#listener?.closed(String(error))
      }
    })
  }

  /** To the next timer, or as far as the board gets in a slice. */
  #turn(): void {
    if (this.#ended) return
    if (this.#now > END_MS) throw new Error('the run does not come to an end')
    const next = this.#timers.reduce((soonest, { due }) => Math.min(soonest, due), Infinity)
    if (this.#powered) {
      const target = Math.min(next, this.#now + SLICE_MS)
      const ms = Math.max(0, target - this.#offset - this.board.ms)
      this.#run(() => this.board.advance(ms))
      // Not the sum alone: rounding must not keep a timer from becoming due.
      if (this.#powered) this.#now = Math.max(target, this.board.ms + this.#offset)
    } else this.#now = Math.max(this.#now, next)
    this.onTurn()
    this.#fire()
    this.#wake()
  }

  /** Runs the board until power fails. A program that never comes to an end is a fault of ours, like any other error. */
  #run(act: () => void): void {
    try {
      act()
    } catch (error) {
      if (error instanceof PowerLoss) this.#lose(error.offMs)
      else if (error instanceof PowerCut) this.#lose(OFF_MS)
      else throw error
    }
  }

  #fire(): void {
    const due = this.#timers
      .filter((timer) => timer.due <= this.#now)
      .sort((a, b) => a.due - b.due || a.order - b.order)
    for (const timer of due) {
      if (!this.#timers.includes(timer)) continue
      this.#timers = this.#timers.filter((other) => other !== timer)
      try {
        timer.callback()
      } catch (error) {
        // Nobody is left to be told.
        if (!(error instanceof HostCrash)) throw error
      }
    }
  }
}
