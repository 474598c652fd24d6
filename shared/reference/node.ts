/** A stage in its place: the operator, the stages that read it, the events it has yet to take, and what it counts. */
import type { Stage } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import type { Fates, Result } from '../stream/result.ts'
import { Baseline } from './baseline.ts'
import { Buffer } from './buffer.ts'
import { Compound } from './compound.ts'
import { contentOf, valuesOfPair, type Content } from './derived.ts'
import { Detect } from './detect.ts'
import type { Fate, Operator, Outlet, Sample } from './operator.ts'
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
}

export class Node implements Outlet {
  readonly stage: Stage
  readonly operator: Operator
  /** Counted by window stages only. */
  readonly fates: Fates | null
  at = 0
  #step!: Step
  readonly #readers: Node[] = []
  readonly #inbox: Sample[] = []

  readonly #world: World
  /** Time of the event that was taken last. */
  #lastT = 0
  /** Results that were handed on as events. */
  #events = 0

  constructor(stage: Stage, world: World) {
    this.stage = stage
    this.operator = operatorOf(stage, world.processingTime)
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

  receive(event: Sample): void {
    if (event.from !== undefined) this.announce()
    this.#inbox.push(event)
  }

  takeAll(): void {
    if (this.#inbox.length === 0) return
    for (const event of this.#inbox) {
      this.#lastT = event.t
      this.operator.take(event, this)
    }
    this.#inbox.length = 0
  }

  advance(watermark: number): void {
    this.operator.advance(watermark, this)
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
    for (const reader of this.#readers) reader.receive(event)
  }

  drop(event: Sample): void {
    for (const reader of this.#readers) reader.miss(event)
  }

  /** An event ended above this stage. */
  miss(event: Sample): void {
    if (event.from !== undefined) this.announce()
    this.fate('outside')
    this.drop(event)
  }

  /** A result becomes an event of the stages that read this one; in processing time it has the time of the clock. */
  #handOn(key: Key, { t, values }: Content): void {
    const { keyField, processingTime, now } = this.#world
    const { id, index: from } = this.stage
    const ref = `${id}#${this.#events++}`
    const known = keyField === null ? values : { [keyField]: key, ...values }
    for (const reader of this.#readers) {
      const side = reader.stage.sources[0] === from ? 'left' : 'right'
      reader.receive({ t: processingTime ? now() : t, ref, key, values: known, side, from })
    }
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

function operatorOf(stage: Stage, processingTime: boolean): Operator {
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
      return new Reorder(new Compound(stage), processingTime)
  }
}
