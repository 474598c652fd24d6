/**
 * The stream of result words back into results (protocol, section 6). Records follow each other without regard to frame
 * edges; keys, refs and texts get back what their numbers stand for.
 */
import { RivuletError } from '../error.ts'
import { INPUT, type Aggregate, type BufferStage, type Pipeline, type Stage } from '../pipeline/pipeline.ts'
import type { FieldType } from '../pipeline/spec.ts'
import type { Value } from '../stream/event.ts'
import type { OverflowResult, Result } from '../stream/result.ts'
import type { Dictionary } from './dictionary.ts'
import type { Position, Positions } from './positions.ts'

const KIND = { window: 0, late: 1, start: 2, end: 3, anomaly: 4, buffer: 5, dump: 6, overflow: 7 } as const

/** Bounds and actions by their numbers. */
export const BOUNDS = ['keys', 'waiting', 'openWindows', 'texts'] as const
export const ACTIONS = ['reject', 'advance', 'fireEarly', 'drop'] as const
/** The stage that an overflow of the input names. */
export const INPUT_STAGE = 'input'

/** Words in a record before those that depend on the stage. */
const FIXED = { late: 3, start: 5, end: 6, anomaly: 7, dump: 6, overflow: 6 } as const

export class RecordReader {
  readonly #pipeline: Pipeline
  readonly #dictionary: Dictionary
  readonly #positions: Positions
  readonly #words: number[] = []
  /** Where windows that other stages read were last reported: `stage key` to their time as an event. */
  readonly #derived = new Map<string, number>()

  constructor(pipeline: Pipeline, dictionary: Dictionary, positions: Positions) {
    this.#pipeline = pipeline
    this.#dictionary = dictionary
    this.#positions = positions
  }

  /** Takes the next words; gives the results that they complete. */
  push(words: ArrayLike<number>): Result[] {
    for (let i = 0; i < words.length; i++) this.#words.push(words[i])
    const results: Result[] = []
    let from = 0
    for (;;) {
      const length = this.#lengthAt(from)
      if (length === null || from + length > this.#words.length) break
      results.push(this.#read(this.#words.slice(from, from + length)))
      from += length
    }
    this.#words.splice(0, from)
    return results
  }

  /** Words of a record that has not ended. */
  get pending(): number {
    return this.#words.length
  }

  /** The words of the record that begins here; `null` when that cannot be told yet. */
  #lengthAt(from: number): number | null {
    if (from >= this.#words.length) return null
    const { kind, stage } = this.#head(this.#words[from])
    switch (kind) {
      case KIND.window:
        return windowHead(stage) + aggregatesOf(stage).length
      case KIND.late:
        return FIXED.late
      case KIND.start:
        return FIXED.start
      case KIND.end:
        return FIXED.end
      case KIND.anomaly:
        return FIXED.anomaly
      case KIND.buffer:
        return 3 + aggregatesOf(stage).length
      case KIND.dump: {
        const n = this.#words[from + 5]
        return n === undefined ? null : FIXED.dump + n * (1 + keepsOf(stage).length)
      }
      case KIND.overflow:
        return FIXED.overflow
      default:
        throw strange(`record kind ${kind}`)
    }
  }

  #head(code: number): { kind: number; stage: Stage | null } {
    const kind = code & 15
    const index = (code - kind) / 16
    const stage = index === INPUT ? null : this.#pipeline.stages[index]
    if (stage === undefined || !Number.isInteger(code)) throw strange(`record ${code}`)
    if (stage === null && kind !== KIND.overflow) throw strange(`record ${code} of the input`)
    return { kind, stage }
  }

  #read(words: readonly number[]): Result {
    const { kind, stage } = this.#head(words[0])
    if (kind === KIND.overflow || stage === null) return this.#overflow(stage, words)
    switch (kind) {
      case KIND.window:
        return this.#window(stage, words)
      case KIND.late:
        return this.#late(stage, words)
      case KIND.start:
      case KIND.end:
        return this.#detect(stage, words)
      case KIND.anomaly:
        return this.#anomaly(stage, words)
      case KIND.buffer:
        return this.#buffer(stage, words)
      default:
        return this.#dump(stage, words)
    }
  }

