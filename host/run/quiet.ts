/**
 * Live input pauses, and what a frame holds back for a fuller one would wait with it: after a moment without an item, it leaves.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { Item } from '../../shared/stream/event.ts'
import { systemClock } from '../devices/system-clock.ts'
import type { Source } from '../sources/source.ts'

/** How long an item may wait for others to travel with, in ms. */
export const QUIET_MS = 100

/** Items of a source, and what has to hear of the session that takes them; `also` hears of it too. Of a source that is not live, the items as they are. */
export function steadily<S extends Flushed>(
  { live }: Pick<Source, 'live'>,
  items: AsyncIterable<Item>,
  also: (session: S) => void,
): { readonly items: AsyncIterable<Item>; readonly onReady: (session: S) => void } {
  if (live !== true) return { items, onReady: also }
  let session: S | null = null
  const onReady = (ready: S): void => {
    session = ready
    also(ready)
  }
  return { items: flushedWhenQuiet(items, () => session?.flush()), onReady }
}

interface Flushed {
  flush(): void
}

/** The same items; `flush` is called whenever none has come for a moment after one. */
export async function* flushedWhenQuiet(
  items: AsyncIterable<Item>,
  flush: () => void,
  clock: Clock = systemClock,
): AsyncGenerator<Item> {
  let cancel = (): void => undefined
  try {
    for await (const item of items) {
      cancel()
      yield item
      // Here again: the item was taken, and the next is asked for.
      cancel = clock.after(QUIET_MS, () => attempt(flush))
    }
  } finally {
    cancel()
  }
}

/** What has failed meanwhile is told at the next item; a timer has nobody to tell. */
function attempt(flush: () => void): void {
  try {
    flush()
  } catch (error) {
    if (!(error instanceof RivuletError)) throw error
  }
}
