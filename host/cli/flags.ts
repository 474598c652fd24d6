/** Flags that mean the same in every verb (CONVENTIONS 4), and how their values are read. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'

export interface CommonFlags {
  readonly json?: true
  readonly quiet?: true
  readonly verbose?: true
  readonly color: boolean
  /** The project's configuration, where another than the usual is named. */
  readonly config?: string
  /** Milliseconds. */
  readonly timeout?: number
}

export interface DeviceFlags {
  readonly port?: string
  readonly baud?: number
  /** How a serial board is restarted. */
  readonly reset?: string
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** A duration with its unit, in milliseconds. */
export function readDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(text)
  if (match === null) throw new InvalidArgumentError('Write a number and a unit: 200ms, 5s, 2min.')
  return Number(match[1]) * UNITS[match[2]]
}

export function readWhole(text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  throw new InvalidArgumentError('Write a whole number.')
}

/** What an instruction takes, in nanoseconds. */
export function readNanoseconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('Write a number of nanoseconds above 0: 10, 6.5.')
}

export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('Write a number from 0 to 65535.')
}

export function commonFlags(command: Command): Command {
  return command
    .option('--json', 'one JSON object a line')
    .option('-c, --config <file>', 'project configuration (rivulet.config.json)')
    .option('--timeout <duration>', 'longest run, such as 30s', readDuration)
    .option('-q, --quiet', 'results only')
    .option('-v, --verbose', 'tell more')
    .option('--no-color', 'no colours (also NO_COLOR)')
}

export function deviceFlags(command: Command, fallback?: string): Command {
  const port = new Option('-p, --port <device>', 'emu:, a serial path, auto, tcp://HOST:PORT, espruino:PATH').env(
    'RIVULET_PORT',
  )
  if (fallback !== undefined) port.default(fallback)
  return command
    .addOption(port)
    .option('-b, --baud <rate>', 'speed of the line, if the board agrees', readWhole)
    .option('--reset <steps>', 'how a serial board is restarted: D0|R1|W100|R0, or none')
}

export interface SingleFlag {
  readonly single?: true
}

export function singleFlag(command: Command): Command {
  return command.option('--single', 'one event a frame')
}

/** The address with what other flags say about it; `ns` is what an instruction takes on a board that was timed. */
export function addressOf({ port, baud }: DeviceFlags, ns?: number): string | undefined {
  if (port === undefined || !port.startsWith('emu:')) return port
  const options = [
    ...(baud === undefined ? [] : [`baud=${baud}`]),
    ...(ns === undefined || /[?&]ns=/.test(port) ? [] : [`ns=${ns}`]),
  ]
  return options.length === 0 ? port : `${port}${port.includes('?') ? '&' : '?'}${options.join('&')}`
}

export interface InputFlags {
  readonly input?: string
}

export function inputFlag(command: Command): Command {
  return command.option('-i, --input <file>', 'CSV with a header, NDJSON items or SenML (needed)')
}

/** The input file. Checked by the verb, so that a misspelt flag is named before a missing one. */
export function inputOf({ input }: InputFlags): string {
  if (input !== undefined) return input
  throw new RivuletError('E_USAGE', 'no input is named', { kind: 'usage', cure: 'name a file: --input FILE' })
}
