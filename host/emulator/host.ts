/** What an interpreter is given and what it gives back: the contract with whoever runs it. */
import type { InterruptCause } from './errors.ts'
import type { Str, Value } from './values.ts'

/** What the interpreter needs from the board. */
export interface Host {
  /** Console output of the program: characters from 0 to 255, lines end with '\n'. */
  print(text: string): void
  /** Microseconds since power-on. */
  now(): number
  /** Microseconds since 1970, as `Date` and `getTime` show them. */
  wall(): number
  setWall(microseconds: number): void
  /** From 0 to 1, 1 not included. */
  random(): number
  /** Called now and then while a program runs, so that input can arrive. What it throws passes through everything. */
  poll?(): void
  /** Called when the interpreter, not the program, makes an error, whether it will be caught or not. */
  onError?(): void
  /** The text of a file that `require` may find. */
  readFile?(name: string): Str | undefined
  /** Puts a call at the end of the queue of events: reactions of promises. */
  enqueue(self: Value, callback: Value, args: readonly Value[]): void
  /**
   * Takes the value of an exception that waits to be reported: there is one place for such values, which every `catch`
   * and every reaction of a promise empties. That there was one is still reported.
   */
  takeException?(): Value
  /** Keeps a stack trace until the next report, which shows it last. */
  keepStack?(stack: string): void
}

export interface Options {
  /** How many variables there are: the size of memory. */
  readonly vars?: number
  /** Size of the stack that bounds the depth of calls. */
  readonly stackBytes?: number
  readonly board?: string
  readonly console?: string
}

/** How a run from the outside ended. */
export interface Outcome {
  readonly value?: Value
  /** The thrown value, when an exception left the program. */
  readonly thrown?: { readonly value: Value }
  /** Text of the exception, as after `Uncaught `, and its stack trace. */
  readonly error?: string
  readonly stack?: string
  /** Set when the program was stopped. */
  readonly interrupted?: InterruptCause
}
