/**
 * The built-in emulator as a device: `emu:`, with `?vars=3000&seed=1&baud=115200&ns=10`. Virtual time passes only while the board
 * has something to do or the host waits for it, so that a run takes as long as its computing and repeats exactly.
 */
import { Board, Stalled } from '../emulator/board/board.ts'
import type { FlashTiming } from '../emulator/board/flash-timing.ts'
import { Unimplemented } from '../emulator/errors.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { NodeNetwork } from '../network/node-network.ts'
import type { Figures, Port, PortListener } from './port.ts'

export interface EmulatorOptions {
  /** Variables of the interpreter. */
  readonly vars?: number
  readonly seed?: number
  /** Bits a second of the line; without it bytes arrive at once. */
  readonly baud?: number
  /** Nanoseconds of an instruction. */
  readonly ns?: number
  /** What its flash takes. */
  readonly flashTiming?: FlashTiming
  /** Sockets of this computer for the board. While it uses them its time does not run ahead of real time. */
  readonly network?: NodeNetwork
}

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** Real time, in ms, after which a board that has caught up is looked at again. */
const PACE_MS = 1
/** Virtual time that the board runs before the host is heard again, in ms. */
const SLICE_MS = 20

export class EmulatorPort implements Port {
  readonly address: string
  readonly clock: Clock
  readonly #options: EmulatorOptions
  #board: Board | null = null
  #listener: PortListener | null = null
  #timers: Timer[] = []
  #scheduled = false
  #busy = false
  /** Real time at which the virtual time of the board began, while the two have to keep together. */
  #began: number | null = null

  constructor(options: EmulatorOptions = {}, address = 'emu:') {
    this.address = address
    this.#options = options
    this.clock = { now: () => this.#board?.ms ?? 0, after: (ms, callback) => this.#after(ms, callback) }
  }

  async open(listener: PortListener): Promise<void> {
    this.#listener = listener
    const board = new Board({ ...this.#options, nsPerInstruction: this.#options.ns })
    this.#board = board
    board.onOutput((bytes) => this.#listener?.data(Buffer.from(bytes).toString('latin1')))
    this.#options.network?.onActivity(() => {
      this.#busy = true
      this.#wake()
    })
    board.boot()
    this.#wake()
  }

  write(text: string): void {
    this.#board?.input(text)
    this.#busy = true
    this.#wake()
  }

  async reset(): Promise<void> {
    this.#board?.reset()
    this.#busy = true
    this.#wake()
  }

  async close(): Promise<void> {
    this.#board = this.#listener = null
    this.#timers = []
    this.#options.network?.close()
  }

  figures(): Figures {
    const board = this.#board
    if (board === null) return { virtualMs: 0, instructions: 0, vars: { used: 0, peak: 0, total: 0 } }
    return { virtualMs: board.ms, instructions: board.instructions, vars: board.vars() }
  }

  #after(ms: number, callback: () => void): () => void {
    const timer = { due: this.clock.now() + ms, callback }
    this.#timers.push(timer)
    this.#wake()
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  #wake(): void {
    if (this.#scheduled || this.#board === null) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#turn()
    })
  }

  /** Runs the board for a slice, then calls the timers that have become due. */
  #turn(): void {
    const board = this.#board
    if (board === null) return
    const next = this.#timers.reduce((soonest, { due }) => Math.min(soonest, due), Infinity)
    const most = this.#allowance(board)
    if (most <= 0) {
      this.#scheduled = true
      setTimeout(() => {
        this.#scheduled = false
        this.#turn()
      }, PACE_MS)
      return
    }
    try {
      if (this.#busy) this.#busy = !board.runUntilIdle(Math.min(SLICE_MS, most, Math.max(0, next - board.ms)))
      else if (next < Infinity) board.advance(Math.min(most, Math.max(0, next - board.ms)))
    } catch (error) {
      if (!(error instanceof Stalled || error instanceof Unimplemented)) throw error
      this.#board = null
      this.#listener?.closed(error.message)
      return
    }
    this.#fire(board)
    if (this.#busy || this.#timers.length > 0) this.#wake()
  }

  /** Virtual ms that the board may run now: what it lags behind real time while it has sockets, else any. */
  #allowance(board: Board): number {
    if (this.#options.network?.isInUse !== true) {
      this.#began = null
      return Infinity
    }
    this.#began ??= performance.now() - board.ms
    return performance.now() - this.#began - board.ms
  }

  #fire(board: Board): void {
    const due = this.#timers.filter((timer) => timer.due <= board.ms).sort((a, b) => a.due - b.due)
    for (const timer of due) {
      if (!this.#timers.includes(timer)) continue
      this.#timers = this.#timers.filter((other) => other !== timer)
      timer.callback()
    }
  }
}
