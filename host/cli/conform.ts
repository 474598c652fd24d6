/** `conform FILE… [-p DEVICE]`: conformance cases; exit 1 if any fails. */
import type { Command } from 'commander'
import type { CaseVerdict } from '../../shared/reference/conform.ts'
import { inContext, withDevice, type Context, type World } from './context.ts'
import { DONE, NOTHING, WRONG } from './exit-code.ts'
import { commonFlags, deviceFlags, type CommonFlags, type DeviceFlags } from './flags.ts'

export function conformCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program
    .command('conform <files...>')
    .description('conformance cases, on the reference engine or a device')
  deviceFlags(commonFlags(command)).action((files: string[], flags: CommonFlags & DeviceFlags) =>
    inContext(world, flags, async (context) => {
      const { conform } = await import('../run/conform.ts')
      const { passed, failed } =
        flags.port === undefined
          ? await tell(context, conform(files, null))
          : await withDevice(context, flags, {}, (device) => tell(context, conform(files, device)))
      const ways = flags.port === undefined ? '' : ` on ${flags.port}: pipelines one event a frame, then batched`
      context.terminal.say(`${passed} passed, ${failed} failed${ways}`)
      done(passed + failed === 0 ? NOTHING : failed > 0 ? WRONG : DONE)
    }),
  )
}

async function tell(
  { terminal, json }: Context,
  cases: AsyncIterable<CaseVerdict>,
): Promise<{ passed: number; failed: number }> {
  let passed = 0
  let failed = 0
  for await (const { id, pass, why, code } of cases) {
    if (pass) passed += 1
    else failed += 1
    if (json) terminal.result(JSON.stringify({ type: 'case', id, pass, why, ...(code === undefined ? {} : { code }) }))
    else
      terminal.result(
        pass ? `${terminal.style('green', 'ok  ')} ${id}` : `${terminal.style('red', 'FAIL')} ${id}: ${why}`,
      )
  }
  return { passed, failed }
}
