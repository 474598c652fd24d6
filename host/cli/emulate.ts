/**
 * `emulate FILE.js…`: each file in a fresh emulator until idle, or for the given virtual time. With `--listen` or `--pty`:
 * one board for all of them that stays (emulate-live.ts). With `--network` sockets are those of this computer.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import type { EmulateOptions, EmulateResult } from '../emulator/emulate.ts'
import { readConfig } from './config.ts'
import { inContext, type Context, type World } from './context.ts'
import { emulateLive, isLive, type LiveFlags } from './emulate-live.ts'
import { DONE, exitCodeOf } from './exit-code.ts'
import { commonFlags, readDuration, readNanoseconds, readPort, readWhole, type CommonFlags } from './flags.ts'

interface Flags extends CommonFlags, LiveFlags {
  readonly print: readonly string[]
  readonly limit: number
  readonly nsPerInstruction?: number
  readonly network?: boolean
}

export function emulateCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('emulate [files...]').description('runs programs in a fresh emulator each')
  commonFlags(command)
    .option('--vars <n>', 'variables of the interpreter', readWhole)
    .option(
      '--print <name>',
      'show this global in the end; may be repeated',
      (name, names: string[]) => [...names, name],
      [],
    )
    .option('--limit <duration>', 'virtual time at most', readDuration, 10_000)
    .option('--ns-per-instruction <ns>', 'time of an instruction: 10, or 6.5 to 20 as ESP32s differ', readNanoseconds)
    .option('--network', 'sockets reach servers of this computer, and keep to real time')
    .option('--listen <port>', 'an interactive board on a TCP port of this computer; 0: any that is free', readPort)
    .option('--host <address>', 'the address to listen on, when others may come')
    .option('--pty <path>', 'an interactive board on a pseudo-terminal (needs socat)')
    .option('--flash <file>', 'of an interactive board: keep its flash there')
    .option('--seed <n>', 'of an interactive board: seed of its random numbers', readWhole)
    .option('-b, --baud <rate>', 'of an interactive board: speed of its line', readWhole)
    .action((files: string[], flags: Flags) =>
      inContext(world, flags, async (context) => {
        if (isLive(flags)) {
          const programs = files.map((file) => ({ name: path.basename(file), text: readProgram(file) }))
          return emulateLive(context, programs, flags)
        }
        if (files.length === 0) throw noFile()
        done((await runFiles(context, files, flags)) ? DONE : exitCodeOf('device-failed'))
      }),
    )
}

/** Runs the files one after the other; true when none failed. */
async function runFiles(context: Context, files: readonly string[], flags: Flags): Promise<boolean> {
  const options: EmulateOptions = {
    limitMs: flags.limit,
    print: flags.print,
    nsPerInstruction: flags.nsPerInstruction ?? readConfig(flags.config).calibration?.nsPerInstruction,
    ...(flags.vars === undefined ? {} : { vars: flags.vars }),
  }
  const emulation = flags.network === true ? await networked(context) : (await import('../emulator/emulate.ts')).emulate
  let well = true
  for (const file of files) {
    const outcome = await emulation(readProgram(file), options)
    well &&= outcome.error === undefined
    tell(context, file, outcome)
  }
  return well
}

type Emulate = (code: string, options: EmulateOptions) => EmulateResult | Promise<EmulateResult>

/** Runs each program on a network of its own: only this computer is reached. */
async function networked({ world }: Context): Promise<Emulate> {
  const [{ emulateNetworked }, { NodeNetwork }] = await Promise.all([
    import('../network/emulate-networked.ts'),
    import('../network/node-network.ts'),
  ])
  return (code, options) => emulateNetworked(code, new NodeNetwork(), options, world.signal)
}

function noFile(): RivuletError {
  return new RivuletError('E_USAGE', 'no file is named', { kind: 'usage', cure: 'emulate FILE.js…' })
}

function readProgram(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch (cause) {
    throw new RivuletError('E_INPUT', `${file} cannot be read: ${(cause as Error).message}`, {
      kind: 'usage',
      place: file,
      cure: 'name a file of JavaScript',
      cause,
    })
  }
}

function tell({ terminal, json }: Context, file: string, outcome: EmulateResult): void {
  const { stdout, error, stack, globals, vars, virtualMs, instructions, cpuShare } = outcome
  if (json) {
    const figures = { vars, virtualMs, instructions, cpuShare }
    terminal.result(JSON.stringify({ type: 'emulate', file, stdout, error, stack, globals, ...figures }))
    return
  }
  for (const line of stdout.split('\n').slice(0, -1)) terminal.result(line)
  const rest = stdout.slice(stdout.lastIndexOf('\n') + 1)
  if (rest !== '') terminal.result(rest)
  if (error !== undefined)
    terminal.warn(`${file}: Uncaught ${error}${stack === undefined ? '' : `\n${stack.trimEnd()}`}`)
  for (const [name, text] of Object.entries(globals)) terminal.result(`${name} = ${text}`)
}
