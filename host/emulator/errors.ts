/**
 * What interrupts a running program: a thrown value, which the program may catch, and an interrupt, which it may not
 * (FACTS 2.5).
 */
import type { Value } from './values.ts'

/** Thrown and typed as errors are, but without the stack of the host, which nobody reads and which takes time. */
const Quiet = class {} as unknown as new () => Error

/** Where an exception left a text in such a way that the device loses its place in it (language/astray.ts). */
export interface Stray {
  /** The running body whose text it is. */
  readonly body: object
  /** Start of the last token that was read. */
  readonly pos: number
  /** Calls of natives that were reading their arguments. */
  readonly natives: Set<number>
}

/** A value thrown by the program or by a native. */
export class Thrown extends Quiet {
  /** Set while it leaves a text in which the device then loses its place. */
  stray: Stray | undefined

  constructor(readonly value: Value) {
    super()
  }
}

/** Why a program was stopped; `off`: the chip restarts or sleeps, and nobody is told. */
export type InterruptCause = 'memory' | 'stack' | 'request' | 'off'

/** Stops everything up to the console or event loop. */
export class Interrupt extends Quiet {
  constructor(
    readonly reason: InterruptCause,
    /** The exception that goes with it: a stack overflow is also reported as an error. */
    readonly thrown: Thrown | undefined = undefined,
  ) {
    super()
  }
}

/** The interpreter's flags for what went wrong, in the order in which they are told. */
export const ERROR_FLAGS = [
  'FIFO_FULL',
  'BUFFER_FULL',
  'CALLBACK',
  'LOW_MEMORY',
  'MEMORY',
  'MEMORY_BUSY',
  'UART_OVERFLOW',
] as const
export type ErrorFlag = (typeof ERROR_FLAGS)[number]

/** The class of an error that the interpreter raises. */
export type ErrorType = 'Error' | 'SyntaxError' | 'TypeError' | 'InternalError' | 'ReferenceError'

/** An error in the text of the program, found while it is read and raised when execution gets there. */
export interface Fault {
  readonly type: ErrorType
  readonly message: string
  /** Offset of the offending token. */
  readonly pos: number
}

/** Something that Espruino has and this emulator has not. It is not an error of the program, so nothing catches it. */
export class Unimplemented extends Error {
  #trace: string | undefined

  constructor(readonly what: string) {
    super(`Unimplemented: ${what}`)
    this.name = 'Unimplemented'
  }

  /** Where the program called it, as a stack trace of the device; undefined when no program did. */
  get trace(): string | undefined {
    return this.#trace
  }

  /** The first one that is set stays: it is the innermost. */
  set trace(trace: string) {
    this.#trace ??= trace
  }
}

/** What the console shows, by itself, for a program text that was stopped. */
export const INTERRUPTED = 'Execution Interrupted.'
