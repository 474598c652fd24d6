/**
 * What a line carries: the sliding workload (windows of 60 s every 5 s, mean and deviation of one field) through the link to an
 * emulated board, on whose clock every byte takes its ten bits and every instruction its nanoseconds.
 *
 *     npx tsx scripts/throughput.ts [--baud 115200,921600] [--ns 10] [--vars 3000] [--frame 32] [--rate 1000] [--seconds 20] [--checkpoints N] [--mqtt] [--json]
 *
 * The line is busy while a byte of the host is on it, the chip while it executes. `--rate` is of event time: how many events a pane has.
 * `--checkpoints N` measures each line for N of their default intervals (a minute each) as well, without and with them, and the share that
 * they take: the line rests meanwhile, the flash takes its typical time, and the copy travels.
 * A paced line needs virtual time only and repeats exactly; `--mqtt` measures a broker on loopback as well, in real time.
 */
import { parseArgs } from 'node:util'
import { UNCALIBRATED } from '../shared/pipeline/plan.ts'
import {
  checkpointCost,
  lineThroughput,
  mqttThroughput,
  type CheckpointCost,
  type LineThroughput,
  type Throughput,
} from './line-throughput.ts'

const { values } = parseArgs({
  options: {
    baud: { type: 'string', default: '115200,921600' },
    ns: { type: 'string', default: String(UNCALIBRATED.mid) },
    vars: { type: 'string', default: '3000' },
    frame: { type: 'string', default: '32' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '20' },
    checkpoints: { type: 'string', default: '0' },
    mqtt: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const options = { ns: Number(values.ns), vars: Number(values.vars), seconds: Number(values.seconds) }

function shown(line: string, kind: string, measured: Throughput & Partial<LineThroughput>): string {
  const share = (part?: number): string => (part === undefined ? '' : `${(100 * part).toFixed(1)} %`).padStart(9)
  return [
    line.padStart(8),
    kind.padEnd(14),
    measured.eventsPerSecond.toFixed(0).padStart(8),
    share(measured.lineBusy),
    share(measured.chipBusy),
    measured.bytesPerEvent.toFixed(2).padStart(8),
    measured.eventsPerFrame.toFixed(1).padStart(8),
    measured.instructionsPerEvent === undefined ? '' : (measured.instructionsPerEvent / 1000).toFixed(1).padStart(8),
    measured.naks === 0 && measured.repeats === 0 ? '' : `${measured.naks} asked again, ${measured.repeats} repeated`,
  ]
    .join('  ')
    .trimEnd()
}

function tell(line: string, kind: string, measured: Throughput): void {
  console.log(
    values.json ? JSON.stringify({ type: 'throughput', line, values: kind, ...measured }) : shown(line, kind, measured),
  )
}

function tellCost(line: string, kind: string, { without, with: costly, share }: CheckpointCost): void {
  if (values.json) {
    const rates = { without: without.eventsPerSecond, with: costly.eventsPerSecond }
    return console.log(
      JSON.stringify({ type: 'checkpoints', line, values: kind, checkpoints: costly.checkpoints, ...rates, share }),
    )
  }
  console.log(`${shown('', 'without', without)}\n${shown('', 'checkpoints', costly)}`)
  console.log(`${' '.repeat(26)}${costly.checkpoints} checkpoints take ${(100 * share).toFixed(2)} %`)
}

if (!values.json) {
  console.log(
    `${values.ns} ns an instruction, ${values.vars} variables, frames of ${values.frame}, ${values.rate} events a second of event time\n`,
  )
  console.log('    line  values          events/s  line busy  chip busy  bytes/ev  ev/frame  kI/event')
}
for (const kind of ['short decimals', 'float64'] as const) {
  const workload = { rate: Number(values.rate), frame: Number(values.frame), float64: kind === 'float64' }
  for (const baud of values.baud.split(',').map(Number)) {
    tell(String(baud), kind, await lineThroughput(workload, { baud, ...options }))
    const intervals = Number(values.checkpoints)
    if (intervals > 0) tellCost(String(baud), kind, await checkpointCost(workload, { baud, ...options, intervals }))
  }
  if (values.mqtt) tell('mqtt', kind, await mqttThroughput(workload, options))
}
