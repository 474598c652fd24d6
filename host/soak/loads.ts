/**
 * What a soak runs: pipelines whose state is of every kind, each with inputs of its own, and what an undisturbed run of them gives. Made once,
 * used by many seeds.
 */
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Event, Item } from '../../shared/stream/event.ts'
import { Random } from '../sources/random.ts'
import { aliveIn } from './alive.ts'
import { UNDISTURBED } from './faults.ts'
import { perform, type Load } from './run.ts'

const FIELDS = { v: 'double', w: 'double?', name: 'string' }
const EVENT_TIME = { mode: 'event', outOfOrdernessMs: 300 }
const LIMITS = { keys: 4, waiting: 32, texts: 8, frame: 16 }

/** Pipelines by what they keep. */
export const PIPELINES: Readonly<Record<string, object>> = {
  windows: {
    input: { fields: FIELDS, key: 'name', packed: { v: 'int16/10' } },
    stages: [
      {
        id: 'slide',
        window: { type: 'sliding', sizeMs: 1000, slideMs: 250 },
        aggregates: { n: 'count()', mean: 'mean(v)', sd: 'stddev(v)' },
      },
      {
        id: 'low',
        from: 'input',
        window: { type: 'tumbling', sizeMs: 700 },
        allowedLatenessMs: 400,
        aggregates: { low: 'min(w)', last: 'last(v)' },
      },
    ],
  },
  bare: {
    input: { fields: { v: 'double' }, packed: { v: 'int16/10' } },
    stages: [
      {
        id: 'slide',
        window: { type: 'sliding', sizeMs: 600, slideMs: 100 },
        aggregates: { mean: 'mean(v)', sd: 'stddev(v)' },
      },
      {
        id: 'three',
        from: 'input',
        pattern: { steps: [{ name: 'high', where: 'v > 5', quantifier: { times: 3 } }], withinMs: 400 },
      },
    ],
  },
  sessions: {
    input: { fields: FIELDS, key: 'name' },
    stages: [
      {
        id: 'visit',
        window: { type: 'session', gapMs: 120 },
        aggregates: { n: 'count()', first: 'first(v)', sum: 'sum(v)' },
      },
      { id: 'long', from: 'visit', detect: { when: 'n > 2', until: 'n < 2' } },
    ],
  },
  patterns: {
    input: { fields: FIELDS, key: 'name' },
    stages: [
      {
        id: 'climb',
        pattern: {
          steps: [
            { name: 'low', where: 'v < 3' },
            { name: 'mid', contiguity: 'followedByAny', where: "v > first('low', 'v')" },
            { name: 'high', contiguity: 'followedBy', where: 'v > 7' },
          ],
          withinMs: 900,
          skip: 'skipPastLastEvent',
        },
      },
      {
        id: 'plain',
        from: 'input',
        pattern: {
          steps: [
            { name: 'a', where: 'v > 8' },
            { name: 'b', contiguity: 'followedBy', where: 'v < 2' },
          ],
          withinMs: 700,
        },
      },
    ],
  },
  joins: {
    input: { fields: FIELDS, key: 'name', sides: ['left', 'right'] },
    stages: [{ id: 'pair', join: { type: 'interval', lowerMs: -60, upperMs: 60 } }],
  },
  alarms: {
    input: { fields: FIELDS, key: 'name', packed: { v: 'int16/10' } },
    stages: [
      { id: 'odd', anomaly: { zscore: { field: 'v', size: 8, threshold: 1.2 } } },
      { id: 'drift', from: 'input', anomaly: { baseline: { field: 'v', alpha: 0.1, threshold: 1.5, warmup: 5 } } },
      { id: 'gone', from: 'input', detect: { silentMs: 400 } },
      { id: 'both', from: ['odd', 'drift', 'gone'], anomaly: { compound: { atLeast: 2, withinMs: 500 } } },
      { id: 'tape', from: 'input', buffer: { size: 6 }, dumpOn: 'odd', aggregates: { top: 'max(v)' } },
    ],
  },
  clock: {
    input: { fields: FIELDS, key: 'name' },
    time: { mode: 'processing' },
    stages: [
      { id: 'five', window: { type: 'count', size: 5 }, aggregates: { mean: 'mean(v)' } },
      {
        id: 'wall',
        from: 'input',
        window: { type: 'tumbling', sizeMs: 500 },
        aggregates: { n: 'count()', sum: 'sum(v)' },
      },
      { id: 'warm', from: 'input', detect: { when: 'v > 6', forMs: 50, cooldownMs: 100 } },
    ],
  },
  results: {
    input: { fields: FIELDS, key: 'name' },
    stages: [
      { id: 'mean', window: { type: 'tumbling', sizeMs: 200 }, aggregates: { mean: 'mean(v)' } },
      {
        id: 'swing',
        pattern: {
          steps: [
            { name: 'low', where: 'mean < 5' },
            { name: 'high', contiguity: 'followedBy', where: 'mean > 5' },
          ],
          withinMs: 700,
        },
      },
      { id: 'hot', from: 'input', detect: { when: 'v > 6', until: 'v < 3' } },
      {
        id: 'spells',
        pattern: {
          steps: [
            { name: 'on', where: "edge == 'start'" },
            { name: 'off', contiguity: 'next', where: "edge == 'end' && durationMs > 40" },
          ],
          withinMs: 250,
        },
      },
      { id: 'twice', pattern: { steps: [{ name: 'spell', quantifier: { times: 2 } }] } },
    ],
  },
  // A segment ends with each hundred of ms, ten measurements: most frames are brief.
  brief: {
    input: { fields: { v: 'double' }, packed: { v: 'int16/10' } },
    time: { mode: 'event', outOfOrdernessMs: 90 },
    limits: { ...LIMITS, frame: 5 },
    stages: [
      {
        id: 'slide',
        window: { type: 'sliding', sizeMs: 600, slideMs: 100 },
        aggregates: { n: 'count()', mean: 'mean(v)', sd: 'stddev(v)' },
      },
      { id: 'change', from: 'input', map: { d: "v - prev('v')" } },
      { id: 'seven', window: { type: 'count', size: 7, slide: 3 }, aggregates: { sum: 'sum(d)' } },
    ],
  },
}

