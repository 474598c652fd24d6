/**
 * How many events a second the reference engine takes on a sliding window of 60 s every 5 s, where 12 windows overlap.
 *
 *     npx tsx scripts/reference-speed.ts [--events 200000] [--repeat 5] [--json]
 *
 * Each row is the median of several runs on an engine of its own, in seconds of computing: other work on the machine does not
 * count. Items are made beforehand: what is timed is the engine.
 * Exit code 0: every row is at or above the bar; 1: one is not; 2: usage.
 */
import { parseArgs } from 'node:util'
import { ReferenceEngine } from '../shared/reference/engine.ts'
import { computing } from './event-cost.ts'
import { slidingItems, slidingPipeline, type Workload } from './sliding-workload.ts'
import { medianOf } from './speed.ts'

/** Events a second. */
const BAR = 200_000

/** Events of all keys in a window: 1,000 a second. */
const PER_WINDOW = 60_000

const ROWS: readonly Workload[] = (['mean', 'mean, stddev', 'all'] as const).flatMap((aggregates) =>
  [1, 8, 64].map((keys) => ({ keys, perWindow: PER_WINDOW / keys, aggregates })),
)

/** Events a second of one run. */
function speed(workload: Workload, events: number): number {
  const pipeline = slidingPipeline(workload)
  const items = slidingItems(workload, pipeline, 0, events)
  const engine = new ReferenceEngine(pipeline)
  return (events * 1e9) / computing(() => items.forEach((item) => engine.push(item)))
}

function main(): number {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '200000' },
      repeat: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  })
  const [events, repeat] = [Number(values.events), Number(values.repeat)]
  if (![events, repeat].every((n) => Number.isInteger(n) && n >= 1)) {
    console.error('--events and --repeat are whole numbers from 1')
    return 2
  }
  const slow = ROWS.filter((row) => {
    const eventsPerSecond = medianOf(Array.from({ length: repeat }, () => speed(row, events)))
    const { keys, aggregates } = row
    if (values.json) console.log(JSON.stringify({ type: 'reference-speed', keys, aggregates, eventsPerSecond }))
    else console.log(shown(row, eventsPerSecond))
    return eventsPerSecond < BAR
  })
  if (slow.length > 0) console.error(`${slow.length} rows are below ${BAR.toLocaleString('en')} events a second`)
  return slow.length > 0 ? 1 : 0
}

function shown({ keys, aggregates }: Workload, eventsPerSecond: number): string {
  const rate = Math.round(eventsPerSecond).toLocaleString('en').padStart(10)
  return `${aggregates!.padEnd(14)} ${String(keys).padStart(3)} ${keys === 1 ? 'key ' : 'keys'} ${rate} events a second`
}

process.exitCode = main()
