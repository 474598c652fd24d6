/**
 * The stream of result words back into results (protocol, section 6). Records follow each other without regard to frame
 * edges; keys, refs and texts get back what their numbers stand for.
 */
import { RivuletError } from '../error.ts'
import { INPUT, type Aggregate, type BufferStage, type Pipeline, type Stage } from '../pipeline/pipeline.ts'
import type { FieldType } from '../pipeline/spec.ts'
import { stepNames } from '../pipeline/steps.ts'
import type { Key, Value } from '../stream/event.ts'
import type { OverflowResult, Result } from '../stream/result.ts'
import type { Dictionary } from './dictionary.ts'
import type { Position, Positions } from './positions.ts'
import { ResultItems } from './result-items.ts'

const KIND = {
  window: 0,
  late: 1,
  start: 2,
  end: 3,
  anomaly: 4,
  buffer: 5,
  dump: 6,
  overflow: 7,
  match: 8,
  timeout: 9,
  pair: 10,
  error: 11,
  lateRight: 12,
  name: 13,
} as const

/** Bounds and actions by their numbers. */
export const BOUNDS = [
  'keys',
  'waiting',
  'openWindows',
  'texts',
  'threads',
  'taken',
  'heldMatches',
  'joinBuffer',
] as const
export const ACTIONS = ['reject', 'advance', 'fireEarly', 'drop'] as const
/** The stage that an overflow of the input names. */
export const INPUT_STAGE = 'input'

/** Words in a record before those that depend on the stage. */
const FIXED = {
  late: 3,
  start: 5,
  end: 6,
  anomaly: 7,
  dump: 6,
  overflow: 6,
  match: 5,
  timeout: 4,
  error: 3,
  pair: 6,
  name: 2,
} as const

/** Events of one match: more than `limits.taken` and the steps of a pattern allow. */
const MOST_TAKEN = 1024

export class RecordReader {
  readonly #pipeline: Pipeline
  readonly #dictionary: Dictionary
  readonly #positions: Positions
  readonly #items: ResultItems
  readonly #words: number[] = []
  /** How often each key number was given to another key; `null` where keys live for ever. */
  readonly #turns: number[] | null

  constructor(pipeline: Pipeline, dictionary: Dictionary, positions: Positions) {
    this.#pipeline = pipeline
    this.#dictionary = dictionary
    this.#positions = positions
    this.#items = new ResultItems(pipeline)
    this.#turns = pipeline.limits.ttlMs === null ? null : []
  }

