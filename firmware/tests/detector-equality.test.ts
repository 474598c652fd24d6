/**
 * Detectors on the device of tests and in the reference engine: on the input, behind filters, on each other's results, counted
 * together; equal for random inputs and cuts. `RIVULET_RUNS=2000` runs more, `RIVULET_SEED=n` repeats a run.
 */
import { describe, test } from 'vitest'
import { agree, checkRun } from './agreement.ts'
import { detectorSpecs } from './arbitrary/detectors.ts'
import { bundled } from './programs.ts'

const pipelines = Number(process.env.RIVULET_RUNS ?? 40)
const seed = Number(process.env.RIVULET_SEED ?? 20_261_122)
const runs = 8

const TIMEOUT = 60_000 + 1000 * pipelines

describe(`detectors (seed ${seed})`, () => {
  test(
    `agree on ${pipelines} pipelines with ${runs} inputs each`,
    () =>
      agree({ pipelines, runs, seed, make: bundled, check: (...run) => void checkRun(...run), specs: detectorSpecs }),
    TIMEOUT,
  )
})
