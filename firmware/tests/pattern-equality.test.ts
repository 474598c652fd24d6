/**
 * Patterns on the device of tests and in the reference engine: equal for random patterns, inputs and cuts; where bounds are
 * touched nothing is wrong and nothing is silent. `RIVULET_RUNS=2000` runs more, `RIVULET_SEED=n` repeats a run.
 */
import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { isBuildable, itemsOf, moves, patterns } from './arbitrary/patterns.ts'
import type { Data } from './arbitrary/pipelines.ts'
import { bundled } from './programs.ts'
import { runBoth, type Cut, type Outcome } from './run.ts'

const numRuns = Number(process.env.RIVULET_RUNS ?? 30)
const seed = Number(process.env.RIVULET_SEED ?? 20_261_122)
const INPUTS = 12
const CUTS: readonly Cut[] = [{ single: true }, { frame: 3, segment: 5 }, { frame: 32 }]

type Check = (outcome: Outcome, place: string) => void

async function forAll(runs: number, limits: Data, check: Check): Promise<void> {
  const inputs = fc.array(moves, { minLength: INPUTS, maxLength: INPUTS })
  const within = patterns
    .map((spec) => ({ ...spec, limits: { ...(spec.limits as Data), ...limits } }))
    .filter(isBuildable)
  const property = fc.asyncProperty(within, inputs, async (spec, all) => {
    const pipeline = loadPipeline(spec)
    const program = await bundled(pipeline)
    for (const [i, drawn] of all.entries()) {
      const cut = CUTS[i % CUTS.length]
      const items = itemsOf(drawn, pipeline)
      const place = `seed ${seed}, cut ${JSON.stringify(cut)}, ${words(items)}\n${JSON.stringify(pipeline.spec)}`
      check(runBoth(program, pipeline, items, cut), place)
    }
  })
  await fc.assert(property, { numRuns: runs, seed })
}

function words(items: readonly Item[]): string {
  return items
    .map((item) => {
      if (item.kind !== 'event') return item.kind === 'clock' ? `pt${item.pt}` : `wm${item.wm}`
      return `${item.ref}=${JSON.stringify(item.values)}@${item.t}`
    })
    .join(' ')
}

function touched({ device }: Outcome): boolean {
  return device.some(({ type }) => type === 'overflow')
}

const TIMEOUT = 60_000 + 1500 * numRuns

test(
  `${numRuns} patterns with ${INPUTS} inputs each (seed ${seed})`,
  async () => {
    let whole = 0
    await forAll(numRuns, {}, (outcome, place) => {
      expect(outcome.verdict.first?.why ?? 'equal', place).toBe('equal')
      if (!touched(outcome)) {
        whole += 1
        expect(outcome.verdict.lost, place).toBe(0)
      }
    })
    expect(whole).toBeGreaterThan(numRuns)
  },
  TIMEOUT,
)

test(
  'where bounds are touched: matches may be missing, none is wrong, and nothing is silent',
  async () => {
    let lost = 0
    await forAll(Math.ceil(numRuns / 2), { threads: 3, taken: 4, held: 2 }, (outcome, place) => {
      expect(outcome.verdict.first?.why ?? 'equal', place).toBe('equal')
      if (!touched(outcome)) expect(outcome.verdict.lost, place).toBe(0)
      lost += outcome.verdict.lost
    })
    expect(lost).toBeGreaterThan(0)
  },
  TIMEOUT,
)
