/**
 * Pipelines and input of the kind that shortcuts are made for: evenly spaced events in order, of one key or few, packed
 * fields, thresholds that are seldom met, windows of equal panes; and, now and then, everything that breaks this.
 */
import * as fc from 'fast-check'
import type { Pipeline } from '../../../shared/pipeline/pipeline.ts'
import type { Item } from '../../../shared/stream/event.ts'
import type { Cut } from '../run.ts'
import type { Data } from './pipelines.ts'

const bound = fc.integer({ min: -60, max: 60 }).map((n) => n / 4)
const comparison = fc
  .record({ field: fc.constantFrom('v', 'u'), op: fc.constantFrom('>', '>=', '<', '<='), bound, turned: fc.boolean() })
  .map(({ field, op, bound, turned }) => (turned ? `${bound} ${op} ${field}` : `${field} ${op} ${bound}`))
const condition = fc.oneof(
  { arbitrary: comparison, weight: 3 },
  { arbitrary: fc.tuple(comparison, comparison).map(([a, b]) => `${a} && ${b}`), weight: 1 },
  { arbitrary: fc.tuple(comparison, comparison).map(([a, b]) => `!(${a} || ${b})`), weight: 1 },
  { arbitrary: fc.tuple(comparison, comparison).map(([a, b]) => `${a} || ${b}`), weight: 1 },
)

const window = fc
  .record({
    slide: fc.constantFrom(10, 40, 100),
    panes: fc.integer({ min: 2, max: 6 }),
    outs: fc.subarray(['mean(v)', 'stddev(v)', 'sum(u)', 'count()', 'max(u)', 'stddev(u)'], { minLength: 1 }),
  })
  .map(({ slide, panes, outs }): Data => ({
    from: 'input',
    window: { type: 'sliding', sizeMs: slide * panes, slideMs: slide },
    aggregates: Object.fromEntries(outs.map((out, i) => [`o${i}`, out])),
  }))
const detect = fc
  .record({
    when: condition,
    until: fc.option(condition),
    forMs: fc.constantFrom(0, 0, 30),
    cooldownMs: fc.constantFrom(0, 0, 50),
    peak: fc.option(fc.constantFrom('max(v)', 'min(u)')),
  })
  .map(({ when, until, forMs, cooldownMs, peak }): Data => {
    const detect = { when, forMs, cooldownMs, ...(until === null ? {} : { until }), ...(peak === null ? {} : { peak }) }
    return { from: 'input', detect }
  })

export const quietSpecs: fc.Arbitrary<Data> = fc
  .record({
    packed: fc.constantFrom({ v: 'int16/100', u: 'int16/100' }, { v: 'int32/100' }, {}),
    optional: fc.boolean(),
    keyed: fc.boolean(),
    time: fc.oneof(
      fc.constantFrom(0, 0, 5, 60).map((outOfOrdernessMs): Data => ({ mode: 'event', outOfOrdernessMs })),
      fc.constant<Data>({ mode: 'event', watermarks: 'explicit' }),
    ),
    stages: fc
      .tuple(fc.array(window, { maxLength: 2 }), fc.array(detect, { minLength: 1, maxLength: 2 }))
      .map(([windows, detects]) => [...windows, ...detects].map((stage, i) => ({ id: `st${i}`, ...stage }))),
  })
  .map(({ packed, optional, keyed, time, stages }) => ({
    name: 'quiet',
    input: {
      fields: { ...(keyed ? { k: 'int' } : {}), v: 'double', u: optional ? 'double?' : 'double' },
      key: keyed ? 'k' : null,
      ...(optional ? {} : { packed }),
    },
    time,
    stages,
    limits: { waiting: 128, keys: 4, frame: 32 },
  }))

/** A stretch of evenly spaced events around one level. */
interface Stretch {
  readonly events: number
  readonly dt: number
  readonly key: number
  readonly level: number
  readonly noise: readonly number[]
  /** What breaks it at its end. */
  readonly end: 'nothing' | 'late' | 'before' | 'peak' | 'gap' | 'long' | 'null' | 'mark'
}

const stretch: fc.Arbitrary<Stretch> = fc.record({
  events: fc.integer({ min: 1, max: 40 }),
  dt: fc.constantFrom(1, 1, 2, 10, 0),
  key: fc.nat(2),
  level: fc.integer({ min: -40, max: 40 }),
  noise: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 7 }),
  end: fc.constantFrom(
    'nothing',
    'nothing',
    'nothing',
    'late',
    'before',
    'before',
    'peak',
    'gap',
    'long',
    'null',
    'mark',
  ),
})

export interface QuietInput {
  readonly start: number
  readonly stretches: readonly Stretch[]
  readonly cut: Cut
}

export const quietInputs: fc.Arbitrary<QuietInput> = fc.record({
  start: fc.constantFrom(0, -60, 1_700_000_000_000),
  stretches: fc.array(stretch, { minLength: 1, maxLength: 9 }),
  cut: fc.oneof(
    fc.constant<Cut>({ single: true }),
    fc.constant<Cut>({}),
    fc.record({ frame: fc.integer({ min: 1, max: 32 }), segment: fc.integer({ min: 1, max: 128 }) }),
    fc.record({ frame: fc.integer({ min: 2, max: 32 }), bytes: fc.integer({ min: 20, max: 200 }) }),
  ),
})

/** The items of a pipeline; numbers are quarters, so that all of them travel as small integers unless one does not. */
export function quietItems({ start, stretches }: QuietInput, pipeline: Pipeline): Item[] {
  const items: Item[] = []
  let clock = start
  const optional = pipeline.fields.some((f) => f.optional)
  const add = (t: number, key: number, v: number, u: number | null): void => {
    const k = pipeline.key === null ? null : key
    items.push({ kind: 'event', t, ref: `e${items.length}`, key: k, values: { ...(k === null ? {} : { k }), v, u } })
  }
  for (const { events, dt, key, level, noise, end } of stretches) {
    for (let i = 0; i < events; i++, clock += dt) {
      const near = level + noise[i % noise.length]
      add(clock, key, near / 4, (near + 1) / 4)
    }
    if (end === 'late') add(clock - 15, key, (level + 9) / 4, 0)
    if (end === 'before') add(clock - 4, key, -level, -level)
    if (end === 'peak') add(clock, key, -level, level)
    if (end === 'gap') clock += 700
    // No longer an Int16, nor a short decimal.
    if (end === 'long' && !pipeline.fields.some((f) => f.packed)) add(clock, key, 1_000_000 + level / 7, level)
    if (end === 'null') add(clock, key, 0, optional ? null : 0)
    if (end === 'mark') items.push({ kind: 'watermark', wm: clock - 3 })
  }
  return items
}
