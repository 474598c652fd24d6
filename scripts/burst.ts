/**
 * A burst against the emulator: what a pipeline sustains over a paced line is measured, then ten times of that is offered for
 * 60 s of the emulator's clock, between two calm phases, with results verified all the while.
 *
 *     npx tsx scripts/burst.ts [--policy thin|shed] [--baud 115200] [--times 10] [--seconds 60] [--queue 1024] [--seed 1] [--json]
 *
 * Prints how long the queue, the window and the lag became, what was taken, thinned and shed, and when the lag was back at
 * nothing. Exit code 1: the accounts do not add up, a bound was passed, results differ, or the lag stayed.
 */
import { parseArgs } from 'node:util'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { Device } from '../host/devices/device.ts'
import { EmulatorPort } from '../host/devices/emulator.ts'
import { Admission, type AdmissionOptions } from '../host/run/admission/admission.ts'
import { admitted } from '../host/run/admission/feed.ts'
import { LagMeter, metricsOf, type Metrics } from '../host/run/admission/metrics.ts'
import type { Session } from '../host/run/session.ts'
import { verify, type Verification } from '../host/run/verify.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { chance } from '../shared/protocol/testing/chance.ts'
import type { Item } from '../shared/stream/event.ts'

const { values } = parseArgs({
  options: {
    policy: { type: 'string', default: 'thin' },
    baud: { type: 'string', default: '115200' },
    times: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '60' },
    queue: { type: 'string', default: '1024' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [baud, times, seconds, queue, seed] = [values.baud, values.times, values.seconds, values.queue, values.seed].map(
  Number,
)

const KEYS = 4
/** Seconds before and after the burst, at half of what is sustained. */
const BEFORE = 10
const AFTER = 40

const pipeline = loadPipeline({
  name: 'burst',
  input: { fields: { sensor: 'int', v: 'double' }, key: 'sensor', packed: { v: 'int16/100' } },
  time: { mode: 'event', outOfOrdernessMs: 100 },
  stages: [
    {
      id: 'mean',
      window: { type: 'sliding', sizeMs: 10_000, slideMs: 1000 },
      aggregates: { n: 'count()', m: 'mean(v)' },
    },
    { id: 'hot', from: 'input', detect: { when: 'v > 90', until: 'v < 80' } },
  ],
  limits: { keys: KEYS },
})
const build = await buildFirmware(pipeline)

interface Phase {
  readonly rate: number
  readonly seconds: number
}

async function* readings(phases: readonly Phase[]): AsyncGenerator<Item> {
  const random = chance(seed)
  let t = 0
  let i = 0
  for (const { rate, seconds: length } of phases) {
    for (const end = t + 1000 * length; t < end; t += 1000 / rate) {
      const v = Math.round(100 * (50 + 45 * Math.sin(t / 5000) + 4 * random())) / 100
      yield { kind: 'event', t: Math.floor(t), ref: `e${i}`, key: i % KEYS, values: { sensor: i % KEYS, v } }
      i += 1
    }
  }
}

interface Ran {
  readonly verification: Verification
  readonly metrics: readonly Metrics[]
  readonly peak: { readonly items: number; readonly bytes: number }
}

async function run(phases: readonly Phase[], options: AdmissionOptions, pace?: number): Promise<Ran> {
  const device = new Device(new EmulatorPort({ baud }))
  await device.open()
  const admission = new Admission(options)
  const lag = new LagMeter()
  const metrics: Metrics[] = []
  let session: Session | null = null
  const { clock } = device.port
  const measure = (began: number): Metrics => {
    const { grant, credit, item: acknowledged, w: watermark } = session!.line
    const vars = device.figures()!.vars.used
    const line = { grant, credit, acknowledged, watermark, retries: session!.counters.repeats, vars }
    return metricsOf(admission, lag, line, [], { now: clock.now(), began })
  }
  const items = async function* (): AsyncGenerator<Item> {
    const began = clock.now()
    let told = began
    for await (const item of admitted(readings(phases), admission, { clock, pace })) {
      lag.took(item)
      yield item
      if (clock.now() - told < 250) continue
      told = clock.now()
      metrics.push(measure(began))
    }
  }
  try {
    const verification = await verify(device, pipeline, build, items(), { onReady: (ready) => (session = ready) })
    metrics.push(measure(0))
    return { verification, metrics, peak: admission.peak }
  } finally {
    await device.close()
  }
}

const steady = await run([{ rate: 200, seconds: 30 }], { policy: 'wait' })
const sustained = (1000 * steady.verification.items) / steady.verification.deviceMs
const phases = [
  { rate: sustained / 2, seconds: BEFORE },
  { rate: sustained * times, seconds },
  { rate: sustained / 2, seconds: AFTER },
]
const policy = values.policy as AdmissionOptions['policy']
const burst = await run(
  phases,
  { policy, items: queue, priority: (item) => (item.kind === 'event' ? Number(item.key) : 0) },
  1,
)
const { verdict } = burst.verification
const end = burst.metrics.at(-1)!
const most = (of: (metrics: Metrics) => number): number => Math.max(...burst.metrics.map(of))
const over = 1000 * (BEFORE + seconds)
/** The last time, after the burst, at which more waited than a calm phase has under way. */
const calm = burst.metrics.filter(({ ms, waiting, keepsOneOf }) => ms > over && (waiting > 16 || keepsOneOf > 1)).at(-1)
const figures = {
  type: 'burst',
  ...{ policy, baud, times, seconds, seed },
  sustainedPerSecond: Math.round(sustained),
  ...{ offered: end.offered, taken: end.taken, thinned: end.thinned, shed: end.shed },
  mostWaiting: burst.peak.items,
  mostWaitingBytes: burst.peak.bytes,
  mostWindowBytes: most(({ grant, credit }) => grant! - credit!),
  grant: end.grant,
  mostLagItems: most(({ lag }) => lag.items),
  mostLagEventMs: most(({ lag }) => lag.eventMs),
  mostKeepsOneOf: most(({ keepsOneOf }) => keepsOneOf),
  mostVars: most(({ vars }) => vars ?? 0),
  calmAfterMs: (calm?.ms ?? over) - over,
  lagAtEnd: end.lag.items,
  ...{ results: verdict.results, differ: verdict.differ },
}
if (values.json) console.log(JSON.stringify(figures))
else for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${String(value)}`)
const added = end.offered === end.taken + end.thinned + end.shed
const bounded = burst.peak.items <= queue && figures.mostWindowBytes <= end.grant!
const calmed = figures.lagAtEnd === 0 && figures.calmAfterMs < 1000 * (AFTER - 1)
if (!added || !bounded || !calmed || !verdict.equal) process.exitCode = 1
