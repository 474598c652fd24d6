/**
 * A source behind an admission, as a session reads it: the source runs by itself, at its own pace or that of a recording's
 * event times, and the session takes what was admitted when it has room. Time comes from a clock that is handed in.
 */
import type { Clock } from '../../../shared/protocol/clock.ts'
import type { Item } from '../../../shared/stream/event.ts'
import type { Admission } from './admission.ts'

export interface FeedOptions {
  readonly clock: Clock
  /** Plays a recording at so many times its own speed; without it items come as fast as the source gives them. */
  readonly pace?: number
}

/** What is taken of a source. Whoever stops reading stops the source. */
export async function* admitted(
  source: AsyncIterable<Item>,
  admission: Admission,
  { clock, pace }: FeedOptions,
): AsyncGenerator<Item> {
  const feed = new Feed(source, admission, clock, pace ?? null)
  const pumping = feed.pump()
  try {
    for (;;) {
      const item = await feed.next()
      if (item === null) break
      yield item
    }
    await pumping
  } finally {
    await feed.stop()
  }
}

class Feed {
  readonly #source: AsyncIterator<Item>
  readonly #admission: Admission
  readonly #clock: Clock
  readonly #pace: number | null
  #ended = false
  #stopped = false
  /** Wakes who waits for items, for room, for time. */
  readonly #wakes = new Set<() => void>()
  /** Clock and recording where they began. */
  #began: { readonly now: number; readonly t: number } | null = null

  constructor(source: AsyncIterable<Item>, admission: Admission, clock: Clock, pace: number | null) {
    this.#source = source[Symbol.asyncIterator]()
    this.#admission = admission
    this.#clock = clock
    this.#pace = pace
  }

  /** Offers items until the source ends. Its failure is told by the returned promise, behind what was offered before. */
  pump(): Promise<void> {
    const pumping = this.#offerAll().finally(() => {
      this.#ended = true
      this.#wake()
    })
    pumping.catch(() => undefined)
    return pumping
  }

  /** The next item that may be taken; `null` when there will be none. */
  async next(): Promise<Item | null> {
    for (;;) {
      const now = this.#clock.now()
      const item = this.#admission.take(now)
      if (item !== null) {
        this.#wake()
        return item
      }
      const ms = this.#admission.waitMs(now)
      if (ms === null && this.#ended) return null
      await this.#sleep(ms)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#source.return?.()
  }

  async #offerAll(): Promise<void> {
    for (;;) {
      const next = await this.#source.next()
      if (next.done === true || this.#stopped) return
      await this.#untilDue(next.value)
      while (!this.#stopped && !this.#admission.offer(next.value, this.#clock.now())) await this.#sleep(null)
      this.#wake()
    }
  }

  /** Waits until a recorded item would have come. */
  async #untilDue(item: Item): Promise<void> {
    const t = timeOf(item)
    if (this.#pace === null || t === null) return
    this.#began ??= { now: this.#clock.now(), t }
    const due = this.#began.now + (t - this.#began.t) / this.#pace
    while (!this.#stopped && this.#clock.now() < due) await this.#sleep(due - this.#clock.now())
  }

  /** Until something changes, or so many ms have passed. */
  #sleep(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ms === null ? undefined : this.#clock.after(ms, () => wake())
      const wake = (): void => {
        cancel?.()
        this.#wakes.delete(wake)
        resolve()
      }
      this.#wakes.add(wake)
    })
  }

  #wake(): void {
    for (const wake of [...this.#wakes]) wake()
  }
}

/** When an item came, by the time that it bears. */
function timeOf(item: Item): number | null {
  if (item.kind === 'event') return item.t
  return item.kind === 'clock' ? item.pt : null
}
