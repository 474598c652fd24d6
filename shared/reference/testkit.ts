/**
 * A short notation for tests. Items are words: `5@100` is an event of value `v = 5` at 100 ms, `a:5@100` one of key `a`,
 * `@100` one of value 1, `5` one without time, `?@100` one without value; `wm9` a watermark, `wmMAX` the last one, `pt3`
 * the clock. Events are named `e0`, `e1`, ... by their number among all items.
 */
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { MAX, type Event, type Item } from '../stream/event.ts'
import type { Result } from '../stream/result.ts'
import { ReferenceEngine } from './engine.ts'

export const EXPLICIT = { mode: 'event', watermarks: 'explicit' } as const
export const PROCESSING = { mode: 'processing' } as const
/** Stands for the key of events that name none; not shown. */
const NO_KEY = '-'

/** A pipeline over the field `v`, keyed by `k`. */
export function pipeline(stages: object | object[], time: object = EXPLICIT): Pipeline {
  const input = { fields: { k: 'string', v: 'double?' }, key: 'k' }
  return loadPipeline({ name: 'test', input, time, stages: Array.isArray(stages) ? stages : [stages] })
}

export function items(words: string): Item[] {
  return words.split(/\s+/).filter(Boolean).map(item)
}

function item(word: string, at: number): Item {
  if (word.startsWith('wm')) return { kind: 'watermark', wm: word === 'wmMAX' ? MAX : Number(word.slice(2)) }
  if (word.startsWith('pt')) return { kind: 'clock', pt: Number(word.slice(2)) }
  const parts = /^(?:(\w+):)?([-\d.e]*|\?)(?:@(-?\d+))?$/.exec(word)
  if (parts === null) throw new Error(`"${word}" is no item`)
  const [, key, value, t] = parts
  return event({
    at,
    key,
    v: value === '?' ? null : value === '' ? 1 : Number(value),
    t: t === undefined ? null : Number(t),
  })
}

export function event({
  at,
  key = NO_KEY,
  v,
  t,
}: {
  at: number
  key?: string
  v: number | null
  t: number | null
}): Event {
  return { kind: 'event', t, ref: `e${at}`, key, values: { k: key, v } }
}

export function run(pipeline: Pipeline, input: string | readonly Item[]): Result[] {
  const engine = new ReferenceEngine(pipeline)
  return (typeof input === 'string' ? items(input) : input).flatMap((each) => engine.push(each).results)
}

/** Results in short: `3:[0,10)=2` is a window that fired at item 3 with its aggregates; `#1` marks a later pane. */
export function show(results: readonly Result[]): string {
  return results.map(showOne).join(' ')
}

function showOne(result: Result): string {
  const key = result.type === 'error' || result.key === NO_KEY ? '' : `${String(result.key)}:`
  switch (result.type) {
    case 'window': {
      const pane = result.pane === 0 ? '' : `#${result.pane}`
      const place = result.start === null ? 'count' : `[${result.start},${result.end})`
      return `${result.at}:${key}${place}${pane}=${Object.values(result.aggs).map(String).join('/')}`
    }
    case 'late':
      return `${result.at}:${key}late=${result.ref}`
    case 'detect':
      return `${key}${result.edge}@${result.t}${result.edge === 'end' ? `+${result.durationMs}^${result.peak}` : ''}`
    case 'anomaly':
      return `${key}${result.alarm ? 'alarm' : 'score'}@${result.t}=${result.score}`
    case 'buffer':
      if ('by' in result) return `${result.at}:${key}dump=${result.events.join(',')}`
      return `${result.at}:${key}buffer=${Object.values(result.aggs).map(String).join('/')}`
    default:
      return result.type
  }
}
