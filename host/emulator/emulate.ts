/**
 * Runs a program on a fresh board and tells what it printed and left behind (FACTS 10).
 *
 * As the golden vectors were made: `.boot0` has switched echo off, the text is executed as a whole (stack frames are
 * named `[raw]`), an uncaught exception in it ends the run, otherwise timers and events run until nothing is left.
 */
import { Board, Stalled, type BoardOptions } from './board/board.ts'
import { INTERRUPTED } from './errors.ts'
import { Str, type Value } from './values.ts'

export interface EmulateOptions extends BoardOptions {
  /** Virtual time after which the run ends, in milliseconds; 10,000 unless given. */
  readonly limitMs?: number
  /** Names of global variables whose text is wanted. */
  readonly print?: readonly string[]
  /** Is handed console text as it comes, CRLF as LF; `stdout` of the result stays empty then. */
  readonly onOutput?: (text: string) => void
}

export interface EmulateResult {
  /** Console text, CRLF as LF, up to the uncaught exception of the program text. */
  readonly stdout: string
  /** What follows `Uncaught `, or `INTERRUPTED`; of the program text only, later errors are in `stdout`. */
  readonly error?: string
  /** Lines of the stack trace after it, and what listeners said to it. */
  readonly stack?: string
  /** Text of the wanted variables as `print` shows them; names that do not exist are absent. */
  readonly globals: Readonly<Record<string, string>>
  /** Variables of the interpreter: at the end, the most, and in all. */
  readonly vars: { readonly used: number; readonly peak: number; readonly total: number }
  readonly virtualMs: number
  /** Instructions of an ESP32's interpreter, as the cost model counts them (costs/README.md). */
  readonly instructions: number
  /** The part of the virtual time in which instructions were executed, from 0 to 1; the rest was waiting. */
  readonly cpuShare: number
  /** False when the limit ended the run. */
  readonly idle: boolean
  /** Code was still running at the limit and was stopped there. */
  readonly stopped?: true
}

/** The file that switches echo off. */
const BOOT = { name: '.boot0', text: 'echo(0)' }

/** How a run ended: whether nothing was left to do, and the exception that ended the text of the program. */
export interface Ending {
  readonly idle: boolean
  readonly stopped?: true
  readonly failure?: { readonly error?: string; readonly stack?: string }
}

/** The limit came while code was running. */
export const STOPPED: Ending = { idle: false, stopped: true }

/** A board with a program, for whoever lets its time pass himself. */
export class Emulation {
  readonly board: Board
  readonly limitMs: number
  /** Console text that is still to be told: all of it, or a CR whose LF has not come. */
  private stdout = ''

  constructor(private readonly options: EmulateOptions = {}) {
    this.board = new Board(options)
    this.limitMs = options.limitMs ?? 10_000
    this.board.onOutput((bytes) => {
      for (let at = 0; at < bytes.length; at += 8192)
        this.stdout += String.fromCharCode(...bytes.subarray(at, at + 8192))
      if (options.onOutput) this.tell(options.onOutput)
    })
    this.board.storage.write(BOOT.name, latin1(BOOT.text))
    this.board.boot(false)
  }

  /** Runs the text of the program; how it ended, or undefined when it may have left something to do. */
  execute(code: string): Ending | undefined {
    const { error, stack, interrupted } = this.board.execute(code, '[raw]', this.limitMs)
    if (error !== undefined) return { idle: true, failure: { error, ...stackOf(stack, this.board) } }
    if (interrupted === undefined || interrupted === 'off') return undefined
    // the error flags and what listens to them; nothing else of the program runs any more
    const said = this.board.said(({ loop }) => loop.report())
    return { idle: true, failure: { error: INTERRUPTED, ...(said === '' ? {} : { stack: said }) } }
  }

  private tell(onOutput: (text: string) => void, isLast = false): void {
    const end = !isLast && this.stdout.endsWith('\r') ? this.stdout.length - 1 : this.stdout.length
    if (end > 0) onOutput(this.stdout.slice(0, end).replaceAll('\r\n', '\n'))
    this.stdout = this.stdout.slice(end)
  }

  result({ idle, stopped, failure }: Ending): EmulateResult {
    const { board, options } = this
    if (options.onOutput) this.tell(options.onOutput, true)
    return {
      stdout: this.stdout.replaceAll('\r\n', '\n'),
      ...failure,
      globals: globalsOf(board, options.print ?? []),
      vars: board.vars(),
      virtualMs: board.ms,
      instructions: board.instructions,
      cpuShare: shareOf(board, options.nsPerInstruction ?? 10),
      idle,
      ...(stopped && { stopped }),
    }
  }
}

/** `whileRunning` is also called while the board waits, and ends the run by what it throws. Throws `Unimplemented`, too. */
export function emulate(code: string, options: EmulateOptions = {}): EmulateResult {
  const emulation = new Emulation(options)
  return emulation.result(run(emulation, code, options))
}

/** The program text, then what it left to do. */
function run(emulation: Emulation, code: string, { whileRunning }: EmulateOptions): Ending {
  const { board, limitMs } = emulation
  const start = board.ms
  try {
    return emulation.execute(code) ?? { idle: board.runUntilIdle(limitMs - (board.ms - start), whileRunning) }
  } catch (error) {
    if (error instanceof Stalled) return STOPPED
    throw error
  }
}

function shareOf({ ms, instructions }: Board, nsPerInstruction: number): number {
  return ms === 0 ? 0 : Math.min(1, (instructions * nsPerInstruction) / 1e6 / ms)
}

/** The stack trace, and what listeners for uncaught exceptions say: the Linux build calls them without one as it ends. */
function stackOf(stack: string | undefined, board: Board): { stack?: string } {
  const said = board.offerUncaught()
  return stack === undefined && said === '' ? {} : { stack: (stack ?? '') + said }
}

function globalsOf(board: Board, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const slot = board.vm.root.find(name)
    if (slot) found[name] = slot.value instanceof Str ? slot.value.text : board.vm.show(slot.value as Value)
  }
  return found
}

/** The bytes of program text: one a character. Text with characters above 255 must be encoded before. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0) & 255)
}
