/**
 * How far a value lies from those before it, in standard deviations; per key, in the order of event time (`reorder.ts`).
 * A recurrence with a fixed order of operations, so that two engines agree bit for bit: the last `size` values stand in
 * slots, the i-th in slot `i mod size`; nothing is scored before all slots are taken. In the order of the slots,
 * `mean = (((0 + r0) + r1) + …) / size`, `variance = (sum of (r - mean)^2) / size`, `d = x - mean`. An alarm is
 * `d * d >= (threshold * threshold) * variance` where the variance is above 0 and finite: no square root decides, since a
 * device's may be off by a bit. `score = d / sqrt(variance)` is reported, 0 without such a variance. Then the value takes
 * its slot, alarm or not. Missing values are passed over.
 */
import type { ZScoreStage } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import { Keyed } from './keyed.ts'
import type { Outlet, Sample } from './operator.ts'
import type { InOrder } from './reorder.ts'
import { Ring } from './ring.ts'

export class ZScore implements InOrder {
  readonly #stage: ZScoreStage
  readonly #keys: Keyed<Ring<number>>

  constructor(stage: ZScoreStage) {
    this.#stage = stage
    this.#keys = new Keyed(() => new Ring(stage.size))
  }

  handle(event: Sample, out: Outlet): void {
    const value = event.values[this.#stage.field]
    if (typeof value !== 'number') return
    const before = this.#keys.of(event.key)
    if (before.full) {
      const { score, alarm } = judge(value, before.slots(), this.#stage.threshold)
      const { key, t, ref } = event
      if (alarm || this.#stage.emit === 'scores') {
        const result = { type: 'anomaly', stage: this.#stage.id, key, t, ref, value, score, alarm } as const
        out.result(result)
      }
    }
    before.push(value)
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}

/** What `x` is against the values before it, in the order of their slots. */
export function judge(x: number, slots: readonly number[], threshold: number): { score: number; alarm: boolean } {
  let sum = 0
  for (const r of slots) sum += r
  const mean = sum / slots.length
  let squares = 0
  for (const r of slots) squares += (r - mean) * (r - mean)
  const variance = squares / slots.length
  if (!(variance > 0 && variance < Infinity)) return { score: 0, alarm: false }
  const d = x - mean
  return { score: d / Math.sqrt(variance), alarm: d * d >= threshold * threshold * variance }
}