  #window(stage: Stage, words: readonly number[]): Result {
    const key = this.#dictionary.keyOf(words[1])
    const { at, t } = this.#positions.of(words[2])
    const head = windowHead(stage)
    const aggs = this.#aggregates(stage, words.slice(head))
    const common = { type: 'window', stage: stage.id, at, key } as const
    if (stage.kind === 'countWindow') {
      this.#remember(stage, words[1], t)
      return { ...common, start: null, end: null, pane: words[3], aggs }
    }
    const start = words[3]
    const end = stage.kind === 'timeWindow' ? start + stage.sizeMs : words[4]
    this.#remember(stage, words[1], end - 1)
    const partial = (words[head - 1] & 1) !== 0
    return { ...common, start, end, pane: words[head - 2], aggs, ...(partial ? { partial } : {}) }
  }

  #late(stage: Stage, [, key, q]: readonly number[]): Result {
    const { at, t } = this.#positions.of(q)
    const root = this.#root(stage)
    const time = root === null ? t : (this.#derived.get(`${root.index} ${key}`) ?? t)
    const ref = this.#ref(stage, q, time)
    return { type: 'late', stage: stage.id, at, key: this.#dictionary.keyOf(key), ref, t: time }
  }

  #detect(stage: Stage, [code, key, q, t, since, peak]: readonly number[]): Result {
    const ref = this.#ref(stage, q, t)
    const edge = (code & 15) === KIND.start ? 'start' : 'end'
    const common = { type: 'detect', stage: stage.id, key: this.#dictionary.keyOf(key), edge, t, ref, since } as const
    if (edge === 'start') return common
    const hasPeak = stage.kind === 'detect' && stage.peak !== null
    return { ...common, durationMs: t - since, ...(hasPeak ? { peak: present(peak) } : {}) }
  }

  #anomaly(stage: Stage, [, key, q, t, value, score, alarm]: readonly number[]): Result {
    const ref = this.#ref(stage, q, t)
    const common = { type: 'anomaly', stage: stage.id, key: this.#dictionary.keyOf(key), t, ref } as const
    return { ...common, value, score, alarm: alarm === 1 }
  }

  #buffer(stage: Stage, words: readonly number[]): Result {
    const { at } = this.#positions.of(words[2])
    const aggs = this.#aggregates(stage, words.slice(3))
    return { type: 'buffer', stage: stage.id, at, key: this.#dictionary.keyOf(words[1]), aggs }
  }

  #dump(stage: Stage, words: readonly number[]): Result {
    const [, key, at, , t, n] = words
    const events = words.slice(6, 6 + n).map((q) => this.#ref(stage, q, this.#positions.of(q).t))
    const values: Record<string, Value[]> = {}
    for (const [c, name] of keepsOf(stage).entries()) {
      const from = 6 + n * (c + 1)
      const type = typeOf(stage, name)
      values[name] = words.slice(from, from + n).map((word) => this.#value(type, word))
    }
    const by = this.#pipeline.stages[(stage as BufferStage).dumpOn!].id
    const common = { type: 'buffer', stage: stage.id, at: this.#positions.of(at).at } as const
    return { ...common, key: this.#dictionary.keyOf(key), by, t, events, values }
  }

  #overflow(stage: Stage | null, [, bound, key, t, action, lost]: readonly number[]): OverflowResult {
    const overflow = BOUNDS[bound]
    const done = ACTIONS[action]
    if (overflow === undefined || done === undefined) throw strange(`overflow of bound ${bound}, action ${action}`)
    // Bound `texts` counts texts: there is no key.
    const of = overflow === 'texts' ? null : this.#dictionary.keyOf(key)
    return { type: 'overflow', stage: stage?.id ?? INPUT_STAGE, overflow, key: of, t, action: done, lost }
  }

  #aggregates(stage: Stage, words: readonly number[]): Record<string, Value> {
    const aggs: Record<string, Value> = {}
    for (const [i, aggregate] of aggregatesOf(stage).entries()) {
      aggs[aggregate.out] = this.#value(aggregateType(stage, aggregate), words[i])
    }
    return aggs
  }

  #value(type: FieldType, word: number): Value {
    // Anything not finite is null (DESIGN, decision 4): a sum may have overflowed on the device.
    if (!Number.isFinite(word)) return null
    if (type === 'string') return this.#dictionary.textOf(word)
    return type === 'bool' ? word === 1 : word
  }

  /** The result of a window is named `STAGE@t` as an event (pipeline README); all else by the item that made it. */
  #ref(stage: Stage, q: number, t: number): string {
    const root = this.#root(stage)
    return root === null ? this.#positions.of(q).ref : `${root.id}@${t}`
  }

  /** The nearest window stage above, or `null` when the events are those of the input. */
  #root(stage: Stage): Stage | null {
    let above = this.#pipeline.stages[stage.from]
    while (above !== undefined && !isWindow(above)) above = this.#pipeline.stages[above.from]
    return above ?? null
  }

  #remember(stage: Stage, key: number, t: number): void {
    if (this.#pipeline.stages.some(({ from }) => from === stage.index)) this.#derived.set(`${stage.index} ${key}`, t)
  }
}

export type { Position }

function isWindow({ kind }: Stage): boolean {
  return kind === 'timeWindow' || kind === 'sessionWindow' || kind === 'countWindow'
}

/** Words of a window record before its aggregates. */
function windowHead(stage: Stage | null): number {
  switch (stage?.kind) {
    case 'timeWindow':
      return 6
    case 'sessionWindow':
      return 7
    case 'countWindow':
      return 4
    default:
      throw strange(`a window record of stage ${stage?.id ?? INPUT_STAGE}`)
  }
}

function aggregatesOf(stage: Stage | null): readonly Aggregate[] {
  if (stage !== null && 'aggregates' in stage) return stage.aggregates
  throw strange(`aggregates of stage ${stage?.id ?? INPUT_STAGE}`)
}

function keepsOf(stage: Stage | null): readonly string[] {
  if (stage?.kind === 'buffer' && stage.dumpOn !== null) return stage.keeps
  throw strange(`a dump of stage ${stage?.id ?? INPUT_STAGE}`)
}

/** Only `first` and `last` give a value as it came; all else is a number. */
function aggregateType(stage: Stage, { fn, field }: Aggregate): FieldType {
  return (fn === 'first' || fn === 'last') && field !== null ? typeOf(stage, field) : 'double'
}

function typeOf(stage: Stage, name: string): FieldType {
  return stage.reads.find((field) => field.name === name)?.type ?? 'double'
}

function present(word: number): number | null {
  return Number.isNaN(word) ? null : word
}

function strange(what: string): RivuletError {
  return new RivuletError('E_PROTOCOL', `the device sent ${what}, which this pipeline cannot give`, {
    kind: 'device-failed',
    cure: 'load the program that belongs to this pipeline',
  })
}
