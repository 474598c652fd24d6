/**
 * The virtual modules of a specialised program (`firmware/virtual.d.ts`): constants, and the wiring between instances of
 * the operators. Nothing that computes is written here but expressions; operators are modules of their own.
 *
 * A virtual module is named `NAME?QUERY`; the query says for which stage (`stage=2`), column (`stage=2&column=0`), field
 * (`field=1`) or reorder stage (`reorder=-1`, `reorder=-1&lane=0`) it is made.
 */
import { INPUT } from '../../shared/pipeline/pipeline.ts'
import type { Aggregate, Field, Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { MIN } from '../../shared/stream/event.ts'
import { Bindings, operatorOf, reorderModule, stageModule, waits } from './bindings.ts'
import type { Binding } from './bindings.ts'
import { expressionModule } from './expression-module.ts'
import { columnsOf, keptOf, keySlots, sessionSlots, slotsAreProven, waitingPlaces, windowSlots } from './sizes.ts'

const RESULTS = './firmware/runtime/results.ts'
const COLUMN = './firmware/runtime/column.ts'

type WindowStage = Extract<Stage, { aggregates: readonly Aggregate[] }>

/** Text of a module that exports constants. */
function constants(values: Record<string, number | boolean | string>): string {
  return Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
    .join('\n')
}

/** `import {name as local}` and the body of a function that calls each in turn. */
function callAll(calls: readonly { module: string; name: string; args?: string }[], as: string, params = ''): string {
  const imports = calls.map((c, i) => `import {${c.name} as ${as}${i}} from ${JSON.stringify(c.module)}`)
  const body = calls.map((c, i) => `${as}${i}(${c.args ?? params})`).join('\n')
  return `${imports.join('\n')}\nexport function ${as}(${params}){${body}}`
}

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
    for (const stage of pipeline.stages) this.expressions(stage)
  }

  /** The text of a virtual module, or undefined when there is none of this name. */
  source(name: string, query: URLSearchParams): string | undefined {
    switch (name) {
      case 'plan':
        return this.plan()
      case 'columns':
        return this.columns()
      case 'graph':
        return this.graph()
      case 'constants':
        return this.constants(query)
      case 'field':
        return this.fieldOf(query)
      case 'now':
        return this.now(query)
      case 'next':
        return this.next(query)
      case 'expressions':
        return this.expressions(this.stage(query))
      case 'aggregates':
        return this.aggregates(this.stage(query) as WindowStage)
      case 'ringColumns':
        return this.ringColumns(this.stage(query) as WindowStage)
      case 'rings': {
        const stage = this.stage(query) as Extract<Stage, { kind: 'zscore' }>
        const bits = packing(this.bindings.field(stage, stage.field).field).BITS
        const ring = `new ${bits ? `Int${bits}` : 'Float64'}Array(${stage.size})`
        return `export const RINGS=[${Array<string>(keySlots(this.pipeline)).fill(ring).join(',')}]`
      }
      case 'lanes':
        return this.lanes(Number(query.get('reorder')))
      case 'counts':
        return `export * from ${JSON.stringify(`./firmware/stages/counts.ts?stage=${query.get('stage')}`)}`
      default:
        return undefined
    }
  }

  private stage(query: URLSearchParams): Stage {
    return this.pipeline.stages[Number(query.get('stage'))]
  }

  private plan(): string {
    return constants({
      HASH: this.hash,
      KEYS: keySlots(this.pipeline),
      TEXTS: Math.max(this.pipeline.limits.texts, this.texts.length),
      MIN,
    })
  }

  private columns(): string {
    const fields = this.bindings.travelling.map((_, i) => `./firmware/runtime/column.ts?field=${i}`)
    const from = (i: number): string => JSON.stringify(fields[i])
    const each = (line: (i: number) => string): string => fields.map((_, i) => line(i)).join('\n')
    return `${each((i) => `import {take as take${i},pick as pick${i},one as one${i}} from ${from(i)}`)}
export function takeColumns(a,f,b,o,n){${each((i) => `${i < fields.length - 1 ? 'o=' : ''}take${i}(b,o,n,a[f+${i}])`)}}
export function pickColumns(i){${each((i) => `pick${i}(i)`)}}
export function oneOfEach(a,f){${each((i) => `one${i}(a[f+${2 * i}],a[f+${2 * i + 1}])`)}}`
  }

  /** The first operators behind a source: stages that read it, and its reorder stage. */
  private behind(source: number): { module: string; frames: boolean }[] {
    const stages = this.bindings.readers(source).filter((s) => !waits(this.pipeline, s))
    const list = stages.map((s) => ({ module: stageModule(this.pipeline, s), frames: takesFrames(this.pipeline, s) }))
    if (this.bindings.reorders.has(source)) list.push({ module: reorderModule(source), frames: false })
    return list
  }

  private graph(): string {
    const roots = this.behind(INPUT)
    const whole = roots.filter((r) => r.frames)
    const single = roots.filter((r) => !r.frames)
    const stages = this.pipeline.stages
    const windows = stages.filter((s) => 'aggregates' in s && s.kind !== 'buffer')
    const timed = [
      ...stages
        .filter((s) => s.kind === 'timeWindow' || s.kind === 'sessionWindow')
        .map((s) => stageModule(this.pipeline, s)),
      ...[...this.bindings.reorders.keys()].map(reorderModule),
    ]
    const rings = stages.filter((s) => s.kind === 'buffer' && s.dumpOn !== null)
    const call = (modules: string[], name: string, as: string): string =>
      callAll(
        modules.map((module) => ({ module, name })),
        as,
      )
    const loop = single.length ? 'for(let i=0;i<n;i++){pick(i)\nsingles()}' : ''
    const fates = windows.map(
      (s, i) => `import {fates as fates${i}} from ${JSON.stringify(stageModule(this.pipeline, s))}`,
    )
    return `import {n,pick} from './firmware/runtime/input.ts'
${call(
  whole.map((r) => r.module),
  'frame',
  'wholes',
)}
${call(
  single.map((r) => r.module),
  'event',
  'singles',
)}
${call(
  whole.map((r) => r.module),
  'event',
  'others',
)}
export function frame(){wholes()
${loop}}
export function event(){others()
singles()}
${call(timed, 'watermark', 'watermark')}
${call(
  rings.map((s) => stageModule(this.pipeline, s)),
  'settle',
  'settle',
)}
${fates.join('\n')}
export function fates(){return [${windows.map((_, i) => `fates${i}()`).join(',')}]}
${this.textHook()}`
  }

  /** What the dictionary does with a text: nothing, unless an expression looks into texts. */
  private textHook(): string {
    const users = this.pipeline.stages.filter((s) => this.expressions(s).includes('function text('))
    return callAll(
      users.map((s) => ({ module: `expressions?stage=${s.index}`, name: 'text' })),
      'text',
      'i,bytes',
    )
  }

  private constants(query: URLSearchParams): string {
    if (query.has('reorder')) {
      const ROOM = waitingPlaces(this.pipeline)
      const lane = query.has('lane') ? packing(this.boundField(query)?.field) : {}
      return constants({ ROOM, MASK: ROOM - 1, ...lane })
    }
    const stage = this.stage(query)
    const values: Record<string, number | boolean | string> = { CODE: stage.index * 16, ...this.sizes(stage) }
    if (query.has('column') && 'aggregates' in stage) {
      const name = this.columnNames(stage)[Number(query.get('column'))]
      const MERGES = ['sliding', 'session'].includes(operatorOf(this.pipeline, stage))
      const { field } = this.bindings.field(stage, name)
      Object.assign(values, keptOf(stage.aggregates, name), packing(field), { MERGES })
    }
    return constants(values)
  }

  private sizes(stage: Stage): Record<string, number | boolean | string> {
    const keys = keySlots(this.pipeline)
    switch (stage.kind) {
      case 'timeWindow': {
        const OPEN = windowSlots(this.pipeline, stage)
        const { sizeMs: SIZE, slideMs: SLIDE, offsetMs: OFFSET, purge: PURGE } = stage
        const LATE = this.lateness(stage.allowedLatenessMs)
        const PROVEN = slotsAreProven(this.pipeline)
        return { SIZE, SLIDE, OFFSET, LATE, PURGE, OPEN, PROVEN, SLOTS: keys * OPEN + 1 }
      }
      case 'sessionWindow': {
        const OPEN = sessionSlots(this.pipeline, stage)
        return {
          GAP: stage.gapMs,
          LATE: this.lateness(stage.allowedLatenessMs),
          PURGE: stage.purge,
          OPEN,
          SLOTS: keys * OPEN,
        }
      }
      case 'countWindow':
        return { SIZE: stage.size, SLIDE: stage.slide, SLOTS: keys, AGGREGATES: true, DUMPED: false, WINDOW: true }
      case 'buffer': {
        const DUMPED = stage.dumpOn !== null
        return { SIZE: stage.size, SLIDE: 1, AGGREGATES: stage.aggregates.length > 0, DUMPED, WINDOW: false }
      }
      case 'detect':
        return { FOR: stage.forMs, COOLDOWN: stage.cooldownMs, PEAK: stage.peak?.fn ?? '' }
      case 'zscore':
        return {
          SIZE: stage.size,
          THRESHOLD: stage.threshold,
          SCORES: stage.emit === 'scores',
          ...packing(this.bindings.field(stage, stage.field).field),
        }
      default:
        return {}
    }
  }

  /** In processing time an event at the clock of a window's last millisecond still enters it: as if 1 ms late. */
  private lateness(allowed: number): number {
    return this.pipeline.time.mode === 'processing' ? 1 : allowed
  }

  /** The columns of a window or ring: fields of its aggregates, then those that a dump shows. */
  private columnNames(stage: WindowStage): string[] {
    const names = columnsOf(stage.aggregates)
    if (stage.kind === 'buffer' && stage.dumpOn !== null)
      for (const name of stage.keeps) if (!names.includes(name)) names.push(name)
    return names
  }

  private fieldOf(query: URLSearchParams): string {
    const binding = this.boundField(query)
    if (!binding) return 'export const x=0'
    const from = JSON.stringify(binding.module)
    if (binding.module.startsWith(COLUMN)) return `export {x,X,S,gaps} from ${from}`
    // Only fields of the input come in whole frames; nothing uses the other three then.
    return `export {${binding.name} as x} from ${from}\nexport const X=[],S=1,gaps=true`
  }

  /** The field that an instance is about; undefined for a detector without a peak. */
  private boundField(query: URLSearchParams): Binding | undefined {
    if (query.has('lane')) {
      const source = Number(query.get('reorder'))
      return this.bindings.after(source, (this.bindings.reorders.get(source) ?? [])[Number(query.get('lane'))])
    }
    const stage = this.stage(query)
    if (query.has('column'))
      return this.bindings.field(stage, this.columnNames(stage as WindowStage)[Number(query.get('column'))])
    if (stage.kind === 'zscore') return this.bindings.field(stage, stage.field)
    return stage.kind === 'detect' && stage.peak ? this.bindings.field(stage, stage.peak.field) : undefined
  }

  private now(query: URLSearchParams): string {
    if (query.has('reorder')) return `export {t,q,k} from './firmware/runtime/input.ts'`
    return `export {t,q,k} from ${JSON.stringify(this.bindings.now(this.stage(query)))}`
  }

  /** What follows a stage: its readers; of a reorder stage, the stages that wait; of a detector, the buffers it dumps. */
  private next(query: URLSearchParams): string {
    if (query.has('reorder')) return this.afterReorder(Number(query.get('reorder')))
    const stage = this.stage(query)
    if (stage.kind === 'filter' || stage.kind === 'map')
      return callAll(
        this.behind(stage.index).map((b) => ({ module: b.module, name: 'event' })),
        'event',
      )
    return callAll(
      this.bindings.dumpedBy(stage).map((s) => ({ module: stageModule(this.pipeline, s), name: 'dump' })),
      'dump',
      'key,q,t',
    )
  }

  private afterReorder(source: number): string {
    const stages = this.bindings.readers(source).filter((s) => waits(this.pipeline, s))
    const codes = stages.map((s) => s.index * 16)
    return `import {head} from '${RESULTS}'
import {overflow} from './firmware/runtime/overflow.ts'
import {k,q} from './firmware/runtime/input.ts'
${callAll(
  stages.map((s) => ({ module: stageModule(this.pipeline, s), name: 'event' })),
  'event',
)}
export function late(){${codes.map((c) => `head(${c + 1},k,q)`).join('\n')}}
export function full(time){${codes.map((c) => `overflow(${c},1,k,time,1,0)`).join('\n')}}`
  }

  private expressions(stage: Stage): string {
    return expressionModule(this.bindings, stage, this.texts)
  }

  private lanes(source: number): string {
    const lanes = (this.bindings.reorders.get(source) ?? []).map(
      (_, i) => `./firmware/stages/lane.ts?reorder=${source}&lane=${i}`,
    )
    const all = (name: string, as: string, params: string): string =>
      callAll(
        lanes.map((module) => ({ module, name })),
        as,
        params,
      )
    return [all('store', 'storeAll', 'p'), all('move', 'moveAll', 'p,f'), all('load', 'loadAll', 'p')].join('\n')
  }

  private aggregates(stage: WindowStage): string {
    const names = columnsOf(stage.aggregates)
    const modules = names.map((_, i) => `./firmware/stages/window-column.ts?stage=${stage.index}&column=${i}`)
    const all = (name: string, as: string, params: string): string =>
      callAll(
        modules.map((module) => ({ module, name })),
        as,
        params,
      )
    const gaps = names.map((_, i) => `import {mayMiss as gap${i}} from ${JSON.stringify(modules[i])}`)
    return `import {put} from '${RESULTS}'
import {N} from './firmware/stages/counts.ts?stage=${stage.index}'
${all('add', 'addAll', 's')}
${all('addFrame', 'addFrame', 's,m')}
${all('merge', 'mergeAll', 'to,from')}
${all('clear', 'clearAll', 's')}
${gaps.join('\n')}
export function anyGaps(){return ${names.map((_, i) => `gap${i}()`).join('||') || 'false'}}
${this.putAll(stage, names, modules, 's', 'N[s]')}`
  }

  /** One `put` an aggregate, in the order of the pipeline. */
  private putAll(stage: WindowStage, names: string[], modules: string[], params: string, count: string): string {
    const imports: string[] = []
    const puts = stage.aggregates.map((a, i) => {
      if (a.field === null) return `put(${count})`
      imports.push(`import {${GETTER[a.fn]} as get${i}} from ${JSON.stringify(modules[names.indexOf(a.field)])}`)
      return `put(get${i}(${params}))`
    })
    return `${imports.join('\n')}\nexport function putAll(${params}){${puts.join('\n')}}`
  }

  private ringColumns(stage: WindowStage): string {
    const names = this.columnNames(stage)
    const modules = names.map((_, i) => `./firmware/stages/ring-column.ts?stage=${stage.index}&column=${i}`)
    const read = columnsOf(stage.aggregates)
    const kept = stage.kind === 'buffer' && stage.dumpOn !== null ? stage.keeps : []
    const values = kept.map((name, i) => `import {at as at${i}} from ${JSON.stringify(modules[names.indexOf(name)])}`)
    const summarise = read.map((name) => ({ module: modules[names.indexOf(name)], name: 'summarise' }))
    return `import {put} from '${RESULTS}'
${callAll(
  modules.map((module) => ({ module, name: 'store' })),
  'storeAll',
  'p',
)}
let seen=0
${callAll(summarise, 'summariseAll', 'from,n,newest')}
export function summarise(from,n,newest){seen=n
summariseAll(from,n,newest)}
${this.putAll(stage, names, modules, '', 'seen')}
export const KEPT=${kept.length}
${values.join('\n')}
let column=0
export function selectKept(i){column=i}
export function keptAt(p){return ${kept.map((_, i) => (i < kept.length - 1 ? `column===${i}?at${i}(p):` : `at${i}(p)`)).join('') || 'NaN'}}`
  }
}

const GETTER: Record<Aggregate['fn'], string> = {
  count: 'count',
  sum: 'total',
  mean: 'mean',
  stddev: 'deviation',
  min: 'lowest',
  max: 'highest',
  first: 'first',
  last: 'last',
}

/** How a field is kept in rings and lanes. */
function packing(field: Field | undefined): { NULLABLE: boolean; BITS: number; DIVISOR: number; NONE: number } {
  const bits = field?.packed?.bits ?? 0
  return {
    NULLABLE: field?.optional ?? false,
    BITS: bits,
    DIVISOR: field?.packed?.divisor ?? 1,
    NONE: bits && -(2 ** (bits - 1)),
  }
}

/** Operators that can take a whole frame of the input. */
function takesFrames(pipeline: Pipeline, stage: Stage): boolean {
  return ['sliding', 'window', 'session', 'count', 'ring'].includes(operatorOf(pipeline, stage))
}
