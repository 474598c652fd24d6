/** What a partial match has taken so far, and the functions of conditions that look at it (SEMANTICS 1.3). */
import type { Expr, TakenFunction } from '../../pipeline/expr/ast.ts'
import type { Value } from '../../stream/event.ts'
import type { Sample } from '../operator.ts'

/** An event, numbered in the order in which the pattern sees them. */
export interface Numbered {
  readonly n: number
  readonly event: Sample
}

/** What was taken, last first; threads share it. */
export interface Taken extends Numbered {
  readonly step: string
  readonly before: Taken | null
}

/** The same, first first. */
export function inOrder(taken: Taken | null): Taken[] {
  const all: Taken[] = []
  for (let each = taken; each !== null; each = each.before) all.push(each)
  return all.reverse()
}

type OverTaken = Extract<Expr, { kind: 'taken' }>

/** The value of `count('step')`, `sum('step', 'f')` and their kin; missing values take no part. */
export function overTaken({
  name,
  step,
  field,
}: OverTaken): (...event: [unknown, unknown, unknown, (Taken | null)?]) => Value {
  if (field === null) return (_values, _t, _previous, taken) => eventsOf(taken ?? null, step).length
  const reduce = REDUCE[name]
  return (_values, _t, _previous, taken) => {
    const values = eventsOf(taken ?? null, step).map(({ event }) => event.values[field] ?? null)
    return reduce(values.filter((value) => value !== null))
  }
}

function eventsOf(taken: Taken | null, step: string): Taken[] {
  return inOrder(taken).filter((each) => each.step === step)
}

type Present = Exclude<Value, null>

const REDUCE: Readonly<Record<TakenFunction, (values: readonly Present[]) => Value>> = {
  count: (values) => values.length,
  sum: (values) => finite(sum(values)),
  avg: (values) => (values.length === 0 ? null : finite(sum(values) / values.length)),
  min: (values) => best(values, (a, b) => a < b),
  max: (values) => best(values, (a, b) => a > b),
  first: (values) => values[0] ?? null,
  last: (values) => values.at(-1) ?? null,
}

function sum(values: readonly Present[]): number {
  return values.reduce<number>((total, value) => total + (value as number), 0)
}

function best(values: readonly Present[], better: (a: Present, b: Present) => boolean): Value {
  return values.reduce<Value>((found, value) => (found === null || better(value, found) ? value : found), null)
}

/** NaN and the infinities are `null` (DESIGN, decision 4). */
function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null
}
