/** `verify PIPELINE --input FILE -p DEVICE`: device and reference compared; exit 1 with the first difference. */
import type { Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import { deviceLog, inContext, requireAddress, withDevice, type Context, type World } from './context.ts'
import { DONE, NOTHING, WRONG } from './exit-code.ts'
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
import type { DeviceLog } from '../devices/device.ts'
import type { Verification } from '../run/verify.ts'

type Flags = CommonFlags & DeviceFlags & InputFlags & SingleFlag & { readonly report?: string }

export function verifyCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('verify <pipeline>').description('a device against the reference engine')
  singleFlag(inputFlag(deviceFlags(commonFlags(command))))
    .option('--report <dir>', 'write junit.xml, summary.json, events.ndjson and the board log there')
    .action((file: string, flags: Flags) =>
      inContext(world, flags, async (context) => {
        const verification = await work(context, file, flags)
        tell(context, verification)
        if (verification.items === 0) context.terminal.warn('the input holds no item: nothing was checked')
        done(!verification.verdict.equal ? WRONG : verification.items === 0 ? NOTHING : DONE)
      }),
    )
}

async function work(context: Context, file: string, flags: Flags): Promise<Verification> {
  const [{ readPipeline }, { openSource }, { verify }, { buildFirmware }, { Report }, { Progress }] = await Promise.all(
    [
      import('./pipeline-file.ts'),
      import('../sources/open.ts'),
      import('../run/verify.ts'),
      import('../../firmware/toolchain/build.ts'),
      import('../run/report.ts'),
      import('../run/progress.ts'),
    ],
  )
  requireAddress(context.world, flags)
  const pipeline = await readPipeline(file)
  const source = openSource(inputOf(flags), pipeline)
  const build = await buildFirmware(pipeline)
  const port = flags.port ?? ''
  const command = `npm run -s rivulet -- verify ${file} --input ${inputOf(flags)} -p ${port}${flags.single ? ' --single' : ''}`
  const report =
    flags.report === undefined ? null : new Report(flags.report, { pipeline, build, device: port, command })
  const progress = new Progress(context.terminal, 'events')
  try {
    const tellLine = flags.verbose && deviceLog(context.terminal)
    const log: DeviceLog = (...line) => {
      report?.log(...line)
      tellLine?.(...line)
    }
    return await withDevice(context, flags, { log }, async (device) => {
      const verification = await verify(device, pipeline, build, source.items, {
        single: flags.single,
        onDevice: (result) => report?.result(result),
        onItem: (items) => progress.show(items),
      })
      report?.finish(verification, source.refusals.count)
      return verification
    })
  } catch (error) {
    // When time is up the device is closed under the run: the reason is what ended it.
    const { signal } = context.world
    const cause: unknown = signal.aborted ? signal.reason : error
    if (cause instanceof RivuletError) report?.fail(cause)
    throw error
  } finally {
    progress.clear()
    tellRefusals(context, source)
    report?.close()
  }
}

function tell({ terminal, json }: Context, { verdict, items, fates, line, device }: Verification): void {
  const { results, differ, ties, lost, first } = verdict
  if (json) {
    terminal.result(JSON.stringify({ type: 'verdict', results, differ, ties, lost, items, fates, line, device, first }))
    return
  }
  if (first !== undefined) terminal.result(`first difference: ${first.why}`)
  const notes = [ties > 0 ? `${ties} ties` : '', lost > 0 ? `${lost} lost to limits` : ''].filter((note) => note !== '')
  if (notes.length > 0) terminal.result(notes.join(', '))
  terminal.result(`verdict: ${results} results, ${differ} differ`)
}
