/**
 * How far a value lies from those before it, in standard deviations; per key, in the order of event time (`reorder.ts`).
 * A recurrence with a fixed order of operations, so that two engines agree bit for bit: the last `size` values stand in
 * slots, the i-th in slot `i mod size`; nothing is scored before all slots are taken. In the order of the slots,
 * `mean = (((0 + r0) + r1) + …) / size`, `variance = (sum of (r - mean)^2) / size`, `score = (x - mean) / sqrt(variance)`,
 * and 0 where the deviation is 0 or not finite. An alarm is `|score| >= threshold`. Then the value takes its slot, alarm
 * or not. Missing values are passed over.
 */
import type { ZScoreStage } from '../pipeline/pipeline.ts'
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
      const score = scoreOf(value, before.slots())
      const alarm = Math.abs(score) >= this.#stage.threshold
      const { key, t, ref } = event
      if (alarm || this.#stage.emit === 'scores') {
        const result = { type: 'anomaly', stage: this.#stage.id, key, t, ref, value, score, alarm } as const
        out.result(result)
      }
    }
    before.push(value)
  }
}

/** The score of `x` against the values before it, in the order of their slots. */
export function scoreOf(x: number, slots: readonly number[]): number {
  let sum = 0
  for (const r of slots) sum += r
  const mean = sum / slots.length
  let squares = 0
  for (const r of slots) squares += (r - mean) * (r - mean)
  const deviation = Math.sqrt(squares / slots.length)
  return deviation === 0 || !Number.isFinite(deviation) ? 0 : (x - mean) / deviation
}
