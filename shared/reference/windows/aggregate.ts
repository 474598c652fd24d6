/**
 * The aggregates of a window (SEMANTICS 1.1): `count sum mean min max first last stddev`.
 * Missing values take no part, except in `count`, which counts events. Of nothing, `sum` is 0 and the others are `null`.
 * Sums are made in the order in which events are added, starting from 0; `stddev` is that of the whole population in two
 * passes: mean first, then the squared distances in the same order. Anything not finite is `null` (DESIGN, decision 4).
 */
import type { Aggregate } from '../../pipeline/pipeline.ts'
import type { Value } from '../../stream/event.ts'
import { finite } from '../evaluate.ts'

type Values = Readonly<Record<string, Value>>

/** Outputs that rest on additions. */
const SUMMED: ReadonlySet<Aggregate['fn']> = new Set(['sum', 'mean', 'stddev'])

/** What a window needs to know about one field; the values themselves are kept for `stddev` only. */
class Column {
  readonly field: string
  readonly #values: number[] | null
  #seen = 0
  #sum = 0
  #min: Value = null
  #max: Value = null
  #first: Value = null
  #last: Value = null

  constructor(field: string, keepsValues: boolean) {
    this.field = field
    this.#values = keepsValues ? [] : null
  }

  add(value: Value): void {
    if (value === null) return
    if (this.#seen === 0) this.#first = this.#min = this.#max = value
    else if (value < this.#min!) this.#min = value
    else if (value > this.#max!) this.#max = value
    this.#last = value
    this.#seen += 1
    if (typeof value !== 'number') return
    this.#sum += value
    this.#values?.push(value)
  }

  result(fn: Exclude<Aggregate['fn'], 'count'>): Value {
    switch (fn) {
      case 'sum':
        return finite(this.#sum)
      case 'mean':
        return this.#seen === 0 ? null : finite(this.#sum / this.#seen)
      case 'min':
        return this.#min
      case 'max':
        return this.#max
      case 'first':
        return this.#first
      case 'last':
        return this.#last
      case 'stddev':
        return this.#stddev()
    }
  }

  /** The magnitude below which rounding may show in a sum, a mean or a deviation. */
  scale(fn: Aggregate['fn']): number {
    const largest = Math.max(magnitude(this.#min), magnitude(this.#max))
    return fn === 'sum' ? this.#seen * largest : largest
  }

  #stddev(): number | null {
    if (this.#seen === 0) return null
    const mean = this.#sum / this.#seen
    let squares = 0
    for (const x of this.#values!) squares += (x - mean) * (x - mean)
    return finite(Math.sqrt(squares / this.#seen))
  }
}

function magnitude(value: Value): number {
  return typeof value === 'number' ? Math.abs(value) : 0
}

/** The contents of a window, as far as its aggregates need them. */
export class Tally {
  readonly #aggregates: readonly Aggregate[]
  readonly #columns: Column[] = []
  #events = 0

  constructor(aggregates: readonly Aggregate[]) {
    this.#aggregates = aggregates
    for (const { field } of aggregates) {
      if (field === null || this.#column(field) !== undefined) continue
      const keepsValues = aggregates.some((other) => other.fn === 'stddev' && other.field === field)
      this.#columns.push(new Column(field, keepsValues))
    }
  }

  get events(): number {
    return this.#events
  }

  add(values: Values): void {
    this.#events += 1
    for (const column of this.#columns) column.add(values[column.field] ?? null)
  }

  /** The outputs, in the order in which the pipeline names them. */
  results(): Record<string, Value> {
    const results: Record<string, Value> = {}
    for (const { out, fn, field } of this.#aggregates) {
      results[out] = fn === 'count' || field === null ? this.#events : this.#column(field)!.result(fn)
    }
    return results
  }

  /**
   * What the absolute tolerance of each output rests on whose additions may come in another order (decision 10): the
   * largest magnitude of the values for `mean` and `stddev`, their number times that for `sum`. Without it values of mixed
   * sign that nearly cancel would differ by rounding alone.
   */
  scales(): Map<string, number> {
    const scales = new Map<string, number>()
    for (const { out, fn, field } of this.#aggregates) {
      if (field !== null && SUMMED.has(fn)) scales.set(out, this.#column(field)!.scale(fn))
    }
    return scales
  }

  #column(field: string): Column | undefined {
    return this.#columns.find((column) => column.field === field)
  }
}

/** The aggregates over events that are at hand, in the order given. */
export function tally(aggregates: readonly Aggregate[], events: Iterable<{ values: Values }>): Tally {
  const made = new Tally(aggregates)
  for (const event of events) made.add(event.values)
  return made
}
