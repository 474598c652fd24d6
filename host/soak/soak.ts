/** A soak: many seeds, one after the other, and what came of all of them together. */
import { KINDS, noFaults, type FaultCounts } from './faults.ts'
import { Loads } from './loads.ts'
import { soakRun, type Outcome } from './run.ts'

export interface Summary {
  readonly seeds: number
  readonly failed: readonly number[]
  /** Runs that ended with a named error instead of all results. */
  readonly ended: number
  /** Runs of which a blow hit live state. */
  readonly live: number
  readonly results: number
  readonly recoveries: number
  /** How often each kind of fault struck, and in how many of the runs. */
  readonly faults: FaultCounts
  readonly seedsWith: FaultCounts
}

/** Share of runs whose blows must have hit live state, and of those that may end by a named error. */
export const LIVE_SHARE = 0.9
export const ENDED_SHARE = 0.05

/** Errors that no fault outside explains: the two ends did not understand each other, or the journal not itself. */
const OURS = ['E_PROTOCOL', 'E_JOURNAL', 'E_TOO_FAR_BACK', 'E_RESULTS_LOST', 'E_INTERNAL']

/** Whether results are not those of an undisturbed run, or the run ended by an error that must not come. */
export function isWrong({ lost, repeated, reordered, wrong, error }: Outcome): boolean {
  return lost + repeated + reordered + wrong > 0 || OURS.some((code) => error?.startsWith(`${code}:`))
}

/** Why a soak says too little, though nothing was wrong in it; `null`: it says enough. */
export function tooLittle({ seeds, live, ended }: Summary): string | null {
  if (live < LIVE_SHARE * seeds) return 'too few of these runs say anything: their faults hit nothing that lived'
  if (ended > Math.max(1, ENDED_SHARE * seeds)) return 'too many of these runs ended before all results had come'
  return null
}

/** Runs the seeds from `first` to `last`; `onOutcome` hears of each as it is done, and may end it by returning false. */
export async function soak(
  first: number,
  last: number,
  onOutcome: (outcome: Outcome) => boolean | void,
): Promise<Summary> {
  const loads = new Loads()
  const failed: number[] = []
  const faults = noFaults()
  const seedsWith = noFaults()
  let [seeds, ended, live, results, recoveries] = [0, 0, 0, 0, 0]
  for (let seed = first; seed <= last; seed++) {
    const outcome = await soakRun(await loads.of(seed), seed)
    seeds += 1
    if (isWrong(outcome)) failed.push(seed)
    if (outcome.error !== null) ended += 1
    if (outcome.hits > 0) live += 1
    results += outcome.results
    recoveries += outcome.recoveries
    for (const kind of KINDS) {
      faults[kind] += outcome.faults[kind]
      if (outcome.faults[kind] > 0) seedsWith[kind] += 1
    }
    if (onOutcome(outcome) === false) break
  }
  return { seeds, failed, ended, live, results, recoveries, faults, seedsWith }
}
