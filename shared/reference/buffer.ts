/**
 * A circular buffer of the last `size` events of a key, in the order of arrival. With aggregates it reports them after
 * each event; on request it reports what it holds, oldest first (a flight recorder).
 */
import type { BufferStage } from '../pipeline/pipeline.ts'
import type { Key, Value } from '../stream/event.ts'
import type { DumpResult } from '../stream/result.ts'
import { Keyed } from './keyed.ts'
import type { Operator, Outlet, Sample } from './operator.ts'
import { Ring } from './ring.ts'
import { tally } from './windows/aggregate.ts'
import { bufferResult } from './windows/result.ts'

export class Buffer implements Operator {
  readonly #stage: BufferStage
  readonly #keys: Keyed<Ring<Sample>>

  constructor(stage: BufferStage) {
    this.#stage = stage
    this.#keys = new Keyed(() => new Ring(stage.size))
  }

  take(event: Sample, out: Outlet): void {
    const { id, aggregates } = this.#stage
    const ring = this.#keys.of(event.key)
    ring.push(event)
    if (aggregates.length > 0) {
      out.result(bufferResult({ stage: id, at: out.at, key: event.key }, tally(aggregates, ring.oldestFirst())))
    }
  }

  advance(): void {}

  /** What the buffer of a key holds, for a report that stage `by` made about time `t`. */
  dump(key: Key, by: string, t: number, at: number): DumpResult {
    const held = this.#keys.seen(key)?.oldestFirst() ?? []
    const values: Record<string, Value[]> = {}
    for (const name of this.#stage.keeps) values[name] = held.map((event) => event.values[name] ?? null)
    return { type: 'buffer', stage: this.#stage.id, at, key, by, t, events: held.map(({ ref }) => ref), values }
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
