/**
 * A day of a pipeline on the emulator: does anything grow? 24 virtual hours at 50 events a second, with checkpoints at their default
 * interval, results compared with the reference.
 *
 *     npx tsx scripts/day.ts [--hours 24] [--pipeline FILE] [--out-of-orderness MS] [--rate 50] [--every MINUTES] [--seed 1] [--vars 3000] [--json]
 *
 * Without a file: sliding windows and a threshold. `--out-of-orderness` replaces the pipeline's: a waiting room that is meant for slow
 * sensors is too small for 50 events a second. After each hour: variables in use at rest, as the device counts them, and the most
 * that the emulator has seen; the host's heap after a collection of garbage. Exit code 1: results differ, or more variables are in use at
 * the end than after the first hour, but for those of counters that pass 8,191 later: from there on a number takes a variable of its own.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { terminal } from '../host/cli/terminal.ts'
import { Progress } from '../host/run/progress.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { slidingAndThreshold } from './day-input.ts'
import { runDay, type DayReading } from './day-run.ts'

/** Counters that may be below 8,191 after an hour and above in the end: the number of result words, and of a stage's windows. */
const LATE_COUNTERS = 2

interface Spec {
  readonly time?: object
}

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '24' },
    pipeline: { type: 'string' },
    'out-of-orderness': { type: 'string' },
    rate: { type: 'string', default: '50' },
    every: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    vars: { type: 'string', default: '3000' },
    json: { type: 'boolean', default: false },
  },
})
const [hours, every, rate, seed, vars] = [values.hours, values.every, values.rate, values.seed, values.vars].map(Number)
const slack = values['out-of-orderness']

function pipelineOf(file: string | undefined): ReturnType<typeof loadPipeline> {
  const spec = file === undefined ? slidingAndThreshold : (JSON.parse(readFileSync(file, 'utf8')) as Spec)
  return loadPipeline(slack === undefined ? spec : { ...spec, time: { ...spec.time, outOfOrdernessMs: Number(slack) } })
}

function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

const began = performance.now()
const spent = (): number => Math.round((performance.now() - began) / 1000)
const seconds = Math.round(hours * 3600)
const pipeline = pipelineOf(values.pipeline)
const progress = new Progress(terminal({ out: process.stdout, err: process.stderr, env: process.env }), 's', seconds)

function tell(reading: DayReading): void {
  progress.clear()
  const row = { ...reading, realSeconds: spent() }
  if (values.json) return console.log(JSON.stringify({ type: 'reading', ...row }))
  const columns = [
    (row.seconds / 3600).toFixed(2),
    row.items,
    row.vars,
    row.peak,
    row.checkpoints,
    Math.round(row.kept / 1024),
    (row.heap / 2 ** 20).toFixed(1),
    row.realSeconds,
  ]
  console.log(columns.map((each) => String(each).padStart(11)).join(''))
}

if (!values.json) {
  console.log(`${pipeline.name}: ${rate} events a second for ${hours} h, seed ${seed}, ${vars} variables\n`)
  console.log(
    ['hours', 'events', 'variables', 'peak', 'checkpoints', 'kept KiB', 'heap MiB', 'real s']
      .map((each) => each.padStart(11))
      .join(''),
  )
}
const { readings, verification } = await runDay(pipeline, {
  ...{ seconds, everySeconds: Math.round(60 * every), rate, seed, vars },
  collect: collector(),
  onReading: tell,
  onSecond: (second) => progress.show(second),
})
progress.clear()
const { verdict, line, deviceMs, instructions } = verification
const [first, last] = [readings[0], readings[readings.length - 1]]
const summary = {
  pipeline: pipeline.name,
  events: verification.items,
  ...{ results: verdict.results, differ: verdict.differ, ties: verdict.ties, lost: verdict.lost },
  ...{ frames: line.frames, repeats: line.repeats, timeouts: line.timeouts, checkpoints: line.checkpoints },
  virtualHours: deviceMs / 3_600_000,
  instructionsPerEvent: Math.round(instructions! / verification.items),
  ...{
    varsFirst: first.vars,
    varsLast: last.vars,
    varsMost: Math.max(...readings.map(({ vars: used }) => used)),
    peakFirst: first.peak,
    peakLast: last.peak,
  },
  realSeconds: spent(),
}
if (values.json) console.log(JSON.stringify({ type: 'day', ...summary }))
else {
  console.log()
  for (const [name, value] of Object.entries(summary)) console.log(`${name.padEnd(22)} ${String(value)}`)
  if (verdict.first !== undefined) console.log(verdict.first.why)
}
if (!verdict.equal || verdict.lost > 0 || last.vars > first.vars + LATE_COUNTERS) process.exitCode = 1
