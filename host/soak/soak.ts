/** A soak: many seeds, one after the other, and what came of all of them together. */
import type { FaultCounts } from './faults.ts'
import { Loads } from './loads.ts'
import { soakRun, type Outcome } from './run.ts'

export interface Summary {
  readonly seeds: number
  readonly failed: readonly number[]
  /** Runs that ended with a named error instead of all results. */
  readonly ended: number
  /** Runs whose blows hit live state. */
  readonly live: number
  readonly results: number
  readonly recoveries: number
  readonly faults: Readonly<Record<string, number>>
}

/** Whether results are not those of an undisturbed run. */
export function isWrong({ lost, repeated, reordered, wrong }: Outcome): boolean {
  return lost + repeated + reordered + wrong > 0
}

/** Runs the seeds from `first` to `last`; `onOutcome` hears of each as it is done, and may end it by returning false. */
export async function soak(
  first: number,
  last: number,
  onOutcome: (outcome: Outcome) => boolean | void,
): Promise<Summary> {
  const loads = new Loads()
  const failed: number[] = []
  const faults: Record<string, number> = {}
  let [seeds, ended, live, results, recoveries] = [0, 0, 0, 0, 0]
  for (let seed = first; seed <= last; seed++) {
    const outcome = await soakRun(await loads.of(seed), seed)
    seeds += 1
    if (isWrong(outcome)) failed.push(seed)
    if (outcome.error !== null) ended += 1
    if (outcome.live) live += 1
    results += outcome.results
    recoveries += outcome.recoveries
    for (const kind of Object.keys(outcome.faults) as (keyof FaultCounts)[])
      faults[kind] = (faults[kind] ?? 0) + outcome.faults[kind]
    if (onOutcome(outcome) === false) break
  }
  return { seeds, failed, ended, live, results, recoveries, faults }
}
