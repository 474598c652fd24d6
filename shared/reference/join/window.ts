/**
 * Window join (SEMANTICS 6.5): both sides are assigned to the same windows; when a window fires, every left-right
 * combination of one key is a pair. Firing, lateness and cleanup are those of windows (3.3, 3.4, 3.6).
 */
import type { WindowJoinStage } from '../../pipeline/pipeline.ts'
import type { Key } from '../../stream/event.ts'
import { MIN, type Side } from '../../stream/event.ts'
import { Keyed } from '../keyed.ts'
import type { Operator, Outlet, Sample } from '../operator.ts'
import { Schedule } from '../schedule.ts'
import { windowStarts } from '../windows/assign.ts'
import { LAST_MILLISECOND } from '../windows/time.ts'

interface Window {
  readonly owner: Owner
  readonly start: number
  readonly contents: Readonly<Record<Side, Sample[]>>
}

interface Owner {
  readonly order: number
  readonly windows: Map<number, Window>
}

export class WindowJoin implements Operator {
  readonly #stage: WindowJoinStage
  readonly #latenessMs: number
  readonly #keys = new Keyed<Owner>((_, order) => ({ order, windows: new Map() }))
  readonly #firings = new Schedule<Window>()
  readonly #cleanups = new Schedule<Window>()
  #watermark = MIN

  constructor(stage: WindowJoinStage, processingTime: boolean) {
    this.#stage = stage
    this.#latenessMs = processingTime ? LAST_MILLISECOND : stage.allowedLatenessMs
  }

  take(event: Sample, out: Outlet): void {
    const { sizeMs, slideMs } = this.#stage
    const owner = this.#keys.of(event.key)
    const { first, last } = windowStarts(event.t, this.#stage)
    let entered = false
    for (let start = first; start <= last; start += slideMs) {
      const maxTs = start + sizeMs - 1
      if (maxTs <= this.#watermark) out.irregular()
      if (maxTs + this.#latenessMs <= this.#watermark) continue
      entered = true
      const window = owner.windows.get(start) ?? this.#open(owner, start)
      window.contents[event.side ?? 'left'].push(event)
      if (maxTs <= this.#watermark) this.#fire(window, out)
    }
    if (entered || event.t + this.#latenessMs > this.#watermark) return
    out.irregular()
    out.late(event)
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
    const window: Window = { owner, start, contents: { left: [], right: [] } }
    const maxTs = start + this.#stage.sizeMs - 1
    owner.windows.set(start, window)
    if (maxTs > this.#watermark) this.#firings.add(maxTs, owner.order, window)
    this.#cleanups.add(maxTs + this.#latenessMs, owner.order, window)
    return window
  }

  #fire({ start, contents }: Window, out: Outlet): void {
    const t = start + this.#stage.sizeMs - 1
    for (const left of contents.left) for (const right of contents.right) out.pair(left, right, t)
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}
