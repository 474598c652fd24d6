/**
 * The property that holds the two engines together: whatever the pipeline, the order of the input and the way it is cut into
 * frames, a device gives what the reference engine gives, and every input ends in one way that both agree in.
 * Used by the tests and by `scripts/agreement.ts`, which runs more of it.
 */
import { Bindings } from '../toolchain/bindings.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import * as fc from 'fast-check'
import { inputs, itemsFor, type Input } from './arbitrary/inputs.ts'
import { specs, type Data } from './arbitrary/pipelines.ts'
import type { Program } from './programs.ts'
import { runBoth, type Outcome, type Start } from './run.ts'

/** What is checked of one run; throws what is wrong. */
export type Check = (pipeline: Pipeline, program: Program, input: Input) => void

export interface Agreement {
  /** Pipelines, and runs of each with inputs and cuts of their own. */
  readonly pipelines: number
  readonly runs: number
  readonly seed: number
  readonly make: (pipeline: Pipeline) => Promise<Program>
  readonly check: Check
  readonly specs?: fc.Arbitrary<Data>
  /** After each run; those of shrinking count as well. */
  readonly onRun?: () => void
}

/** Runs that shrinking a counterexample may take: each costs as much as the one that failed. */
const SHRINKING = 400

/** Throws with the shrunk counterexample when the property does not hold. */
export async function agree({ pipelines, runs, seed, make, check, onRun, ...more }: Agreement): Promise<void> {
  const many = fc.array(inputs, { minLength: runs, maxLength: runs })
  let failed = false
  let left = SHRINKING
  const property = fc.asyncProperty(more.specs ?? specs, many, async (spec, all) => {
    const pipeline = loadPipeline(spec)
    const program = await make(pipeline)
    for (const input of all) {
      if (failed && left-- <= 0) return
      try {
        check(pipeline, program, input)
      } catch (error) {
        failed = true
        throw error
      }
      onRun?.()
    }
  })
  await fc.assert(property, { numRuns: pipelines, seed })
}

/** Results and fates of one run on a device that `start` makes. */
export function checkRun(pipeline: Pipeline, program: Program, input: Input, start?: Start): Outcome {
  const outcome = checkResults(pipeline, program, input, start)
  checkFates(pipeline, outcome)
  return outcome
}

/** The results of one run. */
export function checkResults(pipeline: Pipeline, program: Program, input: Input, start?: Start): Outcome {
  const outcome = runBoth(program, pipeline, itemsFor(input, pipeline), input.cut, start)
  const why = outcome.verdict.first?.why
  if (why !== undefined) throw disagreement(why, pipeline, input)
  return outcome
}

/** Whether the device touched a bound. */
export function touched({ device }: Outcome): boolean {
  return device.some(({ type }) => type === 'overflow')
}

/** Every input ends in one way (DESIGN, decision 9), and in the same one in both engines while no bound is touched. */
function checkFates(pipeline: Pipeline, outcome: Outcome): void {
  const bindings = new Bindings(pipeline)
  const windows = pipeline.stages.filter(({ id }) => id in outcome.fates)
  for (const [i, stage] of windows.entries()) {
    const { inputs, outside, ...expected } = outcome.fates[stage.id]
    const [onTime, refired, late, refused] = outcome.counters.fates[i]
    const say = (what: string): Error =>
      new Error(
        `fates of ${stage.id} ${what}: ${JSON.stringify([outcome.fates[stage.id], outcome.counters.fates[i]])}, pipeline\n${JSON.stringify(pipeline.spec)}`,
      )
    const given = { onTime, refired, late, refused }
    if (!touched(outcome) && JSON.stringify(given) !== JSON.stringify(expected)) throw say('differ')
    if (sum(Object.values(expected)) + outside !== inputs) throw say('do not add up in the reference')
    // What others lost was never an input of this stage; what was refused for its key is counted apart.
    const measured = bindings.derivedFrom(stage.from) === null
    const total = sum([onTime, refired, late, refused]) + outside
    if (measured && outcome.counters.refused === 0 && total !== inputs) throw say('do not add up on the device')
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function disagreement(why: string, pipeline: Pipeline, { cut }: Input): Error {
  return new Error(`${why}\ncut ${JSON.stringify(cut)}, pipeline\n${JSON.stringify(pipeline.spec)}`)
}
