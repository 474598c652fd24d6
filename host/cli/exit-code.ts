/** Exit codes (CONVENTIONS 4): they follow from the kind of an error, here and nowhere else. */
import type { ErrorKind } from '../../shared/error.ts'

export const DONE = 0
export const WRONG = 1
export const USAGE = 2
export const NOTHING = 5
export const TIMEOUT = 42
export const INTERRUPTED = 130

const CODES: Readonly<Record<ErrorKind, number>> = {
  wrong: WRONG,
  usage: USAGE,
  'device-failed': 3,
  'no-device': 4,
  nothing: NOTHING,
  timeout: TIMEOUT,
  internal: 70,
}

export function exitCodeOf(kind: ErrorKind): number {
  return CODES[kind]
}
