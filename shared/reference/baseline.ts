/**
 * How far a value lies from a baseline that follows the values (`pipeline/README.md`, section 8); per key, in the order of
 * event time. A recurrence with a fixed order of operations, so that two engines agree bit for bit. With `n` values learned,
 * mean `m` and variance `v`:
 * - the first value: `m = x`, `v = 0`, `n = 1`;
 * - `d = x - m`; once `n >= warmup`: an alarm is `d * d >= (threshold * threshold) * v` with `v` above 0 and finite,
 *   `score = d / sqrt(v)` (0 without such a variance);
 * - an alarm is not learned; `adoptAfter` of them in a row are the new normal: the next value is the first again;
 * - anything else is learned: `i = alpha * d`, `m = m + i`, `v = (1 - alpha) * (v + d * i)`, `n = n + 1`.
 * Missing values are passed over.
 */
import type { BaselineStage } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import { Keyed } from './keyed.ts'
import type { Outlet, Sample } from './operator.ts'
import type { InOrder } from './reorder.ts'

interface State {
  learned: number
  mean: number
  variance: number
  /** Alarms in a row. */
  alarms: number
}

export class Baseline implements InOrder {
  readonly #stage: BaselineStage
  readonly #keys = new Keyed<State>(() => ({ learned: 0, mean: 0, variance: 0, alarms: 0 }))

  constructor(stage: BaselineStage) {
    this.#stage = stage
  }

  handle(event: Sample, out: Outlet): void {
    const { id: stage, field, emit, warmup, adoptAfter } = this.#stage
    const value = event.values[field]
    if (typeof value !== 'number') return
    const state = this.#keys.of(event.key)
    const d = value - state.mean
    let alarm = false
    if (state.learned >= warmup) {
      const verdict = this.#judge(d, state.variance)
      alarm = verdict.alarm
      const { key, t, ref } = event
      if (alarm || emit === 'scores') out.result({ type: 'anomaly', stage, key, t, ref, value, ...verdict })
    }
    if (!alarm) return this.#learn(state, value, d)
    state.alarms += 1
    if (state.alarms === adoptAfter) state.learned = state.alarms = 0
  }

  #judge(d: number, variance: number): { score: number; alarm: boolean } {
    if (!(variance > 0 && variance < Infinity)) return { score: 0, alarm: false }
    const { threshold } = this.#stage
    return { score: d / Math.sqrt(variance), alarm: d * d >= threshold * threshold * variance }
  }

  #learn(state: State, value: number, d: number): void {
    const { alpha } = this.#stage
    state.alarms = 0
    state.learned += 1
    if (state.learned === 1) {
      state.mean = value
      state.variance = 0
      return
    }
    const step = alpha * d
    state.mean = state.mean + step
    state.variance = (1 - alpha) * (state.variance + d * step)
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
