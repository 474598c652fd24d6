/** The state of one running body: a program, a function call, or an expression in a template. */
import { allocation, Fn, type Obj, type Scope, type Value } from '../values.ts'
import { functionText } from './function-text.ts'
import type { Source, Walk } from './source.ts'

/** How a statement ended. */
export type Completion = 0 | 1 | 2 | 3
export const NORMAL = 0
export const BREAK = 1
export const CONTINUE = 2
export const RETURN = 3

/** What stands for a body in a stack trace: a name, or the function itself, shown by its text. */
export type FrameName = string | Fn | undefined

export class Activation {
  /** Offset of the token that a stack trace shows for this body. */
  pos = 0
  /** The return value, or the value of the last statement of a program. */
  result: Value = undefined
  /** The body that ran before; the caller, except in templates. */
  outer: Activation | null
  /** Scope of let and const of the innermost block, once it has one. */
  block: Scope | null = null

  constructor(
    readonly source: Source,
    /** Shown in stack traces; undefined for callbacks of natives. */
    public name: FrameName,
    /** Who called, for stack traces; null at the outside. */
    readonly parent: Activation | null,
    /** The innermost scope. */
    public scope: Scope | null,
    /** Where `var` and functions are declared. */
    readonly base: Scope | Obj,
    readonly self: Value,
    /** Bytes of the interpreter's stack in use. */
    readonly stack: number,
  ) {
    this.outer = parent
    allocation.count += 4
  }
}

/** Names in stack traces are cut to this length. */
const NAME_ROOM = 63

/** The text of a stack trace from this body outwards. */
export function stackText(from: Activation | null): string {
  let text = ''
  for (let frame = from; frame !== null; frame = frame.parent) {
    const place = frame.source.position(frame.pos)
    const name = frame.name instanceof Fn ? functionText(frame.name) : frame.name
    text += `    at ${name === undefined ? place : `${name.slice(0, NAME_ROOM)} (${place})`}\n`
    text += frame.source.marker(frame.pos)
  }
  return text
}

/** What the device passes in the texts of all running bodies to make that text. */
export function stackWalks(from: Activation | null): Walk[] {
  const walks: Walk[] = []
  for (let frame = from; frame !== null; frame = frame.parent) walks.push(frame.source.walk(frame.pos))
  return walks
}
