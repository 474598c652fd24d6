/**
 * Pipelines in TypeScript: the same data as JSON, with field names checked by the compiler.
 *
 *     pipeline('lab').input({ mote: 'int', humidity: 'double' }).key('mote').outOfOrder('20s')
 *       .tumbling('1min', { mean: 'mean(humidity)' }, { id: 'minute' })
 *       .detect({ when: 'humidity > 75', until: 'humidity < 60' }, { id: 'steam', from: 'input' })
 *       .toSpec()
 *
 * A builder is never changed; every call gives a new one. Values are not checked here but by `loadPipeline`.
 */
import type {
  Aggregated,
  AggregateText,
  Aggregates,
  Fields,
  KeyName,
  Mapped,
  NumericName,
  PeakText,
  Sources,
  Wiring,
} from './builder-types.ts'
import { milliseconds, type Duration } from './duration.ts'
import type {
  FieldSpec,
  InputSpec,
  JoinStageSpec,
  LimitsSpec,
  LinkSpec,
  PackedSpec,
  PatternStageSpec,
  Spec,
  StageSpec,
  TimeSpec,
  WindowSpec,
} from './spec.ts'

export type { Duration } from './duration.ts'

/** The first word of a pipeline. */
export function pipeline(name: string): { input<const F extends Fields>(fields: F): InputBuilder<F> } {
  return { input: (fields) => new InputBuilder(name, { fields: { ...fields } }) }
}

/** The input is declared; time is still to be chosen. */
class InputBuilder<F extends Fields> {
  private readonly name: string
  private readonly declared: InputSpec

  constructor(name: string, declared: InputSpec) {
    this.name = name
    this.declared = declared
  }

  /** Partitions the stream by the value of a field. */
  key(field: KeyName<F>): InputBuilder<F> {
    return new InputBuilder(this.name, { ...this.declared, key: field })
  }

  /** Says how numeric fields are kept and sent: `{ humidity: 'int16/100' }` is n / 100 with n a 16-bit integer. */
  packed(fields: Partial<Record<NumericName<F>, PackedSpec>>): InputBuilder<F> {
    return new InputBuilder(this.name, { ...this.declared, packed: { ...(fields as Record<string, string>) } })
  }

  /** Declares the two named inputs of a join. */
  twoSided(): InputBuilder<F> {
    return new InputBuilder(this.name, { ...this.declared, sides: ['left', 'right'] })
  }

  /** Event time; events may come this much behind the newest one. */
  outOfOrder(by: Duration, options: { idleness?: Duration } = {}): StageBuilder<F, { input: F }> {
    const idle = options.idleness === undefined ? {} : { idlenessMs: milliseconds(options.idleness) }
    return this.timed({ mode: 'event', outOfOrdernessMs: milliseconds(by), ...idle })
  }

  /** Event time; the input carries watermarks. */
  explicitWatermarks(): StageBuilder<F, { input: F }> {
    return this.timed({ mode: 'event', watermarks: 'explicit' })
  }

  /** The clock of the device counts, not the time in the events. */
  processingTime(): StageBuilder<F, { input: F }> {
    return this.timed({ mode: 'processing' })
  }

  private timed(time: TimeSpec): StageBuilder<F, { input: F }> {
    return new StageBuilder({ name: this.name, input: this.declared, time, stages: [] })
  }
}

/** How a window fires. */
interface Firing {
  allowedLateness?: Duration
  purge?: boolean
}

interface Threshold<F extends Fields> {
  when: string
  until?: string
  forTime?: Duration
  cooldown?: Duration
  peak?: PeakText<F>
}

/** `C`: the fields of the stage above; `S`: those of every stage with an id, and of the input. */
class StageBuilder<C extends Fields, S extends Sources> {
  private readonly spec: Spec

  constructor(spec: Spec) {
    this.spec = spec
  }

  /** Lets pass what the condition holds for. */
  filter<const I extends string = never, const W extends keyof S & string = never>(
    condition: string,
    wiring?: Wiring<S, I, W>,
  ) {
    return this.with<Read<C, S, W>, I>({ filter: condition, ...wiring })
  }

