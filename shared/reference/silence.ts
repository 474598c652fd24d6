/**
 * A missing sensor (`pipeline/README.md`, 7.6): a key is silent when time has moved `silentMs` on from its last event.
 * The start is reported with that time and the last event, the end with the event that breaks the silence. Only keys that
 * were seen can be missed. Times are milliseconds.
 */
import type { SilenceStage } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import { Keyed } from './keyed.ts'
import type { Outlet, Sample } from './operator.ts'
import type { InOrder } from './reorder.ts'
import { Schedule } from './schedule.ts'

interface Watched {
  readonly order: number
  last: Sample | null
  silent: boolean
}

export class Silence implements InOrder {
  readonly #stage: SilenceStage
  readonly #keys = new Keyed<Watched>((_, order) => ({ order, last: null, silent: false }))
  /** When a key falls silent, should the event that is noted there still be its last one. */
  readonly #deadlines = new Schedule<{ watched: Watched; last: Sample }>()

  constructor(stage: SilenceStage) {
    this.#stage = stage
  }

  /** First time moves to the event, then the event is looked at, as in patterns (SEMANTICS 7.1). */
  handle(event: Sample, out: Outlet): void {
    const watched = this.#keys.of(event.key)
    this.#elapse(watched, event.t, out)
    const { last } = watched
    if (watched.silent && last !== null) {
      const { id: stage } = this.#stage
      const { key, t, ref } = event
      out.result({ type: 'detect', stage, key, edge: 'end', t, ref, since: last.t, durationMs: t - last.t })
    }
    watched.silent = false
    watched.last = event
    this.#deadlines.add(event.t + this.#stage.silentMs, watched.order, { watched, last: event })
  }

  moved(watermark: number, out: Outlet): void {
    for (let due = this.#deadlines.takeDue(watermark); due !== null; due = this.#deadlines.takeDue(watermark)) {
      const { watched, last } = due.thing
      if (watched.last === last) this.#elapse(watched, watermark, out)
    }
  }

  #elapse(watched: Watched, now: number, out: Outlet): void {
    const { last, silent } = watched
    if (last === null || silent) return
    const t = last.t + this.#stage.silentMs
    if (now < t) return
    watched.silent = true
    const { key, ref } = last
    out.result({ type: 'detect', stage: this.#stage.id, key, edge: 'start', t, ref, since: last.t })
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
