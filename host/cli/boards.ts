/** Several devices for one run: `--boards 3`, or `-p` with several addresses; and how many keys each of them takes. */
import { InvalidArgumentError, type Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import type { Device, DeviceOptions } from '../devices/device.ts'
import { withDevice, type Context } from './context.ts'
import { readWhole, type CommonFlags, type DeviceFlags } from './flags.ts'

export interface BoardsFlags {
  readonly boards?: number
  readonly keys?: number
}

export function boardsFlags(command: Command): Command {
  return keysFlag(command).option('--boards <n>', 'spread the keys over so many devices', readCount)
}

export function keysFlag(command: Command): Command {
  return command.option('--keys <n>', 'keys to make room for, instead of what the pipeline says', readKeys)
}

/** The most that a pipeline may ask for. */
const MOST_KEYS = 4096

function readKeys(text: string): number {
  const keys = readCount(text)
  if (keys <= MOST_KEYS) return keys
  throw new InvalidArgumentError(`At most ${MOST_KEYS}.`)
}

function readCount(text: string): number {
  const count = readWhole(text)
  if (count >= 1) return count
  throw new InvalidArgumentError('Write a whole number from 1.')
}

/** The addresses of all devices. One address of a simulated device serves for several, a board has one of its own. */
export function portsOf({ port, boards }: DeviceFlags & BoardsFlags): readonly string[] {
  const named = port?.split(',') ?? []
  const wanted = boards ?? named.length
  if (named.length === wanted) return named
  if (named.length === 1 && /^(emu|espruino):/.test(named[0])) return Array<string>(wanted).fill(named[0])
  throw usage(
    `--boards asks for ${wanted} devices, -p names ${named.length}`,
    'name each of them, separated by commas: -p /dev/ttyUSB0,/dev/ttyUSB1',
  )
}

/** Opens all of them for the time of some work. */
export async function withDevices<T>(
  context: Context,
  ports: readonly string[],
  flags: DeviceFlags & Pick<CommonFlags, 'config'>,
  options: (board: number) => DeviceOptions,
  work: (devices: readonly Device[]) => Promise<T>,
): Promise<T> {
  const open = async (opened: readonly Device[]): Promise<T> => {
    const next = opened.length
    if (next === ports.length) return work(opened)
    return withDevice(context, { ...flags, port: ports[next] }, options(next), (device) => open([...opened, device]))
  }
  return open([])
}

function usage(message: string, cure: string): RivuletError {
  return new RivuletError('E_BOARDS', message, { kind: 'usage', cure })
}