  /** Adds or replaces fields. */
  map<
    const M extends Readonly<Record<string, string>>,
    const I extends string = never,
    const W extends keyof S & string = never,
  >(fields: M, wiring?: Wiring<S, I, W>) {
    return this.with<Mapped<Read<C, S, W>, M>, I>({ map: { ...fields }, ...wiring })
  }

  /** Windows of one size that follow each other. */
  tumbling<
    const A extends Aggregates<Read<C, S, W>>,
    const I extends string = never,
    const W extends keyof S & string = never,
  >(
    size: Duration,
    aggregates: A & Known<A, Read<C, S, W>>,
    options: Wiring<S, I, W> & Firing & { offset?: Duration } = {},
  ) {
    return this.window<A, I>(
      { type: 'tumbling', sizeMs: milliseconds(size), ...offsetOf(options) },
      aggregates,
      options,
    )
  }

  /** Windows of one size, a new one every `slide`. */
  sliding<
    const A extends Aggregates<Read<C, S, W>>,
    const I extends string = never,
    const W extends keyof S & string = never,
  >(
    size: Duration,
    slide: Duration,
    aggregates: A & Known<A, Read<C, S, W>>,
    options: Wiring<S, I, W> & Firing & { offset?: Duration } = {},
  ) {
    const window = {
      type: 'sliding',
      sizeMs: milliseconds(size),
      slideMs: milliseconds(slide),
      ...offsetOf(options),
    } as const
    return this.window<A, I>(window, aggregates, options)
  }

  /** Windows that a silence longer than `gap` ends. */
  session<
    const A extends Aggregates<Read<C, S, W>>,
    const I extends string = never,
    const W extends keyof S & string = never,
  >(gap: Duration, aggregates: A & Known<A, Read<C, S, W>>, options: Wiring<S, I, W> & Firing = {}) {
    return this.window<A, I>({ type: 'session', gapMs: milliseconds(gap) }, aggregates, options)
  }

  /** Windows of a number of events. */
  count<
    const A extends Aggregates<Read<C, S, W>>,
    const I extends string = never,
    const W extends keyof S & string = never,
  >(
    size: number | { size: number; slide: number },
    aggregates: A & Known<A, Read<C, S, W>>,
    options: Wiring<S, I, W> = {},
  ) {
    return this.window<A, I>({ type: 'count', ...(typeof size === 'number' ? { size } : size) }, aggregates, options)
  }

  /** The last `size` events of a key. */
  buffer<
    const A extends Aggregates<Read<C, S, W>>,
    const I extends string = never,
    const W extends keyof S & string = never,
  >(size: number, options: Wiring<S, I, W> & { aggregates?: A & Known<A, Read<C, S, W>>; dumpOn?: string } = {}) {
    return this.with<Aggregated<A>, I>({ buffer: { size }, ...options })
  }

  /** A threshold with hysteresis. */
  detect<const I extends string = never, const W extends keyof S & string = never>(
    threshold: Threshold<Read<C, S, W>>,
    wiring?: Wiring<S, I, W>,
  ) {
    const { forTime, cooldown, ...rest } = threshold
    const dwell = forTime === undefined ? {} : { forMs: milliseconds(forTime) }
    const pause = cooldown === undefined ? {} : { cooldownMs: milliseconds(cooldown) }
    return this.with<DetectFields, I>({ detect: { ...rest, ...dwell, ...pause }, ...wiring })
  }

  /** A key that sends nothing for a time. */
  silence<const I extends string = never, const W extends keyof S & string = never>(
    after: Duration,
    wiring?: Wiring<S, I, W>,
  ) {
    return this.with<NoFields, I>({ detect: { silentMs: milliseconds(after) }, ...wiring })
  }

  /** The distance of a value from the mean of the values before it, in standard deviations. */
  zscore<const I extends string = never, const W extends keyof S & string = never>(
    field: NumericName<Read<C, S, W>>,
    parameters: { size: number; threshold: number; emit?: 'alarms' | 'scores' },
    wiring?: Wiring<S, I, W>,
  ) {
    const { emit, ...rest } = parameters
    const anomaly = { zscore: { field, ...rest }, ...(emit === undefined ? {} : { emit }) }
    return this.with<AnomalyFields, I>({ anomaly, ...wiring })
  }

