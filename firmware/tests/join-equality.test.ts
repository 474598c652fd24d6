/**
 * Joins on the device of tests and in the reference engine: of the two sides of the input, of two stages, of results; pairs
 * alone and read by others. Equal for random inputs and cuts; where a buffer is full, pairs are missing and none is wrong.
 * `RIVULET_RUNS=2000` runs more, `RIVULET_SEED=n` repeats a run.
 */
import { describe, expect, test } from 'vitest'
import { agree, checkResults, checkRun, touched } from './agreement.ts'
import { joinSpecs, type Data } from './arbitrary/pipelines.ts'
import { bundled } from './programs.ts'

const pipelines = Number(process.env.RIVULET_RUNS ?? 40)
const seed = Number(process.env.RIVULET_SEED ?? 20_261_122)
const runs = 6
const common = { pipelines, runs, seed, make: bundled }

const TIMEOUT = 60_000 + 1000 * pipelines

describe(`joins (seed ${seed})`, () => {
  test(
    `agree on ${pipelines} pipelines with ${runs} inputs each`,
    async () => {
      let pairs = 0
      await agree({
        ...common,
        specs: joinSpecs,
        check: (...run) => {
          pairs += checkRun(...run).reference.filter(({ type }) => type === 'pair').length
        },
      })
      expect(pairs).toBeGreaterThan(pipelines)
    },
    TIMEOUT,
  )

  test(
    'with full buffers: nothing is wrong, and nothing is silent',
    async () => {
      const narrow = joinSpecs.map((spec) => ({ ...spec, limits: { ...(spec.limits as Data), joinBuffer: 2 } }))
      let full = 0
      await agree({
        ...common,
        specs: narrow,
        check: (...run) => {
          const outcome = checkResults(...run)
          if (touched(outcome)) full += 1
          else expect(outcome.verdict.lost).toBe(0)
        },
      })
      expect(full).toBeGreaterThan(pipelines / 4)
    },
    TIMEOUT,
  )
})
