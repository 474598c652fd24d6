/**
 * How long the flash chip is at work, and what that means to the board: the interpreter waits, and the serial line is received
 * as while code runs.
 *
 * The figures are those that makers of such chips (SPI NOR, 4 MB) call typical; the slowest take several times as long.
 * Nobody has measured a board for this project.
 */
import type { Clock } from './clock.ts'
import type { FlashOperation } from './flash.ts'

/** In milliseconds. */
export interface FlashTiming {
  /** For a page of 4,096 bytes. */
  readonly eraseMs: number
  /** For each 256 bytes of one operation, also if fewer are left. */
  readonly writeMs: number
}

export const TYPICAL_FLASH: FlashTiming = { eraseMs: 45, writeMs: 0.7 }
/** A flash that is only a piece of memory. */
export const INSTANT_FLASH: FlashTiming = { eraseMs: 0, writeMs: 0 }
/** Bytes that the chip programs at once. */
const WRITE_BYTES = 256
/** The line is looked at so often meanwhile, in microseconds. */
const RECEIVE_EVERY = 1000

export function flashMs({ kind, length }: FlashOperation, { eraseMs, writeMs }: FlashTiming): number {
  return kind === 'erase' ? eraseMs : Math.ceil(length / WRITE_BYTES) * writeMs
}

/** The waits of a board. */
export class FlashWaits {
  /** Microseconds in all. */
  total = 0

  /** `receive` takes what has come by the line. */
  constructor(
    private readonly timing: FlashTiming,
    private readonly clock: Clock,
    private readonly receive: () => void,
  ) {}

  /** Waits for an operation to be over. */
  add(operation: FlashOperation): void {
    const micros = Math.round(1000 * flashMs(operation, this.timing))
    this.total += micros
    const end = this.clock.now() + micros
    while (this.clock.now() < end) {
      this.clock.waitUntil(Math.min(end, this.clock.now() + RECEIVE_EVERY))
      this.receive()
    }
  }
}
