/**
 * The property that everything else serves: whatever the pipeline, the input and the way it is cut into frames, a device
 * gives what the reference engine gives. `RIVULET_RUNS=2000` runs more pipelines, `RIVULET_SEED=n` repeats a run.
 */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { inputs, itemsFor, type Input } from './arbitrary/inputs.ts'
import { specs, type Data } from './arbitrary/pipelines.ts'
import { built, bundled, type Program } from './programs.ts'
import { runBoth, type Outcome } from './run.ts'

const numRuns = Number(process.env.RIVULET_RUNS ?? 36)
const seed = Number(process.env.RIVULET_SEED ?? Date.now() % 2 ** 31)
const INPUTS = 6

/** Compares, and says everything that is needed to repeat it. */
function expectEqual(pipeline: Pipeline, program: Program, input: Input): Outcome {
  const outcome = runBoth(program, pipeline, itemsFor(input, pipeline), input.cut)
  const place = `seed ${seed}, cut ${JSON.stringify(input.cut)}, pipeline\n${JSON.stringify(pipeline.spec)}`
  expect(outcome.verdict.first?.why ?? 'equal', place).toBe('equal')
  return outcome
}

function touched({ device }: Outcome): boolean {
  return device.some(({ type }) => type === 'overflow')
}

/** Every input ends in one way, and both engines agree in which (DESIGN, decision 9). */
function expectSameFates(pipeline: Pipeline, { fates, counters }: Outcome): void {
  const expected = Object.values(fates).map(({ onTime, refired, late, refused }) => [onTime, refired, late, refused])
  expect(counters.fates, `fates with seed ${seed}, pipeline\n${JSON.stringify(pipeline.spec)}`).toEqual(expected)
}

const many = fc.array(inputs, { minLength: INPUTS, maxLength: INPUTS })

async function forAll(
  arbitrary: fc.Arbitrary<Data>,
  runs: number,
  check: (pipeline: Pipeline, program: Program, input: Input) => void,
  make = bundled,
): Promise<void> {
  const property = fc.asyncProperty(arbitrary, many, async (spec, all) => {
    const pipeline = loadPipeline(spec)
    const program = await make(pipeline)
    for (const input of all) check(pipeline, program, input)
  })
  await fc.assert(property, { numRuns: runs, seed })
}

const TIMEOUT = 60_000 + 1000 * numRuns

describe('device and reference agree', () => {
  test(
    `on ${numRuns} pipelines with ${INPUTS} inputs each (seed ${seed})`,
    async () => {
      await forAll(specs, numRuns, (pipeline, program, input) => {
        const outcome = expectEqual(pipeline, program, input)
        // A clock that was never set stands at 0 for one and nowhere for the other: the results are the same.
        if (!touched(outcome) && pipeline.time.mode === 'event') expectSameFates(pipeline, outcome)
      })
    },
    TIMEOUT,
  )

  test(
    'where bounds are touched: nothing is wrong, and nothing is silent',
    async () => {
      const narrow = specs.map((spec) => ({
        ...spec,
        limits: { ...(spec.limits as Data), openWindows: 3, waiting: 3 },
      }))
      await forAll(narrow, Math.ceil(numRuns / 3), (pipeline, program, input) => {
        // Sessions that were refused make others late, which the comparison does not know yet.
        if (pipeline.stages.some(({ kind }) => kind === 'sessionWindow')) return
        const outcome = expectEqual(pipeline, program, input)
        if (!touched(outcome)) expect(outcome.verdict.lost).toBe(0)
      })
    },
    TIMEOUT,
  )

  test(
    'for one input, however it is cut',
    async () => {
      const cuts = [{ single: true }, { frame: 2 }, { frame: 7, segment: 9 }, { frame: 32, segment: 200, bytes: 5 }]
      await forAll(specs, Math.ceil(numRuns / 3), (pipeline, program, input) => {
        for (const cut of cuts) expectEqual(pipeline, program, { ...input, cut })
      })
    },
    TIMEOUT,
  )

  test('with the programs that devices get', () => forAll(specs, Math.ceil(numRuns / 20), expectEqual, built), TIMEOUT)
})
