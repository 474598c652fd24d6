/**
 * Counts what an event costs on a device, in instructions of a named Espruino Linux build, with valgrind's callgrind.
 *
 *     ESPRUINO_BIN=/path/to/espruino npx tsx scripts/device-cost.ts [NAME…]
 *
 * Each case is a pipeline with its input. The finished program is run in the binary, its lines are handed to the port one
 * by one, and the counts of N and 2 N frames are subtracted, so that start-up cancels out; so does a run in which nothing
 * listens to the port, which is the cost of the driver. What remains is everything from a received line to the results.
 * Costs of different builds are comparable only through the empty loop, which is printed first.
 */
import path from 'node:path'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { basicLab } from '../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { Callgrind, type CountedInput } from './callgrind.ts'

const BINARY = process.env.ESPRUINO_BIN

interface Case extends CountedInput {
  readonly name: string
  readonly spec: unknown
}

/** DESIGN 9: sliding 60 s / 5 s mean and deviation and a threshold, one key, one field, in order, quiet. */
function slidingSpec(packed: boolean): unknown {
  return {
    name: 'sliding and threshold',
    input: { fields: { v: 'double' }, ...(packed ? { packed: { v: 'int16/100' } } : {}) },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [
      {
        from: 'input',
        window: { type: 'sliding', sizeMs: 60000, slideMs: 5000 },
        aggregates: { m: 'mean(v)', s: 'stddev(v)' },
      },
      { from: 'input', detect: { when: 'v > 90', until: 'v < 80' } },
    ],
  }
}

/** One stage alone, on the same input. */
function only(stage: Record<string, unknown>): unknown {
  return { ...(slidingSpec(true) as object), name: 'one stage', stages: [{ from: 'input', ...stage }] }
}

const MEAN = { m: 'mean(v)', s: 'stddev(v)' }
const STAGES: Record<string, Record<string, unknown>> = {
  filter: { filter: 'v > 90' },
  sliding: { window: { type: 'sliding', sizeMs: 60000, slideMs: 5000 }, aggregates: MEAN },
  tumbling: { window: { type: 'tumbling', sizeMs: 60000 }, aggregates: MEAN },
  session: { window: { type: 'session', gapMs: 1000 }, aggregates: MEAN },
  count: { window: { type: 'count', size: 100 }, aggregates: MEAN },
  buffer: { buffer: { size: 60 }, aggregates: MEAN },
  detect: { detect: { when: 'v > 90', until: 'v < 80' } },
  zscore: { anomaly: { zscore: { field: 'v', size: 60, threshold: 50 } } },
  baseline: { anomaly: { baseline: { field: 'v', alpha: 0.02, threshold: 50 } } },
  silence: { detect: { silentMs: 60000 } },
}

/** Two detectors that report with every second event, and what counts them: `limits` as well. */
function reportsSpec(counted: boolean, limits: object = {}): unknown {
  const detectors = ['v > 24', 'v > 24.5'].map((when, i) => ({ id: `d${i}`, from: 'input', detect: { when } }))
  const compound = { from: ['d0', 'd1'], anomaly: { compound: { atLeast: 2, withinMs: 10 } } }
  return { ...(slidingSpec(true) as object), stages: [...detectors, ...(counted ? [compound] : [])], limits }
}

function jumping(i: number): Record<string, unknown> {
  return { t: 1_700_000_000_000 + i * 10, v: i % 2 ? 30 : 20 }
}

/** A join of two sensors that report in turn, 50 ms apart. */
function joinSpec(join: Record<string, unknown>): unknown {
  return {
    name: 'one join',
    input: { fields: { v: 'double' }, sides: ['left', 'right'] },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ join }],
  }
}

/** Partners of an event by how far its side looks; a window of 200 ms has two of each side. */
const JOINS: Record<string, Record<string, unknown>> = {
  'join-no-pair': { type: 'interval', lowerMs: 1, upperMs: 1 },
  'join-half-pair': { type: 'interval', lowerMs: 0, upperMs: 60 },
  'join-1-pair': { type: 'interval', lowerMs: -60, upperMs: 60 },
  'join-8-pairs': { type: 'interval', lowerMs: -760, upperMs: 760 },
  'join-window': { type: 'window', window: { type: 'tumbling', sizeMs: 200 } },
  'join-window-empty': { type: 'window', window: { type: 'sliding', sizeMs: 50, slideMs: 100 } },
}

function inTurn(i: number): Record<string, unknown> {
  return { ...wave(50)(i), in: i % 2 === 0 ? 'left' : 'right' }
}

function wave(stepMs: number): (i: number) => Record<string, unknown> {
  return (i) => ({ t: 1_700_000_000_000 + i * stepMs, v: Math.round(2000 + 500 * Math.sin(i / 40)) / 100 })
}

function motes(i: number): Record<string, unknown> {
  const wet = Math.round(4500 + 100 * Math.sin(i / 90)) / 100
  const warm = Math.round(2700 + 50 * Math.cos(i / 70)) / 100
  return { t: 1_700_000_000_000 + 5000 * Math.floor(i / 4), mote: (i % 4) + 1, humidity: wet, temperature: warm }
}

