/**
 * Plain sequences by their own operators: equal to the reference engine and to the general operator, for random patterns,
 * inputs and cuts; where threads are dropped nothing is wrong. `RIVULET_RUNS=2000` runs more, `RIVULET_SEED=n` repeats a run.
 */
import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { INPUT } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import { itemsOf, moves } from './arbitrary/patterns.ts'
import type { Data } from './arbitrary/pipelines.ts'
import { generalised, levelItems, levels, operatorOfSpec, sequences, sequencesOfLevels } from './arbitrary/sequences.ts'
import { Bindings } from '../toolchain/bindings.ts'
import { screened } from '../toolchain/quiet-module.ts'
import { built, bundled } from './programs.ts'
import { runBoth, type Cut, type Outcome } from './run.ts'

const numRuns = Number(process.env.RIVULET_RUNS ?? 30)
const seed = Number(process.env.RIVULET_SEED ?? 20_261_122)
const INPUTS = 12
const CUTS: readonly Cut[] = [{ single: true }, { frame: 3, segment: 5 }, { frame: 32 }, { frame: 7, bytes: 9 }]

interface Run {
  readonly spec: Data
  readonly outcomes: readonly Outcome[]
}

/** Random sequences and what they run on. */
interface Kind {
  readonly specs: fc.Arbitrary<Data>
  readonly items: fc.Arbitrary<(pipeline: Pipeline) => Item[]>
}

const LETTERS: Kind = { specs: sequences, items: moves.map((drawn) => (pipeline) => itemsOf(drawn, pipeline)) }
const LEVELS: Kind = {
  specs: sequencesOfLevels,
  items: levels.map((drawn) => (pipeline) => levelItems(drawn, pipeline)),
}

/** Runs random sequences, each with several inputs cut in several ways; the device and the reference must agree on all. */
async function forAll(
  runs: number,
  change: (spec: Data) => Data,
  look: (run: Run) => void,
  { make = bundled, kind = LETTERS }: { make?: typeof bundled; kind?: Kind } = {},
): Promise<void> {
  const inputs = fc.array(kind.items, { minLength: INPUTS, maxLength: INPUTS })
  const property = fc.asyncProperty(kind.specs, inputs, async (drawn, all) => {
    const spec = change(drawn)
    const pipeline = loadPipeline(spec)
    const program = await make(pipeline)
    const outcomes = all.map((each, i) => {
      const outcome = runBoth(program, pipeline, each(pipeline), CUTS[i % CUTS.length])
      const place = `seed ${seed}, cut ${JSON.stringify(CUTS[i % CUTS.length])}\n${JSON.stringify(spec)}`
      expect(outcome.verdict.first?.why ?? 'equal', place).toBe('equal')
      return outcome
    })
    look({ spec, outcomes })
  })
  await fc.assert(property, { numRuns: runs, seed })
}

function same(spec: Data): Data {
  return spec
}

function texts(results: readonly Result[]): string[] {
  return results.map((result) => JSON.stringify(result)).sort()
}

const TIMEOUT = 60_000 + 1500 * numRuns

test(
  `${numRuns} sequences with ${INPUTS} inputs each give what the reference gives (seed ${seed})`,
  async () => {
    const seen = { sequence: 0, repeat: 0, match: 0, timeout: 0 }
    await forAll(numRuns, same, ({ spec, outcomes }) => {
      seen[operatorOfSpec(spec)!] += 1
      for (const { type } of outcomes.flatMap(({ device }) => device)) if (type in seen) seen[type as 'match'] += 1
    })
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(numRuns / 10)
  },
  TIMEOUT,
)

test(
  'and what the general operator gives',
  async () => {
    const specific: string[][] = []
    await forAll(Math.ceil(numRuns / 3), same, ({ outcomes }) => {
      specific.push(outcomes.flatMap(({ device }) => texts(device)))
    })
    const general: string[][] = []
    await forAll(Math.ceil(numRuns / 3), generalised, ({ spec, outcomes }) => {
      expect(operatorOfSpec(spec)).toBe(null)
      general.push(outcomes.flatMap(({ device }) => texts(device)))
    })
    expect(specific).toEqual(general)
  },
  TIMEOUT,
)

test(
  'with room for few threads: matches may be missing, none is wrong, and nothing is lost in silence',
  async () => {
    let dropped = 0
    const narrow = (spec: Data): Data => ({ ...spec, limits: { ...(spec.limits as Data), threads: 2 } })
    await forAll(numRuns, narrow, ({ outcomes }) => {
      for (const { device, verdict } of outcomes) {
        const told = device.some((result) => result.type === 'overflow' && result.overflow === 'threads')
        if (told) dropped += 1
        else expect(verdict.lost).toBe(0)
      }
    })
    expect(dropped).toBeGreaterThan(0)
  },
  TIMEOUT,
)

test(
  'where whole frames may be put aside',
  async () => {
    const seen = { screened: 0, match: 0 }
    const look = ({ spec, outcomes }: Run): void => {
      const pipeline = loadPipeline(spec)
      if (pipeline.time.mode === 'event') seen.screened += screened(new Bindings(pipeline), INPUT).length
      seen.match += outcomes.flatMap(({ device }) => device).filter(({ type }) => type === 'match').length
    }
    await forAll(numRuns, same, look, { kind: LEVELS })
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(numRuns / 4)
  },
  TIMEOUT,
)

test(
  'with the programs that devices get',
  () => forAll(Math.ceil(numRuns / 12), same, () => undefined, { make: built }),
  TIMEOUT,
)
