/**
 * Stands between a source and a session (issue: backpressure). What cannot be taken yet waits, in bounded room; when that
 * room or the time it may wait is used up, the policy decides:
 *
 * - `wait`: the source waits. For recordings; nothing is lost.
 * - `thin`: of each key one event of `n` is kept; `n` grows with the pressure and falls again.
 * - `shed`: what has the lowest priority is dropped, of equal priority the oldest.
 *
 * Losses are told as they are made, so that a journal of them and of what was taken holds everything that was offered. Pure: time is handed in, in ms, and never goes back.
 */
import type { Item } from '../../../shared/stream/event.ts'
import type { Loss } from '../../journal/records.ts'
import { Accounts } from './accounts.ts'
import { sizeOf, WaitingLine, type Waiting } from './queue.ts'
import { TokenBucket } from './rate.ts'
import { Thinning, type ThinningOptions } from './thinning.ts'

export type Policy = 'wait' | 'thin' | 'shed'

export interface AdmissionOptions {
  readonly policy: Policy
  /** Items that may wait; default 1,024. */
  readonly items?: number
  /** Bytes that may wait, as `sizeOf` counts them; default 1 MiB. */
  readonly bytes?: number
  /** Events taken a second, and how many at once. Marks are free. */
  readonly rate?: { readonly perSecond: number; readonly burst?: number }
  /** Longest wait before an item is dropped (`shed`), or counts as full pressure (`thin`), in ms; default: any. */
  readonly maxWaitMs?: number
  /** Of an event; higher is dearer. Default: all are equal. */
  readonly priority?: (item: Item) => number
  readonly thinning?: ThinningOptions
  /** An item may be taken, or be dropped later. */
  readonly onKept?: (item: Item) => void
  /** An item is lost; `n` as it was when it was offered. */
  readonly onLoss?: (item: Item, why: Loss, n: number) => void
}

const DEFAULT_ITEMS = 1024
const DEFAULT_BYTES = 1 << 20

export class Admission {
  readonly accounts = new Accounts()
  readonly #options: AdmissionOptions
  readonly #items: number
  readonly #bytes: number
  readonly #line = new WaitingLine()
  readonly #bucket: TokenBucket | null
  readonly #thinning: Thinning
  /** The most that ever waited. */
  readonly #peak = { items: 0, bytes: 0 }
  #newest: number | null = null

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#items = options.items ?? DEFAULT_ITEMS
    this.#bytes = options.bytes ?? DEFAULT_BYTES
    const { rate } = options
    this.#bucket = rate === undefined ? null : new TokenBucket(rate.perSecond, rate.burst)
    this.#thinning = new Thinning({ settleEvents: Math.ceil(this.#items / 8), ...options.thinning })
  }

  /** Of each key one event of so many is kept. */
  get n(): number {
    return this.#thinning.n
  }

  get policy(): Policy {
    return this.#options.policy
  }

  get waiting(): { readonly items: number; readonly bytes: number } {
    return { items: this.#line.items, bytes: this.#line.bytes }
  }

  get peak(): { readonly items: number; readonly bytes: number } {
    return this.#peak
  }

  /** Event time of the newest event offered; `null`: none yet. */
  get newest(): number | null {
    return this.#newest
  }

  /** Offers the next item. False (policy `wait` only): there is no room; offer it again later. */
  offer(item: Item, now: number): boolean {
    const bytes = sizeOf(item)
    if (this.#options.policy === 'wait' && this.#line.items > 0 && !this.#fits(bytes)) return false
    this.accounts.offered += 1
    this.#see(item)
    if (this.#options.policy === 'thin') this.#thinning.adapt(this.#pressure(now), now)
    if (this.#options.policy === 'shed') this.#dropStale(now)
    if (item.kind === 'event' && !this.#thinning.keeps(item.key)) this.#lose(item, 'thinned')
    else this.#admit({ item, bytes, priority: this.#priorityOf(item), since: now })
    return true
  }

  /** The next item that may be taken now, if there is one. */
  take(now: number): Item | null {
    if (this.#options.policy === 'shed') this.#dropStale(now)
    const next = this.#line.peek()
    if (next === undefined) return null
    if (next.item.kind === 'event' && this.#bucket !== null && !this.#bucket.take(now)) return null
    this.#line.shift()
    this.accounts.taken += 1
    return next.item
  }

  /** Until the rate lets the next item go, in ms; `null`: nothing waits. */
  waitMs(now: number): number | null {
    const next = this.#line.peek()
    if (next === undefined) return null
    return next.item.kind === 'event' && this.#bucket !== null ? this.#bucket.waitMs(now) : 0
  }

  /** How long the oldest item has waited, in ms. */
  ageMs(now: number): number {
    const next = this.#line.peek()
    return next === undefined ? 0 : now - next.since
  }

  #see(item: Item): void {
    if (item.kind === 'event' && item.t !== null && (this.#newest === null || item.t > this.#newest))
      this.#newest = item.t
  }

  #fits(bytes: number): boolean {
    return this.#line.items < this.#items && this.#line.bytes + bytes <= this.#bytes
  }

  #pressure(now: number): number {
    const { maxWaitMs = Infinity } = this.#options
    return Math.max(this.#line.items / this.#items, this.#line.bytes / this.#bytes, this.ageMs(now) / maxWaitMs)
  }

  #admit(waiting: Waiting): void {
    const drops = this.#options.policy !== 'wait'
    // What is larger than all room goes itself, or it would cost all others.
    if (drops && waiting.item.kind === 'event' && waiting.bytes > this.#bytes) return this.#lose(waiting.item, 'large')
    this.#options.onKept?.(waiting.item)
    this.#line.push(waiting)
    if (drops) this.#makeRoom()
    this.#peak.items = Math.max(this.#peak.items, this.#line.items)
    this.#peak.bytes = Math.max(this.#peak.bytes, this.#line.bytes)
  }

  /** Drops until everything fits. */
  #makeRoom(): void {
    while (this.#line.items > this.#items || this.#line.bytes > this.#bytes) {
      const event = this.#line.cheapest()
      const mark = event === undefined ? this.#line.outdatedMark() : undefined
      if (event !== undefined) this.#shed(event, 'full')
      else if (mark !== undefined) this.#shed(mark, 'superseded')
      else return
    }
  }

  /** Drops events that have waited too long, whatever their priority; a mark never ages. */
  #dropStale(now: number): void {
    const { maxWaitMs = Infinity } = this.#options
    for (;;) {
      const next = this.#line.peek()
      if (next === undefined || next.item.kind !== 'event' || now - next.since <= maxWaitMs) return
      this.#shed(next, 'lag')
    }
  }

  #shed(waiting: Waiting, why: Exclude<Loss, 'thinned'>): void {
    this.#line.drop(waiting)
    this.#lose(waiting.item, why)
  }

  #lose(item: Item, why: Loss): void {
    this.accounts.lose(item, why)
    this.#options.onLoss?.(item, why, this.#thinning.n)
  }

  #priorityOf(item: Item): number {
    return item.kind === 'event' ? (this.#options.priority?.(item) ?? 0) : Infinity
  }
}
