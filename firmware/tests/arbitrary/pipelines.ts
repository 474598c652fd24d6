/**
 * Random pipelines of everything that firmware can do. Drawn as small numbers, which are then read against what is there
 * (sources above a stage, fields of a source), so that fast-check can shrink them to the stage that fails.
 */
import * as fc from 'fast-check'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import { conditionText, numberText, trees, type Names, type Tree } from './expressions.ts'

export type Data = Record<string, unknown>

/** What later stages may read. */
interface Source extends Names {
  readonly id: string
}

const tree = trees(3)
const nat = fc.nat(99)
const aggregates = fc.array(fc.record({ fn: fc.nat(99), field: nat }), { minLength: 1, maxLength: 4 })
const size = fc.integer({ min: 1, max: 30 })
const lateness = fc.oneof(fc.constant(0), fc.nat(30))

const timed = fc.record({
  kind: fc.constant('time' as const),
  from: nat,
  size,
  slide: size,
  offset: nat,
  lateness,
  purge: fc.boolean(),
  tumbling: fc.boolean(),
  whole: fc.boolean(),
  aggregates,
})
const session = fc.record({
  kind: fc.constant('session' as const),
  from: nat,
  gap: size,
  lateness,
  purge: fc.boolean(),
  aggregates,
})
const count = fc.record({
  kind: fc.constant('count' as const),
  from: nat,
  size: fc.integer({ min: 1, max: 7 }),
  slide: fc.integer({ min: 1, max: 7 }),
  tumbling: fc.boolean(),
  aggregates,
})
const buffer = fc.record({
  kind: fc.constant('buffer' as const),
  from: nat,
  size: fc.integer({ min: 1, max: 6 }),
  dumpOn: nat,
  aggregates,
})
const detect = fc.record({
  kind: fc.constant('detect' as const),
  from: nat,
  when: tree,
  until: fc.option(tree),
  forMs: fc.oneof(fc.constant(0), size),
  cooldownMs: fc.oneof(fc.constant(0), size),
  peak: fc.option(nat),
})
const zscore = fc.record({
  kind: fc.constant('zscore' as const),
  from: nat,
  field: nat,
  size: fc.integer({ min: 2, max: 6 }),
  threshold: fc.integer({ min: 1, max: 8 }),
  scores: fc.boolean(),
})
const filter = fc.record({ kind: fc.constant('filter' as const), from: nat, where: tree })
const map = fc.record({
  kind: fc.constant('map' as const),
  from: nat,
  outs: fc.array(fc.record({ name: nat, expr: tree, type: nat }), { minLength: 1, maxLength: 3 }),
})

const stage = fc.oneof(timed, session, count, buffer, detect, zscore, filter, map)
type Stage = typeof stage extends fc.Arbitrary<infer S> ? S : never

const FUNCTIONS = ['count', 'sum', 'mean', 'min', 'max', 'stddev', 'first', 'last'] as const

function choose<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length]
}

function everything({ numbers, texts, bools }: Names): string[] {
  return [...numbers, ...texts, ...bools]
}

function aggregatesOf(drawn: readonly { fn: number; field: number }[], names: Names): Data {
  const entries = drawn.map(({ fn, field }, i) => {
    const name = choose(FUNCTIONS, fn)
    const fields = name === 'first' || name === 'last' ? everything(names) : names.numbers
    return [`o${i}`, name === 'count' ? 'count()' : `${name}(${choose(fields, field)})`]
  })
  return Object.fromEntries(entries) as Data
}

/** The fields after a map: outputs are numbers, texts or conditions, under new names or those of fields. */
function mapped(drawn: Extract<Stage, { kind: 'map' }>, above: Source): { map: Data; after: Names } {
  const map: Record<string, string> = {}
  let after: Names = above
  for (const { name, expr, type } of drawn.outs) {
    const out = choose(['m0', 'm1', 'v', 's'], name)
    if (out in map) continue
    const kind = type % 4 === 0 ? 'bools' : type % 4 === 1 && above.texts.length ? 'texts' : 'numbers'
    if (kind === 'bools') map[out] = conditionText(expr, above)
    else map[out] = kind === 'texts' ? `'ab'` : numberText(expr, above)
    const without = (list: readonly string[]): string[] => list.filter((each) => each !== out)
    const rest = { numbers: without(after.numbers), texts: without(after.texts), bools: without(after.bools) }
    after = { ...rest, [kind]: [...rest[kind], out] }
  }
  return { map, after }
}