  /** Takes the next words; gives the results that they complete. */
  push(words: ArrayLike<number>): Result[] {
    for (let i = 0; i < words.length; i++) this.#words.push(words[i])
    const results: Result[] = []
    let from = 0
    for (;;) {
      const length = this.#lengthAt(from)
      if (length === null || from + length > this.#words.length) break
      const words = this.#words.slice(from, from + length)
      if (this.#isName(words)) this.#turn(words[1])
      else results.push(this.#noted(this.#read(words), words))
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
        return FIXED.late + (this.#root(stage!.from) === null ? 0 : 2)
      case KIND.lateRight:
        return FIXED.late + (this.#root(rightOf(stage)) === null ? 0 : 2)
      case KIND.pair:
        return FIXED.pair
      case KIND.start:
        return FIXED.start
      case KIND.end:
        return FIXED.end
      case KIND.anomaly:
        return FIXED.anomaly
      case KIND.buffer:
        return 3 + aggregatesOf(stage).length
      case KIND.dump: {
        const n = this.#countAt(from + 5, (stage as BufferStage).size)
        return n === null ? null : FIXED.dump + n * (1 + keepsOf(stage).length)
      }
      case KIND.overflow:
        return FIXED.overflow
      case KIND.match:
      case KIND.timeout:
        return this.#lengthOfTaken(from, kind === KIND.match ? FIXED.match : FIXED.timeout, stage)
      case KIND.error:
        return FIXED.error
      case KIND.name:
        return FIXED.name
      default:
        throw strange(`record kind ${kind}`)
    }
  }

  /** Whether this tells that a number now stands for its next key. */
  #isName([code]: readonly number[]): boolean {
    return this.#turns !== null && code === 16 * INPUT + KIND.name
  }

  /** The number of a key stands for its next one. */
  #turn(key: number): void {
    const turn = (this.#turns![key] ?? -1) + 1
    try {
      // Keys beyond the limit have names as well; what was never given a number has none.
      this.#dictionary.keyOf(key, turn)
    } catch {
      throw strange(`the name of key ${key}`)
    }
    this.#turns![key] = turn
    this.#items.forget(key)
  }

  /** Remembers with which item a result appeared that may be an event to others (pipeline README 1.4). */
  #noted(result: Result, [code, key, q]: readonly number[]): Result {
    const index = Math.floor(code / 16)
    if (!this.#items.has(index) || !isEvent(result)) return result
    const at = 'at' in result ? result.at : this.#itemOf(this.#pipeline.stages[index], key, q)
    this.#items.add(index, key, at)
    return result
  }

  #head(code: number): { kind: number; stage: Stage | null } {
    const kind = code & 15
    const index = (code - kind) / 16
    const stage = index === INPUT ? null : this.#pipeline.stages[index]
    if (stage === undefined || !Number.isInteger(code)) throw strange(`record ${code}`)
    const known = kind === KIND.overflow || (kind === KIND.name && this.#turns !== null)
    if (stage === null && !known) throw strange(`record ${code} of the input`)
    return { kind, stage }
  }

  #read(words: readonly number[]): Result {
    const { kind, stage } = this.#head(words[0])
    if (kind === KIND.overflow || stage === null) return this.#overflow(stage, words)
    switch (kind) {
      case KIND.window:
        return this.#window(stage, words)
      case KIND.late:
        return this.#late(stage, words, stage.from)
      case KIND.lateRight:
        return this.#late(stage, words, rightOf(stage))
      case KIND.pair:
        return this.#pair(stage, words)
      case KIND.start:
      case KIND.end:
        return this.#detect(stage, words)
      case KIND.anomaly:
        return this.#anomaly(stage, words)
      case KIND.buffer:
        return this.#buffer(stage, words)
      case KIND.match:
        return this.#match(stage, words)
      case KIND.timeout:
        return this.#timeout(stage, words)
      case KIND.error:
        return { type: 'error', stage: stage.id, message: 'skip' }
      default:
        return this.#dump(stage, words)
    }
  }

  #window(stage: Stage, words: readonly number[]): Result {
    const key = this.#key(words[1])
    const { at } = this.#positions.of(words[2])
    const head = windowHead(stage)
    const aggs = this.#aggregates(stage, words.slice(head))
    const common = { type: 'window', stage: stage.id, at, key } as const
    if (stage.kind === 'countWindow') {
      return { ...common, start: null, end: null, pane: words[3], aggs }
    }
    const start = words[3]
    const end = stage.kind === 'timeWindow' ? start + stage.sizeMs : words[4]
    const partial = (words[head - 1] & 1) !== 0
    return { ...common, start, end, pane: words[head - 2], aggs, ...(partial ? { partial } : {}) }
  }

  /** Of a stage that reads results, item and time follow the number of the result. */
  #late(stage: Stage, [, key, q, item = q, time]: readonly number[], source: number): Result {
    const { at, t } = this.#positions.of(item)
    const ref = this.#ref(stage, q, source)
    return { type: 'late', stage: stage.id, at, key: this.#key(key), ref, t: time ?? t }
  }

  /** A pair of measurements within an interval appears with the one that arrived last, whatever the order of delivery. */
  #pair(stage: Stage, [, key, item, t, left, right]: readonly number[]): Result {
    const sources = [stage.from, rightOf(stage)]
    const [first, second] = [left, right].map((q, i) => this.#ref(stage, q, sources[i]))
    const measured = stage.kind === 'intervalJoin' && sources.every((source) => this.#root(source) === null)
    const at = measured ? Math.max(...[left, right].map((q) => this.#positions.of(q).at)) : this.#positions.of(item).at
    return { type: 'pair', stage: stage.id, at, key: this.#key(key), t, left: first, right: second }
  }

  #detect(stage: Stage, [code, key, q, t, since, peak]: readonly number[]): Result {
    const ref = this.#ref(stage, q)
    const edge = (code & 15) === KIND.start ? 'start' : 'end'
    const common = { type: 'detect', stage: stage.id, key: this.#key(key), edge, t, ref, since } as const
    if (edge === 'start') return common
    const hasPeak = stage.kind === 'detect' && stage.peak !== null
    return { ...common, durationMs: t - since, ...(hasPeak ? { peak: present(peak) } : {}) }
  }

  #anomaly(stage: Stage, [, key, q, t, value, score, alarm]: readonly number[]): Result {
    const ref = this.#ref(stage, q)
    const common = { type: 'anomaly', stage: stage.id, key: this.#key(key), t, ref } as const
    return { ...common, value, score, alarm: alarm === 1 }
  }

  #buffer(stage: Stage, words: readonly number[]): Result {
    const { at } = this.#positions.of(words[2])
    const aggs = this.#aggregates(stage, words.slice(3))
    return { type: 'buffer', stage: stage.id, at, key: this.#key(words[1]), aggs }
  }

  #dump(stage: Stage, words: readonly number[]): Result {
    const [, key, at, , t, n] = words
    const events = words.slice(6, 6 + n).map((q) => this.#ref(stage, q))
    const values: Record<string, Value[]> = {}
    for (const [c, name] of keepsOf(stage).entries()) {
      const from = 6 + n * (c + 1)
      const type = typeOf(stage, name)
      values[name] = words.slice(from, from + n).map((word) => this.#value(type, word))
    }
    const by = this.#pipeline.stages[(stage as BufferStage).dumpOn!].id
    const common = { type: 'buffer', stage: stage.id, at: this.#positions.of(at).at } as const
    return { ...common, key: this.#key(key), by, t, events, values }
  }

  /** Fixed words, the last of them n; then n pairs. */
  #lengthOfTaken(from: number, fixed: number, stage: Stage | null): number | null {
    if (stage?.kind !== 'pattern') throw strange(`a match of stage ${stage?.id ?? INPUT_STAGE}`)
    const n = this.#countAt(from + fixed - 1, MOST_TAKEN)
    return n === null ? null : fixed + 2 * n
  }

  /** How much follows, checked before anything is awaited or gathered; `null` when that cannot be told yet. */
  #countAt(at: number, most: number): number | null {
    const n = this.#words[at]
    if (n === undefined) return null
    if (!Number.isInteger(n) || n < 0 || n > most) throw strange(`a record of ${n} parts`)
    return n
  }

  #match(stage: Stage, [, key, t, start, , ...pairs]: readonly number[]): Result {
    const steps = new Map(namesOf(stage).map((name): [string, string[]] => [name, []]))
    const names = [...steps.keys()]
    const events = this.#taken(stage, pairs)
    for (const [i, ref] of events.entries()) {
      const name = names[pairs[2 * i]]
      if (name === undefined) throw strange(`step ${pairs[2 * i]} of stage ${stage.id}`)
      steps.get(name)!.push(ref)
    }
    const found = [...steps].filter(([, refs]) => refs.length > 0)
    const common = { type: 'match', stage: stage.id, at: this.#latest(stage, key, pairs) } as const
    return { ...common, key: this.#key(key), t, start, events, steps: Object.fromEntries(found) }
  }

  #timeout(stage: Stage, [, key, t, , ...pairs]: readonly number[]): Result {
    const common = { type: 'timeout', stage: stage.id, at: this.#latest(stage, key, pairs) } as const
    return { ...common, key: this.#key(key), t, events: this.#taken(stage, pairs) }
  }

  /** The refs of what was taken, in pairs of step and event. */
  #taken(stage: Stage, pairs: readonly number[]): string[] {
    return pairs.filter((_, i) => i % 2 === 1).map((q) => this.#ref(stage, q))
  }

  /** The latest item among those of what was taken, whenever time was ripe for it. */
  #latest(stage: Stage, key: number, pairs: readonly number[]): number {
    return Math.max(...pairs.filter((_, i) => i % 2 === 1).map((q) => this.#itemOf(stage, key, q)))
  }

  /** The item of an event that a stage took: a measurement, or a result that appeared with it. */
  #itemOf(stage: Stage, key: number, q: number): number {
    const compound = stage.kind === 'compound'
    const root = this.#root(compound ? stage.sources[q % 16] : stage.from)
    if (root === null) return this.#positions.of(q).at
    const n = compound ? Math.floor(q / 16) : q
    const at = this.#items.of(root.index, key, n)
    if (at === null) throw strange(`${root.id}#${n}`)
    return at
  }

  #overflow(stage: Stage | null, [, bound, key, t, action, lost]: readonly number[]): OverflowResult {
    const overflow = BOUNDS[bound]
    const done = ACTIONS[action]
    if (overflow === undefined || done === undefined) throw strange(`overflow of bound ${bound}, action ${action}`)
    // Bound `texts` counts texts: there is no key.
    const of = overflow === 'texts' ? null : this.#key(key)
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

  #key(i: number): Key {
    return this.#dictionary.keyOf(i, this.#turns?.[i])
  }

  /** A measurement bears the name that it came with, the n-th result of a stage and key `STAGE#n` (pipeline README 1.4). */
  #ref(stage: Stage, q: number, source = stage.from): string {
    // Of several sources the last four bits tell which.
    if (stage.kind === 'compound') return `${this.#root(stage.sources[q % 16])?.id}#${Math.floor(q / 16)}`
    const root = this.#root(source)
    return root === null ? this.#positions.of(q).ref : `${root.id}#${q}`
  }

  /** The stage whose results come from a source, or `null` when its events are measurements. */
  #root(source: number): Stage | null {
    let above = this.#pipeline.stages[source]
    while (above?.kind === 'filter' || above?.kind === 'map') above = this.#pipeline.stages[above.from]
    return above ?? null
  }
}

export type { Position }

function isEvent(result: Result): boolean {
  return !['late', 'timeout', 'overflow', 'error'].includes(result.type) && !('by' in result)
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

/** The right source of a join: of two stages the second, of the sides of the input the input. */
function rightOf(stage: Stage | null): number {
  if (stage?.kind === 'intervalJoin' || stage?.kind === 'windowJoin') return stage.sources[1] ?? stage.from
  throw strange(`a pair of stage ${stage?.id ?? INPUT_STAGE}`)
}

function namesOf(stage: Stage): string[] {
  return stage.kind === 'pattern' ? stepNames(stage.steps) : []
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
