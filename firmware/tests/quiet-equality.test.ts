/**
 * The shortcuts for quiet input change nothing (firmware README, "Quiet frames"): device and reference agree on pipelines
 * and input of the kind they are made for (`arbitrary/quiet.ts`). `RIVULET_RUNS=2000` runs more, `RIVULET_SEED=n` repeats.
 */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { touched } from './agreement.ts'
import { quietInputs, quietItems, quietSpecs } from './arbitrary/quiet.ts'
import { built, bundled } from './programs.ts'
import { runBoth } from './run.ts'

const numRuns = Number(process.env.RIVULET_RUNS ?? 30)
const seed = Number(process.env.RIVULET_SEED ?? 20_261_122)

test.each([
  ['bundled', bundled, numRuns],
  ['as devices get them', built, Math.ceil(numRuns / 12)],
] as const)(
  `device and reference agree on quiet input, programs %s (seed ${seed})`,
  async (_, make, numRuns) => {
    const inputs = fc.array(quietInputs, { minLength: 6, maxLength: 6 })
    const property = fc.asyncProperty(quietSpecs, inputs, async (spec, all) => {
      const pipeline = loadPipeline(spec)
      const program = await make(pipeline)
      for (const input of all) {
        const outcome = runBoth(program, pipeline, quietItems(input, pipeline), input.cut)
        const { verdict, counters, fates } = outcome
        expect(verdict.first?.why ?? 'equal', JSON.stringify([spec, input.cut])).toBe('equal')
        const kept = Object.values(fates).map(({ onTime, refired, late, refused }) => [onTime, refired, late, refused])
        if (!touched(outcome)) expect(counters.fates).toEqual(kept)
      }
    })
    await fc.assert(property, { numRuns, seed })
  },
  60_000 + 1000 * numRuns,
)
