/**
 * Which results rest on input from which something was left out. Losses are remembered by key as spans of event time, few
 * and merged when they become many, so that a mark may be set too often and never too seldom.
 */
import { INPUT, type Pipeline, type Stage } from '../../../shared/pipeline/pipeline.ts'
import type { Item, Key } from '../../../shared/stream/event.ts'
import type { Result } from '../../../shared/stream/result.ts'
import type { Loss } from '../../journal/records.ts'

/** What is added to a result. */
export interface Mark {
  /** Of its input one event of so many was kept, at worst. */
  readonly thinned?: number
  /** Some of its input was dropped. */
  readonly shed?: true
}

interface Span {
  from: number
  to: number
  /** The largest `n`; 1: nothing was thinned. */
  n: number
  shed: boolean
  /** No event of the key was kept since: what begins with the next one may have begun earlier. */
  open: boolean
}

/** Spans kept for a key, and keys; beyond the latter all other keys share the spans of one. */
const MOST_SPANS = 32
const MOST_KEYS = 4096

export class Traces {
  readonly #spans = new Map<Key, Span[]>()
  readonly #others: Span[] = []
  readonly #stages: ReadonlyMap<string, Stage>
  /** Processing time as it stood in the input. */
  #clock = -Infinity
  /** By stage: how far before its own time an event that it reads may reach back, in ms. */
  readonly #reach: ReadonlyMap<string, number>

  constructor(pipeline: Pipeline) {
    this.#stages = new Map(pipeline.stages.map((stage) => [stage.id, stage]))
    this.#reach = new Map(
      pipeline.stages.map(({ id, sources }) => [
        id,
        looksBack(pipeline, id) ? Infinity : Math.max(...sources.map((source) => reachOf(pipeline, source))),
      ]),
    )
  }

  /** An item is kept, for all that is known yet. */
  keep(item: Item): void {
    if (item.kind === 'clock') this.#clock = item.pt
    if (item.kind !== 'event') return
    for (const span of this.#spans.get(item.key) ?? (this.#spans.size < MOST_KEYS ? [] : this.#others)) {
      if (!span.open) continue
      span.open = false
      span.to = Math.max(span.to, item.t ?? this.#clock)
    }
  }

  /** An item was lost; `n` is how many of a key stood for one then. */
  lose(item: Item, why: Loss, n: number): void {
    if (item.kind !== 'event') return
    const t = item.t ?? this.#clock
    const spans = this.#spansOf(item.key)
    const [thinned, shed] = [why === 'thinned' ? n : 1, why !== 'thinned']
    const last = spans.find((span) => t >= span.from && t <= span.to)
    if (last !== undefined) {
      last.n = Math.max(last.n, thinned)
      last.shed ||= shed
      last.open = true
      return
    }
    spans.push({ from: t, to: t, n: thinned, shed, open: true })
    spans.sort((a, b) => a.from - b.from)
    if (spans.length > MOST_SPANS) mergeNearest(spans)
  }

  /** What a result has to say about its input; `null`: nothing was left out that it could have seen. */
  of(result: Result): Mark | null {
    const within = this.#within(result)
    if (within === null) return null
    const [from, to] = within
    const spans = this.#concerning(result).filter((span) => span.from <= to && span.to >= from)
    const n = Math.max(1, ...spans.map((span) => span.n))
    const shed = spans.some((span) => span.shed)
    if (n === 1 && !shed) return null
    return { ...(n > 1 ? { thinned: n } : {}), ...(shed ? { shed: true as const } : {}) }
  }

  #spansOf(key: Key): Span[] {
    const known = this.#spans.get(key)
    if (known !== undefined) return known
    if (this.#spans.size >= MOST_KEYS) return this.#others
    const spans: Span[] = []
    this.#spans.set(key, spans)
    return spans
  }

  #concerning(result: Result): readonly Span[] {
    const key = 'key' in result ? result.key : null
    // Without a key of its own a result may rest on all of them.
    if (key === null) return [...this.#spans.values(), this.#others].flat()
    return [...(this.#spans.get(key) ?? []), ...this.#others]
  }

  /** The event times that a result may rest on; `null`: it speaks of its own events and of nothing else. */
  #within(result: Result): readonly [number, number] | null {
    const stage = this.#stages.get(result.stage ?? '')
    const reach = this.#reach.get(result.stage ?? '') ?? Infinity
    switch (result.type) {
      case 'window':
        // What came before the first event of a session may have belonged to it.
        return [
          (result.start ?? -Infinity) - reach - (stage?.kind === 'sessionWindow' ? stage.gapMs : 0),
          result.end === null ? Infinity : result.end - 1,
        ]
      case 'detect':
        return [result.since - reach, result.t]
      case 'match':
        return [result.start - reach, result.t]
      case 'late':
      case 'pair':
      case 'overflow':
      case 'error':
        return null
      default:
        return [-Infinity, Infinity]
    }
  }
}

/** How far the events of a source reach back before their own time. */
function reachOf(pipeline: Pipeline, source: number): number {
  if (source === INPUT) return 0
  const stage = pipeline.stages[source]
  if (looksBack(pipeline, stage.id)) return Infinity
  const below = Math.max(...stage.sources.map((each) => reachOf(pipeline, each)))
  if (stage.kind === 'filter' || stage.kind === 'map') return below
  return stage.kind === 'timeWindow' ? below + stage.sizeMs : Infinity
}

/** Whether an expression of the stage uses the event before, however old it is. */
function looksBack({ spec, stages }: Pipeline, id: string): boolean {
  const { index } = stages.find((stage) => stage.id === id)!
  return /\b(prev|dt)\s*\(/.test(JSON.stringify(spec.stages[index]))
}

/** Makes one of the two neighbours that lie closest together. */
function mergeNearest(spans: Span[]): void {
  let at = 1
  for (let i = 2; i < spans.length; i++) if (spans[i].from - spans[i - 1].to < spans[at].from - spans[at - 1].to) at = i
  const [left, right] = spans.slice(at - 1, at + 1)
  const both = {
    from: left.from,
    to: Math.max(left.to, right.to),
    n: Math.max(left.n, right.n),
    shed: left.shed || right.shed,
    open: left.open || right.open,
  }
  spans.splice(at - 1, 2, both)
}
