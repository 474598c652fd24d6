/**
 * Who reads what from where in a specialised program: which input fields travel, through which module a stage sees a
 * field, what follows each stage, and which reorder stages exist. Pure bookkeeping over a resolved pipeline.
 */
import type { Expr } from '../../shared/pipeline/expr/ast.ts'
import { INPUT } from '../../shared/pipeline/pipeline.ts'
import type { Aggregate, Field, PatternStage, Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { sequenceOf } from './sequence.ts'
import { derivedField, derivedModule } from './derived-module.ts'
import { isJoin, joinedField, joinReads } from './join-module.ts'

/** A variable of another module of the program. */
export interface Binding {
  readonly module: string
  readonly name: string
  readonly field: Field
}

const RUNTIME = './firmware/runtime/'
const STAGES = './firmware/stages/'

/** Stages that see the events of one source in order of time; a compound detector has a waiting room of its own. */
const ORDERED: readonly Stage['kind'][] = ['detect', 'silence', 'zscore', 'baseline', 'pattern']

/** Stages that see events in order of time, and so sit behind a reorder stage in event time. */
export function waits(pipeline: Pipeline, stage: Stage): boolean {
  return pipeline.time.mode === 'event' && ORDERED.includes(stage.kind)
}

/** The modules of the operators. `sliding` is the special case of `window` that keeps panes. */
export function operatorOf(pipeline: Pipeline, stage: Stage): string {
  switch (stage.kind) {
    case 'filter':
    case 'map':
    case 'detect':
    case 'silence':
    case 'zscore':
    case 'baseline':
    case 'compound':
      return stage.kind
    case 'pattern':
      return sequenceOf(stage, pipeline.limits)?.operator ?? 'pattern'
    case 'timeWindow':
      return isPaned(pipeline, stage) ? 'sliding' : 'window'
    case 'sessionWindow':
      return 'session'
    case 'countWindow':
      return stage.slide === stage.size ? 'count' : 'ring'
    case 'buffer':
      return 'ring'
    case 'intervalJoin':
      return 'interval-join'
    case 'windowJoin':
      return 'window-join'
  }
}

function isPaned(pipeline: Pipeline, stage: Stage & { kind: 'timeWindow' }): boolean {
  return (
    pipeline.time.mode === 'event' &&
    stage.slideMs < stage.sizeMs &&
    stage.sizeMs % stage.slideMs === 0 &&
    stage.allowedLatenessMs === 0 &&
    !stage.purge
  )
}

export function stageModule(pipeline: Pipeline, stage: Stage): string {
  return `${STAGES}${operatorOf(pipeline, stage)}.ts?stage=${stage.index}`
}

export function reorderModule(source: number): string {
  return `${STAGES}reorder.ts?reorder=${source}`
}

/** Every field name that an expression reads, `prev` included. */
export function fieldsOf(expr: Expr, into: Set<string> = new Set()): Set<string> {
  switch (expr.kind) {
    case 'field':
    case 'prev':
    case 'has':
      into.add(expr.name)
      break
    case 'arithmetic':
    case 'order':
    case 'equal':
    case 'logic':
      fieldsOf(expr.left, into)
      fieldsOf(expr.right, into)
      break
    case 'not':
    case 'negate':
      fieldsOf(expr.operand, into)
      break
    case 'call':
      for (const arg of expr.args) fieldsOf(arg, into)
      break
    case 'textTest':
      fieldsOf(expr.text, into)
      break
    case 'taken':
      if (expr.field !== null) into.add(expr.field)
      break
    case 'const':
    case 'dt':
      break
  }
  return into
}

function aggregateFields(aggregates: readonly Aggregate[]): string[] {
  return aggregates.flatMap((a) => (a.field === null ? [] : [a.field]))
}

/** The fields that a stage itself reads. */
export function readBy(stage: Stage): string[] {
  switch (stage.kind) {
    case 'filter':
      return [...fieldsOf(stage.where)]
    case 'map':
      return [...new Set(stage.assign.flatMap((a) => [...fieldsOf(a.expr)]))]
    case 'timeWindow':
    case 'sessionWindow':
    case 'countWindow':
      return [...new Set(aggregateFields(stage.aggregates))]
    case 'buffer':
      return [...new Set([...aggregateFields(stage.aggregates), ...(stage.dumpOn === null ? [] : stage.keeps)])]
    case 'detect': {
      const names = fieldsOf(stage.when)
      if (stage.until) fieldsOf(stage.until, names)
      if (stage.peak) names.add(stage.peak.field)
      return [...names]
    }
    case 'zscore':
    case 'baseline':
      return [stage.field]
    case 'pattern':
      return [...readByPattern(stage)]
    // What tells a report from other results.
    case 'compound':
      return ['edge', 'alarm']
    case 'silence':
    case 'intervalJoin':
    case 'windowJoin':
      return []
  }
}

/** The fields of all conditions of a pattern. */
function readByPattern({ steps }: Pick<PatternStage, 'steps'>, into: Set<string> = new Set()): Set<string> {
  for (const step of steps) {
    if (step.kind === 'group') readByPattern(step, into)
    else if (step.where !== null) fieldsOf(step.where, into)
    if (step.kind !== 'negation' && step.until !== null) fieldsOf(step.until, into)
  }
  return into
}

const NONE: ReadonlySet<string> = new Set()

/** The bookkeeping of one pipeline. */
export class Bindings {
  /** Which fields of the results of a stage are read, by its index. */
  readonly #used = new Map<number, Set<string>>()
  /** Input fields that travel, in the order of the frames. */
  readonly travelling: readonly Field[]
  /** Sources that a reorder stage reads, and the fields that wait in it. */
  readonly reorders: ReadonlyMap<number, readonly string[]>

  constructor(readonly pipeline: Pipeline) {
    const used = new Set<string>()
    for (const stage of pipeline.stages)
      for (const source of stage.sources) for (const name of readBy(stage)) this.root(source, name, used)
    this.travelling = pipeline.fields.filter((f) => used.has(f.name))
    this.reorders = this.findReorders()
  }

  /** Stages that read `source`, in order. */
  readers(source: number): Stage[] {
    return this.pipeline.stages.filter((s) => s.sources.includes(source))
  }

  /** Whether the results of a stage are events of others. */
  isRead(stage: Stage): boolean {
    return stage.kind !== 'filter' && stage.kind !== 'map' && this.readers(stage.index).length > 0
  }

  /** The fields of its results that are read. */
  usedOf(stage: Stage): ReadonlySet<string> {
    return this.#used.get(stage.index) ?? NONE
  }

  /** Whether the key's value is read from results of a stage. */
  get readsKeyOfResults(): boolean {
    const { key } = this.pipeline
    return key !== null && [...this.#used.values()].some((names) => names.has(key))
  }

  /** The stage whose results the events of a source are, whatever filters and maps lie between; `null`: measurements. */
  derivedFrom(source: number): Stage | null {
    if (source === INPUT) return null
    const stage = this.pipeline.stages[source]
    return stage.kind === 'filter' || stage.kind === 'map' ? this.derivedFrom(stage.from) : stage
  }

  /** How a stage sees a field. */
  field(stage: Stage, name: string): Binding {
    if (waits(this.pipeline, stage)) {
      const lane = (this.reorders.get(stage.from) ?? []).indexOf(name)
      return {
        module: `${STAGES}lane.ts?reorder=${stage.from}&lane=${lane}`,
        name: 'x',
        field: this.declared(stage, name),
      }
    }
    return this.after(stage.from, name)
  }

  /** A field of the events that `source` gives. */
  after(source: number, name: string): Binding {
    const stage = source === INPUT ? undefined : this.pipeline.stages[source]
    if (stage?.kind === 'map') {
      const i = stage.assign.findIndex((a) => a.out === name)
      if (i >= 0) {
        const expr = stage.assign[i].expr
        const type = expr.type === 'text' ? 'string' : expr.type === 'bool' ? 'bool' : 'double'
        return { module: `expressions?stage=${source}`, name: `m${i}`, field: { name, type, optional: expr.nullable } }
      }
    }
    if (stage?.kind === 'filter' || stage?.kind === 'map') return this.after(stage.from, name)
    if (stage) {
      const found = (isJoin(stage) && joinedField(this, stage, name)) || derivedField(stage, name, this.pipeline.key)
      return { ...found, field: this.fieldOfResults(stage, name) }
    }
    const column = this.travelling.findIndex((f) => f.name === name)
    return { module: `${RUNTIME}column.ts?field=${column}`, name: 'x', field: this.travelling[column] }
  }

  /** The module that holds time, item and key of the event that a stage sees. */
  now(stage: Stage): string {
    if (waits(this.pipeline, stage)) return reorderModule(stage.from)
    const derived = this.derivedFrom(stage.from)
    return derived === null ? `${RUNTIME}input.ts` : derivedModule(derived.index)
  }

  /** Buffers that dump when the stage reports. */
  dumpedBy(stage: Stage): Stage[] {
    return this.pipeline.stages.filter((s) => s.kind === 'buffer' && s.dumpOn === stage.index)
  }

  private declared(stage: Stage, name: string): Field {
    const field = stage.reads.find((f) => f.name === name)
    if (!field) throw new Error(`stage ${stage.id} does not read ${name}`)
    return field
  }

  private root(source: number, name: string, used: Set<string>): void {
    const stage = source === INPUT ? undefined : this.pipeline.stages[source]
    if (!stage) used.add(name)
    else if (stage.kind === 'filter' || (stage.kind === 'map' && !stage.assign.some((a) => a.out === name)))
      this.root(stage.from, name, used)
    else if (stage.kind !== 'map') {
      this.#used.set(stage.index, (this.#used.get(stage.index) ?? new Set<string>()).add(name))
      const above = isJoin(stage) && name !== this.pipeline.key ? joinReads(stage, name) : null
      if (above) this.root(above.source, above.name, used)
    }
  }

  /** A field of a stage's results, as its readers declare it. */
  private fieldOfResults(stage: Stage, name: string): Field {
    const reader = this.readers(stage.index).find(({ reads }) => reads.some((f) => f.name === name))
    return reader?.reads.find((f) => f.name === name) ?? { name, type: 'double', optional: true }
  }

  private findReorders(): Map<number, readonly string[]> {
    const found = new Map<number, string[]>()
    for (const stage of this.pipeline.stages) {
      if (!waits(this.pipeline, stage)) continue
      const names = found.get(stage.from) ?? []
      for (const name of readBy(stage)) if (!names.includes(name)) names.push(name)
      found.set(stage.from, names)
    }
    return found
  }
}
