/**
 * An emulated board at the pace of a clock handed in: its time does not run ahead of that clock, and when it has fallen
 * behind by computing it catches up. Input reaches it also while its program runs, so that Ctrl-C ends an endless loop.
 *
 * It runs in one call that blocks, on a thread of its own or, in a test, against a simulated clock.
 */
import { Board, type BoardOptions } from '../emulator/board/board.ts'
import { Unimplemented } from '../emulator/errors.ts'

/** What is around a live board. Times in milliseconds. */
export interface Surroundings {
  now(): number
  /** Returns after that time, sooner when there is input or the end has come. */
  wait(ms: number): void
  /** What the host has sent since the last call. */
  receive(): readonly Uint8Array[]
  transmit(bytes: Uint8Array): void
  /** Told after each turn and now and then while a program runs: how many bytes wait to be read by the board. */
  onTurn(waiting: number): void
  /** A sentence for whoever runs the board. */
  tell(text: string): void
  /** The board is switched off. */
  readonly ended: boolean
}

/** A program that runs before anything else. */
export interface LoadedFile {
  readonly name: string
  readonly text: string
}

/** A board may be ahead of the clock by this without waiting for it. */
const AHEAD_MS = 5
/** No single wait is longer. */
const LONGEST_WAIT_MS = 1000
/** No program is taken for stuck: whoever is connected may press Ctrl-C. */
const ENDLESS_MS = 1e12

/** Thrown out of a running program when the board is switched off. */
const SWITCHED_OFF = new Error('switched off')

/** Boots a board, runs the files, then keeps it running until it is switched off. `prepare` sees it before it boots. */
export function runLive(
  options: BoardOptions,
  around: Surroundings,
  files: readonly LoadedFile[] = [],
  prepare: (board: Board) => void = () => undefined,
): void {
  const board: Board = new Board({
    ...options,
    patienceMs: ENDLESS_MS,
    whileRunning: () => keepPace(board, around, began),
  })
  const began = around.now()
  prepare(board)
  board.onOutput((bytes) => around.transmit(bytes))
  turn(board, around, () => board.boot())
  for (const { name, text } of files) turn(board, around, () => load(board, around, name, text))
  while (!around.ended) {
    turn(board, around, () => {
      // Time first: what is received now has not been there while it passed.
      board.advance(Math.max(0, around.now() - began - board.ms))
      take(board, around)
      board.advance(0)
    })
    around.onTurn(board.waiting)
    const next = Math.min(board.nextMs, around.now() - began + LONGEST_WAIT_MS)
    const ms = next - (around.now() - began)
    if (ms > 0 && !around.ended) around.wait(ms)
  }
}

/** Runs what may end early: at the switch, or where the emulator has to give up. The board itself goes on. */
function turn(board: Board, around: Surroundings, act: () => void): void {
  if (around.ended) return
  try {
    act()
  } catch (error) {
    if (error === SWITCHED_OFF) return
    if (!(error instanceof Unimplemented)) throw error
    around.tell(error.message)
    board.say(`${error.message}\n`)
  }
}

function load(board: Board, around: Surroundings, name: string, text: string): void {
  const { error, stack, interrupted } = board.execute(text, name, ENDLESS_MS)
  if (error !== undefined) around.tell(`${name}: Uncaught ${error}${stack === undefined ? '' : `\n${stack.trimEnd()}`}`)
  else if (interrupted !== undefined) around.tell(`${name}: interrupted`)
}

function keepPace(board: Board, around: Surroundings, began: number): void {
  if (around.ended) throw SWITCHED_OFF
  take(board, around)
  around.onTurn(board.waiting)
  const ahead = board.ms - (around.now() - began)
  if (ahead > AHEAD_MS) around.wait(ahead)
}

function take(board: Board, around: Surroundings): void {
  for (const bytes of around.receive()) board.input(bytes)
}
