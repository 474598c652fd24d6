/** What an event of the sliding workload costs: on the reference engine in time, on the emulator in instructions. */
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { Device } from '../host/devices/device.ts'
import { EmulatorPort } from '../host/devices/emulator.ts'
import { Session } from '../host/run/session.ts'
import { ReferenceEngine } from '../shared/reference/engine.ts'
import { SIZE_MS, SLIDE_MS, slidingItems, slidingPipeline, warmUp, type Workload } from './sliding-workload.ts'
import { medianOf } from './speed.ts'

/** The same in each run, so that each repeats exactly. */
const RUN = 1

/** The most that an ESP32 has. */
const VARS = 16_383

/** Nanoseconds of this process's computing while `work` runs: what others do on the machine does not count. */
export function computing(work: () => void): number {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return 1000 * (user + system)
}

/** Nanoseconds of an event on the reference engine, once all windows are open: the median of several runs. */
export function referenceCost(workload: Workload, { count = 40_000, repeat = 5 } = {}): number {
  const pipeline = slidingPipeline(workload)
  const warm = warmUp(workload)
  const items = slidingItems(workload, pipeline, 0, warm + count)
  const runs = Array.from({ length: repeat }, () => {
    const engine = new ReferenceEngine(pipeline)
    for (const item of items.slice(0, warm)) engine.push(item)
    const measured = items.slice(warm)
    return computing(() => measured.forEach((item) => engine.push(item))) / count
  })
  return medianOf(runs)
}

export interface DeviceCost {
  readonly instructions: number
  readonly eventsPerFrame: number
}

export interface DeviceCostOptions {
  /** Events measured; the default is whole slides, at least 256. */
  readonly count?: number
  /** One event a frame. */
  readonly single?: boolean
}

/**
 * Events over which a device is measured: `least` or more, and a whole number of slides, in which all keys fire at once, so that
 * firing is in it as often as it is in a long run.
 */
export function measuredEvents({ keys, perWindow }: Workload, least = 256): number {
  const all = keys * perWindow
  const unit = all / gcd(all, SIZE_MS / SLIDE_MS)
  return unit * Math.ceil(least / unit)
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Instructions of an event on the emulator, from the received line to the results. The same workload gives the same. */
export async function emulatorCost(workload: Workload, options: DeviceCostOptions = {}): Promise<DeviceCost> {
  const { count = measuredEvents(workload), single } = options
  const pipeline = slidingPipeline(workload)
  const warm = warmUp(workload)
  const port = new EmulatorPort({ vars: VARS })
  const device = new Device(port)
  await device.open()
  try {
    const session = await Session.start(device, pipeline, await buildFirmware(pipeline), { single, run: RUN })
    const reading = async (): Promise<{ instructions: number; frames: number }> => {
      await session.counting()
      return { instructions: port.figures().instructions, frames: session.counters.frames }
    }
    const items = slidingItems(workload, pipeline, 0, warm + count)
    for (const item of items.slice(0, warm)) await session.push(item)
    const before = await reading()
    for (const item of items.slice(warm)) await session.push(item)
    const after = await reading()
    await session.end()
    return {
      instructions: (after.instructions - before.instructions) / count,
      eventsPerFrame: count / (after.frames - before.frames),
    }
  } finally {
    await device.close()
  }
}
