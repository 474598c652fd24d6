/**
 * Several detectors at once (`pipeline/README.md`, section 10): reports come as events; a *source* is the stage that
 * reported, its key, or both. When `atLeast` different sources have reported in less than `withinMs`, that is an alarm;
 * another one needs the count to have fallen below `atLeast` in between. Times are milliseconds.
 *
 * Reports wait until all stages above have taken the item, and in event time until the watermark has reached them. They are
 * judged in the order of time, equal times in the order of `from`, then of the numbers of their keys, then as they came.
 */
import type { CompoundStage } from '../pipeline/pipeline.ts'
import { MIN, type Key } from '../stream/event.ts'
import { Keyed } from './keyed.ts'
import type { Lives } from './lives.ts'
import type { Operator, Outlet, Sample } from './operator.ts'

interface State {
  /** When each source reported last; the earliest first. */
  readonly last: Map<string, number>
  active: boolean
}

/** What a compound detector has to know of the engine that it is in. */
export interface Surroundings {
  readonly processingTime: boolean
  readonly lives: Lives
}

export class Compound implements Operator {
  readonly #stage: CompoundStage
  readonly #world: Surroundings
  readonly #states = new Keyed<State>(() => ({ last: new Map(), active: false }))
  readonly #waiting: Sample[] = []
  #watermark = MIN

  constructor(stage: CompoundStage, world: Surroundings) {
    this.#stage = stage
    this.#world = world
  }

  take(event: Sample, out: Outlet): void {
    if (!isReport(event)) return
    const { processingTime } = this.#world
    if (!processingTime && event.t <= this.#watermark) {
      out.irregular()
      return out.late(event)
    }
    // Across keys it matters in which order the items came.
    if (processingTime && this.#stage.count !== 'stages') out.disturbs()
    this.#waiting.push(event)
  }

  taken(out: Outlet): void {
    if (this.#world.processingTime) this.#judgeUpTo(Infinity, out)
  }

  advance(watermark: number, out: Outlet): void {
    this.#watermark = watermark
    this.#judgeUpTo(watermark, out)
  }

  forget(key: Key): void {
    if (this.#stage.count === 'stages') return this.#states.forget(key)
    const all = this.#states.seen(null)?.last
    for (const source of [...(all?.keys() ?? [])]) if (this.#keyOf(source) === key) all?.delete(source)
  }

  #judgeUpTo(time: number, out: Outlet): void {
    const due = this.#waiting.filter(({ t }) => t <= time)
    if (due.length === 0) return
    const rest = this.#waiting.filter(({ t }) => t > time)
    this.#waiting.splice(0, this.#waiting.length, ...rest)
    const number = (event: Sample): number => this.#world.lives.numberOf(event.key)
    due.sort((a, b) => a.t - b.t || (a.place ?? 0) - (b.place ?? 0) || number(a) - number(b))
    for (const event of due) this.#judge(event, out)
  }

  #judge(event: Sample, out: Outlet): void {
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

  #keyOf(source: string): Key {
    return (JSON.parse(source) as [unknown, Key])[1]
  }
}

/** The start of a detection, an alarm, a match; not the end of a detection, nor a score below the threshold. */
export function isReport({ values }: Sample): boolean {
  return values['edge'] !== 'end' && values['alarm'] !== false
}
