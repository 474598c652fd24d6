/** How many events a second a paced line carries, and how busy line and chip are; and a broker: the sliding workload on the emulator. */
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { portOf } from '../host/devices/address.ts'
import { serveBoard } from '../host/devices/board-server.ts'
import { Device } from '../host/devices/device.ts'
import { EmulatorPort } from '../host/devices/emulator.ts'
import type { Port } from '../host/devices/port.ts'
import { TcpPort } from '../host/devices/tcp.ts'
import { Bridge } from '../host/mqtt/bridge.ts'
import { startBroker } from '../host/mqtt/broker.ts'
import { parseBroker } from '../host/mqtt/settings.ts'
import { CHECKPOINT_MS } from '../host/run/checkpoints.ts'
import { Session } from '../host/run/session.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import type { Item } from '../shared/stream/event.ts'
import { isRefusal, ItemReader } from '../shared/stream/items.ts'

/** The same in each run, so that each repeats exactly. */
const RUN = 1

export interface LineWorkload {
  /** Events a second of event time. */
  readonly rate: number
  /** Events in a frame at most. */
  readonly frame: number
  /** Values with all their digits instead of short decimals. */
  readonly float64: boolean
}

export interface LineOptions {
  readonly baud: number
  /** Nanoseconds of an instruction. */
  readonly ns: number
  /** Variables of the board. */
  readonly vars?: number
  /** Virtual seconds measured. */
  readonly seconds: number
  /** Seconds of event time before that; until all windows overlap and fire, unless given. */
  readonly warmSeconds?: number
  /** Time between checkpoints; none unless given. */
  readonly checkpointMs?: number
}

/** What a port carried; shares of the time from 0 to 1. */
export interface Throughput {
  readonly eventsPerSecond: number
  readonly bytesPerSecond: number
  readonly bytesPerEvent: number
  readonly eventsPerFrame: number
  /** Frames that the device asked for again, and that were sent again. */
  readonly naks: number
  readonly repeats: number
  /** Made in that time. */
  readonly checkpoints: number
}

/** The same on a line whose speed is known, before a chip whose instructions are counted. */
export interface LineThroughput extends Throughput {
  readonly lineBusy: number
  readonly chipBusy: number
  readonly instructionsPerEvent: number
}

const EPOCH_MS = 1_700_000_000_000
const SIZE_MS = 60_000
const SLIDE_MS = 5000
/** Variables of many boards with Bluetooth on. */
const VARS = 3000
/** Start bit, eight bits, stop bit. */
const BITS_PER_BYTE = 10

export function linePipeline({ frame, float64 }: LineWorkload): Pipeline {
  return loadPipeline({
    name: 'throughput',
    input: { fields: { v: 'double' }, ...(!float64 && { packed: { v: 'int16/100' } }) },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [
      {
        window: { type: 'sliding', sizeMs: SIZE_MS, slideMs: SLIDE_MS },
        aggregates: { m: 'mean(v)', s: 'stddev(v)' },
      },
    ],
    limits: { frame },
  })
}

/** Event number i. */
function lineItem({ rate, float64 }: LineWorkload, read: ItemReader, i: number): Item {
  const value = 20 + 5 * Math.sin(i / 40)
  const item = read.read({
    t: EPOCH_MS + Math.floor((1000 * i) / rate),
    v: float64 ? value : Math.round(100 * value) / 100,
  })
  if (isRefusal(item)) throw new Error(item.reason)
  return item
}

/** A port that counts the bytes it is given. */
function counting(port: Port): { port: Port; bytes: () => number } {
  let bytes = 0
  const write = port.write.bind(port)
  port.write = (text) => {
    bytes += text.length
    write(text)
  }
  return { port, bytes: () => bytes }
}

interface Reading {
  readonly ms: number
  readonly bytes: number
  readonly events: number
  readonly frames: number
  readonly checkpoints: number
}

