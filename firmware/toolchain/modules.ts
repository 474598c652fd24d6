/**
 * The virtual modules of a specialised program (`firmware/virtual.d.ts`): constants, and the wiring between instances of
 * the operators. Nothing that computes is written here but expressions; operators are modules of their own.
 *
 * A virtual module is named `NAME?QUERY`; the query says for which stage (`stage=2`), column (`stage=2&column=0`), field
 * (`field=1`) or reorder stage (`reorder=-1`, `reorder=-1&lane=0`) it is made.
 */
import type { Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { mayBeBrief } from '../../shared/protocol/brief.ts'
import { VERSION } from '../../shared/protocol/frames.ts'
import { MIN } from '../../shared/stream/event.ts'
import { aggregatesText, columnNames, ringColumnsText, type WindowStage } from './aggregate-modules.ts'
import { Bindings, stageModule, waits } from './bindings.ts'
import type { Binding } from './bindings.ts'
import { reportsText } from './compound-module.ts'
import { derivedModule, derivedText } from './derived-module.ts'
import { expressionModule } from './expression-module.ts'
import { entryText, isJoin, joinColumnField, joinColumnsText, sidesText, type JoinStage } from './join-module.ts'
import { behind, graphText, isLazy } from './graph-module.ts'
import { columnConstants, gatherersText } from './column-module.ts'
import { quietText } from './quiet-module.ts'
import { edges, packing, stageConstants } from './stage-constants.ts'
import { keySlots, waitingPlaces } from './sizes.ts'
import { callAll, callEach, constants } from './text.ts'

const RESULTS = './firmware/runtime/results.ts'
const INPUT_MODULE = './firmware/runtime/input.ts'
const COLUMN = './firmware/runtime/column.ts'

/** Makes the virtual modules of one pipeline. */
export class Modules {
  readonly bindings: Bindings
  /** Texts that expressions name, by their dictionary number. */
  readonly texts: string[] = []

  constructor(
    readonly pipeline: Pipeline,
    readonly hash: string,
  ) {
    this.bindings = new Bindings(pipeline)
    // Expressions give their texts numbers in the order of the stages, whatever order modules are loaded in.
    for (const stage of pipeline.stages) {
      this.expressions(stage)
      edges(this.bindings, stage, (text) => this.text(text))
    }
  }

  /** The text of a virtual module, or undefined when there is none of this name. */
  source(name: string, query: URLSearchParams): string | undefined {
    switch (name) {
      case 'plan':
        return this.plan()
      case 'columns':
        return this.columns()
      case 'graph':
        return graphText(this.bindings, this.learnsText())
      case 'constants':
        return this.constants(query)
      case 'field':
        return this.fieldOf(query)
      case 'now':
        return this.now(query)
      case 'next':
        return this.next(query)
      case 'derived':
        return this.derived(this.stage(query))
      case 'expressions':
        return this.expressions(this.stage(query))
      case 'aggregates':
        return aggregatesText(this.bindings, this.stage(query) as WindowStage)
      case 'ringColumns':
        return ringColumnsText(this.stage(query) as WindowStage, this.bindings.usedOf(this.stage(query)))
      case 'rings': {
        const stage = this.stage(query) as Extract<Stage, { kind: 'zscore' }>
        const bits = packing(this.bindings.field(stage, stage.field).field).BITS
        const ring = `new ${bits ? `Int${bits}` : 'Float64'}Array(${stage.size})`
        return `export const RINGS=[${Array<string>(keySlots(this.pipeline)).fill(ring).join(',')}]`
      }
      case 'reports':
        return reportsText(this.bindings, this.stage(query), Number(query.get('source')), (text) => this.text(text))
      case 'sides':
        return sidesText(this.bindings, this.stage(query) as JoinStage)
      case 'joinEntry':
        return entryText(this.bindings, this.stage(query) as JoinStage, query.get('side') === '1' ? 1 : 0)
      case 'joinBuffer':
        return `export * from ${JSON.stringify(`./firmware/stages/join-buffer.ts?stage=${query.get('stage')}`)}`
      case 'joinColumns':
        return joinColumnsText(this.bindings, this.stage(query) as JoinStage)
      case 'gatherers':
        return gatherersText(this.bindings, Number(query.get('field')))
      case 'quiet':
        return quietText(this.bindings, Number(query.get('reorder')), this.texts)
      case 'lanes':
        return this.lanes(Number(query.get('reorder')))
      case 'counts':
        return `export * from ${JSON.stringify(`./firmware/stages/counts.ts?stage=${query.get('stage')}`)}`
      case 'threads':
      case 'matches':
        return `export * from ${JSON.stringify(`./firmware/stages/${name}.ts?stage=${query.get('stage')}`)}`
      default:
        return undefined
    }
  }

  private stage(query: URLSearchParams): Stage {
    return this.pipeline.stages[Number(query.get('stage'))]
  }

  private text(text: string): number {
    if (!this.texts.includes(text)) this.texts.push(text)
    return this.texts.indexOf(text)
  }

  private plan(): string {
    return constants({
      HASH: this.hash,
      KEYS: keySlots(this.pipeline),
      TTL: this.pipeline.limits.ttlMs ?? 0,
      TEXTS: Math.max(this.pipeline.limits.texts, this.texts.length),
      SIDED: this.pipeline.spec.input.sides !== undefined,
      KEYED: this.pipeline.key !== null,
      BRIEF: mayBeBrief(this.pipeline),
      LAZY: isLazy(this.bindings),
      MIN,
      MQTT: this.pipeline.link === 'mqtt',
      INFO: this.info(),
    })
  }

  /** What the device says of its program at a broker (CONVENTIONS 2), without the closing brace. */
  private info(): string {
    const { name, stages } = this.pipeline
    const about = { pipeline: name, hash: this.hash, streams: ['input'], sinks: stages.map(({ id }) => id) }
    return JSON.stringify({ ...about, version: 1, protocol: VERSION, console: false }).slice(0, -1)
  }

  private columns(): string {
    const fields = this.bindings.travelling.map((_, i) => `./firmware/runtime/column.ts?field=${i}`)
    const from = (i: number): string => JSON.stringify(fields[i])
    const each = (line: (i: number) => string): string => fields.map((_, i) => line(i)).join('\n')
    return `${each((i) => `import {take as take${i},pick as pick${i},one as one${i}} from ${from(i)}`)}
export const COLUMNS=${fields.length}
export function takeColumns(a){${each((i) => `take${i}(a[${8 + i}])`)}}
export function pickColumns(i){${each((i) => `pick${i}(i)`)}}
export function oneOfEach(a){${each((i) => `one${i}(a[${6 + 2 * i}],a[${7 + 2 * i}])`)}}`
  }

  /** What the dictionary does with a text: nothing, unless an expression looks into texts. */
  private learnsText(): string[] {
    const users = this.pipeline.stages.filter((s) => this.expressions(s).includes('function text('))
    return users.map((s) => `expressions?stage=${s.index}`)
  }

  private constants(query: URLSearchParams): string {
    if (query.has('field')) return constants(columnConstants(this.bindings, Number(query.get('field'))))
    if (query.has('reorder')) {
      const ROOM = waitingPlaces(this.pipeline)
      const lane = query.has('lane') ? packing(this.boundField(query)?.field) : {}
      return constants({ ROOM, MASK: ROOM - 1, ...lane })
    }
    const column = query.has('column') ? Number(query.get('column')) : null
    return constants(stageConstants(this.bindings, this.stage(query), (text) => this.text(text), column))
  }

  private fieldOf(query: URLSearchParams): string {
    const binding = this.boundField(query)
    if (!binding) return 'export const x=0'
    const from = JSON.stringify(binding.module)
    if (binding.module.startsWith(COLUMN)) return `export {x,X,S,C,U,Q,V,gaps} from ${from}`
    // Only fields of the input come in whole frames; nothing uses the others then.
    return `export {${binding.name} as x} from ${from}\nexport const X=[],S=1,C=0,U=0,Q=0,V=0,gaps=true`
  }

  /** The field that an instance is about; undefined for a detector without a peak. */
  private boundField(query: URLSearchParams): Binding | undefined {
    if (query.has('lane')) {
      const source = Number(query.get('reorder'))
      return this.bindings.after(source, (this.bindings.reorders.get(source) ?? [])[Number(query.get('lane'))])
    }
    const stage = this.stage(query)
    if (query.has('column') && isJoin(stage)) return joinColumnField(this.bindings, stage, Number(query.get('column')))
    if (query.has('column'))
      return this.bindings.field(stage, columnNames(stage as WindowStage)[Number(query.get('column'))])
    if (stage.kind === 'zscore' || stage.kind === 'baseline') return this.bindings.field(stage, stage.field)
    return stage.kind === 'detect' && stage.peak ? this.bindings.field(stage, stage.peak.field) : undefined
  }

  /** The event that an instance sees, and the watermark that goes with it. */
  private now(query: URLSearchParams): string {
    if (query.has('reorder'))
      return `export {t,q,k,W} from ${JSON.stringify(this.origin(Number(query.get('reorder'))))}`
    const stage = this.stage(query)
    const origin = JSON.stringify(this.origin(stage.from))
    return `export {t,q,k} from ${JSON.stringify(this.bindings.now(stage))}\nexport {W} from ${origin}`
  }

  /** The module of the events that a source gives, before any waiting room. */
  private origin(source: number): string {
    const stage = this.bindings.derivedFrom(source)
    return stage === null ? INPUT_MODULE : derivedModule(stage.index)
  }

  private derived(stage: Stage): string {
    const readers = behind(this.bindings, stage.index).map(({ module }) => module)
    return derivedText(this.pipeline, stage, readers, this.bindings.usedOf(stage))
  }

  /** What follows a stage: its readers; of a reorder stage, the stages that wait; of a detector, the buffers it dumps. */
  private next(query: URLSearchParams): string {
    if (query.has('reorder')) return this.afterReorder(Number(query.get('reorder')))
    const stage = this.stage(query)
    if (stage.kind === 'filter' || stage.kind === 'map') {
      const readers = behind(this.bindings, stage.index).map(({ module }) => module)
      return callEach(readers, 'event', 'event')
    }
    const emit = this.bindings.isRead(stage)
      ? `export {emit} from ${JSON.stringify(derivedModule(stage.index))}`
      : 'export function emit(){}'
    const dumped = this.bindings.dumpedBy(stage).map((s) => stageModule(this.pipeline, s))
    return `${emit}
${this.late(stage.from, 'late', [stage.index * 16])}
${callEach(dumped, 'dump', 'dump', 'key,q,t')}`
  }

  /** A function that reports the current event of a source as late, once for each stage (protocol README 6, kind 1). */
  private late(source: number, name: string, codes: readonly number[]): string {
    const derived = this.bindings.derivedFrom(source) !== null
    const report = (code: number): string =>
      `lateHead(${code + 1},lateK,lateQ)${derived ? '\nlatePut(lateAt)\nlatePut(lateT)' : ''}`
    return `import {head as lateHead,put as latePut} from '${RESULTS}'
import {q as lateAt} from '${INPUT_MODULE}'
import {k as lateK,q as lateQ,t as lateT} from ${JSON.stringify(this.origin(source))}
export function ${name}(){${codes.map(report).join('\n')}}`
  }

  private afterReorder(source: number): string {
    const stages = this.bindings.readers(source).filter((s) => waits(this.pipeline, s))
    const codes = stages.map((s) => s.index * 16)
    const modules = stages.map((s) => stageModule(this.pipeline, s))
    return `${callAll(
      modules.map((module) => ({ module, name: 'event' })),
      'event',
    )}
${this.late(source, 'late', codes)}
import {overflow} from './firmware/runtime/overflow.ts'
export function full(time){${codes.map((c) => `overflow(${c},1,lateK,time,1,0)`).join('\n')}}`
  }

  private expressions(stage: Stage): string {
    return expressionModule(this.bindings, stage, this.texts)
  }

  private lanes(source: number): string {
    const lanes = (this.bindings.reorders.get(source) ?? []).map(
      (_, i) => `./firmware/stages/lane.ts?reorder=${source}&lane=${i}`,
    )
    return [
      callEach(lanes, 'store', 'storeAll', 'p'),
      callEach(lanes, 'move', 'moveAll', 'p,f'),
      callEach(lanes, 'load', 'loadAll', 'p'),
    ].join('\n')
  }
}
