/**
 * How full the buffers of a device's interval joins are (SEMANTICS 6.4), so that none overflows because the watermark
 * travels late: an event is kept until the *delivered* watermark reaches its time plus what its side waits.
 * Window joins need no such care: a watermark that cleans up their windows ends the segment anyway.
 */
import { INPUT, type IntervalJoinStage, type Pipeline, type Stage } from '../pipeline/pipeline.ts'
import type { Side } from '../stream/event.ts'

/** How long an event of either side is kept after its time, in ms; `null`: no event of this side reaches a join. */
type Kept = Readonly<Record<Side, number | null>>

export class JoinRoom {
  readonly #kept: Kept
  readonly #places: number
  /** Times of the events on the device, by key number and side. */
  readonly #times = new Map<string, number[]>()

  private constructor(kept: Kept, places: number) {
    this.#kept = kept
    this.#places = places
  }

  /** `null` where no interval join sees the events of the input one by one. */
  static of(pipeline: Pipeline): JoinRoom | null {
    const joins = pipeline.stages.filter((stage) => stage.kind === 'intervalJoin')
    const sided = pipeline.spec.input.sides !== undefined
    const kept = { left: longest(pipeline, joins, sided, 'left'), right: longest(pipeline, joins, sided, 'right') }
    return kept.left === null && kept.right === null ? null : new JoinRoom(kept, pipeline.limits.joinBuffer)
  }

  /** Whether the buffer of this key and side is full, and would not be if the device had the watermark `w`. */
  isCrowded(key: number, side: Side, w: number): boolean {
    const times = this.#times.get(`${key} ${side}`)
    if (times === undefined || times.length < this.#places) return false
    const kept = this.#kept[side] ?? 0
    return times.some((t) => t + kept <= w)
  }

  add(key: number, side: Side, t: number): void {
    if (this.#kept[side] === null) return
    const name = `${key} ${side}`
    const times = this.#times.get(name)
    if (times === undefined) this.#times.set(name, [t])
    else times.push(t)
  }

  /** The device has the watermark `w` now. */
  deliver(w: number): void {
    for (const [name, times] of this.#times) {
      const kept = this.#kept[name.endsWith('left') ? 'left' : 'right'] ?? 0
      const rest = times.filter((t) => t + kept > w)
      if (rest.length > 0) this.#times.set(name, rest)
      else this.#times.delete(name)
    }
  }
}

/** Of an input without sides every event counts as `left`, whichever side of a join it comes to. */
function longest(pipeline: Pipeline, joins: readonly IntervalJoinStage[], sided: boolean, side: Side): number | null {
  if (!sided && side === 'right') return null
  const waits = joins.flatMap((join) => {
    const own = { left: Math.max(join.upperMs, 0), right: Math.max(-join.lowerMs, 0) }
    const [left, right = left] = join.sources.map((source) => isEventwise(pipeline, source))
    if (sided && join.sources.length === 1) return left ? [own[side]] : []
    return [...(left ? [own.left] : []), ...(right ? [own.right] : [])]
  })
  return waits.length === 0 ? null : Math.max(...waits)
}

/** Whether a source gives something for single events, without a watermark between them. */
function isEventwise(pipeline: Pipeline, source: number): boolean {
  if (source === INPUT) return true
  const stage: Stage = pipeline.stages[source]
  switch (stage.kind) {
    case 'filter':
    case 'map':
    case 'buffer':
    case 'countWindow':
    case 'intervalJoin':
      return stage.sources.some((above) => isEventwise(pipeline, above))
    case 'zscore':
    case 'baseline':
      return stage.emit === 'scores' && isEventwise(pipeline, stage.from)
    default:
      return false
  }
}
