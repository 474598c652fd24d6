/**
 * The reference engine: what a pipeline means, straight from SEMANTICS, without bounds. It is the judge of every device
 * and shares no operator with them.
 *
 * One item at a time (2.3): the event goes through the stages with the watermark as it was before; then the watermark
 * advances, stage by stage in their order, and fires what became due. Last, buffers are dumped for what was reported.
 * In processing time the clock takes the place of the watermark and gives every event its time (5.2).
 */
import { RivuletError } from '../error.ts'
import { INPUT, type Pipeline, type Stage } from '../pipeline/pipeline.ts'
import { MIN, type Event, type Item } from '../stream/event.ts'
import type { Fates, Result } from '../stream/result.ts'
import { Buffer } from './buffer.ts'
import { Lives } from './lives.ts'
import { Node } from './node.ts'
import type { Sample } from './operator.ts'
import type { Step } from './step.ts'
import { inputWatermark, type InputWatermark } from './input-watermark.ts'

export type { Step } from './step.ts'

export class ReferenceEngine {
  readonly #processingTime: boolean
  readonly #watermark: InputWatermark
  readonly #nodes: readonly Node[]
  readonly #roots: readonly Node[]
  /** Those that every event of the input concerns, though a filter may keep it from them. */
  readonly #counting: readonly Node[]
  readonly #recorders: readonly { buffer: Buffer; listensTo: string }[]
  readonly #lives: Lives
  #items = 0

  constructor(pipeline: Pipeline) {
    const { time } = pipeline
    this.#processingTime = time.mode === 'processing'
    this.#watermark = inputWatermark(time, pipeline.spec.input.sides !== undefined)
    const now = (): number => this.#watermark.value
    this.#lives = new Lives(pipeline.limits.ttlMs)
    const world = { processingTime: this.#processingTime, keyField: pipeline.key, now, lives: this.#lives }
    this.#nodes = pipeline.stages.map((stage) => new Node(stage, world))
    for (const node of this.#nodes) for (const source of node.stage.sources) this.#nodes[source]?.feed(node)
    this.#roots = this.#nodes.filter(({ stage }) => stage.sources.includes(INPUT))
    this.#counting = this.#nodes.filter(({ stage }) => readsMeasurements(stage, pipeline))
    this.#recorders = recorders(this.#nodes)
  }

  /** `MIN` before the first. */
  get watermark(): number {
    return this.#watermark.value
  }

  /** Takes the next input item. */
  push(item: Item): Step {
    const step: Step = { results: [], watermark: 0, disturbs: false, irregular: false, forgotten: [] }
    const at = this.#items++
    for (const node of this.#nodes) node.begin(at, step)
    let moved = false
    switch (item.kind) {
      case 'watermark':
        moved = this.#watermark.mark(item.wm, item.side)
        break
      case 'clock':
        moved = this.#watermark.tick(item.pt)
        break
      case 'event':
        moved = this.#take(item)
    }
    if (moved) this.#advance()
    this.#dump(at, step)
    this.#forget(step)
    step.watermark = this.#watermark.value
    return step
  }

  /** What became of the inputs of each window stage; the five fates add up to the inputs. */
  fates(): Record<string, Fates> {
    const fates: Record<string, Fates> = {}
    for (const { stage, fates: counted } of this.#nodes) if (counted !== null) fates[stage.id] = { ...counted }
    return fates
  }

  /** Tells whether the watermark moved. */
  #take(event: Event): boolean {
    const sample = this.#sample(event)
    this.#lives.event(sample.key, sample.t)
    for (const node of this.#counting) node.announce()
    for (const root of this.#roots) root.receive(sample, INPUT)
    for (const node of this.#nodes) node.takeAll()
    return this.#watermark.event(sample.t, sample.side)
  }

  /** Results precede the watermark that caused them (DESIGN, decision 8). */
  #advance(): void {
    for (const node of this.#nodes) {
      node.takeAll()
      node.advance(this.#watermark.value)
    }
  }

  /** Keys that have been silent for too long are new from the next item on. */
  #forget(step: Step): void {
    step.forgotten = this.#lives.takeEnded(this.#watermark.value)
    if (step.forgotten.length === 0) return
    step.disturbs = true
    for (const key of step.forgotten) for (const node of this.#nodes) node.forget(key)
  }

  #sample({ t, ref, key, values, side }: Event): Sample {
    if (this.#processingTime) return { t: this.#clock(), ref, key, values, side }
    if (t !== null) return { t, ref, key, values, side }
    throw new RivuletError('E_ITEM', `event ${ref} has no time`, {
      kind: 'usage',
      cure: 'give every event its t in ms',
    })
  }

  /** A clock that was never set stands at 0. */
  #clock(): number {
    if (this.#watermark.value === MIN) {
      this.#watermark.tick(0)
      this.#advance()
    }
    return this.#watermark.value
  }

  #dump(at: number, step: Step): void {
    if (this.#recorders.length === 0) return
    for (const result of step.results.slice()) {
      if (!isReport(result)) continue
      for (const { buffer, listensTo } of this.#recorders) {
        if (listensTo !== result.stage) continue
        step.results.push(buffer.dump(result.key, result.stage, result.t, at))
        step.disturbs = true
      }
    }
  }
}

/** Whether a stage reads the input, straight or through filters and maps. */
function readsMeasurements(stage: Stage, pipeline: Pipeline): boolean {
  if (stage.from === INPUT) return true
  const above = pipeline.stages[stage.from]
  return (above.kind === 'filter' || above.kind === 'map') && readsMeasurements(above, pipeline)
}

type Report = Extract<Result, { type: 'detect' | 'anomaly' }>

/** The start of a detection, or an alarm. */
function isReport(result: Result): result is Report {
  return (result.type === 'detect' && result.edge === 'start') || (result.type === 'anomaly' && result.alarm)
}

/** The buffers that are dumped, each with the stage whose reports it waits for. */
function recorders(nodes: readonly Node[]): { buffer: Buffer; listensTo: string }[] {
  return nodes.flatMap(({ stage, operator }) => {
    if (stage.kind !== 'buffer' || stage.dumpOn === null || !(operator instanceof Buffer)) return []
    return [{ buffer: operator, listensTo: nodes[stage.dumpOn].stage.id }]
  })
}
