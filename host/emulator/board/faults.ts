/**
 * What an event loop pass has to report: the last uncaught exception, an interrupt, new error flags
 * (FACTS 2.5, 6). Collected while callbacks run, reported once a pass.
 */
import { ERROR_FLAGS, type ErrorFlag } from '../errors.ts'
import type { Interpreter, Outcome } from '../interpreter.ts'
import { Arr, str, type Value } from '../values.ts'

/** An uncaught exception: the thrown value and its text as the console shows them. */
export interface Uncaught {
  readonly value: Value
  /** Text after `Uncaught `. */
  readonly text: string
  /** Lines of the stack trace, each with its newline; empty when there is none. */
  readonly stack: string
}

/** Flags that are only warnings: alone they are not announced. */
const WARNINGS: readonly ErrorFlag[] = ['LOW_MEMORY']

export class Faults {
  /** The exception to report; a later one replaces it. */
  uncaught: Uncaught | undefined
  /** Running code was interrupted: by Ctrl-C, lack of memory or of stack. */
  interrupted = false
  /** The interrupted code was a callback, not a line of the console. */
  interruptedEvent = false
  /** A stack trace that a rejected promise brought along, shown after everything else. */
  extraStack = ''
  private interruptStack = ''
  private announced = new Set<ErrorFlag>()

  /** Notes how code ended. True when it was not interrupted. */
  note(outcome: Outcome): boolean {
    if (outcome.thrown !== undefined)
      this.uncaught = { value: outcome.thrown.value, text: outcome.error ?? '', stack: outcome.stack ?? '' }
    if (outcome.interrupted !== undefined && outcome.interrupted !== 'off') {
      this.interrupted = true
      this.interruptStack = outcome.stack ?? ''
    }
    return !this.interrupted
  }

  /** Forgets what happened, for a new interpreter. */
  clear(): void {
    this.uncaught = undefined
    this.extraStack = ''
    this.interrupted = false
    this.interruptedEvent = false
    this.announced = new Set()
  }

  /** Takes the exception out. */
  takeUncaught(): Uncaught | undefined {
    const taken = this.uncaught
    this.uncaught = undefined
    return taken
  }

  /** Takes the value of the exception away; what is left is reported as undefined. */
  takeValue(): Value {
    const value = this.uncaught?.value
    if (this.uncaught !== undefined) this.uncaught = { value: undefined, text: 'undefined', stack: '' }
    return value
  }

  /** Takes out the stack trace of a rejection. */
  takeExtraStack(): string {
    const stack = this.extraStack
    this.extraStack = ''
    return stack
  }

  /** Takes out the interrupt of a callback. */
  takeInterruptedEvent(): boolean {
    const taken = this.interruptedEvent
    this.interruptedEvent = false
    if (taken) this.interrupted = false
    return taken
  }

  /** Takes out the interrupt of a console line; its stack trace, or undefined when there was none. */
  takeInterrupted(): string | undefined {
    if (!this.interrupted) return undefined
    this.interrupted = false
    return this.interruptStack
  }

  /** The error flags that came up since the last call, unless they are only warnings; as an array of strings. */
  takeNewFlags(vm: Interpreter): { value: Arr; text: string } | undefined {
    const fresh = ERROR_FLAGS.filter((flag) => vm.errorFlags.has(flag) && !this.announced.has(flag))
    this.announced = new Set(vm.errorFlags)
    if (fresh.every((flag) => WARNINGS.includes(flag))) return undefined
    return { value: new Arr(fresh.map((flag) => str(flag))), text: fresh.join(',') }
  }
}
