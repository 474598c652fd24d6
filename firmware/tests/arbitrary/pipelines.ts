/**
 * Random pipelines of everything that firmware can do. Drawn as small numbers, which are then read against what is there
 * (sources above a stage, fields of a source), so that fast-check can shrink them to the stage that fails.
 */
import * as fc from 'fast-check'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import { conditionText, numberText, trees, type Names, type Tree } from './expressions.ts'
import { join, joined } from './joins.ts'

export type Data = Record<string, unknown>

/** What later stages may read. */
interface Source extends Names {
  readonly id: string
  /** It gives reports, which a compound detector counts. */
  readonly reports?: boolean
  /** Pairs, and what comes of them. */
  readonly paired?: boolean
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
const baseline = fc.record({
  kind: fc.constant('baseline' as const),
  from: nat,
  field: nat,
  alpha: fc.constantFrom(0.5, 0.1, 0.02),
  threshold: fc.integer({ min: 1, max: 8 }),
  warmup: fc.integer({ min: 2, max: 6 }),
  adoptAfter: fc.option(fc.integer({ min: 1, max: 3 })),
  scores: fc.boolean(),
})
const silence = fc.record({ kind: fc.constant('silence' as const), from: nat, silentMs: size })
const compound = fc.record({
  kind: fc.constant('compound' as const),
  from: nat,
  more: nat,
  atLeast: fc.integer({ min: 2, max: 3 }),
  withinMs: size,
  count: fc.constantFrom('stages', 'keys', 'both'),
})
const filter = fc.record({ kind: fc.constant('filter' as const), from: nat, where: tree })
const map = fc.record({
  kind: fc.constant('map' as const),
  from: nat,
  outs: fc.array(fc.record({ name: nat, expr: tree, type: nat }), { minLength: 1, maxLength: 3 }),
})

const pattern = fc.record({
  kind: fc.constant('pattern' as const),
  from: nat,
  steps: fc.array(fc.record({ where: nat, contiguity: nat, often: nat }), { minLength: 1, maxLength: 3 }),
  within: fc.oneof(fc.constant(null), size),
  skip: fc.constantFrom('noSkip', 'noSkip', 'skipToNext', 'skipPastLastEvent'),
})

const stage = fc.oneof(
  timed,
  session,
  count,
  buffer,
  detect,
  zscore,
  baseline,
  silence,
  compound,
  pattern,
  filter,
  map,
  join,
)
type Stage = typeof stage extends fc.Arbitrary<infer S> ? S : never
/** Stages that read one source. */
type Single = Exclude<Stage, { kind: 'join' }>

/** Stages whose reports may dump a buffer. */
const REPORTING: readonly Stage['kind'][] = ['detect', 'silence', 'zscore', 'baseline', 'compound']

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

/**
 * The outputs that are the same to the last bit in both engines, whatever the order of additions: only they may decide
 * anything further down.
 */
function exactOutputs(aggregates: Data, names: Names): Names {
  const exact = (text: string): boolean => /^(count|min|max|first|last)\b/.test(text) || text === 'sum(w)'
  const outs = Object.entries(aggregates).filter(([, text]) => exact(text as string))
  const of = (fields: readonly string[], otherwise: boolean): string[] =>
    outs.filter(([, text]) => typed(text as string, fields, otherwise)).map(([out]) => out)
  return {
    numbers: of([...names.texts, ...names.bools], true),
    texts: of(names.texts, false),
    bools: of(names.bools, false),
  }
}

/** Whether `fn(field)` gives a value of one of these fields (`otherwise`: of none of them). */
function typed(text: string, fields: readonly string[], otherwise: boolean): boolean {
  const [, field] = /\((\w*)\)/.exec(text)!
  return fields.includes(field) !== otherwise
}

const REPORT: Names = { numbers: ['since', 'durationMs', 'peak'], texts: ['edge'], bools: [] }
const MATCH: Names = { numbers: ['count', 'start'], texts: [], bools: [] }
const ALARM: Names = { numbers: ['value'], texts: [], bools: ['alarm'] }

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

/** Steps that ask for numbers and texts of the events, or for what was taken before. */
function stepsOf(drawn: Extract<Stage, { kind: 'pattern' }>, { numbers, texts }: Names): Data[] {
  return drawn.steps.map(({ where, contiguity, often }, i) => {
    const field = choose(numbers, where)
    const conditions = [
      `${field} > ${(where % 9) - 4}`,
      `${field} <= ${where % 5}`,
      `${field} > last('s${Math.max(0, i - 1)}', '${field}')`,
      texts.length ? `${choose(texts, where)} == 'ab'` : `${field} != 2`,
    ]
    const kinds = [{}, {}, { oneOrMore: true }, { optional: true }, { times: 2 }, { times: [1, 2], consecutive: true }]
    return {
      name: `s${i}`,
      where: choose(conditions, where),
      ...(i === 0 ? {} : { contiguity: choose(['next', 'followedBy', 'followedByAny'], contiguity) }),
      quantifier: choose(kinds, often),
    }
  })
}

/** A stage as written, and what it hands on. */
function written(
  drawn: Single,
  id: string,
  above: Source,
  reporters: readonly string[],
  live: boolean,
): [Data, Names?] {
  const common = { id, from: above.id }
  switch (drawn.kind) {
    case 'time':
    case 'session': {
      const window = drawn.kind === 'time' ? windowOf(drawn) : { type: 'session', gapMs: drawn.gap }
      const late = live ? {} : { allowedLatenessMs: drawn.lateness }
      const aggregates = aggregatesOf(drawn.aggregates, above)
      const outs = exactOutputs(aggregates, above)
      const after = { ...outs, numbers: ['start', 'end', ...outs.numbers] }
      return [{ ...common, window, ...late, purge: drawn.purge, aggregates }, after]
    }
    case 'count': {
      const window = { type: 'count', size: drawn.size, ...(drawn.tumbling ? {} : { slide: drawn.slide }) }
      const aggregates = aggregatesOf(drawn.aggregates, above)
      return [{ ...common, window, aggregates }, exactOutputs(aggregates, above)]
    }
    case 'buffer': {
      const dumps = reporters.length > 0 && drawn.dumpOn % 4 > 0
      const sums = !dumps || drawn.dumpOn % 2 === 0
      const aggregates = sums ? aggregatesOf(drawn.aggregates, above) : {}
      return [
        {
          ...common,
          buffer: { size: drawn.size },
          ...(dumps ? { dumpOn: choose(reporters, drawn.dumpOn) } : {}),
          ...(sums ? { aggregates } : {}),
        },
        exactOutputs(aggregates, above),
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
      return [{ ...common, detect }, REPORT]
    }
    case 'zscore': {
      const zscore = { field: choose(above.numbers, drawn.field), size: drawn.size, threshold: drawn.threshold / 2 }
      return [{ ...common, anomaly: { zscore, emit: drawn.scores ? 'scores' : 'alarms' } }, ALARM]
    }
    case 'baseline': {
      const { alpha, threshold, warmup, adoptAfter, scores } = drawn
      const adopt = adoptAfter === null ? {} : { adoptAfter }
      const baseline = { field: choose(above.numbers, drawn.field), alpha, threshold: threshold / 2, warmup, ...adopt }
      return [{ ...common, anomaly: { baseline, emit: scores ? 'scores' : 'alarms' } }, ALARM]
    }
    case 'silence':
      return [{ ...common, detect: { silentMs: drawn.silentMs } }, REPORT]
    case 'compound': // With too few detectors above.
      return [{ ...common, detect: { silentMs: drawn.withinMs } }, REPORT]
    case 'pattern': {
      const { within, skip } = drawn
      const more = within === null ? {} : { withinMs: within }
      return [{ ...common, pattern: { steps: stepsOf(drawn, above), skip, ...more } }, MATCH]
    }
    case 'filter':
      return [{ ...common, filter: conditionText(drawn.where, above) }, above]
    case 'map': {
      const { map, after } = mapped(drawn, above)
      return [{ ...common, map }, after]
    }
  }
}

/** A compound detector over some of the detectors above, as far as there are enough. */
function compoundOf(drawn: Extract<Stage, { kind: 'compound' }>, id: string, all: readonly Source[]): Data | null {
  const { more, atLeast, withinMs, count } = drawn
  const few = count === 'stages' ? 2 : 1
  if (all.length < few) return null
  const some = all.filter((_, i) => (more >> i) % 2 === 0)
  const from = (some.length < few ? all : some).slice(0, 16).map((source) => source.id)
  const least = count === 'stages' ? Math.min(atLeast, from.length) : atLeast
  return { id, from, anomaly: { compound: { atLeast: least, withinMs, count } } }
}

/** Stages whose results a compound detector counts; filters hand on what they read. */
function givesReports({ kind }: Stage, above: Source): boolean {
  return kind === 'filter' ? above.reports === true : REPORTING.includes(kind)
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
  sided: fc.boolean(),
  ttlMs: fc.option(fc.constantFrom(60, 150, 400), { freq: 2 }),
  stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
})
type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never

function specOf({ key, optional, packed, time, sided, ttlMs, stages }: Shape): Data {
  const fields: Record<string, string> = {}
  if (key !== null) fields.k = key
  const types = { v: 'double', w: 'int', s: 'string', b: 'bool' } as const
  for (const name of ['v', 'w', 's', 'b'] as const) fields[name] = types[name] + (optional[name] ? '?' : '')
  // Alarms that are counted across keys have none.
  const hasKey = (drawn: Stage): boolean => drawn.kind !== 'compound' || drawn.count === 'stages' || key === null
  const reporters = stages.flatMap((drawn, i) => (REPORTING.includes(drawn.kind) && hasKey(drawn) ? [`st${i}`] : []))
  const sources: Source[] = [{ id: 'input', numbers: ['v', 'w'], texts: ['s'], bools: ['b'] }]
  const list = stages.map((drawn, i) => {
    const open = sources.filter(({ numbers }) => numbers.length > 0)
    if (drawn.kind === 'join') {
      const found = joined(drawn, `st${i}`, open, sided, time.mode === 'processing')
      if (found === null) return { id: `st${i}`, map: { m0: '1' }, from: 'input' }
      sources.push({ ...found[1], id: `st${i}` })
      return found[0]
    }
    const above = choose(open, drawn.from)
    const detectors = sources.filter(({ reports }) => reports)
    const counts = drawn.kind === 'compound' ? compoundOf(drawn, `st${i}`, detectors) : null
    if (counts !== null) {
      if (hasKey(drawn)) sources.push({ ...ALARM, id: `st${i}`, reports: true })
      return counts
    }
    const [data, after] = written(drawn, `st${i}`, above, reporters, time.mode === 'processing')
    if (after) sources.push({ ...after, id: `st${i}`, reports: givesReports(drawn, above), paired: above.paired })
    return data
  })
  // Sides and a join of them need each other.
  const joins = list.some((data) => 'join' in data && typeof data.from === 'string')
  return {
    name: 'random',
    input: {
      fields,
      key,
      ...(joins ? { sides: ['left', 'right'] } : {}),
      ...(packed === null ? {} : { packed: { v: packed } }),
    },
    time,
    stages: list,
    // Wide enough that a bound is hardly ever touched, also where time bounds nothing, and no more than a board holds.
    limits: {
      ...{ waiting: 128, keys: 4, frame: 8, joinBuffer: 48 },
      ...(ttlMs === null ? {} : { ttlMs }),
      ...(time.watermarks === 'explicit' ? { openWindows: 256 } : joins ? { openWindows: 48 } : {}),
    },
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

/** The same with a join at least. */
export const joinSpecs: fc.Arbitrary<Data> = fc
  .tuple(shapes, join, nat)
  .map(([shape, drawn, at]) => {
    const stages: Stage[] = [...shape.stages]
    stages.splice(at % (stages.length + 1), 0, drawn)
    return specOf({ ...shape, stages })
  })
  .filter(isValid)

export type { Tree }
