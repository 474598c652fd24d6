/**
 * How full the buffers of a device's interval joins are (SEMANTICS 6.4), so that none overflows because the watermark
 * travels late: an event is kept until the *delivered* watermark reaches its time plus what its side waits.
 * Window joins need no such care: a watermark that cleans up their windows ends the segment anyway.
 */
import { INPUT, type IntervalJoinStage, type Pipeline, type Stage } from '../pipeline/pipeline.ts'
import type { Side } from '../stream/event.ts'
import { Crowd } from './crowd.ts'

/** How long the joins keep an event of either side after its time, in ms, each wait once; none: it reaches no join. */
type Waits = Readonly<Record<Side, readonly number[]>>

export class JoinRoom {
  readonly #waits: Waits
  readonly #places: number
  /** The events on the device by key number and side, for each wait: what is gone from one join may fill another. */
  readonly #crowds = new Map<string, readonly Crowd[]>()

  private constructor(waits: Waits, places: number) {
    this.#waits = waits
    this.#places = places
  }

  /** `null` where no interval join sees the events of the input one by one. */
  static of(pipeline: Pipeline): JoinRoom | null {
    const joins = pipeline.stages.filter((stage) => stage.kind === 'intervalJoin')
    const sided = pipeline.spec.input.sides !== undefined
    const waits = { left: waitsOf(pipeline, joins, sided, 'left'), right: waitsOf(pipeline, joins, sided, 'right') }
    const none = waits.left.length + waits.right.length === 0
    return none ? null : new JoinRoom(waits, pipeline.limits.joinBuffer)
  }

  /** Times that are remembered: for each key, side and wait as many as a join has places, however many have come. */
  get size(): number {
    return [...this.#crowds.values()].flat().reduce((sum, crowd) => sum + crowd.size, 0)
  }

  /** Whether a buffer of this key and side is full, and would not be if the device had the watermark `w`. */
  isCrowded(key: number, side: Side, w: number): boolean {
    return this.#crowds.get(nameOf(key, side))?.some((crowd) => crowd.isFull && crowd.first <= w) ?? false
  }

  add(key: number, side: Side, t: number): void {
    const waits = this.#waits[side]
    if (waits.length === 0) return
    const name = nameOf(key, side)
    const crowds = this.#crowds.get(name) ?? waits.map(() => new Crowd(this.#places))
    this.#crowds.set(name, crowds)
    for (const [i, wait] of waits.entries()) crowds[i].add(t + wait)
  }

  /** The device has the watermark `w` now. */
  deliver(w: number): void {
    for (const [name, crowds] of this.#crowds) {
      for (const crowd of crowds) crowd.dropUpTo(w)
      if (crowds.every(({ size }) => size === 0)) this.#crowds.delete(name)
    }
  }
}

function nameOf(key: number, side: Side): string {
  return `${key} ${side}`
}

/** Of an input without sides every event counts as `left`, whichever side of a join it comes to. */
function waitsOf(pipeline: Pipeline, joins: readonly IntervalJoinStage[], sided: boolean, side: Side): number[] {
  if (!sided && side === 'right') return []
  const waits = joins.flatMap((join) => {
    const own = { left: Math.max(join.upperMs, 0), right: Math.max(-join.lowerMs, 0) }
    const [left, right = left] = join.sources.map((source) => isEventwise(pipeline, source))
    if (sided && join.sources.length === 1) return left ? [own[side]] : []
    return [...(left ? [own.left] : []), ...(right ? [own.right] : [])]
  })
  return [...new Set(waits)]
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
