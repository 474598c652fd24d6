/**
 * What a device may leave out after it touched a bound (SEMANTICS 9.4), by stage and key.
 * A dump belongs to its buffer as well as to the stage that asked for it. A key that the input refused is missing everywhere.
 */
import { INPUT_NAME } from '../pipeline/sources.ts'
import type { Key } from './event.ts'
import type { OverflowResult, Result } from './result.ts'

export class Losses {
  readonly #bounds = new Map<string, Set<string>>()

  /** From here on, results of this stage and key may be missing. */
  add({ stage, key, overflow }: OverflowResult): void {
    const of = scope(stage, key)
    const bounds = this.#bounds.get(of) ?? new Set()
    this.#bounds.set(of, bounds.add(overflow))
  }

  /** Whether the device reported an overflow that this result may have fallen victim to. */
  touch(result: Result): boolean {
    return scopes(result).some((of) => this.#bounds.has(of))
  }

  /** Whether comparing has no meaning any more: once events were missed, a detector goes its own way. */
  stopped(result: Result): boolean {
    return scopes(result).some((of) => this.#bounds.get(of)?.has('waiting') ?? false)
  }
}

function scopes(result: Result): string[] {
  if (result.type === 'error') return []
  const own = [scope(result.stage, result.key), scope(INPUT_NAME, result.key)]
  return result.type === 'buffer' && 'by' in result ? [...own, scope(result.by, result.key)] : own
}

function scope(stage: string, key: Key): string {
  return JSON.stringify([stage, key])
}
