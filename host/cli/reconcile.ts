/** `reconcile FAST AUDIT --input FILE [-p DEVICE]`: a pipeline by the clock beside one by event time, and where they part. */
import type { Command } from 'commander'
import { MAX, type Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Run } from '../run/reconcile.ts'
import { inContext, requireAddress, withDevice, type Context, type World } from './context.ts'
import { DONE, WRONG } from './exit-code.ts'
import {
  commonFlags,
  deviceFlags,
  inputFlag,
  inputOf,
  type CommonFlags,
  type DeviceFlags,
  type InputFlags,
} from './flags.ts'
import { tellRefusals } from './refusals.ts'

type Flags = CommonFlags & DeviceFlags & InputFlags

export function reconcileCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program
    .command('reconcile <fast> <audit>')
    .description('alerts by the clock of arrival beside those by event time, and why they differ')
  inputFlag(deviceFlags(commonFlags(command))).action((fast: string, audit: string, flags: Flags) =>
    inContext(world, flags, async (context) => {
      const [{ readPipeline }, { reconcile }, { jsonLines, tellReconciliation }] = await Promise.all([
        import('./pipeline-file.ts'),
        import('../run/reconcile.ts'),
        import('../run/reconcile-text.ts'),
      ])
      if (flags.port !== undefined) requireAddress(context.world, flags)
      const runs: Run[] = []
      let differ = 0
      for (const file of [fast, audit]) {
        const run = await runOf(context, await readPipeline(file), flags)
        runs.push(run)
        differ += run.differ
      }
      const reconciliation = reconcile(runs[0], runs[1])
      if (context.json) for (const line of jsonLines(reconciliation)) context.terminal.result(line)
      else tellReconciliation(context.terminal, reconciliation)
      done(differ > 0 ? WRONG : DONE)
    }),
  )
}

/** Runs a pipeline over the whole input, on the reference or on a device, which is then compared with it. */
async function runOf(context: Context, pipeline: Pipeline, flags: Flags): Promise<Run & { differ: number }> {
  const { openSource } = await import('../sources/open.ts')
  const source = openSource(inputOf(flags), pipeline)
  const items: Item[] = []
  for await (const item of source.items) items.push(item)
  // All that there is has come: what still waits for the watermark is decided.
  if (pipeline.time.mode === 'event') items.push({ kind: 'watermark', wm: MAX })
  tellRefusals(context, source)
  const results: Result[] = []
  const onResult = (result: Result): void => void results.push(result)
  if (flags.port === undefined) {
    const { tryPipeline } = await import('../run/run.ts')
    await tryPipeline(pipeline, inTurn(items), onResult)
    return { pipeline, items, results, differ: 0 }
  }
  const [{ buildFirmware }, { requireRoom }, { verify }] = await Promise.all([
    import('../../firmware/toolchain/build.ts'),
    import('../run/room.ts'),
    import('../run/verify.ts'),
  ])
  const build = await buildFirmware(pipeline)
  const { verdict } = await withDevice(context, flags, {}, async (device) => {
    await requireRoom(device, pipeline, build)
    return verify(device, pipeline, build, inTurn(items), { onDevice: onResult })
  })
  const { results: count, differ, first } = verdict
  if (first !== undefined) context.terminal.warn(`first difference: ${first.why}`)
  context.terminal.say(`${pipeline.name} on ${flags.port}: ${count} results, ${differ} differ`)
  return { pipeline, items, results, differ }
}

async function* inTurn(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}
