/** Whether a case came out as expected; otherwise the first thing that did not, in a sentence. */
import { near } from '../../stream/tolerance.ts'
import type { Value } from '../../stream/event.ts'
import { isRecord } from './case.ts'

/** `null` when all is as expected. */
export type Why = string | null

/**
 * Compares as multisets: every expected entry has an actual one of its own that fits, and none is left over.
 * `what` names the entries in the sentence.
 */
export function compareMultisets(what: string, expected: readonly unknown[], actual: readonly unknown[]): Why {
  const rest = [...actual]
  for (const wanted of expected) {
    const found = rest.findIndex((candidate) => fits(wanted, candidate))
    if (found < 0) return `${what} ${JSON.stringify(wanted)} is missing${instead(rest)}`
    rest.splice(found, 1)
  }
  return rest.length === 0 ? null : `${what} ${JSON.stringify(rest[0])} was not expected`
}

/** Compares lists place by place. */
export function compareLists(what: string, expected: readonly unknown[], actual: readonly unknown[]): Why {
  const length = Math.max(expected.length, actual.length)
  for (let i = 0; i < length; i++) {
    if (i < expected.length && i < actual.length && fits(expected[i], actual[i])) continue
    return `${what} ${i} is ${show(actual[i])}, expected ${show(expected[i])}`
  }
  return null
}

/** Numbers with the tolerance of 9.6, lists in order, objects in the fields that are expected. */
function fits(expected: unknown, actual: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && actual.length === expected.length && expected.every((x, i) => fits(x, actual[i]))
  }
  if (isRecord(expected)) return isRecord(actual) && Object.keys(expected).every((k) => fits(expected[k], actual[k]))
  return near(expected as Value, actual as Value, 0)
}

function instead(rest: readonly unknown[]): string {
  return rest.length === 0 ? '' : `; there is ${JSON.stringify(rest[0])} instead`
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}
