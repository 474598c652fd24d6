/**
 * Stages that work event by event, in the order of arrival: filter and map.
 * `prev('f')` and `dt()` look at the previous event of the same key that reached the stage, as it was before the stage.
 */
import type { Field, FilterStage, MapStage } from '../pipeline/pipeline.ts'
import type { Key, Value } from '../stream/event.ts'
import { compile, condition, type Previous } from './evaluate.ts'
import { Keyed } from './keyed.ts'
import type { Operator, Outlet, Sample } from './operator.ts'

/** Remembers the event before, per key. */
export class PreviousByKey {
  readonly #keys = new Keyed<{ event: Sample | null }>(() => ({ event: null }))

  /** The event before `event`, `null` at the first; from now on `event` is the one before. */
  swap(event: Sample): Previous | null {
    const last = this.#keys.of(event.key)
    const previous = last.event
    last.event = event
    return previous
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}

/** Passes the events for which the condition holds; `null` counts as false. */
export class Filter implements Operator {
  readonly #holds: ReturnType<typeof condition>
  readonly #previous = new PreviousByKey()

  constructor(stage: FilterStage) {
    this.#holds = condition(stage.where)
  }

  take(event: Sample, out: Outlet): void {
    const previous = this.#previous.swap(event)
    if (this.#holds(event.values, event.t, previous)) out.pass(event)
    else out.drop(event)
  }

  advance(): void {}

  forget(key: Key): void {
    this.#previous.forget(key)
  }
}

/** Adds or replaces fields. Every expression sees the fields as they were before the stage. */
export class Mapping implements Operator {
  readonly #reads: readonly Field[]
  readonly #assign: readonly { out: string; evaluate: ReturnType<typeof compile> }[]
  readonly #previous = new PreviousByKey()

  constructor(stage: MapStage) {
    this.#reads = stage.reads
    this.#assign = stage.assign.map(({ out, expr }) => ({ out, evaluate: compile(expr) }))
  }

  take(event: Sample, out: Outlet): void {
    const previous = this.#previous.swap(event)
    const { t, ref, key, side, from } = event
    const values: Record<string, Value> = {}
    for (const { name } of this.#reads) values[name] = event.values[name]
    for (const { out: name, evaluate } of this.#assign) values[name] = evaluate(event.values, t, previous)
    out.pass({ t, ref, key, values, side, from })
  }

  advance(): void {}

  forget(key: Key): void {
    this.#previous.forget(key)
  }
}
