/**
 * Count windows (SEMANTICS 5.1): per key, on every `slide`-th event, the last `min(size, seen)` events. They ignore time
 * and watermarks and know no lateness. Tumbling is a slide as long as the size. Every firing is a window of its own, so
 * `start` and `end` are `null` and `pane` is 0.
 */
import type { CountWindowStage } from '../../pipeline/pipeline.ts'
import type { Key } from '../../stream/event.ts'
import { Keyed } from '../keyed.ts'
import type { Operator, Outlet, Sample } from '../operator.ts'
import { Ring } from '../ring.ts'
import { tally } from './aggregate.ts'
import { windowResult } from './result.ts'

interface Counted {
  readonly last: Ring<Sample>
  seen: number
}

export class CountWindows implements Operator {
  readonly #stage: CountWindowStage
  readonly #keys: Keyed<Counted>

  constructor(stage: CountWindowStage) {
    this.#stage = stage
    this.#keys = new Keyed(() => ({ last: new Ring(stage.size), seen: 0 }))
  }

  take(event: Sample, out: Outlet): void {
    const { id, slide, aggregates } = this.#stage
    const state = this.#keys.of(event.key)
    state.last.push(event)
    state.seen += 1
    out.fate('onTime')
    if (state.seen % slide !== 0) return
    const place = { stage: id, at: out.at, key: event.key, start: null, end: null, pane: 0 }
    out.result(windowResult(place, tally(aggregates, state.last.oldestFirst())))
  }

  advance(): void {}

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
