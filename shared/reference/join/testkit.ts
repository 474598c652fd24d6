/** A notation for tests of joins: items of two sides as words, pairs in short. */
import { loadPipeline } from '../../pipeline/resolve.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { MAX, type Item, type Side } from '../../stream/event.ts'
import type { Result } from '../../stream/result.ts'

/** A pipeline over the field `v`, keyed by `k`, whose input has two sides. */
export function sidedPipeline(stages: readonly object[], time: object, limits: object = {}): Pipeline {
  const input = { fields: { k: 'string', v: 'double?' }, key: 'k', sides: ['left', 'right'] }
  return loadPipeline({ name: 'test', input, time, stages, limits })
}

/**
 * `L3` is a left event at 3 with v = 3, named so; `k:R5b` one of key k, right, at 5, named R5b; `L` one without time;
 * `Lwm3` a watermark of the left side, `RwmMAX` the last of the right one; `pt3` the clock.
 */
export function sidedItems(words: string): Item[] {
  return words.split(/\s+/).filter(Boolean).map(item)
}

function item(word: string): Item {
  const tick = /^pt(\d+)$/.exec(word)
  if (tick !== null) return { kind: 'clock', pt: Number(tick[1]) }
  const [, key = '-', letter, mark, time, rest] = /^(?:(\w):)?([LR])(wm)?(-?\d+|MAX|)(\w*)$/.exec(word)!
  const side: Side = letter === 'L' ? 'left' : 'right'
  const t = time === 'MAX' ? MAX : time === '' ? null : Number(time)
  if (mark !== undefined) return { kind: 'watermark', wm: t!, side }
  return { kind: 'event', t, ref: `${letter}${time}${rest}`, key, values: { k: key, v: t }, side }
}

/** `4:L1-R3@3` is a pair at 3 that appeared with item 4. */
export function showPair(result: Result): string {
  if (result.type === 'pair') return `${result.at}:${result.left}-${result.right}@${result.t}`
  return result.type === 'late' ? `${result.at}:late=${result.ref}` : result.type
}
