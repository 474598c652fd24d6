/**
 * `demo`, the main job of `npm start`: the basic lab on a recording of four motes, verified as it runs; with `--live` a pipeline on
 * load and memory of this computer.
 */
import type { Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import { inContext, withDevice, type World } from './context.ts'
import { DONE, WRONG } from './exit-code.ts'
import { commonFlags, deviceFlags, readDuration, readWhole, type CommonFlags, type DeviceFlags } from './flags.ts'

type Flags = CommonFlags &
  DeviceFlags & { readonly seed?: number; readonly events?: number; readonly live?: true; readonly for?: number }

/** Of the order of arrival, unless told otherwise. */
const SEED = 7

export function demoCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('demo').description('the basic lab on a real recording, verified live')
  deviceFlags(commonFlags(command), 'emu:')
    .option('--seed <n>', `order of arrival (${SEED})`, readWhole)
    .option('--events <n>', 'stop after so many events', readWhole)
    .option('--live', 'load and memory of this computer instead, until Ctrl-C')
    .option('--for <duration>', 'how long the live input lasts, such as 30s', readDuration)
    .action(async (flags: Flags) => {
      requireFitting(flags)
      const equal = flags.live === true ? await live(world, flags) : await recorded(world, flags)
      done(equal ? DONE : WRONG)
    })
}

function recorded(world: World, flags: Flags): Promise<boolean> {
  const { seed = SEED, events } = flags
  return inContext(world, flags, async (context) => {
    const { demo } = await import('../run/demo.ts')
    const work = { seed, events, json: context.json }
    return (await withDevice(context, flags, {}, (device) => demo(device, context.terminal, work))).equal
  })
}

/** Ctrl-C ends the input, not the run: what is under way is still taken, compared and told. */
function live(world: World, flags: Flags): Promise<boolean> {
  const ending = new AbortController()
  const end = (): void => ending.abort()
  world.signal.addEventListener('abort', end, { once: true })
  if (world.signal.aborted) end()
  const unending = new AbortController().signal
  return inContext({ ...world, signal: unending }, flags, async (context) => {
    const { liveDemo } = await import('../run/demo-live.ts')
    const work = { json: context.json, forMs: flags.for, signal: ending.signal }
    return (await withDevice(context, flags, {}, (device) => liveDemo(device, context.terminal, work))).equal
  }).finally(() => world.signal.removeEventListener('abort', end))
}

function requireFitting({ live, seed, events, for: forMs }: Flags): void {
  const stray = live === true ? (seed ?? events) !== undefined && '--seed and --events' : forMs !== undefined && '--for'
  if (stray === false) return
  const cure = live === true ? 'leave them out: live input has neither' : 'add --live'
  throw new RivuletError('E_USAGE', `${stray} ${live === true ? 'go without' : 'goes with'} --live`, {
    kind: 'usage',
    cure,
  })
}
