/** `run PIPELINE --input FILE -p DEVICE`: the results of a device. */
import type { Command } from 'commander'
import { printResult } from '../../shared/stream/print.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Session } from '../run/session.ts'
import { deviceLog, inContext, requireAddress, withDevice, type World } from './context.ts'
import { durable, durableFlags, journalOf, type DurableFlags } from './durable.ts'
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
import { checkIntake, intakeFlags, intakeOf, type IntakeFlags } from './intake.ts'
import { steadily } from '../run/quiet.ts'
import { untakenOf } from '../run/untaken.ts'
import { tellRefusals } from './refusals.ts'

type Flags = CommonFlags &
  DeviceFlags &
  InputFlags &
  SingleFlag &
  DurableFlags &
  IntakeFlags & { readonly senml?: true }

export function runCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('run <pipeline>').description('results of a device, one JSON object a line')
  durableFlags(intakeFlags(singleFlag(inputFlag(deviceFlags(commonFlags(command))))))
    .option('--senml', 'results as SenML, a pack a line')
    .action((file: string, flags: Flags) =>
      inContext(world, flags, async (context) => {
        const [{ readPipeline }, { openSource }, { runPipeline }, { requireRoom }, { buildFirmware }] =
          await Promise.all([
            import('./pipeline-file.ts'),
            import('../sources/open.ts'),
            import('../run/run.ts'),
            import('../run/room.ts'),
            import('../../firmware/toolchain/build.ts'),
          ])
        const address = requireAddress(context.world, flags)
        const pipeline = await readPipeline(file)
        checkIntake(flags, pipeline)
        const journal = journalOf(context, flags)
        const source = untakenOf(openSource(inputOf(flags), pipeline, context.world), journal)
        const intake = intakeOf(context, flags, pipeline, source, journal)
        const senml = flags.senml && new (await import('./senml-output.ts')).SenmlOutput(pipeline, address)
        if (senml) for (const item of journal?.taken() ?? []) senml.see(item)
        const build = await buildFirmware(pipeline)
        let results = 0
        await withDevice(context, flags, { log: flags.verbose && deviceLog(context.terminal) }, async (device) => {
          await requireRoom(device, pipeline, build)
          const tell = (result: Result, sn: number): void => {
            results += 1
            const line = senml ? senml.line(result, sn) : numbered(printResult(result), sn, flags)
            context.terminal.result(!senml && intake ? intake.marked(result, line) : line)
            intake?.take(result, sn)
          }
          const given = intake?.items(device) ?? source.items
          const taken = steadily(source, given, (session: Session) => intake?.attach(session))
          const items = senml ? senml.watch(taken.items) : taken.items
          const { onReady } = taken
          // Those of an earlier life of this program were printed then.
          const onKnown = (): void => undefined
          const options = { ...durable(context, flags, journal), single: flags.single, onReady, onKnown }
          await runPipeline(device, pipeline, build, items, tell, options).finally(() => intake?.finish())
        }).finally(() => journal?.close())
        tellRefusals(context, source)
        context.terminal.say(`${results} results from ${flags.port}`)
        done(DONE)
      }),
    )
}

/** With a journal a result has its number: after a crash the last ones may be printed twice, and whoever reads them drops what it has. */
function numbered(line: string, sn: number, { journal }: DurableFlags): string {
  return journal === undefined ? line : `${line.slice(0, -1)},"sn":${sn}}`
}
