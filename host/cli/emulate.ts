/**
 * `emulate FILE.js…`: each file in a fresh emulator until idle, or for the given virtual time. With `--listen` or `--pty`:
 * one board for all of them that stays (emulate-live.ts). With `--network` sockets are those of this computer.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import type { EmulateOptions, EmulateResult } from '../emulator/emulate.ts'
import { INTERRUPTED, Unimplemented } from '../emulator/errors.ts'
import { readConfig } from './config.ts'
import { inContext, type Context, type World } from './context.ts'
import { emulateLive, isLive, type LiveFlags } from './emulate-live.ts'
import { consoleOutput, type ConsoleOutput } from './emulate-output.ts'
import { DONE, exitCodeOf, TIMEOUT } from './exit-code.ts'
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
        done(await runFiles(context, files, flags))
      }),
    )
}

/** Runs the files one after the other; gives the exit code of the worst. */
async function runFiles(context: Context, files: readonly string[], flags: Flags): Promise<number> {
  const options: EmulateOptions = {
    limitMs: flags.limit,
    print: flags.print,
    nsPerInstruction: flags.nsPerInstruction ?? readConfig(flags.config).calibration?.nsPerInstruction,
    whileRunning: context.throwIfLate,
    ...(flags.vars === undefined ? {} : { vars: flags.vars }),
  }
  const emulation = flags.network === true ? await networked(context) : (await import('../emulator/emulate.ts')).emulate
  const codes: number[] = []
  for (const file of files)
    codes.push(await runFile(context, file, (code, more) => emulation(code, { ...options, ...more })))
  const failed = exitCodeOf('device-failed')
  return [failed, TIMEOUT].find((code) => codes.includes(code)) ?? DONE
}

/** Runs a file and tells what came of it; gives its exit code. */
async function runFile(context: Context, file: string, emulation: Emulate): Promise<number> {
  const code = readProgram(file)
  const output = consoleOutput(context)
  let outcome: EmulateResult
  try {
    outcome = await emulation(code, { onOutput: output.take })
  } catch (error) {
    if (error instanceof Unimplemented) tellUnmodelled(context, file, output, error)
    else {
      const said = output.end()
      if (context.json) context.terminal.result(JSON.stringify({ type: 'emulate', file, ...said }))
      throw error
    }
    return exitCodeOf('device-failed')
  }
  tell(context, file, output, outcome)
  if (outcome.error !== undefined) return exitCodeOf('device-failed')
  return outcome.stopped ? TIMEOUT : DONE
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

function tell({ terminal, json }: Context, file: string, output: ConsoleOutput, outcome: EmulateResult): void {
  const { error, stack, globals, vars, virtualMs, instructions, cpuShare, stopped } = outcome
  const said = output.end()
  if (json) {
    const figures = { vars, virtualMs, instructions, cpuShare }
    terminal.result(JSON.stringify({ type: 'emulate', file, ...said, error, stack, stopped, globals, ...figures }))
  }
  if (stopped)
    terminal.warn(
      `${file}: stopped after ${Number((virtualMs / 1000).toPrecision(4))} s of virtual time, still running`,
    )
  if (json) return
  if (error !== undefined) terminal.warn(`${file}: ${error === INTERRUPTED ? '' : 'Uncaught '}${error}${after(stack)}`)
  for (const [name, text] of Object.entries(globals)) terminal.result(`${name} = ${text}`)
}

/** The program called what the emulator has not; there is nothing to be said about the rest of it. */
function tellUnmodelled({ terminal, json }: Context, file: string, output: ConsoleOutput, error: Unimplemented): void {
  const code = 'E_UNIMPLEMENTED'
  const message = `${error.what} is not modelled by the emulator`
  const cure = 'leave it out, or run the program on a board; host/emulator/README.md lists what is not modelled'
  const said = output.end()
  if (json)
    terminal.result(JSON.stringify({ type: 'emulate', file, ...said, error: message, stack: error.trace, code, cure }))
  terminal.warn(`${code} ${file}: ${message}${after(error.trace)}\n  cure: ${cure}`)
}

/** A stack trace behind the line that it belongs to. */
function after(stack: string | undefined): string {
  return stack === undefined ? '' : `\n${stack.trimEnd()}`
}
