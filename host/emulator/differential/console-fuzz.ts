/**
 * Throws random byte strings at the console of a board: it must neither crash nor hang, and after the reset button it must
 * answer as on its first day.
 *
 * A program that runs too long and what is not modelled are no finds: the first is what `Stalled` is for, the second says
 * so. Real time is told by a clock handed in.
 */
import { Board, Stalled } from '../board/board.ts'
import { Unimplemented } from '../errors.ts'
import { consoleInput } from './console-inputs.ts'

export interface FuzzOptions {
  readonly count: number
  /** Stops after so many finds; 1 unless given. */
  readonly most?: number
  /** Real milliseconds. */
  readonly now: () => number
  readonly onProgress?: (done: number) => void
}

export interface Find {
  /** Number of the string on which it happened, from 0. */
  readonly index: number
  /** The strings sent to this board up to then. */
  readonly inputs: readonly string[]
  readonly why: string
}

export interface Fuzzed {
  readonly finds: readonly Find[]
  /** How many strings ended as told: a program that ran too long, something not modelled. */
  readonly stalled: number
  readonly unimplemented: number
  /** Real milliseconds of the slowest string. */
  readonly slowest: number
}

/** Strings for one board, one after the other. */
const STRINGS_A_BOARD = 20
/** Virtual time that a string has, and a program beyond it. */
const ANSWER_MS = 20
const PATIENCE_MS = 100
/** Real time after which a string counts as a hang: keys typed in front of a long line send it again each, megabytes in all. */
const HANG_MS = 30_000

type Ending = 'answered' | 'stalled' | 'unimplemented'

/** Sends one string; throws what is a find. */
export function sendString(board: Board, input: string): Ending {
  try {
    board.input(input)
    board.advance(ANSWER_MS)
    return 'answered'
  } catch (error) {
    if (error instanceof Unimplemented) return 'unimplemented'
    if (!(error instanceof Stalled)) throw error
    press(board)
    return 'stalled'
  }
}

/** The reset button; boot code that never ends is erased and the button pressed again. */
function press(board: Board): void {
  try {
    board.reset()
    board.advance(ANSWER_MS)
  } catch (error) {
    if (!(error instanceof Stalled || error instanceof Unimplemented)) throw error
    board.storage.eraseAll()
    board.reset()
  }
}

/** Whether the board answers after the reset button, with erased flash. */
export function isWell(board: Board): boolean {
  board.storage.eraseAll()
  board.reset()
  // What was on the wire before the reset arrives nevertheless (FACTS 5.4): it may be a program that never ends.
  for (let tries = 0; board.waiting > 0 && tries < STRINGS_A_BOARD; tries++) sendString(board, '\x03')
  board.storage.eraseAll()
  board.reset()
  let said = ''
  board.onOutput((bytes) => (said += String.fromCharCode(...bytes)))
  board.input('\x03\n')
  board.advance(10)
  board.input('print("a"+"live",1+1)\n')
  board.advance(ANSWER_MS)
  return said.endsWith('alive 2\r\n=undefined\r\n>')
}

function newBoard(seed: number): Board {
  // Few variables, so that lack of memory is no rare event.
  const board = new Board({ vars: 1000, seed, patienceMs: PATIENCE_MS, startMs: 1_700_000_000_000 })
  board.boot()
  return board
}

export function fuzzConsole(random: () => number, { count, most = 1, now, onProgress }: FuzzOptions): Fuzzed {
  const finds: Find[] = []
  const endings: Record<Ending, number> = { answered: 0, stalled: 0, unimplemented: 0 }
  let slowest = 0
  for (let index = 0; index < count && finds.length < most;) {
    const board = newBoard(index)
    const inputs: string[] = []
    const fail = (why: string): void => void finds.push({ index: index - 1, inputs: [...inputs], why })
    try {
      while (inputs.length < STRINGS_A_BOARD && index < count) {
        const began = now()
        inputs.push(consoleInput(random))
        index++
        endings[sendString(board, inputs.at(-1)!)]++
        const took = now() - began
        slowest = Math.max(slowest, took)
        if (took > HANG_MS) fail(`it took ${Math.round(took)} ms`)
      }
      if (!isWell(board)) fail('the console does not answer after a reset')
    } catch (error) {
      fail(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
    onProgress?.(index)
  }
  return { finds, stalled: endings.stalled, unimplemented: endings.unimplemented, slowest }
}
