/**
 * Aggregates as written, `fn(field)`, read into parts (SEMANTICS 1.1).
 */
import type { Aggregate, AggregateFunction, Field } from './pipeline.ts'

export const FUNCTIONS: readonly AggregateFunction[] = ['count', 'sum', 'mean', 'min', 'max', 'first', 'last', 'stddev']
/** Those that take any type; the others need numbers. */
const ANY_TYPE: readonly string[] = ['count', 'first', 'last']

/** The parts of `fn(field)`; the function is not checked. `null` when the text has another form. */
export function parseCall(text: string): { fn: string; field: string | null } | null {
  const match = /^\s*(\w+)\s*\(\s*(\w*)\s*\)\s*$/.exec(text)
  return match === null ? null : { fn: match[1], field: match[2] === '' ? null : match[2] }
}

export function isFunction(name: string): name is AggregateFunction {
  return (FUNCTIONS as readonly string[]).includes(name)
}

export function needsNumbers(fn: AggregateFunction): boolean {
  return !ANY_TYPE.includes(fn)
}

export function isNumeric(field: Field): boolean {
  return field.type === 'int' || field.type === 'double'
}

/** The aggregates of a valid stage, in the order written. */
export function readAggregates(aggregates: Readonly<Record<string, string>> = {}): Aggregate[] {
  return Object.entries(aggregates).flatMap(([out, text]) => {
    const call = parseCall(text)
    return call !== null && isFunction(call.fn) ? [{ out, fn: call.fn, field: call.field }] : []
  })
}
