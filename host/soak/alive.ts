/**
 * What is alive in a run after so many items: whether results still to come depend on items that were taken before (a window is open, a
 * pattern pending, a detection under way), and how many results are due. The reference says so: an engine that starts there with nothing but the
 * time of day gives other results than one that has seen it all, or the same.
 */
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Item } from '../../shared/stream/event.ts'
import { MIN } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'

export interface Alive {
  /** By items taken: results still to come depend on the state. */
  readonly needed: readonly boolean[]
  /** By items taken: results that they give. */
  readonly due: readonly number[]
}

export function aliveIn(pipeline: Pipeline, items: readonly Item[]): Alive {
  const engine = new ReferenceEngine(pipeline)
  const all: string[] = []
  const due = [0]
  const times = [MIN]
  for (const item of items) {
    const { results, watermark } = engine.push(item)
    all.push(...results.map((result) => plain(result, 0)))
    due.push(all.length)
    times.push(watermark)
  }
  const needed = due.map((count, taken) => {
    const rest = startedAt(pipeline, items, taken, times[taken])
    return rest.length !== all.length - count || rest.some((result, i) => result !== all[count + i])
  })
  return { needed, due }
}

/** Results of an engine that knows the time, and nothing else, when the item numbered `from` comes. */
function startedAt(pipeline: Pipeline, items: readonly Item[], from: number, time: number): string[] {
  const engine = new ReferenceEngine(pipeline)
  const results: Result[] = []
  const ahead = time === MIN ? [] : timeOf(pipeline, time)
  for (const item of [...ahead, ...items.slice(from)]) results.push(...engine.push(item).results)
  return results.map((result) => plain(result, from - ahead.length))
}

function timeOf({ time, spec }: Pipeline, at: number): Item[] {
  if (time.mode === 'processing') return [{ kind: 'clock', pt: at }]
  if (spec.input.sides === undefined) return [{ kind: 'watermark', wm: at }]
  return (['left', 'right'] as const).map((side) => ({ kind: 'watermark', wm: at, side }))
}

/** A result without what only counts: the place of its item among those that this engine took, and numbers of results named by it. */
function plain(result: Result, shift: number): string {
  const moved = 'at' in result ? { ...result, at: result.at + shift } : result
  return JSON.stringify(moved).replace(/#\d+/g, '#')
}
