/** `verify PIPELINE --input FILE -p DEVICE`: device and reference compared; exit 1 with the first difference. */
import type { Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import { boardsFlags, portsOf, withDevices, type BoardsFlags } from './boards.ts'
import { deviceLog, inContext, requireAddress, type Context, type World } from './context.ts'
import { durable, durableFlags, journalOf, type DurableFlags } from './durable.ts'
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
import { checkIntake, intakeFlags, intakeOf, type IntakeFlags } from './intake.ts'
import { steadily } from '../run/quiet.ts'
import { untakenOf } from '../run/untaken.ts'
import { tellRefusals } from './refusals.ts'
import type { DeviceLog } from '../devices/device.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { BoardShare } from '../run/boards.ts'
import type { Session } from '../run/session.ts'
import type { Verification } from '../run/verify.ts'

type Flags = CommonFlags &
  DeviceFlags &
  InputFlags &
  SingleFlag &
  BoardsFlags &
  DurableFlags &
  IntakeFlags & { readonly report?: string }

interface Verified extends Verification {
  /** Where there are several. */
  readonly boards?: readonly BoardShare[]
}

export function verifyCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('verify <pipeline>').description('a device against the reference engine')
  durableFlags(intakeFlags(boardsFlags(singleFlag(inputFlag(deviceFlags(commonFlags(command)))))))
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

function onlyOneBoard(): RivuletError {
  return new RivuletError('E_USAGE', 'a journal holds the run of one board', {
    kind: 'usage',
    cure: 'leave --journal away, or use one board',
  })
}

async function work(context: Context, file: string, flags: Flags): Promise<Verified> {
  const [{ readPipeline }, { openSource }, run, { buildFirmware }, capacity, { Report }, { Progress }] =
    await Promise.all([
      import('./pipeline-file.ts'),
      import('../sources/open.ts'),
      import('../run/boards.ts'),
      import('../../firmware/toolchain/build.ts'),
      import('../../firmware/toolchain/capacity.ts'),
      import('../run/report.ts'),
      import('../run/progress.ts'),
    ])
  const { verify } = await import('../run/verify.ts')
  const { requireRoom } = await import('../run/room.ts')
  const ports = flags.port === undefined ? [] : portsOf(flags)
  for (const port of ports.length === 0 ? [undefined] : ports) requireAddress(context.world, { ...flags, port })
  const asked = await readPipeline(file)
  if (ports.length > 1) run.requireDivisible(asked)
  const keys = flags.keys ?? asked.limits.keys
  const pipeline = capacity.withKeys(asked, capacity.keysPerBoard(keys, ports.length))
  checkIntake(flags, pipeline)
  if (flags.journal !== undefined && ports.length > 1) throw onlyOneBoard()
  const journal = journalOf(context, flags)
  const source = untakenOf(openSource(inputOf(flags), pipeline, context.world), journal)
  const intake = intakeOf(context, flags, pipeline, source, journal)
  const build = await buildFirmware(pipeline)
  tellShares(context, ports, keys, pipeline.limits.keys)
  const port = ports.join(',')
  const report =
    flags.report === undefined
      ? null
      : new Report(flags.report, { pipeline, build, device: port, command: commandOf(file, flags, port) })
  const progress = new Progress(context.terminal, 'events')
  try {
    const tellLine = flags.verbose && deviceLog(context.terminal)
    const log =
      (board: number): DeviceLog =>
      (direction, line, ms) => {
        const text = ports.length === 1 ? line : `[${board + 1}] ${line}`
        report?.log(direction, text, ms)
        tellLine?.(direction, text, ms)
      }
    const options = {
      ...durable(context, flags, journal),
      single: flags.single,
      onDevice: (result: Result, sn: number) => {
        report?.result(result)
        // Each board has numbers of its own.
        intake?.take(result, ports.length > 1 ? undefined : sn)
      },
      onItem: (items: number) => progress.show(items),
    }
    return await withDevices(
      context,
      ports,
      flags,
      (board) => ({ log: log(board) }),
      async (devices) => {
        for (const device of devices) await requireRoom(device, pipeline, build)
        // Both engines see what was taken, so their results still compare.
        const taken = intake?.items(devices[0]) ?? source.items
        const { items, onReady } = steadily(source, taken, (session: Session) => intake?.attach(session))
        const verifying: Promise<Verified> =
          devices.length === 1
            ? verify(devices[0], pipeline, build, items, { ...options, onReady })
            : run.verifyOnBoards(devices, pipeline, build, items, options)
        const verification = await verifying.finally(() => intake?.finish())
        report?.finish(verification, source.refusals.count)
        return verification
      },
    )
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
    journal?.close()
  }
}

function commandOf(file: string, flags: Flags, port: string): string {
  const more = [flags.single && '--single', flags.keys !== undefined && `--keys ${flags.keys}`].filter(Boolean)
  return [`npm run -s rivulet -- verify ${file} --input ${inputOf(flags)} -p ${port}`, ...more].join(' ')
}

/** Said before anything is loaded. */
function tellShares({ terminal }: Context, ports: readonly string[], keys: number, each: number): void {
  if (ports.length > 1) terminal.say(`${keys} keys on ${ports.length} boards: room for ${each} on each`)
}

function tell(
  { terminal, json }: Context,
  { verdict, items, fates, line, device, instructions, boards }: Verified,
): void {
  const { results, differ, ties, lost, inexact, first } = verdict
  if (json) {
    terminal.result(
      JSON.stringify({
        type: 'verdict',
        results,
        differ,
        ties,
        lost,
        inexact,
        items,
        fates,
        line,
        device,
        instructions,
        boards,
        first,
      }),
    )
    return
  }
  for (const [i, board] of (boards ?? []).entries())
    terminal.result(`board ${i + 1} of ${boards!.length}: ${describe(board)}`)
  if (first !== undefined) terminal.result(`first difference: ${first.why}`)
  const notes = [
    ties > 0 ? `${ties} ties` : '',
    lost > 0 ? `${lost} lost to limits` : '',
    inexact ? 'inexact: a pattern that skips dropped partial matches, its key is not compared to the end' : '',
  ].filter((note) => note !== '')
  if (notes.length > 0) terminal.result(notes.join(', '))
  terminal.result(`verdict: ${results} results, ${differ} differ`)
}

function describe({ address, keys, items, counters: { memory } }: BoardShare): string {
  const grouped = (n: number): string => n.toLocaleString('en')
  const room = memory === null ? '' : `, ${grouped(memory[0])} of ${grouped(memory[1])} variables in use`
  return `${address}, ${keys.length} keys, ${grouped(items)} items${room}`
}
