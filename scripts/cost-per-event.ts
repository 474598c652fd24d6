/**
 * What an event costs at 10, 100 and 1,000 events per window and at 1, 8 and 64 keys, on both engines: sliding windows of
 * 60 s every 5 s, mean and deviation of one field. Wide input must not cost more than its share: down a column a window
 * fires less often per event and an event gets cheaper; along a row, one event a frame, it stays as it is.
 *
 *     [ESPRUINO_BIN=/path/to/espruino] npx tsx scripts/cost-per-event.ts [--json]
 *
 * Reference: nanoseconds. Device: kI (1,000 instructions) on the emulator, which repeat exactly and hold the receiving of
 * bytes; with a binary, kI of that build from the received line on, as valgrind counts them, named by its empty loop. Gathered frames hold as many events of a key as 128 in a row give.
 */
import { parseArgs } from 'node:util'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { Callgrind } from './callgrind.ts'
import { emulatorCost, measuredEvents, referenceCost, type DeviceCost } from './event-cost.ts'
import { slidingItem, slidingPipeline, warmUp, type Workload } from './sliding-workload.ts'

const PER_WINDOW = [10, 100, 1000]
const KEYS = [1, 8, 64]
/** Events per window of all keys up to which one event a frame is measured, and anything with valgrind: more takes too long. */
const MOST = { single: 8000, counted: 1000 }

/** Events that valgrind counts at least. */
const COUNTED = 24

type DeviceCosts = (workload: Workload, single: boolean) => Promise<DeviceCost>

function ofBinary(callgrind: Callgrind): DeviceCosts {
  return async (workload, single) => {
    const pipeline = slidingPipeline(workload)
    const input = {
      item: slidingItem(workload),
      warm: warmUp(workload),
      count: measuredEvents(workload, COUNTED),
      single,
    }
    return callgrind.eventCost(pipeline, await buildFirmware(pipeline), input)
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const binary = process.env['ESPRUINO_BIN']
  const callgrind = binary === undefined ? null : new Callgrind(binary)
  const build =
    callgrind === null
      ? 'the emulator'
      : `a build of ${Math.round(await callgrind.emptyLoop())} instructions an empty loop`
  const cost: DeviceCosts =
    callgrind === null ? (workload, single) => emulatorCost(workload, { single }) : ofBinary(callgrind)
  if (!values.json) {
    console.log(`device: ${build}\n`)
    console.log('  keys  events per window   reference ns   device kI, gathered  (a frame)   one event a frame')
  }
  for (const keys of KEYS) {
    for (const perWindow of PER_WINDOW) {
      const workload = { keys, perWindow }
      const all = keys * perWindow
      const measured = callgrind === null || all <= MOST.counted
      const gathered = measured ? await cost(workload, false) : null
      const single = measured && all <= MOST.single ? await cost(workload, true) : null
      const reference = referenceCost(workload)
      const row = { ...workload, reference, gathered, single }
      console.log(values.json ? JSON.stringify({ type: 'cost-per-event', build, ...row }) : shown(row))
    }
  }
}

function shown({ keys, perWindow, reference, gathered, single }: Workload & Row): string {
  const kI = (cost: DeviceCost | null): string => (cost === null ? '' : (cost.instructions / 1000).toFixed(0))
  const frame = gathered === null ? '' : `(${gathered.eventsPerFrame.toFixed(1)})`
  return [
    String(keys).padStart(6),
    String(perWindow).padStart(18),
    reference.toFixed(0).padStart(15),
    kI(gathered).padStart(21),
    frame.padStart(12),
    kI(single).padStart(19),
  ].join(' ')
}

interface Row {
  readonly reference: number
  readonly gathered: DeviceCost | null
  readonly single: DeviceCost | null
}

await main()
