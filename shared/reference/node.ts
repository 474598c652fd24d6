/** A stage in its place: the operator, the stages that read it, and what it counts. */
import type { Stage } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import type { Fates, Result } from '../stream/result.ts'
import { Baseline } from './baseline.ts'
import { Buffer } from './buffer.ts'
import { Compound, isReport } from './compound.ts'
import { contentOf, valuesOfPair, type Content } from './derived.ts'
import { Detect } from './detect.ts'
import type { Fate, Operator, Outlet, Sample } from './operator.ts'
import type { Lives } from './lives.ts'
import { IntervalJoin } from './join/interval.ts'
import { WindowJoin } from './join/window.ts'
import { Pattern } from './pattern/pattern.ts'
import { Reorder } from './reorder.ts'
import { Silence } from './silence.ts'
import type { Step } from './step.ts'
import { Filter, Mapping } from './transform.ts'
import { CountWindows } from './windows/count.ts'
import { SessionWindows } from './windows/session.ts'
import { TimeWindows } from './windows/time.ts'
import { ZScore } from './zscore.ts'

/** What all nodes of an engine share. */
export interface World {
  readonly processingTime: boolean
  /** The field that partitions the stream. */
  readonly keyField: string | null
  /** The watermark or, in processing time, the clock. */
  readonly now: () => number
  readonly lives: Lives
}

export class Node implements Outlet {
  readonly stage: Stage
  readonly operator: Operator
  /** Counted by window stages only. */
  readonly fates: Fates | null
  at = 0
  #step!: Step
  readonly #readers: Node[] = []
  /** Events have come since `takeAll`. */
  #fresh = false

  readonly #world: World
  /** The watermark is moving: what happens is due to it, and not to the event. */
  #advancing = false
  /** Time of the event that was taken last. */
  #lastT = 0
  /** Results of each key that were handed on as events. */
  readonly #events = new Map<Key, number>()

  constructor(stage: Stage, world: World) {
    this.stage = stage
    this.operator = operatorOf(stage, world)
    this.#world = world
    this.fates = isWindow(stage) ? { inputs: 0, onTime: 0, refired: 0, late: 0, outside: 0, refused: 0 } : null
  }

  /** `reader` reads this stage. */
  feed(reader: Node): void {
    this.#readers.push(reader)
  }

  /** A new item begins; what happens goes to `step`. */
  begin(at: number, step: Step): void {
    this.at = at
    this.#step = step
  }

  /** An event was pushed, whether it gets this far or not. */
  announce(): void {
    if (this.fates !== null) this.fates.inputs += 1
  }

  /**
   * Takes an event of one of the stages that this one reads, or of the input; a join of two tells its sides by that. What
   * comes of it goes on at once, before its source says anything else.
   */
  receive(event: Sample, source: number): void {
    if (event.from !== undefined) this.announce()
    const { sources } = this.stage
    const place = sources.indexOf(source)
    this.#lastT = event.t
    this.#fresh = true
    this.operator.take(sources.length < 2 ? event : { ...event, place, side: place === 0 ? 'left' : 'right' }, this)
  }

  /** Whether the event means anything to this stage, or to those that it may hand it on to. */
  notices(event: Sample): boolean {
    if (this.stage.kind === 'filter') return this.#readers.some((reader) => reader.notices(event))
    return this.stage.kind !== 'compound' || isReport(event)
  }

  /** All stages above have taken the item. */
  takeAll(): void {
    if (this.#fresh) this.operator.taken?.(this)
    this.#fresh = false
  }

  forget(key: Key): void {
    this.operator.forget(key)
    this.#events.delete(key)
  }

  advance(watermark: number): void {
    this.#advancing = true
    this.operator.advance(watermark, this)
    this.#advancing = false
  }

  result(result: Result): void {
    this.#step.results.push(result)
    if (this.#readers.length === 0 || result.type === 'error') return
    const content = contentOf(result, this.#lastT)
    if (content !== null) this.#handOn(result.key, content)
  }

  late({ t, key, ref }: Sample): void {
    this.#step.results.push({ type: 'late', stage: this.stage.id, at: this.at, key, ref, t })
  }

  pair(left: Sample, right: Sample, t: number): void {
    const { id: stage } = this.stage
    this.result({ type: 'pair', stage, at: this.at, key: left.key, t, left: left.ref, right: right.ref })
    if (this.#readers.length > 0) this.#handOn(left.key, { t, values: valuesOfPair(left, right) })
  }

  pass(event: Sample): void {
    for (const reader of this.#readers) reader.receive(event, this.stage.index)
  }

  drop(event: Sample): void {
    for (const reader of this.#readers) reader.miss(event)
  }

  /** An event ended above this stage. */
  miss(event: Sample): void {
    if (event.from !== undefined) this.announce()
    this.fate('outside')
    // What reads results of this stage never had to do with it.
    if (this.stage.kind === 'filter' || this.stage.kind === 'map') this.drop(event)
  }

  /** A result becomes an event of the stages that read this one; in processing time it has the time of the clock. */
  #handOn(key: Key, { t, values }: Content): void {
    const { keyField, processingTime, now } = this.#world
    const { id, index: from } = this.stage
    const n = this.#events.get(key) ?? 0
    this.#events.set(key, n + 1)
    const ref = `${id}#${n}`
    const known = keyField === null ? values : { [keyField]: key, ...values }
    const event: Sample = { t: processingTime ? now() : t, ref, key, values: known, from }
    this.#world.lives.extend(key, event.t)
    // Further down it can be seen at which item this happened.
    if (this.#advancing && this.#readers.some((reader) => reader.notices(event))) this.disturbs()
    for (const reader of this.#readers) reader.receive(event, from)
  }

  fate(fate: Fate): void {
    if (this.fates !== null) this.fates[fate] += 1
  }

  irregular(): void {
    this.#step.irregular = true
  }

  disturbs(): void {
    this.#step.disturbs = true
  }
}

function isWindow({ kind }: Stage): boolean {
  return kind === 'timeWindow' || kind === 'sessionWindow' || kind === 'countWindow'
}

function operatorOf(stage: Stage, world: World): Operator {
  const { processingTime } = world
  switch (stage.kind) {
    case 'filter':
      return new Filter(stage)
    case 'map':
      return new Mapping(stage)
    case 'timeWindow':
      return new TimeWindows(stage, processingTime)
    case 'sessionWindow':
      return new SessionWindows(stage, processingTime)
    case 'countWindow':
      return new CountWindows(stage)
    case 'buffer':
      return new Buffer(stage)
    case 'detect':
      return new Reorder(new Detect(stage), processingTime)
    case 'zscore':
      return new Reorder(new ZScore(stage), processingTime)
    case 'pattern':
      return new Reorder(new Pattern(stage), processingTime)
    case 'intervalJoin':
      return new IntervalJoin(stage)
    case 'windowJoin':
      return new WindowJoin(stage, processingTime)
    case 'silence':
      return new Reorder(new Silence(stage), processingTime)
    case 'baseline':
      return new Reorder(new Baseline(stage), processingTime)
    case 'compound':
      return new Compound(stage, world)
  }
}
