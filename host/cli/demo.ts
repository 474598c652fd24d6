/** `demo`, the main job of `npm start`: the basic lab on a recording of four motes, verified as it runs. */
import type { Command } from 'commander'
import { inContext, withDevice, type World } from './context.ts'
import { DONE, WRONG } from './exit-code.ts'
import { commonFlags, deviceFlags, readWhole, type CommonFlags, type DeviceFlags } from './flags.ts'

type Flags = CommonFlags & DeviceFlags & { readonly seed: number; readonly events?: number }

export function demoCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('demo').description('the basic lab on a real recording, verified live')
  deviceFlags(commonFlags(command), 'emu:')
    .option('--seed <n>', 'order of arrival', readWhole, 7)
    .option('--events <n>', 'stop after so many events', readWhole)
    .action((flags: Flags) =>
      inContext(world, flags, async (context) => {
        const { demo } = await import('../run/demo.ts')
        const verdict = await withDevice(context, flags, {}, (device) =>
          demo(device, context.terminal, { seed: flags.seed, events: flags.events, json: context.json }),
        )
        done(verdict.equal ? DONE : WRONG)
      }),
    )
}
