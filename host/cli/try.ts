/** `try PIPELINE --input FILE`: the results of the reference engine. */
import type { Command } from 'commander'
import { printResult } from '../../shared/stream/print.ts'
import { inContext, type World } from './context.ts'
import { commonFlags, inputFlag, inputOf, type CommonFlags, type InputFlags } from './flags.ts'
import { tellRefusals } from './refusals.ts'
import { DONE } from './exit-code.ts'

export function tryCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program
    .command('try <pipeline>')
    .description('results of the reference engine, one JSON object a line')
  inputFlag(commonFlags(command)).action((file: string, flags: CommonFlags & InputFlags) =>
    inContext(world, flags, async (context) => {
      const [{ readPipeline }, { openSource }, { tryPipeline }] = await Promise.all([
        import('./pipeline-file.ts'),
        import('../sources/open.ts'),
        import('../run/run.ts'),
      ])
      const pipeline = await readPipeline(file)
      const source = openSource(inputOf(flags), pipeline, context.world)
      let results = 0
      await tryPipeline(pipeline, source.items, (result) => {
        results += 1
        context.terminal.result(printResult(result))
      })
      tellRefusals(context, source)
      context.terminal.say(`${results} results`)
      done(DONE)
    }),
  )
}
