/** `plan PIPELINE`: what a device will need, before anything is flashed. */
import type { Command } from 'commander'
import { nsOf, readConfig, type Config } from './config.ts'
import { inContext, type World } from './context.ts'
import { DONE } from './exit-code.ts'
import type { Capacity } from '../../firmware/toolchain/capacity.ts'
import type { Plan } from '../../shared/pipeline/plan.ts'
import { keysFlag, type BoardsFlags } from './boards.ts'
import { commonFlags, readWhole, type CommonFlags } from './flags.ts'
import { stateLines } from './plan-table.ts'

type Flags = CommonFlags & Pick<BoardsFlags, 'keys'> & { readonly vars: number }

/** Variables of `emu:`, and of many boards with Bluetooth on. */
const CUSTOMARY_VARS = 3000

export function planCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('plan <pipeline>').description('variables, instructions and events per second')
  keysFlag(commonFlags(command))
    .option('--vars <n>', 'variables of a board (process.memory().total)', readWhole, CUSTOMARY_VARS)
    .action((file: string, flags: Flags) =>
      inContext(world, flags, async ({ terminal, json }) => {
        const [{ readPipeline }, { buildFirmware }, { capacityOf, withKeys }] = await Promise.all([
          import('./pipeline-file.ts'),
          import('../../firmware/toolchain/build.ts'),
          import('../../firmware/toolchain/capacity.ts'),
        ])
        const config = readConfig(flags.config)
        const asked = await readPipeline(file)
        const pipeline = withKeys(asked, flags.keys ?? asked.limits.keys)
        const { plan } = await buildFirmware(pipeline, { ns: nsOf(config) })
        const capacity = await capacityOf(pipeline, flags.vars)
        if (json) terminal.result(JSON.stringify({ type: 'plan', ...plan, capacity }))
        else for (const line of linesOf(plan, capacity, config)) terminal.result(line)
        done(DONE)
      }),
    )
}

function linesOf(
  { vars, instructionsPerEvent, eventsPerSecond, state: claimed, checkpoint }: Plan,
  capacity: Capacity | null,
  config: Config,
): string[] {
  const { code, state, peak } = vars
  const { low, mid, high } = eventsPerSecond
  return [
    `variables        ${code + state} at rest (code ${code}, state ${state}), ${peak} at most`,
    `instructions     ${grouped(Math.round(instructionsPerEvent))} an event`,
    `events a second  ${mid} on ${placeOf(config)} (${low} to ${high})`,
    `checkpoint       ${checkpointLine(checkpoint)}`,
    ...(capacity === null ? [] : [keysLine(capacity), boardsLine(capacity)]),
    '',
    ...stateLines(claimed),
  ]
}

function checkpointLine({ bytes, pages, slots, days }: Plan['checkpoint']): string {
  const size = `${grouped(bytes)} bytes`
  if (slots === 0) return `${size}: too large for the free pages, so in files of Storage`
  return `${size}, ${slots} places of ${pages} pages; one a minute wears the flash in ${(days / 365).toFixed(1)} years`
}

function keysLine({ keys, varsPerKey, vars, holds }: Capacity): string {
  return `keys             ${keys}, ${varsPerKey.toFixed(1)} variables each; a board of ${grouped(vars)} variables holds ${holds}`
}

function boardsLine({ keys, boards }: Capacity): string {
  if (boards === null) return 'boards           none of this size will do: use a larger one (--vars)'
  if (boards === 1) return 'boards           1'
  return `boards           ${boards}, with ${Math.ceil(keys / boards)} keys each: rivulet verify … --boards ${boards}`
}

function grouped(n: number): string {
  return n.toLocaleString('en')
}

/** Whose speed the plan is for. */
function placeOf({ calibration }: Config): string {
  if (calibration === undefined) return 'an ESP32'
  return `${calibration.board} ${calibration.firmware}, timed on ${calibration.date}`
}
