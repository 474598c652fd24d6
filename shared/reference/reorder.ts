/**
 * The waiting room of stages that work in the order of event time (SEMANTICS 7.1).
 * An event with `t <= w` is late: it is reported and never seen by the stage. Others wait until the watermark reaches
 * their `t` and are then handed on in the order of `t`, equal times in the order of arrival. In processing time every
 * event is handed on at once. Order holds within a key, and happens to hold across keys.
 */
import { MIN, type Key } from '../stream/event.ts'
import type { Operator, Outlet, Sample } from './operator.ts'
import { Schedule } from './schedule.ts'

/** What a stage does with the events once they are in order. */
export interface InOrder {
  handle(event: Sample, out: Outlet): void
  /** Time has moved to `watermark`; all events up to it were handled. */
  moved?(watermark: number, out: Outlet): void
  /** From here on the key is as if it had never been seen; none of its events waits. */
  forget(key: Key): void
}

export class Reorder implements Operator {
  readonly #stage: InOrder
  readonly #processingTime: boolean
  readonly #waiting = new Schedule<Sample>()
  #arrivals = 0
  #watermark = MIN

  constructor(stage: InOrder, processingTime: boolean) {
    this.#stage = stage
    this.#processingTime = processingTime
  }

  take(event: Sample, out: Outlet): void {
    if (this.#processingTime) return this.#stage.handle(event, out)
    if (event.t > this.#watermark) return this.#waiting.add(event.t, this.#arrivals++, event)
    out.irregular()
    out.late(event)
  }

  advance(watermark: number, out: Outlet): void {
    this.#watermark = watermark
    for (let next = this.#waiting.takeDue(watermark); next !== null; next = this.#waiting.takeDue(watermark)) {
      this.#stage.handle(next.thing, out)
    }
    this.#stage.moved?.(watermark, out)
  }

  forget(key: Key): void {
    this.#stage.forget(key)
  }
}
