/**
 * A long run of a pipeline on the emulator as users run one: a session with checkpoints at their default interval, items as they
 * come by the clock of the board, results compared with the reference. Memory of device and host is read now and then, when the device is at
 * rest. Before that all sensors swing up and come down to a calm, in whose middle there is a first rest: whether a detector is active, and what is
 * kept of the last frames, is then the same each time, so that readings can be held against each other to the variable.
 */
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { Device } from '../host/devices/device.ts'
import { EmulatorPort } from '../host/devices/emulator.ts'
import { verify, type Verification } from '../host/run/verify.ts'
import type { Session } from '../host/run/session.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import type { Clock } from '../shared/protocol/clock.ts'
import type { Item } from '../shared/stream/event.ts'
import { dayItems, type Mood } from './day-input.ts'

export interface DayOptions {
  /** Length of the run and time between two readings, in whole virtual seconds. */
  readonly seconds: number
  readonly everySeconds: number
  readonly rate: number
  readonly seed: number
  /** Default: that of a session. */
  readonly checkpointMs?: number
  readonly vars?: number
  readonly baud?: number
  /** Collects the garbage of this process before it is measured. */
  readonly collect?: () => void
  readonly onReading?: (reading: DayReading) => void
  readonly onSecond?: (seconds: number) => void
}

/** What was found at rest. */
export interface DayReading {
  /** Virtual seconds since the first item, by the clock of the board. */
  readonly seconds: number
  readonly items: number
  /** Variables in use as the device counts them, without a collection of garbage. */
  readonly vars: number
  /** The most that the emulator has seen so far. */
  readonly peak: number
  readonly checkpoints: number
  /** Frames that wait for a checkpoint, in bytes. */
  readonly kept: number
  /** Bytes of the host's heap. */
  readonly heap: number
}

export interface Day {
  readonly readings: readonly DayReading[]
  readonly verification: Verification
}

/** What a second has brought is handed in together. */
const TOGETHER_MS = 1000
/** Before each reading, in s: a swing, a calm, and of that what follows the first rest. */
const SWING = 1
const CALM = 4
const LAST = 2
/** Acknowledgements within which a device collects its garbage, that of a checkpoint for instance; the counters are told without. */
const COLLECTED = 12
/** Variables of many boards with Bluetooth on. */
const VARS = 3000
const RUN = 1

export async function runDay(pipeline: Pipeline, options: DayOptions): Promise<Day> {
  const { vars = VARS, baud, checkpointMs, seed } = options
  const device = new Device(new EmulatorPort({ vars, baud, seed }))
  await device.open()
  try {
    const readings: DayReading[] = []
    let session: Session | null = null
    const settle = async (): Promise<void> => void (await session!.finish())
    const read = async (seconds: number): Promise<void> => {
      const reading = await readingOf(session!, device, seconds, options.collect)
      readings.push(reading)
      options.onReading?.(reading)
    }
    const verification = await verify(
      device,
      pipeline,
      await buildFirmware(pipeline),
      paced(pipeline, options, device.port.clock, { read, settle }),
      { run: RUN, ...(checkpointMs !== undefined && { checkpointMs }), onReady: (ready) => (session = ready) },
    )
    return { readings, verification }
  } finally {
    await device.close()
  }
}

interface Pauses {
  readonly settle: () => Promise<void>
  readonly read: (seconds: number) => Promise<void>
}

/** The items at their times; a reading whenever one is due, and at the end. */
async function* paced(
  pipeline: Pipeline,
  { seconds, everySeconds, rate, seed, onSecond }: DayOptions,
  clock: Clock,
  { settle, read }: Pauses,
): AsyncGenerator<Item> {
  const began = clock.now()
  const isReading = (second: number): boolean => second > 0 && (second % everySeconds === 0 || second === seconds)
  const mood = (at: number): Mood => {
    const next = Math.floor(at / TOGETHER_MS) + 1
    if (Array.from({ length: CALM }, (_, i) => next + i).some(isReading)) return 'calm'
    return Array.from({ length: SWING }, (_, i) => next + CALM + i).some(isReading) ? 'swing' : 'wild'
  }
  const pause = async (second: number): Promise<void> => {
    await reached(clock, began + second * TOGETHER_MS)
    if (isReading(second + LAST)) await settle()
    if (isReading(second)) await read(second)
    onSecond?.(second)
  }
  let second = 1
  for (const { at, item } of dayItems(pipeline, { seed, rate, events: seconds * rate, mood })) {
    for (; at >= second * TOGETHER_MS; second++) await pause(second)
    yield item
  }
  await pause(seconds)
}

async function reached(clock: Clock, time: number): Promise<void> {
  const ms = time - clock.now()
  if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve))
}

async function readingOf(session: Session, device: Device, seconds: number, collect?: () => void): Promise<DayReading> {
  let { memory } = await session.finish()
  for (let asked = 0; asked < COLLECTED; asked++) ({ memory } = await session.finish())
  if (memory === null) throw new Error('the device does not count its variables')
  collect?.()
  return {
    seconds,
    items: session.items,
    vars: memory[0],
    peak: device.figures()!.vars.peak,
    checkpoints: session.counters.checkpoints,
    kept: session.line.kept,
    heap: process.memoryUsage().heapUsed,
  }
}
