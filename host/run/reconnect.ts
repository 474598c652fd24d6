/**
 * The way back to a device whose line broke, that was restarted, or whose program is gone: the mildest step that helps. First the program
 * is spoken to as if nothing had happened, then by the console, then after a restart, and last it is loaded anew. All of that a few times;
 * when nothing is heard, at last over a new connection.
 */
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import { DeviceError } from '../../shared/protocol/trouble.ts'
import type { Connection, Device } from '../devices/device.ts'
import { upload } from '../devices/uploader.ts'

/** How long a program that still works may take to answer, in ms. */
const ANSWER_MS = 500
/** Tries, and the pause before the second, which then grows, in ms. */
const TRIES = 6
const PAUSE_MS = 250
/** From this try on a device that says nothing is looked for over a new connection: the old one may be dead without a sign. */
const ANEW = 3

export interface Way {
  /** Its state is spoilt, or older results are needed: only a restart helps. */
  readonly restart: boolean
}

/**
 * Tries to find the device, a few times where that may help; the last failure is thrown. One that is gone is waited for first: if it stays away
 * as long as its port waits, that is the end.
 */
export async function tried(device: Device, act: (tries: number) => Promise<void>): Promise<void> {
  const { port } = device
  let isSilent = false
  for (let tries = 1; ; tries++) {
    if (device.isGone || (tries >= ANEW && isSilent && port.reopen !== undefined)) await device.reopen()
    try {
      return await act(tries)
    } catch (error) {
      if (tries === TRIES || !(error instanceof RivuletError) || !isWorthAnotherTry(error)) throw error
      if (device.isGone && port.reopen === undefined) throw error
      isSilent = error.code === 'E_SILENT'
    }
    await new Promise<void>((resolve) => port.clock.after(PAUSE_MS * tries, resolve))
  }
}

/** Finds a device that is there and shakes hands. Each wait has its limit; the last failure is thrown. */
export async function reconnect(device: Device, build: Build, run: number, way: Way): Promise<Connection> {
  if (!way.restart) {
    const there = await still(device, build, run)
    if (there !== null) return there
  }
  await device.reset()
  try {
    return await device.connect(build.hash, run)
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
  await upload(device, build.code)
  return device.connect(build.hash, run)
}

/** The program as it stands, if it answers. */
async function still(device: Device, build: Build, run: number): Promise<Connection | null> {
  try {
    const there = await device.attach(build.hash, run, ANSWER_MS)
    if (there !== null) return there
    await device.quiet()
    return await device.connect(build.hash, run)
  } catch (error) {
    if (device.isGone) throw error
    return null
  }
}

/** The console does not know the program, or knows another one. */
function isAbsent(error: unknown): boolean {
  if (!(error instanceof DeviceError)) return false
  const { kind, printed } = error.trouble
  return kind === 'program' || (kind === 'exception' && printed.includes('"rivulet"'))
}

/**
 * Whether a failure is one of the line or of the device's memory, so that the device can go on from its checkpoint. What was only printed may
 * come of a restart: frames that reach the console make no sense there.
 */
export function isRecoverable(error: RivuletError): boolean {
  if (error instanceof DeviceError) return error.trouble.f === null || RECOVERABLE_KINDS.includes(error.trouble.kind)
  return RECOVERABLE.includes(error.code)
}

/** Whether trying once more may help, while the device is being found: the console has no check of its own. */
export function isWorthAnotherTry(error: RivuletError): boolean {
  return isRecoverable(error) || error instanceof DeviceError || FOUND_BY_CONSOLE.includes(error.code)
}

/** Whether only a restart of the device helps. */
export function needsRestart(error: RivuletError): boolean {
  return error instanceof DeviceError || error.code === 'E_RESULTS_LOST'
}

const FOUND_BY_CONSOLE = ['E_READ_BACK', 'E_STORAGE', 'E_HANDSHAKE']
const RECOVERABLE = ['E_SILENT', 'E_GONE', 'E_RESULTS_LOST', 'E_RESTARTED']
/** `program` in the middle of a run: a frame that is not of this run got onto the line. */
const RECOVERABLE_KINDS = ['memory', 'interrupted', 'run', 'program']
