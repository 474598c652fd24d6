/**
 * What it costs that a native calls a function: making the scope with its arguments. What the function then executes,
 * from the start of its body on, is the language's part (see natives-shapes.ts for the unit and the source).
 */
import type { Walk } from '../language/source.ts'
import { Fn, Native, type Value } from '../values.ts'

const CALLED = 2900
/** A native called back; what it does is charged by itself. */
const NATIVE_CALLED = 650
/** An argument; its name when it has one; a parameter that got none. */
const ARGUMENT = 1130
const MISSING = 2990
/** That there are parameters at all. Names of up to four characters fit in one variable; longer ones go on in others, a character at a time. */
const WITH_NAMES = 186
const SHORT_NAME = 4
const NAMED = 570
const NAMED_CHAR = 157
const LONG_NAMED = 1368
const LONG_NAMED_CHAR = 241

function nameCost(name: string): number {
  const { length } = name
  return length <= SHORT_NAME ? NAMED + NAMED_CHAR * length : LONG_NAMED + LONG_NAMED_CHAR * length
}

/** Making an error and releasing it; a character of its stack trace, which is appended. */
const ERROR = 20_000
const ERROR_CHAR = 160
/** A character of the program that is passed to find the place or the line, and one of the line that is left out. */
const ERROR_PASSED = 52.9
const ERROR_LEFT_OUT = 87

/** An error with its stack trace: lines and columns are counted in the text of each running body, from its start. */
export function errorCost(stackLength: number, walks: readonly Walk[]): number {
  let cost = ERROR + ERROR_CHAR * stackLength
  for (const { passed, leftOut } of walks) cost += ERROR_PASSED * passed + ERROR_LEFT_OUT * leftOut
  return Math.round(cost)
}

/** Calling back, without what is executed. */
export function callbackCost(fn: Value, args: readonly Value[]): number {
  if (fn instanceof Native) return NATIVE_CALLED
  if (!(fn instanceof Fn)) return 0
  const { params } = fn
  let cost = CALLED + ARGUMENT * args.length + (params.length > 0 ? WITH_NAMES : 0)
  for (let at = 0; at < params.length; at++) cost += at < args.length ? nameCost(params[at]) : MISSING
  return cost
}
