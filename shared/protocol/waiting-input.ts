/**
 * Whether measurements wait on the device until the watermark reaches them. Stages that work in order of time let them
 * wait when they read them, or results that come with each of them (a buffer, a count window, a join). Results that only
 * the watermark brings (of time windows, of such stages themselves) are not ahead of it and do not wait.
 */
import { INPUT, type Pipeline, type Stage } from '../pipeline/pipeline.ts'

const IN_ORDER: readonly Stage['kind'][] = ['detect', 'zscore', 'silence', 'baseline', 'pattern', 'compound']
/** What hands on an event, or a result of it, at its arrival. */
const AT_ONCE: readonly Stage['kind'][] = ['filter', 'map', 'buffer', 'countWindow', 'intervalJoin']

export function inputWaits({ time, stages }: Pipeline): boolean {
  const atOnce = (source: number): boolean =>
    source === INPUT || (AT_ONCE.includes(stages[source].kind) && stages[source].sources.some(atOnce))
  return time.mode === 'event' && stages.some(({ kind, sources }) => IN_ORDER.includes(kind) && sources.some(atOnce))
}
