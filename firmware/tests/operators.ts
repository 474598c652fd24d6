/** For tests of one operator: items in the notation of `shared/reference/testkit.ts`, results of the device in short. */
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { items, show } from '../../shared/reference/testkit.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { bundled } from './programs.ts'
import { runBoth, type Cut, type Outcome } from './run.ts'

export const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 } as const

/** A pipeline over `v` (may be missing), keyed by `k`. */
export function over(stages: object | object[], time: object, limits: object = {}): Pipeline {
  const input = { fields: { k: 'string', v: 'double?' }, key: 'k' }
  return loadPipeline({ name: 'story', input, time, limits, stages: Array.isArray(stages) ? stages : [stages] })
}

const CUTS: readonly Cut[] = [{ single: true }, { frame: 4, segment: 16 }, { frame: 32, segment: 128, bytes: 7 }]

/** Runs the words on the device, cut in several ways, which must all give the same; checks them against the reference. */
export async function outcomeOf(pipeline: Pipeline, words: string): Promise<Outcome> {
  const program = await bundled(pipeline)
  const [first, ...others] = CUTS.map((cut) => runBoth(program, pipeline, items(words), cut))
  for (const { device, verdict } of [first, ...others]) {
    if (!verdict.equal) throw new Error(verdict.first?.why)
    if (sorted(device) !== sorted(first.device)) throw new Error(`cut otherwise: ${show(device)}`)
  }
  return first
}

function sorted(device: Outcome['device']): string {
  return device
    .map((result) => show([result]))
    .sort()
    .join(' ')
}

/** What the device reports, in short. */
export async function story(pipeline: Pipeline, words: string): Promise<string> {
  return show((await outcomeOf(pipeline, words)).device)
}
