/**
 * What became of everything that was offered: taken, thinned, shed or still waiting. The four add up to what was offered,
 * always. Losses are counted by reason and key as well.
 */
import type { Item, Key } from '../../../shared/stream/event.ts'
import type { Loss } from '../../journal/records.ts'

export interface Lost {
  thinned: number
  shed: number
}

/** Keys that are counted by name; the rest together. */
const MOST_KEYS = 1000

export class Accounts {
  offered = 0
  taken = 0
  thinned = 0
  shed = 0
  /** Of what was shed. */
  readonly reasons: Partial<Record<Exclude<Loss, 'thinned'>, number>> = {}
  readonly #keys = new Map<Key, Lost>()
  readonly #otherKeys: Lost = { thinned: 0, shed: 0 }

  /** An item of an earlier life of the host: taken, or lost. */
  recall(lost: { readonly item: Item; readonly why: Loss } | null): void {
    this.offered += 1
    if (lost === null) this.taken += 1
    else this.lose(lost.item, lost.why)
  }

  lose(item: Item, why: Loss): void {
    if (why === 'thinned') this.thinned += 1
    else {
      this.shed += 1
      this.reasons[why] = (this.reasons[why] ?? 0) + 1
    }
    if (item.kind !== 'event') return
    this.#of(item.key)[why === 'thinned' ? 'thinned' : 'shed'] += 1
  }

  /** Losses by key: the first thousand that lost something, and all others together. */
  byKey(): { readonly keys: ReadonlyMap<Key, Readonly<Lost>>; readonly others: Readonly<Lost> } {
    return { keys: this.#keys, others: this.#otherKeys }
  }

  #of(key: Key): Lost {
    const known = this.#keys.get(key)
    if (known !== undefined) return known
    if (this.#keys.size >= MOST_KEYS) return this.#otherKeys
    const lost = { thinned: 0, shed: 0 }
    this.#keys.set(key, lost)
    return lost
  }
}
