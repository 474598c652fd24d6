/**
 * What a device may leave out after it touched a bound (SEMANTICS 9.4), by stage and key.
 * A dump belongs to its buffer as well as to the stage that asked for it. A key that the input refused is missing everywhere.
 * Where a pattern skips, a dropped thread or held match would have removed others: nothing of its key is compared any more.
 * What reads the results of a stage that left some out has other events: nothing of it is compared any more for that key.
 */
import { INPUT_NAME } from '../pipeline/sources.ts'
import type { Key } from './event.ts'
import type { OverflowResult, Result } from './result.ts'

/** Bounds at which a pattern drops threads or matches. */
const DROPPED: readonly string[] = ['threads', 'taken', 'heldMatches']
/** Bounds beyond which results are missing from the time of the first record on; what comes before must be there. */
const TIMED: readonly string[] = ['threads', 'taken', 'joinBuffer']

export class Losses {
  /** By stage and key: the bounds, and the time of their first record. */
  readonly #bounds = new Map<string, Map<string, number>>()
  readonly #above: ReadonlyMap<string, readonly string[]>
  readonly #skipping: ReadonlySet<string>
  /** Keys were refused, which what has no key may rest on; texts, which anything may. */
  #keys = false
  #texts = false
  /** Patterns that skip and have dropped something. */
  readonly #inexact = new Set<string>()

  /** `above`: the stages whose results a stage reads, however many lie between; `skipping`: patterns with a skip strategy. */
  constructor(above: ReadonlyMap<string, readonly string[]> = new Map(), skipping: ReadonlySet<string> = new Set()) {
    this.#above = above
    this.#skipping = skipping
  }

  /** Whether some key of a pattern is not compared to its end because matches may be others (SEMANTICS 9.4). */
  get inexact(): boolean {
    return this.#inexact.size > 0
  }

  /** From here on, results of this stage and key may be missing. */
  add({ stage, key, overflow, t }: OverflowResult): void {
    const of = scope(stage, key)
    const bounds = this.#bounds.get(of) ?? new Map<string, number>()
    this.#bounds.set(of, bounds.set(overflow, Math.min(t, bounds.get(overflow) ?? Infinity)))
    if (stage === INPUT_NAME) {
      this.#keys ||= overflow === 'keys'
      this.#texts ||= overflow === 'texts'
    }
    if (this.#skipping.has(stage) && DROPPED.includes(overflow)) this.#inexact.add(stage)
  }

  /** Whether the device reported an overflow that this result may have fallen victim to. */
  touch(result: Result): boolean {
    if (this.#everywhere(result)) return true
    const time = this.#skipping.has(result.stage ?? '') ? Infinity : timeOf(result)
    const lost = scopes(result).flatMap((of) => [...(this.#bounds.get(of) ?? [])])
    return lost.some(([bound, since]) => !TIMED.includes(bound) || since <= time) || this.#below(result)
  }

  /** Whether comparing has no meaning any more: once events were missed, a detector goes its own way. */
  stopped(result: Result): boolean {
    if (this.#everywhere(result)) return true
    // An error has no key: it belongs to one that is no longer compared.
    if (result.type === 'error') return result.stage !== null && this.#inexact.has(result.stage)
    const stops = this.#skipping.has(result.stage) ? ['waiting', ...DROPPED] : ['waiting']
    const bounds = scopes(result).flatMap((of) => [...(this.#bounds.get(of)?.keys() ?? [])])
    return stops.some((bound) => bounds.includes(bound)) || this.#below(result)
  }

  /** Whether the input left something out that this result may rest on, whatever its key. */
  #everywhere(result: Result): boolean {
    return this.#texts || (this.#keys && (result.type === 'error' || result.key === null))
  }

  /** Whether a stage above has left out something of this key; what has no key of its own may rest on any. */
  #below(result: Result): boolean {
    if (result.type === 'error') return false
    const stages = result.type === 'buffer' && 'by' in result ? [result.stage, result.by] : [result.stage]
    const above = stages.flatMap((stage) => this.#above.get(stage) ?? [])
    if (result.key !== null) return above.some((stage) => this.#bounds.has(scope(stage, result.key)))
    return above.some((stage) => [...this.#bounds.keys()].some((of) => of.startsWith(`[${JSON.stringify(stage)},`)))
  }
}

/** When a result is due; `Infinity` for those that say no time. */
function timeOf(result: Result): number {
  return 't' in result ? result.t : Infinity
}

function scopes(result: Result): string[] {
  if (result.type === 'error') return []
  const own = [scope(result.stage, result.key), scope(INPUT_NAME, result.key)]
  return result.type === 'buffer' && 'by' in result ? [...own, scope(result.by, result.key)] : own
}

function scope(stage: string, key: Key): string {
  return JSON.stringify([stage, key])
}
