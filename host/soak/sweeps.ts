/**
 * Faults one by one instead of by chance: every operation of the flash of a run cut once, every write of the journal cut once, every size of
 * memory from one that is too small to one that is comfortable. Each ends with the right results, or with a named error.
 */
import { readFileSync } from 'node:fs'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { aliveIn } from './alive.ts'
import { UNDISTURBED, type FaultPlan } from './faults.ts'
import { perform, soakRun, type Load, type Outcome } from './run.ts'

export type Sweep = 'flash' | 'journal' | 'memory'

export const SWEEPS: readonly Sweep[] = ['flash', 'journal', 'memory']

/** Checkpoints of the swept run, so that many writes are theirs. */
const CHECKPOINT_MS = 40
/** Parts of an operation that happen before it is cut: none, some, all but the end. */
const PARTS = [0, 0.3, 0.6, 0.99]
/** Sizes of memory between two that are tried, and how far beyond the plan's peak they go. */
const VARS_STEP = 8
const VARS_BELOW = 160
const VARS_ABOVE = 400

const LAB = new URL('../../shared/pipeline/labs/advanced-lab.pipeline.json', import.meta.url)

/** The advanced lab with `items` measurements around steam: rises, peaks, falls, two motes out of step. */
export async function advancedLab(items: number): Promise<Load> {
  const spec = JSON.parse(readFileSync(LAB, 'utf8')) as { limits: object }
  // Short frames: a run has more moments at which something can happen.
  const pipeline = loadPipeline({ ...spec, limits: { ...spec.limits, frame: 2 } })
  const build = await buildFirmware(pipeline)
  const measured = steam(items)
  const alive = aliveIn(pipeline, measured)
  const load = { name: 'advanced lab', pipeline, build, items: measured, alive, expected: [] }
  return { ...load, expected: await perform(load, UNDISTURBED) }
}

/** A measurement each five seconds and mote; every 60th brings steam, every 25th comes late. */
function steam(count: number): Item[] {
  return Array.from({ length: count }, (_, i): Item => {
    const mote = 1 + (i % 2)
    const turn = Math.floor(i / 2)
    const phase = turn % 40
    const humidity =
      phase < 30 ? 45 + (turn % 3) : phase < 32 ? 58 + 10 * (phase - 30) : phase < 36 ? 80 + phase / 10 : 40
    const t = 1_700_000_000_000 + 5000 * turn - (i % 25 === 24 ? 9000 : 0)
    const temperature = phase === 33 ? 60 : 25 + (turn % 5) / 10
    const values = { mote, humidity: Math.round(100 * humidity) / 100, temperature }
    return { kind: 'event', t, ref: `m${i}`, key: mote, values }
  })
}

/** The plans of a sweep, in order. `every`: only one of so many, for a quick look. */
export async function plansOf(sweep: Sweep, load: Load, every = 1): Promise<readonly FaultPlan[]> {
  const base = { ...UNDISTURBED, checkpointMs: CHECKPOINT_MS }
  const some = (count: number): number[] => Array.from({ length: count }, (_, i) => i).filter((i) => i % every === 0)
  if (sweep === 'memory') {
    const { code, state, peak } = load.build.plan.vars
    const least = code + state - VARS_BELOW
    return some(Math.ceil((peak + VARS_ABOVE - least) / VARS_STEP)).map((i) => ({
      ...base,
      vars: least + i * VARS_STEP,
    }))
  }
  const { flash, journal } = await writesOf(load, base)
  const cut = (at: number): { at: number; part: number } => ({ at, part: PARTS[at % PARTS.length] })
  if (sweep === 'flash') return some(flash).map((at) => ({ ...base, flashCut: cut(at) }))
  return some(journal).map((at) => ({ ...base, journalCut: cut(at) }))
}

/** How often an undisturbed run writes its flash and its journal. */
async function writesOf(load: Load, plan: FaultPlan): Promise<{ flash: number; journal: number }> {
  const counts = { flash: 0, journal: 0 }
  await perform(load, plan, counts)
  return counts
}

/** Runs a sweep; `onOutcome` hears of each run with its place, and may end it by returning false. */
export async function runSweep(
  sweep: Sweep,
  load: Load,
  onOutcome: (outcome: Outcome, at: number, of: number) => boolean | void,
  every = 1,
): Promise<void> {
  const plans = await plansOf(sweep, load, every)
  for (const [at, plan] of plans.entries())
    if (onOutcome(await soakRun(load, 1 + at, plan), at, plans.length) === false) return
}
