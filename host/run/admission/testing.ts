/** Small items for the tests of this folder. */
import type { Event, Item, Key } from '../../../shared/stream/event.ts'

export function event(t: number, key: Key = null, values: Event['values'] = { v: t }): Event {
  return { kind: 'event', t, ref: `e${t}`, key, values }
}

export function mark(wm: number, side?: 'left' | 'right'): Item {
  return { kind: 'watermark', wm, ...(side === undefined ? {} : { side }) }
}

export async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}
