/** `run PIPELINE --input FILE -p DEVICE`: the results of a device. */
import type { Command } from 'commander'
import { printResult } from '../../shared/stream/print.ts'
import type { Result } from '../../shared/stream/result.ts'
import { deviceLog, inContext, requireAddress, withDevice, type World } from './context.ts'
import { DONE } from './exit-code.ts'
import {
  commonFlags,
  deviceFlags,
  inputFlag,
  inputOf,
  singleFlag,
  type CommonFlags,
  type DeviceFlags,
  type InputFlags,
  type SingleFlag,
} from './flags.ts'
import { tellRefusals } from './refusals.ts'

type Flags = CommonFlags & DeviceFlags & InputFlags & SingleFlag

export function runCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('run <pipeline>').description('results of a device, one JSON object a line')
  singleFlag(inputFlag(deviceFlags(commonFlags(command)))).action((file: string, flags: Flags) =>
    inContext(world, flags, async (context) => {
      const [{ readPipeline }, { openSource }, { runPipeline }, { requireRoom }, { buildFirmware }] = await Promise.all(
        [
          import('./pipeline-file.ts'),
          import('../sources/open.ts'),
          import('../run/run.ts'),
          import('../run/room.ts'),
          import('../../firmware/toolchain/build.ts'),
        ],
      )
      requireAddress(context.world, flags)
      const pipeline = await readPipeline(file)
      const source = openSource(inputOf(flags), pipeline)
      const build = await buildFirmware(pipeline)
      let results = 0
      await withDevice(context, flags, { log: flags.verbose && deviceLog(context.terminal) }, async (device) => {
        await requireRoom(device, pipeline, build)
        const tell = (result: Result): void => {
          results += 1
          context.terminal.result(printResult(result))
        }
        await runPipeline(device, pipeline, build, source.items, tell, { single: flags.single })
      })
      tellRefusals(context, source)
      context.terminal.say(`${results} results from ${flags.port}`)
      done(DONE)
    }),
  )
}
