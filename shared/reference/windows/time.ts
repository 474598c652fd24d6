/**
 * Tumbling and sliding windows (SEMANTICS 3). With `maxTs = end - 1`, a window
 * - fires when the watermark reaches `maxTs` (3.3), in order of `end`, then of the first appearance of the keys;
 * - fires again at once for each event that comes later (3.4), or for the first one when it opens so late;
 * - is gone when the watermark reaches `maxTs + allowedLatenessMs` (3.4).
 * In processing time (5.2) the clock is the watermark and nothing is late: a window is kept until the clock reaches its
 * `end`, so that an event of its last millisecond still enters. That is an allowed lateness of one millisecond.
 */
import type { TimeWindowStage } from '../../pipeline/pipeline.ts'
import { MIN, type Key } from '../../stream/event.ts'
import { Keyed } from '../keyed.ts'
import type { Operator, Outlet, Sample } from '../operator.ts'
import { Schedule } from '../schedule.ts'
import { Tally } from './aggregate.ts'
import { windowStarts } from './assign.ts'
import { windowResult } from './result.ts'

/** The allowed lateness of every window in processing time. */
export const LAST_MILLISECOND = 1

interface Window {
  readonly owner: Owner
  readonly start: number
  readonly end: number
  contents: Tally
  /** Results so far. */
  pane: number
}

/** A key and its windows by start. */
interface Owner {
  readonly key: Key
  readonly order: number
  readonly windows: Map<number, Window>
}

export class TimeWindows implements Operator {
  readonly #stage: TimeWindowStage
  readonly #latenessMs: number
  readonly #keys = new Keyed<Owner>((key, order) => ({ key, order, windows: new Map() }))
  readonly #firings = new Schedule<Window>()
  readonly #cleanups = new Schedule<Window>()
  #watermark = MIN

  constructor(stage: TimeWindowStage, processingTime: boolean) {
    this.#stage = stage
    this.#latenessMs = processingTime ? LAST_MILLISECOND : stage.allowedLatenessMs
  }

  take(event: Sample, out: Outlet): void {
    const { sizeMs, slideMs } = this.#stage
    const owner = this.#keys.of(event.key)
    const { first, last } = windowStarts(event.t, this.#stage)
    let entered = 0
    let refired = 0
    for (let start = first; start <= last; start += slideMs) {
      const maxTs = start + sizeMs - 1
      if (maxTs <= this.#watermark) out.irregular()
      if (maxTs + this.#latenessMs <= this.#watermark) continue
      entered += 1
      const window = owner.windows.get(start) ?? this.#open(owner, start)
      window.contents.add(event.values)
      if (maxTs > this.#watermark) continue
      refired += 1
      this.#fire(window, out)
    }
    if (entered > 0) out.fate(refired > 0 ? 'refired' : 'onTime')
    else this.#refuse(event, out)
  }

  advance(watermark: number, out: Outlet): void {
    this.#watermark = watermark
    for (let due = this.#firings.takeDue(watermark); due !== null; due = this.#firings.takeDue(watermark)) {
      out.disturbs()
      this.#fire(due.thing, out)
    }
    for (let due = this.#cleanups.takeDue(watermark); due !== null; due = this.#cleanups.takeDue(watermark)) {
      out.disturbs()
      due.thing.owner.windows.delete(due.thing.start)
    }
  }

  #open(owner: Owner, start: number): Window {
    const window = { owner, start, end: start + this.#stage.sizeMs, contents: this.#empty(), pane: 0 }
    owner.windows.set(start, window)
    const maxTs = window.end - 1
    if (maxTs > this.#watermark) this.#firings.add(maxTs, owner.order, window)
    this.#cleanups.add(maxTs + this.#latenessMs, owner.order, window)
    return window
  }

  #fire(window: Window, out: Outlet): void {
    if (window.contents.events === 0) return
    const { owner, start, end, pane, contents } = window
    out.result(windowResult({ stage: this.#stage.id, at: out.at, key: owner.key, start, end, pane }, contents))
    window.pane += 1
    if (this.#stage.purge) window.contents = this.#empty()
  }

  /** The event entered no window (3.6). */
  #refuse(event: Sample, out: Outlet): void {
    if (event.t + this.#latenessMs > this.#watermark) return out.fate('outside')
    out.irregular()
    out.fate('late')
    out.late(event)
  }

  #empty(): Tally {
    return new Tally(this.#stage.aggregates)
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
