/** `build PIPELINE -o DIR`: the program, its source map and function index (for stack traces), and its plan as files. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { nsOf, readConfig } from './config.ts'
import { inContext, type World } from './context.ts'
import { DONE } from './exit-code.ts'
import { commonFlags, type CommonFlags } from './flags.ts'

export function buildCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('build <pipeline>').description('writes firmware.js, its source map and plan.json')
  commonFlags(command)
    .requiredOption('-o, --output <dir>', 'where to')
    .action((file: string, flags: CommonFlags & { output: string }) =>
      inContext(world, flags, async ({ terminal, json }) => {
        const [{ readPipeline }, { buildFirmware }] = await Promise.all([
          import('./pipeline-file.ts'),
          import('../../firmware/toolchain/build.ts'),
        ])
        const { code, map, functions, plan, hash } = await buildFirmware(await readPipeline(file), {
          ns: nsOf(readConfig(flags.config)),
        })
        const files = {
          'firmware.js': code,
          'firmware.js.map': map,
          'firmware.js.functions.json': JSON.stringify(functions) + '\n',
          'plan.json': JSON.stringify({ ...plan, hash }, null, 2) + '\n',
        }
        mkdirSync(flags.output, { recursive: true })
        for (const [name, text] of Object.entries(files)) writeFileSync(path.join(flags.output, name), text)
        if (json) terminal.result(JSON.stringify({ type: 'build', output: flags.output, bytes: code.length, hash }))
        else terminal.result(`${path.join(flags.output, 'firmware.js')}: ${code.length} bytes, program ${hash}`)
        done(DONE)
      }),
    )
}
