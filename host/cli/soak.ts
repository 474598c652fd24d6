/**
 * `soak --seeds A..B`: runs under drawn faults, each of which must give the results of an undisturbed one. `soak --sweep WHAT`: faults one by one,
 * in runs of the advanced lab.
 */
import { InvalidArgumentError, Option, type Command } from 'commander'
import { Progress } from '../run/progress.ts'
import { inContext, type Context, type World } from './context.ts'
import { DONE, WRONG } from './exit-code.ts'
import { commonFlags, readWhole, type CommonFlags } from './flags.ts'
import { KINDS, type FaultCounts } from '../soak/faults.ts'
import type { Outcome } from '../soak/run.ts'
import type { Sweep } from '../soak/sweeps.ts'

interface Seeds {
  readonly first: number
  readonly last: number
}

interface SoakFlags extends CommonFlags {
  readonly seeds: Seeds
  readonly sweep?: Sweep
  readonly every: number
}

/** Measurements of a swept run. */
const SWEPT_ITEMS = 200

function readSeeds(text: string): Seeds {
  const match = /^(\d{1,10})(?:\.\.(\d{1,10}))?$/.exec(text)
  const [first, last] = match === null ? [1, 0] : [Number(match[1]), Number(match[2] ?? match[1])]
  if (first > last) throw new InvalidArgumentError('Write one seed or a range: 7, 1..200.')
  return { first, last }
}

export function soakCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program
    .command('soak')
    .description('runs under faults of line, board, flash, memory and host')
    .option('--seeds <range>', 'one seed or a range, A..B (default 1..200)', readSeeds, { first: 1, last: 200 })
    .addOption(
      new Option('--sweep <what>', 'cut every write of flash or journal once, or try every size of memory').choices([
        'flash',
        'journal',
        'memory',
      ]),
    )
    .option('--every <n>', 'of a sweep only each n-th', readWhole, 1)
  commonFlags(command).action((flags: SoakFlags) =>
    inContext(world, flags, async (context) => {
      done(flags.sweep === undefined ? await run(context, flags.seeds) : await sweep(context, flags.sweep, flags.every))
    }),
  )
}

async function run(context: Context, { first, last }: Seeds): Promise<number> {
  const { isWrong, soak, tooLittle } = await import('../soak/soak.ts')
  const { terminal, json, world } = context
  const progress = new Progress(terminal, 'seeds', last - first + 1)
  const summary = await soak(first, last, (outcome) => {
    const { seed, load, error } = outcome
    if (json) terminal.result(lineOf('seed', { seed }, outcome))
    if (isWrong(outcome)) {
      progress.clear()
      tellWrong(context, `seed ${seed} (${load})`, outcome, `--seeds ${seed}`)
    } else if (error !== null) terminal.detail(`seed ${seed} (${load}) ended: ${error}`)
    progress.show(seed - first + 1)
    context.throwIfLate()
    return !world.signal.aborted
  })
  progress.clear()
  world.signal.throwIfAborted()
  const { seeds, failed, ended, live, results, recoveries, faults, seedsWith } = summary
  const share = seeds === 0 ? 0 : live / seeds
  const counted = { seeds, failed, ended, live: share, results, recoveries, faults, seedsWith }
  if (json) terminal.result(JSON.stringify({ type: 'summary', ...counted }))
  else terminal.result(faultsOf(faults, seedsWith))
  terminal.result(
    `${seeds} seeds: ${failed.length} wrong, ${ended} ended by a named error, ${results} results, ` +
      `${recoveries} recoveries; ${Math.round(100 * share)} % hit live state`,
  )
  const why = tooLittle(summary)
  if (why !== null) terminal.say(why)
  return failed.length > 0 || why !== null ? WRONG : DONE
}

async function sweep(context: Context, what: Sweep, every: number): Promise<number> {
  const { advancedLab, runSweep } = await import('../soak/sweeps.ts')
  const { isWrong } = await import('../soak/soak.ts')
  const { terminal, json, world } = context
  const load = await advancedLab(SWEPT_ITEMS)
  let [runs, wrong, ended] = [0, 0, 0]
  const step = Math.max(1, every)
  let progress: Progress | null = null
  await runSweep(
    what,
    load,
    (outcome, at, of) => {
      progress ??= new Progress(terminal, 'runs', of)
      runs += 1
      const place = what === 'memory' ? `step ${at}` : `write ${at * step}`
      if (json) terminal.result(lineOf('sweep', { sweep: what, at: at * step }, outcome))
      if (isWrong(outcome)) {
        wrong += 1
        progress.clear()
        tellWrong(context, `${what}, ${place}`, outcome, `--sweep ${what}`)
      } else if (outcome.error !== null) {
        ended += 1
        terminal.detail(`${what}, ${place} ended: ${outcome.error}`)
      }
      progress.show(at + 1)
      context.throwIfLate()
      return !world.signal.aborted
    },
    step,
  )
  world.signal.throwIfAborted()
  terminal.result(`${what}: ${runs} runs of the advanced lab, ${wrong} wrong, ${ended} ended by a named error`)
  return wrong > 0 ? WRONG : DONE
}

/** A run as one JSON line. */
function lineOf(type: string, head: object, outcome: Outcome): string {
  const { faults, results, lost, repeated, reordered, wrong, hits, load, recoveries, error } = outcome
  return JSON.stringify({
    type,
    ...head,
    faults,
    results,
    lost,
    repeated,
    reordered,
    wrong,
    live: hits > 0,
    load,
    recoveries,
    error,
  })
}

function tellWrong({ terminal }: Context, which: string, outcome: Outcome, again: string): void {
  const { lost, repeated, reordered, wrong, error } = outcome
  const told = `lost ${lost}, repeated ${repeated}, reordered ${reordered}, wrong ${wrong}`
  terminal.say(`${terminal.style('red', 'FAIL')} ${which}: ${told}${error === null ? '' : `; ${error}`}`)
  terminal.say(`  again: npm run -s rivulet -- soak ${again}`)
}

/** What struck, and in how many seeds. */
function faultsOf(faults: FaultCounts, seedsWith: FaultCounts): string {
  return KINDS.map((kind) => `${kind} ${faults[kind]} (in ${seedsWith[kind]})`).join(', ')
}
