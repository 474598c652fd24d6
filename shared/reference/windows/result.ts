/** Writes down what a window or a buffer shows, and remembers what the comparison must know about it. */
import type { BufferResult, Result, WindowResult } from '../../stream/result.ts'
import type { Tally } from './aggregate.ts'

/** One firing of a window. */
export function windowResult(place: Omit<WindowResult, 'type' | 'aggs' | 'partial'>, contents: Tally): WindowResult {
  const { stage, at, key, start, end, pane } = place
  return remember({ type: 'window', stage, at, key, start, end, pane, aggs: contents.results() }, contents)
}

/** The moving aggregates of a buffer. */
export function bufferResult(place: Omit<BufferResult, 'type' | 'aggs'>, contents: Tally): BufferResult {
  const { stage, at, key } = place
  return remember({ type: 'buffer', stage, at, key, aggs: contents.results() }, contents)
}

const scales = new WeakMap<Result, Map<string, number>>()

function remember<R extends Result>(result: R, contents: Tally): R {
  const known = contents.scales()
  if (known.size > 0) scales.set(result, known)
  return result
}

/**
 * The magnitude that sets the absolute tolerance of an output of a result made here, where additions may come in another
 * order (DESIGN, decision 10, and `Tally.scales`); 0 for every other output.
 */
export function scaleOf(result: Result, out: string): number {
  return scales.get(result)?.get(out) ?? 0
}
