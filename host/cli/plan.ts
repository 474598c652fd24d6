/** `plan PIPELINE`: what a device will need, before anything is flashed. */
import type { Command } from 'commander'
import { nsOf, readConfig, type Config } from './config.ts'
import { inContext, type World } from './context.ts'
import { DONE } from './exit-code.ts'
import { commonFlags, type CommonFlags } from './flags.ts'

export function planCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('plan <pipeline>').description('variables, instructions and events per second')
  commonFlags(command).action((file: string, flags: CommonFlags) =>
    inContext(world, flags, async ({ terminal, json }) => {
      const [{ readPipeline }, { buildFirmware }] = await Promise.all([
        import('./pipeline-file.ts'),
        import('../../firmware/toolchain/build.ts'),
      ])
      const config = readConfig(flags.config)
      const { plan } = await buildFirmware(await readPipeline(file), { ns: nsOf(config) })
      const { vars, instructionsPerEvent, eventsPerSecond } = plan
      if (json) terminal.result(JSON.stringify({ type: 'plan', ...plan }))
      else {
        terminal.result(
          `variables        ${vars.code + vars.state} at rest (code ${vars.code}, state ${vars.state}), ${vars.peak} at most`,
        )
        terminal.result(`instructions     ${Math.round(instructionsPerEvent).toLocaleString('en')} an event`)
        const { low, mid, high } = eventsPerSecond
        terminal.result(`events a second  ${mid} on ${placeOf(config)} (${low} to ${high})`)
      }
      done(DONE)
    }),
  )
}

/** Whose speed the plan is for. */
function placeOf({ calibration }: Config): string {
  if (calibration === undefined) return 'an ESP32'
  return `${calibration.board} ${calibration.firmware}, timed on ${calibration.date}`
}