/** A pattern alone, with 16 threads: as events come (`live`, without a waiting room) or in event time. */
function patternSpec(where: readonly string[], live: boolean): unknown {
  const steps = where.map((text, i) => ({ name: `s${i}`, where: text, ...(i > 0 ? { contiguity: 'followedBy' } : {}) }))
  return {
    ...(slidingSpec(true) as object),
    name: 'one pattern',
    ...(live ? { time: { mode: 'processing' } } : {}),
    limits: { threads: 16 },
    stages: [{ pattern: { steps, withinMs: 300_000 } }],
  }
}

/** Items that begin with a clock where there is no other time; every 100 ms otherwise. */
function stamped(level: (i: number) => number, live: boolean): (i: number) => Record<string, unknown> {
  const start = 1_700_000_000_000
  if (live) return (i) => (i === 0 ? { pt: start } : { v: level(i) })
  return (i) => ({ t: start + i * 100, v: level(i) })
}

const RISE_FALL_RISE = ['v > 30', 'v < 10', 'v > 31.5']
const THRICE = ['v > 30', 'v > 30', 'v > 30']

/** Nothing happens; nothing happens while 16 threads wait; 2 of 13 events begin a thread, which drops another (PERFORMANCE 5). */
const LEVELS: Record<string, (i: number) => number> = {
  quiet: (i) => 20 + (i % 5) / 10,
  busy: (i) => (i <= 16 ? 40 : 20 + (i % 5) / 10),
  starts: (i) => 20 + (i % 13),
}
const SEQUENCES = Object.entries(LEVELS).flatMap(([name, level]): Case[] =>
  [true, false].flatMap((live): Case[] => {
    const common = { item: stamped(level, live), warm: 417, count: 208 }
    const how = `${name}-${live ? 'live' : '32'}`
    return [
      { name: `sequence-${how}`, spec: patternSpec(RISE_FALL_RISE, live), ...common },
      { name: `repeat-${how}`, spec: patternSpec(THRICE, live), ...common },
    ]
  }),
)
/** What reading and taking apart costs without a stage that does anything. */
const NOTHING: Case = {
  name: 'nothing-live',
  spec: { ...(patternSpec(THRICE, true) as object), stages: [{ filter: 'v > 90' }] },
  item: stamped(LEVELS.quiet, true),
  warm: 417,
  count: 208,
}

const CASES: Case[] = [
  // After a minute, when windows have all their panes.
  { name: 'sliding-100hz-32', spec: slidingSpec(true), item: wave(10), warm: 6400, count: 640 },
  { name: 'sliding-10hz-32', spec: slidingSpec(true), item: wave(100), warm: 640, count: 320 },
  { name: 'sliding-10hz-single', spec: slidingSpec(true), item: wave(100), warm: 60, count: 100, single: true },
  ...Object.entries(STAGES).flatMap(([name, stage]): Case[] => [
    { name: `${name}-32`, spec: only(stage), item: wave(10), warm: 64, count: 320 },
    { name: `${name}-single`, spec: only(stage), item: wave(10), warm: 40, count: 60, single: true },
  ]),
  ...Object.entries(JOINS).flatMap(([name, join]): Case[] => [
    { name: `${name}-32`, spec: joinSpec(join), item: inTurn, warm: 128, count: 320 },
    { name: `${name}-single`, spec: joinSpec(join), item: inTurn, warm: 80, count: 60, single: true },
  ]),
  { name: 'reports-32', spec: reportsSpec(false), item: jumping, warm: 64, count: 128 },
  { name: 'reports-single', spec: reportsSpec(false), item: jumping, warm: 20, count: 40, single: true },
  { name: 'compound-single', spec: reportsSpec(true), item: jumping, warm: 20, count: 40, single: true },
  { name: 'ttl-32', spec: reportsSpec(false, { ttlMs: 60000 }), item: jumping, warm: 64, count: 128 },
  NOTHING,
  ...SEQUENCES,
  { name: 'basic-lab', spec: basicLab, item: motes, warm: 96, count: 240 },
  { name: 'basic-lab-single', spec: basicLab, item: motes, warm: 40, count: 80, single: true },
]

async function measure(test: Case, callgrind: Callgrind): Promise<void> {
  const pipeline = loadPipeline(test.spec)
  const build = await buildFirmware(pipeline)
  const { instructions, eventsPerFrame } = await callgrind.eventCost(pipeline, build, test)
  console.log(
    JSON.stringify({
      type: 'cost',
      name: test.name,
      kIPerEvent: Number((instructions / 1000).toFixed(2)),
      planned: Number((build.plan.instructionsPerEvent / 1000).toFixed(2)),
      eventsPerFrame: Number(eventsPerFrame.toFixed(1)),
    }),
  )
}

if (BINARY === undefined) {
  console.error('set ESPRUINO_BIN to an Espruino Linux binary with symbols; valgrind is needed as well')
  process.exitCode = 2
} else {
  const wanted = process.argv.slice(2)
  const callgrind = new Callgrind(BINARY)
  console.log(
    JSON.stringify({
      type: 'build',
      binary: path.basename(BINARY),
      emptyLoop: Math.round(await callgrind.emptyLoop()),
    }),
  )
  for (const test of CASES) if (!wanted.length || wanted.includes(test.name)) await measure(test, callgrind)
}
