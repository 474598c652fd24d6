/**
 * The virtual module `graph`: what the link calls for a frame, an event, a watermark. Stages are called in their order; a
 * stage whose results are read raises the watermark of its readers when it is done (pipeline README 1.5).
 */
import { INPUT, type Pipeline, type Stage } from '../../shared/pipeline/pipeline.ts'
import { operatorOf, reorderModule, stageModule, waits, type Bindings } from './bindings.ts'
import { reportsModule } from './compound-module.ts'
import { derivedModule } from './derived-module.ts'
import { entryModule, isJoin } from './join-module.ts'
import { screened } from './quiet-module.ts'
import { callAll, callEach, type Call } from './text.ts'

/** The first operator behind a source: what it is called with, and whether it takes whole frames of the input. */
export interface Reader {
  readonly module: string
  readonly frames: boolean
}

/** The first operators behind a source: stages that read it, and its reorder stage. */
export function behind(bindings: Bindings, source: number): Reader[] {
  const { pipeline } = bindings
  const stages = bindings.readers(source).filter((s) => !waits(pipeline, s))
  const list = stages.map((s) => ({ module: entryOf(bindings, s, source), frames: takesFrames(bindings, s) }))
  if (bindings.reorders.has(source))
    list.push({ module: reorderModule(source), frames: screened(bindings, source).length > 0 })
  return list
}

/** The module whose `event` takes an event of `source`: the operator's, or one that stands before it. */
function entryOf(bindings: Bindings, stage: Stage, source: number): string {
  return stage.kind === 'compound' ? reportsModule(stage, source) : entryModule(bindings, stage, source)
}

/** Operators that can take a whole frame of the input. */
export function takesFrames(bindings: Bindings, stage: Stage): boolean {
  // Where a stage reads several, its events must come in the order in which single events would cause them.
  if (bindings.pipeline.stages.some(({ sources }) => sources.length > 1)) return false
  return ['sliding', 'window', 'session', 'count', 'ring'].includes(operatorOf(bindings.pipeline, stage))
}

/** Operators that the watermark itself moves, beyond the events that it releases. */
const TIMED: readonly Stage['kind'][] = ['timeWindow', 'sessionWindow', 'silence', 'pattern', 'compound', 'windowJoin']

/** What the watermark moves, in order. */
function timedCalls(bindings: Bindings): Call[] {
  const { pipeline } = bindings
  const calls: Call[] = []
  const moved = new Set<number>()
  for (const stage of pipeline.stages) {
    if (waits(pipeline, stage)) {
      if (!moved.has(stage.from)) calls.push({ module: reorderModule(stage.from), name: 'watermark' })
      moved.add(stage.from)
    }
    if (TIMED.includes(stage.kind)) calls.push({ module: stageModule(pipeline, stage), name: 'watermark' })
    if (bindings.isRead(stage)) calls.push({ module: derivedModule(stage.index), name: 'raise' })
  }
  return calls
}

/** Everything that knows something of a key which time alone does not end. */
function keepers(bindings: Bindings): string[] {
  const { pipeline } = bindings
  if (pipeline.limits.ttlMs === null) return []
  const waiting = [...bindings.reorders.keys()].map(reorderModule)
  const stages = pipeline.stages.flatMap((stage) => [
    ...(bindings.isRead(stage) ? [derivedModule(stage.index)] : []),
    ...(stage.kind === 'filter' || stage.kind === 'map' ? [] : [keeperOf(pipeline, stage)]),
    ...(LOOKING_BACK.includes(stage.kind) ? [`expressions?stage=${stage.index}`] : []),
  ])
  return [...waiting, ...stages]
}

/** Stages whose expressions may look at the previous event. */
const LOOKING_BACK: readonly Stage['kind'][] = ['filter', 'map', 'detect']

function keeperOf(pipeline: Pipeline, stage: Stage): string {
  return isJoin(stage) ? `./firmware/stages/join-buffer.ts?stage=${stage.index}` : stageModule(pipeline, stage)
}

/** Operators that tell from when on the watermark moves them. */
const WAKING: readonly string[] = ['sliding', 'sequence', 'repeat', 'pattern']

/** Whether all that the watermark moves tells from when on it must be called (`wake`). */
export function isLazy(bindings: Bindings): boolean {
  const { pipeline } = bindings
  return pipeline.stages.every(
    (s) =>
      s.sources.length === 1 &&
      !bindings.isRead(s) &&
      (!TIMED.includes(s.kind) || WAKING.includes(operatorOf(pipeline, s))) &&
      pipeline.time.mode === 'event',
  )
}

/** Text of the module; `learnsText` are the expression modules that look into texts. */
export function graphText(bindings: Bindings, learnsText: readonly string[]): string {
  const { pipeline } = bindings
  const roots = behind(bindings, INPUT)
  const whole = roots.filter((r) => r.frames).map(({ module }) => module)
  const single = roots.filter((r) => !r.frames).map(({ module }) => module)
  const modules = (kept: (stage: Stage) => boolean): string[] =>
    pipeline.stages.filter(kept).map((s) => stageModule(pipeline, s))
  // In processing time compound detectors judge what an event has caused once all stages have seen it.
  const live = pipeline.time.mode === 'processing' ? modules((s) => s.kind === 'compound') : []
  const windows = modules((s) => 'aggregates' in s && s.kind !== 'buffer')
  const rings = modules((s) => s.kind === 'buffer' && s.dumpOn !== null)
  const fates = windows.map((module, i) => `import {fates as fates${i}} from ${JSON.stringify(module)}`)
  const keys = bindings.readsKeyOfResults
    ? `export {learn as key} from './firmware/runtime/key-values.ts'`
    : 'export function key(){}'
  return `import {n,pick} from './firmware/runtime/input.ts'
export const DUMPS=${rings.length > 0}
${callEach(whole, 'frame', 'wholes')}
${callEach(single, 'event', 'singles')}
${callEach(whole, 'event', 'others')}
${callEach(live, 'watermark', 'judge')}
export function frame(){wholes()
${single.length ? 'for(let i=0;i<n;i++){pick(i)\nsingles()\njudge()}' : 'judge()'}}
export function event(){others()
singles()
judge()}
${callAll(timedCalls(bindings), 'watermark')}
${callEach(rings, 'settle', 'settle')}
${fates.join('\n')}
export function fates(){return [${windows.map((_, i) => `fates${i}()`).join(',')}]}
${callEach(learnsText, 'text', 'text', 'i,bytes')}
${callEach(keepers(bindings), 'forget', 'forget', 'i')}
${callEach([...bindings.reorders.keys()].map(reorderModule), 'still', 'still')}
${keys}`
}