/** Warms up, then runs for so many seconds of the port's clock; `onReading` hears where that begins and ends. */
export async function throughput(
  given: Port,
  workload: LineWorkload,
  {
    seconds,
    warmSeconds = (SIZE_MS + SLIDE_MS) / 1000,
    checkpointMs = 0,
  }: Pick<LineOptions, 'seconds' | 'warmSeconds' | 'checkpointMs'>,
  onReading: () => void = () => undefined,
): Promise<Throughput> {
  const pipeline = linePipeline(workload)
  const { port, bytes } = counting(given)
  const device = new Device(port)
  await device.open()
  try {
    const session = await Session.start(device, pipeline, await buildFirmware(pipeline), { run: RUN, checkpointMs })
    const reader = new ItemReader(pipeline)
    let events = 0
    const reading = (): Reading => {
      onReading()
      const { frames, checkpoints } = session.counters
      return { ms: port.clock.now(), bytes: bytes(), events, frames, checkpoints }
    }
    const warm = Math.ceil(workload.rate * warmSeconds)
    while (events < warm) await session.push(lineItem(workload, reader, events++))
    const before = reading()
    while (port.clock.now() < before.ms + 1000 * seconds) await session.push(lineItem(workload, reader, events++))
    const after = reading()
    await session.finish()
    const { naks, repeats } = session.counters
    await session.end()
    return { ...between(before, after), naks: Object.values(naks).reduce((sum, n) => sum + n, 0), repeats }
  } finally {
    await device.close()
  }
}

function between(before: Reading, after: Reading): Omit<Throughput, 'naks' | 'repeats'> {
  const seconds = (after.ms - before.ms) / 1000
  const [bytes, events] = [after.bytes - before.bytes, after.events - before.events]
  return {
    eventsPerSecond: events / seconds,
    bytesPerSecond: bytes / seconds,
    bytesPerEvent: bytes / events,
    eventsPerFrame: events / (after.frames - before.frames),
    checkpoints: after.checkpoints - before.checkpoints,
  }
}

/** What checkpoints take of it, and what is left. */
export interface CheckpointCost {
  readonly without: LineThroughput
  readonly with: LineThroughput
  /** Of the events a second, from 0 to 1. */
  readonly share: number
}

/** The same line for so many intervals between checkpoints, without them and with them. */
export async function checkpointCost(
  workload: LineWorkload,
  options: Omit<LineOptions, 'seconds'> & { readonly intervals: number },
): Promise<CheckpointCost> {
  const { intervals, checkpointMs = CHECKPOINT_MS } = options
  const measured = { ...options, seconds: (intervals * checkpointMs) / 1000 }
  const without = await lineThroughput(workload, { ...measured, checkpointMs: 0 })
  const costly = await lineThroughput(workload, { ...measured, checkpointMs })
  return { without, with: costly, share: 1 - costly.eventsPerSecond / without.eventsPerSecond }
}

/** On the emulator, whose clock paces the line. Virtual time only: it repeats exactly. */
export async function lineThroughput(workload: LineWorkload, options: LineOptions): Promise<LineThroughput> {
  const { baud, ns, vars = VARS } = options
  const port = new EmulatorPort({ vars, baud, ns })
  const readings: { instructions: number; virtualMs: number }[] = []
  const carried = await throughput(port, workload, options, () => readings.push(port.figures()))
  const [before, after] = readings
  const executed = after.instructions - before.instructions
  const ms = after.virtualMs - before.virtualMs
  return {
    ...carried,
    lineBusy: (carried.bytesPerSecond * BITS_PER_BYTE) / baud,
    chipBusy: (executed * ns) / 1e6 / ms,
    instructionsPerEvent: executed / ((carried.eventsPerSecond * ms) / 1000),
  }
}

/**
 * Through a broker on loopback and a gateway to an emulated board that lives in real time on a thread of its own: its line has no
 * speed, so that broker, gateway or chip are the limit.
 */
export async function mqttThroughput(workload: LineWorkload, options: Omit<LineOptions, 'baud'>): Promise<Throughput> {
  const { ns, vars = VARS } = options
  const served = await serveBoard({ port: 0, board: { vars, nsPerInstruction: ns } })
  const broker = await startBroker({ port: 0 })
  const bridge = new Bridge({
    port: () => Promise.resolve(new TcpPort('127.0.0.1', served.port)),
    broker: parseBroker(broker.url).broker,
    secrets: {},
    device: 'board',
    boot: 1,
  })
  try {
    await bridge.start()
    return await throughput(await portOf(`${broker.url}/board`, {}), workload, options)
  } finally {
    await bridge.end()
    await broker.close()
    await served.close()
  }
}
