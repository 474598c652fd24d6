/** What a verb is given: where to speak, the world outside, and the worst that has happened so far. */
import { RivuletError } from '../../shared/error.ts'
import { parseAddress, portOf } from '../devices/address.ts'
import { Device, type DeviceLog, type DeviceOptions } from '../devices/device.ts'
import { readConfig } from './config.ts'
import { addressOf, type CommonFlags, type DeviceFlags } from './flags.ts'
import { terminal, type Streams, type Terminal } from './terminal.ts'

export interface World extends Streams {
  /** Ends work from outside: an interruption. For the work itself also with a `RivuletError` when its time is up. */
  readonly signal: AbortSignal
}

export interface Context {
  readonly world: World
  readonly terminal: Terminal
  readonly json: boolean
  /** Throws what ends the work when its time is up: for work that blocks, which no timer ends. */
  readonly throwIfLate: () => void
}

/** How long work that was ended may take to close what it has open. */
const GRACE_MS = 1000

/** Runs a verb's work with its flags understood; the work ends when its time is up or the user says so. */
export async function inContext<T>(
  world: World,
  flags: CommonFlags,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const speak = terminal(world, { quiet: flags.quiet, verbose: flags.verbose, colour: flags.color })
  const ending = new AbortController()
  const interrupted = (): void => ending.abort(world.signal.reason)
  world.signal.addEventListener('abort', interrupted, { once: true })
  if (world.signal.aborted) interrupted()
  const { timeout } = flags
  const began = performance.now()
  const throwIfLate = (): void => {
    if (timeout !== undefined && performance.now() - began >= timeout) throw tooLong(timeout)
  }
  const timer = timeout === undefined ? undefined : setTimeout(() => ending.abort(tooLong(timeout)), timeout)
  const { signal } = ending
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  const working = signal.aborted
    ? aborted
    : work({ world: { ...world, signal }, terminal: speak, json: flags.json ?? false, throwIfLate })
  try {
    return await Promise.race([working, aborted])
  } finally {
    clearTimeout(timer)
    if (signal.aborted) await settled(working, GRACE_MS)
    world.signal.removeEventListener('abort', interrupted)
  }
}

/** Waits until the work has ended either way, so that its reports are whole; not longer than `limitMs`. */
async function settled(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const ended = work.then(
    () => undefined,
    () => undefined,
  )
  await Promise.race([ended, new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)))])
  clearTimeout(timer)
}

function tooLong(limit: number): RivuletError {
  return new RivuletError('E_TIMEOUT', `the run was not done after ${limit / 1000} s`, {
    kind: 'timeout',
    cure: 'allow more with --timeout, or give it less to do',
  })
}

/** Opens the device that the flags name for the time of some work. It is closed also when time is up. */
export async function withDevice<T>(
  { world, terminal: { say } }: Context,
  flags: DeviceFlags & Pick<CommonFlags, 'config'>,
  options: DeviceOptions,
  work: (device: Device) => Promise<T>,
): Promise<T> {
  const address = requireAddress(world, flags)
  const device = new Device(
    await portOf(address, world.env, { baud: flags.baud, reset: flags.reset, onTold: say }),
    options,
  )
  world.signal.throwIfAborted()
  const close = (): void => void device.close()
  world.signal.addEventListener('abort', close, { once: true })
  try {
    await device.open()
    return await work(device)
  } finally {
    world.signal.removeEventListener('abort', close)
    await device.close()
  }
}

/** The address of the device, checked before anything that takes time is done. */
export function requireAddress({ env }: World, flags: DeviceFlags & Pick<CommonFlags, 'config'>): string {
  const address = addressOf(flags, readConfig(flags.config).calibration?.nsPerInstruction)
  if (address === undefined) throw noPort()
  parseAddress(address, env)
  return address
}

function noPort(): RivuletError {
  return new RivuletError('E_PORT', 'no device is named', {
    kind: 'usage',
    cure: 'name one: -p emu:, -p /dev/ttyUSB0, -p tcp://HOST:PORT or -p espruino:PATH, or set RIVULET_PORT',
  })
}

/** Tells every line to and from a device, for those who asked for more. */
export function deviceLog({ detail }: Terminal): DeviceLog {
  return (direction, line, ms) => detail(`${ms.toFixed(1).padStart(10)} ${direction} ${line}`)
}
