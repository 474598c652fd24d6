/**
 * The workload of the speed measurements: sliding windows of 60 s every 5 s (12 overlap), mean and deviation of one
 * field, with so many events per window and key, the keys in turn, in order.
 */
import type { Item } from '../shared/stream/event.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { isRefusal, ItemReader } from '../shared/stream/items.ts'

export const SIZE_MS = 60_000
export const SLIDE_MS = 5000
const EPOCH_MS = 1_700_000_000_000

export const AGGREGATES = {
  mean: { m: 'mean(v)' },
  'mean, stddev': { m: 'mean(v)', s: 'stddev(v)' },
  all: {
    n: 'count()',
    sum: 'sum(v)',
    m: 'mean(v)',
    low: 'min(v)',
    high: 'max(v)',
    first: 'first(v)',
    last: 'last(v)',
    s: 'stddev(v)',
  },
} as const

export interface Workload {
  readonly keys: number
  /** Events of one key in one window. */
  readonly perWindow: number
  readonly aggregates?: keyof typeof AGGREGATES
  /** Events in a frame at most; the default of pipelines unless given. */
  readonly frame?: number
}

export function slidingPipeline({ keys, aggregates = 'mean, stddev', frame }: Workload): Pipeline {
  return loadPipeline({
    name: 'sliding',
    input: { fields: { k: 'int', v: 'double' }, key: 'k', packed: { v: 'int16/100' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ window: { type: 'sliding', sizeMs: SIZE_MS, slideMs: SLIDE_MS }, aggregates: AGGREGATES[aggregates] }],
    limits: { keys, texts: keys, ...(frame === undefined ? {} : { frame }) },
  })
}

/** Event number i, as it would stand in a file. */
export function slidingItem({ keys, perWindow }: Workload): (i: number) => Record<string, unknown> {
  return (i) => ({
    t: EPOCH_MS + Math.floor((i * SIZE_MS) / (keys * perWindow)),
    k: i % keys,
    v: Math.round(2000 + 500 * Math.sin(i / 40)) / 100,
  })
}

/** `count` items from item `from` on. */
export function slidingItems(workload: Workload, pipeline: Pipeline, from: number, count: number): Item[] {
  const reader = new ItemReader(pipeline)
  const item = slidingItem(workload)
  return Array.from({ length: count }, (_, i) => {
    const read = reader.read(item(from + i))
    if (isRefusal(read)) throw new Error(read.reason)
    return read
  })
}

/** Events until all windows that overlap are open and have begun to fire. */
export function warmUp({ keys, perWindow }: Workload): number {
  return Math.ceil(keys * perWindow * (1 + SLIDE_MS / SIZE_MS))
}
