/**
 * Detections with dwell, hysteresis and cool-down, per key, in the order of event time (`reorder.ts`).
 * - Quiet: an event for which `when` holds, at or after `last end + cooldownMs`, begins the dwell (`since`) unless one
 *   runs; when it has lasted `forMs`, event to event, the detection starts. An event for which `when` does not hold, or
 *   that lies within the cool-down, ends the dwell.
 * - Active: an event for which `until` holds (where there is none: for which `when` does not hold) ends the detection. It
 *   takes no part in the peak and starts no new detection.
 * The peak runs from the event that began the dwell. Times are milliseconds.
 */
import type { DetectStage } from '../pipeline/pipeline.ts'
import type { Key, Value } from '../stream/event.ts'
import type { DetectResult } from '../stream/result.ts'
import { condition } from './evaluate.ts'
import { Keyed } from './keyed.ts'
import type { Outlet, Sample } from './operator.ts'
import type { InOrder } from './reorder.ts'
import { PreviousByKey } from './transform.ts'

interface Detection {
  active: boolean
  /** `null`: no dwell runs. */
  since: number | null
  peak: Value
  /** No detection begins before this time. */
  readyAt: number
}

export class Detect implements InOrder {
  readonly #stage: DetectStage
  readonly #when: ReturnType<typeof condition>
  readonly #until: ReturnType<typeof condition>
  readonly #previous = new PreviousByKey()
  readonly #keys = new Keyed<Detection>(() => ({ active: false, since: null, peak: null, readyAt: -Infinity }))

  constructor(stage: DetectStage) {
    const when = condition(stage.when)
    this.#stage = stage
    this.#when = when
    this.#until = stage.until === null ? (values, t, previous) => !when(values, t, previous) : condition(stage.until)
  }

  handle(event: Sample, out: Outlet): void {
    const previous = this.#previous.swap(event)
    const state = this.#keys.of(event.key)
    if (!state.active) {
      this.#dwell(state, event, this.#when(event.values, event.t, previous), out)
    } else if (this.#until(event.values, event.t, previous)) {
      this.#end(state, event, out)
    } else {
      this.#track(state, event)
    }
  }

  #dwell(state: Detection, event: Sample, holds: boolean, out: Outlet): void {
    if (!holds || event.t < state.readyAt) {
      state.since = null
      return
    }
    if (state.since === null) {
      state.since = event.t
      state.peak = null
    }
    this.#track(state, event)
    if (event.t - state.since < this.#stage.forMs) return
    state.active = true
    out.result(this.#edge('start', state.since, event))
  }

  #end(state: Detection, event: Sample, out: Outlet): void {
    const since = state.since!
    const result: DetectResult = { ...this.#edge('end', since, event), durationMs: event.t - since }
    if (this.#stage.peak !== null) result.peak = state.peak
    out.result(result)
    state.active = false
    state.since = null
    state.readyAt = event.t + this.#stage.cooldownMs
  }

  #track(state: Detection, event: Sample): void {
    if (this.#stage.peak === null) return
    const { fn, field } = this.#stage.peak
    const value = event.values[field] ?? null
    if (value === null) return
    const higher = state.peak === null || (fn === 'max' ? value > state.peak : value < state.peak)
    if (higher) state.peak = value
  }

  #edge(edge: 'start' | 'end', since: number, event: Sample): DetectResult {
    return { type: 'detect', stage: this.#stage.id, key: event.key, edge, t: event.t, ref: event.ref, since }
  }

  forget(key: Key): void {
    this.#previous.forget(key)
    this.#keys.forget(key)
  }
}
