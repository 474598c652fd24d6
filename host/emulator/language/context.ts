/** What compiling needs to know, and the form of compiled code. */
import type { Fault } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import type { Value } from '../values.ts'
import type { Activation, Completion } from './activation.ts'
import type { Source } from './source.ts'

/** A compiled expression. */
export type Run = (a: Activation) => Value
/** A compiled condition. */
export type Test = (a: Activation) => boolean
/** A compiled statement. */
export type Exec = (a: Activation) => Completion

export interface Context {
  readonly vm: Interpreter
  readonly source: Source
  /** Bytes of stack that the constructs around the current place take on the device. */
  nest: number
}

/** Compiles with some more stack in use. */
export function deeper<T>(c: Context, bytes: number, compile: () => T): T {
  c.nest += bytes
  const result = compile()
  c.nest -= bytes
  return result
}

/** Raises a fault of the text, at its place. */
export function raiseFault(vm: Interpreter, a: Activation, fault: Fault): never {
  a.pos = fault.pos
  // a fault in the very first token is found before the text has a name
  if (fault.pos === 0 && fault.type === 'Error') a.name = undefined
  throw vm.error(fault.type, fault.message)
}