function windowOf(drawn: Extract<Stage, { kind: 'time' }>): Data {
  const slideMs = drawn.whole ? Math.max(1, Math.floor(drawn.size / (1 + (drawn.slide % 5)))) : drawn.slide
  const sizeMs = drawn.whole ? slideMs * (1 + (drawn.slide % 5)) : drawn.size
  const bound = drawn.tumbling ? sizeMs : slideMs
  const offsetMs = drawn.offset % 3 ? 0 : (drawn.offset % (2 * bound - 1)) - bound + 1
  return drawn.tumbling ? { type: 'tumbling', sizeMs, offsetMs } : { type: 'sliding', sizeMs, slideMs, offsetMs }
}

/** A stage as written, and what it hands on. */
function written(drawn: Stage, id: string, above: Source, reporters: readonly string[], live: boolean): [Data, Names?] {
  const common = { id, from: above.id }
  switch (drawn.kind) {
    case 'time':
    case 'session': {
      const window = drawn.kind === 'time' ? windowOf(drawn) : { type: 'session', gapMs: drawn.gap }
      const late = live ? {} : { allowedLatenessMs: drawn.lateness }
      return [{ ...common, window, ...late, purge: drawn.purge, aggregates: aggregatesOf(drawn.aggregates, above) }]
    }
    case 'count': {
      const window = { type: 'count', size: drawn.size, ...(drawn.tumbling ? {} : { slide: drawn.slide }) }
      return [{ ...common, window, aggregates: aggregatesOf(drawn.aggregates, above) }]
    }
    case 'buffer': {
      const dumps = reporters.length > 0 && drawn.dumpOn % 4 > 0
      const sums = !dumps || drawn.dumpOn % 2 === 0
      return [
        {
          ...common,
          buffer: { size: drawn.size },
          ...(dumps ? { dumpOn: choose(reporters, drawn.dumpOn) } : {}),
          ...(sums ? { aggregates: aggregatesOf(drawn.aggregates, above) } : {}),
        },
      ]
    }
    case 'detect': {
      const { when, until, forMs, cooldownMs, peak } = drawn
      const detect = {
        when: conditionText(when, above),
        ...(until ? { until: conditionText(until, above) } : {}),
        forMs,
        cooldownMs,
        ...(peak === null ? {} : { peak: `${peak % 2 ? 'max' : 'min'}(${choose(above.numbers, peak)})` }),
      }
      return [{ ...common, detect }]
    }
    case 'zscore': {
      const zscore = { field: choose(above.numbers, drawn.field), size: drawn.size, threshold: drawn.threshold / 2 }
      return [{ ...common, anomaly: { zscore, emit: drawn.scores ? 'scores' : 'alarms' } }]
    }
    case 'filter':
      return [{ ...common, filter: conditionText(drawn.where, above) }, above]
    case 'map': {
      const { map, after } = mapped(drawn, above)
      return [{ ...common, map }, after]
    }
  }
}

const times = fc.oneof(
  fc.constant<Data>({ mode: 'event', watermarks: 'explicit' }),
  fc.nat(40).map((outOfOrdernessMs): Data => ({ mode: 'event', outOfOrdernessMs })),
  fc.nat(40).map((outOfOrdernessMs): Data => ({ mode: 'event', outOfOrdernessMs })),
  fc.constant<Data>({ mode: 'processing' }),
)

const shapes = fc.record({
  key: fc.constantFrom(null, 'string', 'int', 'bool'),
  optional: fc.record({ v: fc.boolean(), w: fc.boolean(), s: fc.boolean(), b: fc.boolean() }),
  packed: fc.constantFrom(null, 'int16/10', 'int32/100'),
  time: times,
  stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
})
type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never

function specOf({ key, optional, packed, time, stages }: Shape): Data {
  const fields: Record<string, string> = {}
  if (key !== null) fields.k = key
  const types = { v: 'double', w: 'int', s: 'string', b: 'bool' } as const
  for (const name of ['v', 'w', 's', 'b'] as const) fields[name] = types[name] + (optional[name] ? '?' : '')
  const reporters = stages.flatMap(({ kind }, i) => (kind === 'detect' || kind === 'zscore' ? [`st${i}`] : []))
  const sources: Source[] = [{ id: 'input', numbers: ['v', 'w'], texts: ['s'], bools: ['b'] }]
  const list = stages.map((drawn, i) => {
    const open = sources.filter(({ numbers }) => numbers.length > 0)
    const [data, after] = written(drawn, `st${i}`, choose(open, drawn.from), reporters, time.mode === 'processing')
    if (after) sources.push({ ...after, id: `st${i}` })
    return data
  })
  return {
    name: 'random',
    input: { fields, key, ...(packed === null ? {} : { packed: { v: packed } }) },
    time,
    stages: list,
    // Wide enough that no bound is touched, but for explicit watermarks.
    limits: { waiting: 128, keys: 4, frame: 8, ...(time.watermarks === 'explicit' ? { openWindows: 256 } : {}) },
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
export const specs: fc.Arbitrary<Data> = shapes.map(specOf).filter(isValid)

export type { Tree }
