/**
 * The command line: one file a verb, errors told in one way, the exit code decided in one place.
 * An error is told as code, place, reason and cure; a verb or flag that does not exist gets the nearest name.
 */
import { Command, CommanderError } from 'commander'
import { readFileSync } from 'node:fs'
import { RivuletError } from '../../shared/error.ts'
import { nearest } from '../../shared/pipeline/nearest.ts'
import { bridgeCommand } from './bridge.ts'
import { buildCommand } from './build.ts'
import { calibrateCommand } from './calibrate.ts'
import { conformCommand } from './conform.ts'
import type { World } from './context.ts'
import { demoCommand } from './demo.ts'
import { emulateCommand } from './emulate.ts'
import { DONE, exitCodeOf, INTERRUPTED } from './exit-code.ts'
import { planCommand } from './plan.ts'
import { portsCommand } from './ports.ts'
import { provisionCommand } from './provision.ts'
import { reconcileCommand } from './reconcile.ts'
import { runCommand } from './run.ts'
import { soakCommand } from './soak.ts'
import { visible } from './terminal.ts'
import { tryCommand } from './try.ts'
import { verifyCommand } from './verify.ts'

const VERBS = [
  tryCommand,
  runCommand,
  verifyCommand,
  conformCommand,
  buildCommand,
  planCommand,
  portsCommand,
  provisionCommand,
  reconcileCommand,
  soakCommand,
  emulateCommand,
  calibrateCommand,
  bridgeCommand,
  demoCommand,
]

/** Verbs that are planned (CONVENTIONS 4) and answer so. */
const LATER = ['init', 'check', 'flash', 'watch', 'repl', 'record', 'replay', 'test', 'score', 'bench'].concat([
  'serve',
  'play',
  'describe',
  'doctor',
])

/** Runs one command line; gives its exit code. Ctrl-C ends it, or the signal of the world handed in. */
export async function main(args: readonly string[], streams?: Omit<World, 'signal'> & Partial<World>): Promise<number> {
  const interrupt = new AbortController()
  const onInterrupt = (): void => interrupt.abort()
  process.once('SIGINT', onInterrupt)
  const { out, err, env } = streams ?? { out: process.stdout, err: process.stderr, env: process.env }
  const signal = streams?.signal ?? interrupt.signal
  try {
    return await runLine(args, { out, err, env, signal })
  } finally {
    process.removeListener('SIGINT', onInterrupt)
  }
}

async function runLine(args: readonly string[], world: World): Promise<number> {
  let code = DONE
  const json = args.includes('--json')
  try {
    await program(world, (to) => (code = to)).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return tell(error, world, json)
  }
}

function program(world: World, done: (code: number) => void): Command {
  const command = new Command('rivulet')
    .description('stream processing on an ESP32, proven right')
    .version(version(), '--version')
    .configureOutput({ writeOut: (text) => world.out.write(text), writeErr: (text) => world.err.write(text) })
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', `\nPlanned: ${LATER.join(' ')}`)
  for (const add of VERBS) add(command, world, done)
  const known = [...command.commands.map((verb) => verb.name()), ...LATER]
  command.argument('[verb]').action((verb: string | undefined) => {
    if (verb === undefined) command.outputHelp()
    else throw unknownVerb(verb, known)
  })
  for (const verb of command.commands) verb.allowExcessArguments(false)
  command.allowExcessArguments(true)
  return command
}

function unknownVerb(verb: string, known: readonly string[]): RivuletError {
  if (LATER.includes(verb)) {
    return new RivuletError('E_UNSUPPORTED', `${verb}: not built yet`, {
      kind: 'usage',
      cure: 'see rivulet --help for what is',
    })
  }
  const near = nearest(verb, known)
  const cure = near === null ? 'see rivulet --help for the verbs' : `did you mean ${near}?`
  return new RivuletError('E_USAGE', `there is no verb ${verb}`, { kind: 'usage', cure })
}

/** Says what went wrong; gives the exit code. */
function tell(error: unknown, world: World, json: boolean): number {
  if (world.signal.aborted && error === world.signal.reason) return INTERRUPTED
  if (error instanceof CommanderError && error.exitCode === 0) return DONE
  const { code, place, message, cure, kind, more } = asOurs(error, world)
  world.err.write(visible(`${code}${place === undefined ? '' : ` ${place}`}: ${message}\n`))
  if (cure !== undefined) world.err.write(visible(`  cure: ${cure}\n`))
  if (json) world.out.write(JSON.stringify({ type: 'failure', code, place, message, cure, ...more }) + '\n')
  return exitCodeOf(kind)
}

/** Any error as one of ours; what is neither ours nor about usage is a fault in Rivulet itself. */
function asOurs(error: unknown, world: World): RivuletError {
  if (error instanceof RivuletError) return error
  if (error instanceof CommanderError) return usageError(error, world)
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new RivuletError('E_INTERNAL', text, {
    kind: 'internal',
    cure: 'this is a fault in Rivulet itself: report it',
  })
}

function usageError({ code, message }: CommanderError, world: World): RivuletError {
  const flag = code === 'commander.unknownOption' ? /'(-[^']*)'/.exec(message)?.[1] : undefined
  const near = flag === undefined ? null : nearest(flag, flagsOf(world))
  const cure = near === null ? 'see --help of the verb' : `did you mean ${near}?`
  return new RivuletError('E_USAGE', message.replace(/^error: /, ''), { kind: 'usage', cure })
}

function flagsOf(world: World): string[] {
  const verbs = program(world, () => undefined).commands
  return [...new Set(verbs.flatMap(({ options }) => options.map(({ long }) => long ?? '')))]
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