  /** The distance of a value from a mean that follows the values, in standard deviations. */
  baseline<const I extends string = never, const W extends keyof S & string = never>(
    field: NumericName<Read<C, S, W>>,
    parameters: { alpha: number; threshold: number; warmup?: number; adoptAfter?: number; emit?: 'alarms' | 'scores' },
    wiring?: Wiring<S, I, W>,
  ) {
    const { emit, ...rest } = parameters
    const anomaly = { baseline: { field, ...rest }, ...(emit === undefined ? {} : { emit }) }
    return this.with<AnomalyFields, I>({ anomaly, ...wiring })
  }

  /** At least so many of the detectors in `from` within a time. */
  compound<const I extends string = never>(
    parameters: { atLeast: number; within: Duration; count?: 'stages' | 'keys' | 'both' },
    wiring: { readonly id?: I; readonly from: readonly (keyof S & string)[] },
  ) {
    const { within, ...rest } = parameters
    const compound = { ...rest, withinMs: milliseconds(within) }
    return this.with<AnomalyFields, I>({ anomaly: { compound }, id: wiring.id, from: [...wiring.from] })
  }

  /** A pattern of events, as JSON writes it. */
  pattern<const I extends string = never, const W extends keyof S & string = never>(
    pattern: PatternStageSpec['pattern'],
    wiring?: Wiring<S, I, W>,
  ) {
    return this.with<MatchFields, I>({ pattern, ...wiring })
  }

  /** A join of the two sides of the input, or of two stages, as JSON writes it. */
  join<const I extends string = never>(
    join: JoinStageSpec['join'],
    wiring: { readonly id?: I; readonly from?: readonly [left: keyof S & string, right: keyof S & string] } = {},
  ) {
    const { id, from } = wiring
    return this.with<NoFields, I>({ join, id, from: from === undefined ? undefined : [...from] })
  }

  /** Bounds of what a device may hold. */
  limits(limits: LimitsSpec): StageBuilder<C, S> {
    return new StageBuilder({ ...this.spec, limits })
  }

  /** What carries the link of a device: `mqtt` gives it a client of its own. */
  link(link: LinkSpec): StageBuilder<C, S> {
    return new StageBuilder({ ...this.spec, link })
  }

  /** The pipeline as plain data. */
  toSpec(): Spec {
    return structuredClone(this.spec)
  }

  private window<A extends Readonly<Record<string, string>>, I extends string>(
    window: WindowSpec,
    aggregates: A,
    { allowedLateness, purge, id, from }: Firing & { id?: string; from?: string },
  ) {
    const lateness = allowedLateness === undefined ? {} : { allowedLatenessMs: milliseconds(allowedLateness) }
    const purging = purge === undefined ? {} : { purge }
    return this.with<Aggregated<A>, I>({ window, ...lateness, ...purging, aggregates: { ...aggregates }, id, from })
  }

  /** Adds a stage whose results have the fields `O`; keys without a value are left out. */
  private with<O extends Fields, I extends string>(stage: StageSpec): StageBuilder<O, S & Record<I, O>> {
    const { id, from, ...what } = stage
    const present = Object.fromEntries(Object.entries({ id, from, ...what }).filter(([, value]) => value !== undefined))
    return new StageBuilder({ ...this.spec, stages: [...this.spec.stages, present as unknown as StageSpec] })
  }
}

/** The fields that a stage reads: those of `W`, or of the stage above. */
type Read<C extends Fields, S extends Sources, W extends keyof S & string> = [W] extends [never] ? C : S[W]

/** Each aggregate on its own, so that the compiler names the one that is wrong. */
type Known<A extends Readonly<Record<string, string>>, F extends Fields> = { readonly [K in keyof A]: AggregateText<F> }

type NoFields = Readonly<Record<never, FieldSpec>>
type DetectFields = {
  readonly edge: 'string'
  readonly since: 'double'
  readonly durationMs: 'double?'
  readonly peak: 'double?'
}
type MatchFields = { readonly count: 'int'; readonly start: 'double' }
type AnomalyFields = { readonly value: 'double'; readonly score: 'double'; readonly alarm: 'bool' }

function offsetOf({ offset }: { offset?: Duration }): { offsetMs?: number } {
  return offset === undefined ? {} : { offsetMs: milliseconds(offset) }
}
