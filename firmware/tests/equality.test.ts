/**
 * The two engines on random pipelines (`agreement.ts`), on the quick device of these tests.
 * `RIVULET_RUNS=2000` runs more pipelines, `RIVULET_SEED=n` repeats a run; `scripts/agreement.ts` does so on the emulator.
 */
import { describe, expect, test } from 'vitest'
import { agree, checkResults, checkRun, touched, type Check } from './agreement.ts'
import { specs, type Data } from './arbitrary/pipelines.ts'
import { built, bundled } from './programs.ts'

const pipelines = Number(process.env.RIVULET_RUNS ?? 36)
const seed = Number(process.env.RIVULET_SEED ?? 20_261_122)
const runs = 6

const TIMEOUT = 60_000 + 1000 * pipelines

describe(`device and reference agree (seed ${seed})`, () => {
  test(
    `on ${pipelines} pipelines with ${runs} inputs each`,
    () => agree({ pipelines, runs, seed, make: bundled, check: (...run) => void checkRun(...run) }),
    TIMEOUT,
  )

  test(
    'where bounds are touched: nothing is wrong, and nothing is silent',
    async () => {
      const narrow = specs.map((spec) => ({
        ...spec,
        limits: { ...(spec.limits as Data), openWindows: 3, waiting: 3 },
      }))
      const check: Check = (pipeline, program, input) => {
        // Sessions that were refused make others late, which the comparison does not know yet.
        if (pipeline.stages.some(({ kind }) => kind === 'sessionWindow')) return
        const outcome = checkResults(pipeline, program, input)
        if (!touched(outcome)) expect(outcome.verdict.lost).toBe(0)
      }
      await agree({ pipelines: Math.ceil(pipelines / 3), runs, seed, make: bundled, check, specs: narrow })
    },
    TIMEOUT,
  )

  test(
    'for one input, however it is cut',
    async () => {
      const cuts = [{ single: true }, { frame: 2 }, { frame: 7, segment: 9 }, { frame: 32, segment: 200, bytes: 5 }]
      const check: Check = (pipeline, program, input) => {
        for (const cut of cuts) checkResults(pipeline, program, { ...input, cut })
      }
      await agree({ pipelines: Math.ceil(pipelines / 3), runs, seed, make: bundled, check })
    },
    TIMEOUT,
  )

  test(
    'with the programs that devices get',
    () =>
      agree({
        pipelines: Math.ceil(pipelines / 20),
        runs,
        seed,
        make: built,
        check: (...run) => void checkRun(...run),
      }),
    TIMEOUT,
  )
})