/** Inputs of each pipeline. */
export const INPUTS = 4
const ITEMS = 160
const NAMES = ['a', 'ö', 'c']

/** All loads, made when first asked for. */
export class Loads {
  readonly #made = new Map<number, Promise<Load>>()
  readonly #programs = new Map<string, Promise<Program>>()

  /** The load of a seed: pipelines and inputs take turns. */
  of(seed: number): Promise<Load> {
    const names = Object.keys(PIPELINES)
    const at = seed % (names.length * INPUTS)
    const name = names[at % names.length]
    const program = this.#programs.get(name) ?? programOf(name)
    this.#programs.set(name, program)
    const known = this.#made.get(at) ?? load(program, at)
    this.#made.set(at, known)
    return known
  }
}

type Program = Pick<Load, 'name' | 'pipeline' | 'build'>

async function programOf(name: string): Promise<Program> {
  const pipeline = loadPipeline({ name: `soak ${name}`, time: EVENT_TIME, limits: LIMITS, ...PIPELINES[name] })
  return { name, pipeline, build: await buildFirmware(pipeline) }
}

async function load(making: Promise<Program>, seed: number): Promise<Load> {
  const program = await making
  const { pipeline } = program
  const items = itemsOf(pipeline, seed)
  const unspoilt = { ...program, items, alive: aliveIn(pipeline, items), expected: [] }
  return { ...unspoilt, expected: await perform(unspoilt, UNDISTURBED) }
}

/** Out of order within bounds, now and then late, with gaps; without a key even; in processing time with ticks between. */
function itemsOf(pipeline: Pipeline, seed: number): Item[] {
  const random = new Random(seed)
  const live = pipeline.time.mode === 'processing'
  let clock = live ? 0 : 1_700_000_000_000
  return Array.from({ length: ITEMS }, (_, i): Item => {
    const even = pipeline.key === null
    clock += random.below(even ? 50 : 20) === 0 ? 600 : even ? 10 : random.below(40)
    if (live && random.below(4) === 0) return { kind: 'clock', pt: clock }
    const late = even ? 0 : random.below(30) === 0 ? 900 : random.below(150)
    return eventOf(pipeline, live ? null : clock - late, `e${i}`, random)
  })
}

function eventOf({ spec, fields, key: keyField }: Pipeline, t: number | null, ref: string, random: Random): Event {
  const key = NAMES[random.below(NAMES.length)]
  const w = random.below(5) === 0 ? null : random.next()
  const all: Record<string, string | number | null> = { v: random.below(100) / 10, w, name: key }
  const values = Object.fromEntries(fields.map(({ name }) => [name, all[name]]))
  const side =
    spec.input.sides === undefined ? {} : { side: random.below(2) === 0 ? ('left' as const) : ('right' as const) }
  return { kind: 'event', t, ref, key: keyField === null ? null : key, values, ...side }
}
