/**
 * Several detectors at once (`pipeline/README.md`, section 8): reports come as events in the order of time; a *source* is
 * the stage that reported, its key, or both. When `atLeast` different sources have reported in less than `withinMs`, that is
 * an alarm; another one needs the count to have fallen below `atLeast` in between. Times are milliseconds.
 */
import type { CompoundStage } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import { Keyed } from './keyed.ts'
import type { Outlet, Sample } from './operator.ts'
import type { InOrder } from './reorder.ts'

interface State {
  /** When each source reported last; the earliest first. */
  readonly last: Map<string, number>
  active: boolean
}

export class Compound implements InOrder {
  readonly #stage: CompoundStage
  readonly #states = new Keyed<State>(() => ({ last: new Map(), active: false }))

  constructor(stage: CompoundStage) {
    this.#stage = stage
  }

  handle(event: Sample, out: Outlet): void {
    if (!reports(event)) return
    const { id, atLeast, withinMs, count } = this.#stage
    // Across keys there is one state, and its alarms have no key.
    const key: Key = count === 'stages' ? event.key : null
    const state = this.#states.of(key)
    const { t, ref } = event
    for (const [source, last] of state.last) {
      if (t - last < withinMs) break
      state.last.delete(source)
    }
    const source = this.#sourceOf(event)
    // Time has passed: what fell below is armed again, before this report counts.
    if (state.last.size < atLeast) state.active = false
    state.last.delete(source)
    state.last.set(source, t)
    const { size } = state.last
    const alarm = size >= atLeast && !state.active
    state.active = size >= atLeast
    if (alarm) {
      out.result({ type: 'anomaly', stage: id, key, t, ref, value: size, score: size / atLeast, alarm })
    }
  }

  #sourceOf({ key, from }: Sample): string {
    const { count } = this.#stage
    return JSON.stringify([count === 'keys' ? null : from, count === 'stages' ? null : key])
  }
}

/** The start of a detection, an alarm, a match; not the end of a detection, nor a score below the threshold. */
function reports({ values }: Sample): boolean {
  return values['edge'] !== 'end' && values['alarm'] !== false
}
