/**
 * Interval join (SEMANTICS 6.2 to 6.4): `l` and `r` of one key pair when `l.t + lowerMs <= r.t <= l.t + upperMs`, at the
 * moment the second of them arrives. Both sides are kept sorted by time until no partner can come any more.
 */
import type { IntervalJoinStage } from '../../pipeline/pipeline.ts'
import { MIN, type Key, type Side } from '../../stream/event.ts'
import { Keyed } from '../keyed.ts'
import type { Operator, Outlet, Sample } from '../operator.ts'
import { Schedule } from '../schedule.ts'
import { SortedByTime } from './sorted.ts'

type Sides = Readonly<Record<Side, SortedByTime>>

export class IntervalJoin implements Operator {
  readonly #stage: IntervalJoinStage
  readonly #keys = new Keyed<Sides>(() => ({ left: new SortedByTime(), right: new SortedByTime() }))
  readonly #expiries = new Schedule<{ key: Key; side: Side; t: number }>()
  #arrivals = 0
  #watermark = MIN

  constructor(stage: IntervalJoinStage) {
    this.#stage = stage
  }

  take(event: Sample, out: Outlet): void {
    // At the watermark itself it is seen whether a partner has been dropped (6.4); later, no dropped one would fit.
    if (event.t <= this.#watermark) out.irregular()
    // Strictly behind the watermark: an event at it is still accepted (6.3).
    if (event.t < this.#watermark) return out.late(event)
    const side = event.side ?? 'left'
    const sides = this.#keys.of(event.key)
    const { lowerMs, upperMs } = this.#stage
    const [from, to] = side === 'left' ? [lowerMs, upperMs] : [-upperMs, -lowerMs]
    for (const other of sides[side === 'left' ? 'right' : 'left'].between(event.t + from, event.t + to)) {
      const [left, right] = side === 'left' ? [event, other] : [other, event]
      out.pair(left, right, Math.max(left.t, right.t))
    }
    this.#keep(event, side, sides)
  }

  /** A left event waits for right ones up to `upperMs` later, a right one for left ones up to `-lowerMs` later (6.4). */
  #keep(event: Sample, side: Side, sides: Sides): void {
    const waits = side === 'left' ? this.#stage.upperMs : -this.#stage.lowerMs
    sides[side].add(event)
    this.#expiries.add(event.t + Math.max(waits, 0), this.#arrivals++, { key: event.key, side, t: event.t })
  }

  advance(watermark: number): void {
    this.#watermark = watermark
    for (let due = this.#expiries.takeDue(watermark); due !== null; due = this.#expiries.takeDue(watermark)) {
      const { key, side, t } = due.thing
      this.#keys.of(key)[side].dropUpTo(t)
    }
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
