/** A stage in its place: the operator, the stages that read it, the events it has yet to take, and what it counts. */
import { RivuletError } from '../error.ts'
import type { Stage } from '../pipeline/pipeline.ts'
import type { Fates, Result } from '../stream/result.ts'
import { Buffer } from './buffer.ts'
import { Detect } from './detect.ts'
import type { Fate, Operator, Outlet, Sample } from './operator.ts'
import { Reorder } from './reorder.ts'
import type { Step } from './step.ts'
import { Filter, Mapping } from './transform.ts'
import { CountWindows } from './windows/count.ts'
import { SessionWindows } from './windows/session.ts'
import { TimeWindows } from './windows/time.ts'
import { ZScore } from './zscore.ts'

export class Node implements Outlet {
  readonly stage: Stage
  readonly operator: Operator
  /** Counted by window stages only. */
  readonly fates: Fates | null
  at = 0
  #step!: Step
  readonly #readers: Node[] = []
  readonly #inbox: Sample[] = []

  constructor(stage: Stage, processingTime: boolean) {
    this.stage = stage
    this.operator = operatorOf(stage, processingTime)
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
    this.#inbox.push(event)
  }

  takeAll(): void {
    if (this.#inbox.length === 0) return
    for (const event of this.#inbox) this.operator.take(event, this)
    this.#inbox.length = 0
  }

  advance(watermark: number): void {
    this.operator.advance(watermark, this)
  }

  result(result: Result): void {
    this.#step.results.push(result)
  }

  late({ t, key, ref }: Sample): void {
    this.#step.results.push({ type: 'late', stage: this.stage.id, at: this.at, key, ref, t })
  }

  pass(event: Sample): void {
    for (const reader of this.#readers) reader.receive(event)
  }

  drop(): void {
    for (const reader of this.#readers) reader.miss()
  }

  /** An event ended above this stage. */
  miss(): void {
    this.fate('outside')
    this.drop()
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
    case 'silence':
    case 'pattern':
    case 'join':
      throw new RivuletError('E_UNSUPPORTED', `a ${stage.kind} stage is not supported yet`, { kind: 'usage' })
  }
}
