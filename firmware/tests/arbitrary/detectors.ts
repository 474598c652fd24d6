/** Random pipelines of detectors: on the input, behind filters and maps, on each other's results, and counted together. */
import * as fc from 'fast-check'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import type { Data } from './pipelines.ts'

const small = fc.integer({ min: 1, max: 12 })
const nat = fc.nat(99)

/** Operators of their own: a sequence, a repetition, and what is neither. */
const steps = fc.constantFrom<Data[]>(
  [
    { name: 'a', where: 'v > 3' },
    { name: 'b', contiguity: 'followedBy', where: 'v < 0' },
  ],
  [{ name: 'a', where: 'v > 0', quantifier: { times: 2 } }],
  [
    { name: 'a', where: 'v > 0', quantifier: { oneOrMore: true } },
    { name: 'b', contiguity: 'followedBy', where: "v < first('a', 'v')" },
  ],
)
const pattern = fc.record(
  {
    steps,
    withinMs: small,
    skip: fc.constantFrom('noSkip', 'skipPastLastEvent', 'skipToNext'),
  },
  { requiredKeys: ['steps'] },
)

const detectors = fc.oneof(
  fc.record({ pattern }),
  fc.record({ detect: fc.record({ when: fc.constantFrom('v > 3', 'v < w', "v > prev('v')"), forMs: fc.nat(4) }) }),
  fc.record({ detect: fc.record({ silentMs: small }) }),
  fc.record({
    anomaly: fc.record({
      zscore: fc.record({
        field: fc.constant('v'),
        size: fc.integer({ min: 2, max: 4 }),
        threshold: fc.constantFrom(0.5, 1, 2),
      }),
      emit: fc.constantFrom('alarms', 'scores'),
    }),
  }),
  fc.record({
    anomaly: fc.record({
      baseline: fc.record(
        {
          field: fc.constant('v'),
          alpha: fc.constantFrom(0.5, 0.3),
          threshold: fc.constantFrom(0.5, 1, 2),
          warmup: fc.integer({ min: 2, max: 4 }),
          adoptAfter: fc.integer({ min: 1, max: 3 }),
        },
        { requiredKeys: ['field', 'alpha', 'threshold', 'warmup'] },
      ),
      emit: fc.constantFrom('alarms', 'scores'),
    }),
  }),
)

/** What reads the report of a detector: only fields that all detectors of its kind have. */
const above = fc.constantFrom<Data>(
  { filter: "edge == 'start'" },
  { detect: { silentMs: 5 } },
  { detect: { when: 'since > 0' } },
)

const compounds = fc.record({
  drop: nat,
  atLeast: fc.integer({ min: 2, max: 3 }),
  withinMs: fc.integer({ min: 1, max: 20 }),
  count: fc.constantFrom('stages', 'keys', 'both'),
})

const shapes = fc.record({
  keyed: fc.boolean(),
  time: fc.constantFrom<Data>(
    { mode: 'event', watermarks: 'explicit' },
    { mode: 'event', outOfOrdernessMs: 0 },
    { mode: 'event', outOfOrdernessMs: 10 },
    { mode: 'processing' },
  ),
  first: fc.array(detectors, { minLength: 2, maxLength: 4 }),
  second: fc.array(fc.record({ on: nat, stage: above }), { maxLength: 2 }),
  ttl: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 2 }),
  compounds: fc.array(compounds, { minLength: 1, maxLength: 2 }),
})

function isEdge(stage: Data): boolean {
  return 'detect' in stage
}

function specOf({
  keyed,
  time,
  first,
  second,
  compounds,
  ttl,
}: typeof shapes extends fc.Arbitrary<infer S> ? S : never): Data {
  const stages: Data[] = first.map((stage, i) => ({ id: `d${i}`, from: 'input', ...stage }))
  const edges = stages.filter(isEdge)
  for (const [i, { on, stage }] of second.entries())
    if (edges.length > 0) stages.push({ id: `e${i}`, from: edges[on % edges.length].id, ...stage })
  for (const [i, { drop, count, atLeast, withinMs }] of compounds.entries()) {
    const all = stages.filter(({ across }) => across !== true || !keyed).map(({ id }) => id as string)
    const some = all.filter((_, j) => (drop >> j) % 2 === 0)
    const from = some.length < 2 ? all : some
    stages.push({
      id: `c${i}`,
      from,
      across: count !== 'stages',
      anomaly: { compound: { atLeast: Math.min(atLeast, from.length), withinMs, count } },
    })
  }
  const fields = { ...(keyed ? { k: 'string' } : {}), v: 'double?', w: 'int', s: 'string', b: 'bool' }
  return {
    name: 'detectors',
    input: { fields, key: keyed ? 'k' : null },
    time,
    stages: stages.map(({ across: _, ...stage }) => stage),
    limits: { waiting: 128, keys: 4, frame: 8, ...(ttl === null ? {} : { ttlMs: ttl }) },
  }
}

function isValid(spec: Data): boolean {
  try {
    loadPipeline(spec)
    return true
  } catch {
    return false
  }
}

/** Specs that are valid and that firmware runs. */
export const detectorSpecs: fc.Arbitrary<Data> = shapes.map(specOf).filter(isValid)
