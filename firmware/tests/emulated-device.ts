/**
 * A device for tests: a program of the toolchain on the emulator's board, spoken to line by line and without pace.
 * Time passes only while the board has something to do, so that a run takes as long as its computing and repeats exactly.
 */
import { Board } from '../../host/emulator/board/board.ts'
import { blankFlash } from '../../host/emulator/board/flash.ts'
import type { TestDevice } from './vm-device.ts'

/** Virtual milliseconds within which the board must have done with what it was given. */
const LIMIT_MS = 600_000
/** As many as the chip can have: limits of random pipelines are wide. */
const VARS = 16_383
/** XON and XOFF may stand anywhere in what a board sends. */
const PACING = /[\x11\x13]/g

/** Starts a program on the emulator. */
export function emulated(code: string, before?: TestDevice): EmulatedDevice {
  return new EmulatedDevice(code, before?.flash as Uint8Array | undefined)
}

export class EmulatedDevice implements TestDevice {
  readonly board: Board
  #text = ''

  /** `flash` is the chip's, which outlives the board. */
  constructor(
    code: string,
    readonly flash: Uint8Array = blankFlash(),
  ) {
    this.board = new Board({ vars: VARS, flash })
    this.board.onOutput((bytes) => (this.#text += Buffer.from(bytes).toString('latin1')))
    this.board.boot(false)
    const { error, stack, interrupted } = this.board.execute(code, 'firmware.js', LIMIT_MS)
    if (error !== undefined) throw new Error(`the program ended: ${error} ${stack ?? ''}`)
    if (interrupted !== undefined) throw new Error(`the program was broken off: ${interrupted}`)
    this.#idle()
    this.#text = ''
  }

  handshake(hash: string, run = 1): void {
    this.receive(`\x10rivulet(${JSON.stringify(hash)},${run})\n`)
  }

  receive(data: string): void {
    this.board.input(data)
    this.#idle()
  }

  /** The frames among the lines that were sent since the last call; what else was printed is an error. */
  takeLines(): string[] {
    const lines = this.#text.replace(PACING, '').split(/\r?\n/)
    this.#text = lines.pop()!
    const strange = lines.filter((line) => line !== '' && !line.startsWith('~'))
    if (strange.length > 0) throw new Error(`the board printed ${strange.join('\n')}`)
    return lines.filter((line) => line !== '')
  }

  #idle(): void {
    if (!this.board.runUntilIdle(LIMIT_MS)) throw new Error('the board does not come to rest')
  }
}
