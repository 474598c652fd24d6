/**
 * Valid spec to `Pipeline`: defaults filled in, expressions typed, names turned into indices, everything frozen.
 * `loadPipeline` is the door for data of unknown origin; nothing else makes a `Pipeline`.
 */
import { readAggregates } from './aggregates.ts'
import type { Expr } from './expr/ast.ts'
import { compileCondition, compileExpression, sound } from './expr/type.ts'
import type { Scope } from './expr/scope.ts'
import { specError } from './fault.ts'
import { inputFields, outputFields } from './fields.ts'
import { peakOf } from './peak.ts'
import { INPUT, type Field, type Limits, type Pipeline, type Stage, type Time } from './pipeline.ts'
import { deepFreeze } from './plain.ts'
import { resolvePattern } from './resolve-pattern.ts'
import { sourcesOf, stageIds } from './sources.ts'
import type {
  AnomalyStageSpec,
  CompoundStageSpec,
  JoinStageSpec,
  Spec,
  StageSpec,
  TimeSpec,
  WindowStageSpec,
} from './spec.ts'
import { check } from './validate.ts'

export const DEFAULT_LIMITS: Limits = {
  keys: 16,
  waiting: 32,
  openWindows: null,
  texts: 64,
  frame: 32,
  joinBuffer: 32,
  threads: 16,
  taken: 16,
  held: 8,
  ttlMs: null,
}
/** One key has the room of several. */
const UNKEYED_THREADS = 64

/** Checks and completes a pipeline; throws `E_SPEC` with all faults when it is not valid. */
export function loadPipeline(data: unknown): Pipeline {
  const { faults, spec } = check(data)
  if (spec === null) throw specError(nameOf(data), faults)
  return resolve(spec)
}

/** Completes a spec that `check` accepted and handed out. */
export function resolve(spec: Spec): Pipeline {
  const ids = stageIds(spec.stages)
  const fields = inputFields(spec.input)
  const key = spec.input.key ?? null
  const outputs: (readonly Field[])[] = []
  const stages = spec.stages.map((stage, index): Stage => {
    const sources = sourcesOf(stage, index, ids).map((source) => source ?? INPUT)
    const [reads, other] = sources.map((source) => (source === INPUT ? fields : outputs[source]))
    outputs.push(outputFields(stage, reads, key, other) ?? [])
    return resolveStage(stage, { index, id: ids[index] ?? '', from: sources[0], sources, reads }, ids, key)
  })
  const limits = { ...DEFAULT_LIMITS, ...(key === null ? { threads: UNKEYED_THREADS } : {}), ...spec.limits }
  const { name, link = 'serial' } = spec
  return deepFreeze({ name, spec, fields, key, time: resolveTime(spec.time), stages, limits, link })
}

function resolveTime(time: TimeSpec): Time {
  if (time.mode === 'processing') return { mode: 'processing' }
  if ('watermarks' in time) return { mode: 'event', watermarks: 'explicit' }
  const { outOfOrdernessMs, idlenessMs = null } = time
  return { mode: 'event', watermarks: 'generated', outOfOrdernessMs, idlenessMs }
}

type Common = Pick<Stage, 'index' | 'id' | 'from' | 'sources' | 'reads'>

function resolveStage(stage: StageSpec, common: Common, ids: readonly (string | null)[], key: string | null): Stage {
  const scope: Scope = { fields: common.reads, history: true, steps: null }
  const condition = (text: string): Expr => sound(compileCondition(text, scope))
  if ('filter' in stage) return { ...common, kind: 'filter', where: condition(stage.filter) }
  if ('map' in stage) {
    const assign = Object.entries(stage.map).map(([out, text]) => ({
      out,
      expr: sound(compileExpression(text, scope)),
    }))
    return { ...common, kind: 'map', assign }
  }
  if ('window' in stage) return resolveWindow(stage, common)
  if ('buffer' in stage) {
    const dumpOn = stage.dumpOn === undefined ? null : ids.indexOf(stage.dumpOn)
    const keeps = common.reads.map(({ name }) => name).filter((name) => name !== key)
    return {
      ...common,
      kind: 'buffer',
      size: stage.buffer.size,
      aggregates: readAggregates(stage.aggregates),
      dumpOn,
      keeps,
    }
  }
  if ('detect' in stage) {
    const { detect } = stage
    if ('silentMs' in detect) return { ...common, kind: 'silence', silentMs: detect.silentMs }
    const when = condition(detect.when)
    const until = detect.until === undefined ? null : condition(detect.until)
    const peak = peakOf(detect.peak, when, common.reads)
    return {
      ...common,
      kind: 'detect',
      when,
      until,
      forMs: detect.forMs ?? 0,
      cooldownMs: detect.cooldownMs ?? 0,
      peak,
    }
  }
  if ('anomaly' in stage) return resolveAnomaly(stage.anomaly, common)
  if ('pattern' in stage) return resolvePattern(stage, common)
  return resolveJoin(stage, common)
}

type AnomalySpec = AnomalyStageSpec['anomaly'] | CompoundStageSpec['anomaly']

function resolveAnomaly(anomaly: AnomalySpec, common: Common): Stage {
  if ('compound' in anomaly) {
    const { atLeast, withinMs, count = 'stages' } = anomaly.compound
    return { ...common, kind: 'compound', atLeast, withinMs, count }
  }
  const { emit = 'alarms' } = anomaly
  if ('zscore' in anomaly) return { ...common, kind: 'zscore', ...anomaly.zscore, emit }
  const { field, alpha, threshold, warmup = 30, adoptAfter = null } = anomaly.baseline
  return { ...common, kind: 'baseline', field, alpha, threshold, warmup, adoptAfter, emit }
}

function resolveJoin({ join }: JoinStageSpec, common: Common): Stage {
  if (join.type === 'interval') {
    const { lowerMs, upperMs, lowerInclusive = true, upperInclusive = true } = join
    const inwards = (inclusive: boolean): number => (inclusive ? 0 : 1)
    return {
      ...common,
      kind: 'intervalJoin',
      lowerMs: lowerMs + inwards(lowerInclusive),
      upperMs: upperMs - inwards(upperInclusive),
    }
  }
  const { window, allowedLatenessMs = 0 } = join
  if (window.type !== 'tumbling' && window.type !== 'sliding') throw new Error(`unchecked window ${window.type}`)
  const { sizeMs, offsetMs = 0 } = window
  const slideMs = window.type === 'tumbling' ? sizeMs : window.slideMs
  return { ...common, kind: 'windowJoin', sizeMs, slideMs, offsetMs, allowedLatenessMs }
}

/** Tumbling windows become sliding ones whose slide is their size. */
function resolveWindow(stage: WindowStageSpec, common: Common): Stage {
  const { window } = stage
  const aggregates = readAggregates(stage.aggregates)
  if (window.type === 'count') {
    return { ...common, kind: 'countWindow', size: window.size, slide: window.slide ?? window.size, aggregates }
  }
  const firing = { allowedLatenessMs: stage.allowedLatenessMs ?? 0, purge: stage.purge ?? false, aggregates }
  if (window.type === 'session') return { ...common, kind: 'sessionWindow', gapMs: window.gapMs, ...firing }
  const { sizeMs, offsetMs = 0 } = window
  const slideMs = window.type === 'tumbling' ? sizeMs : window.slideMs
  return { ...common, kind: 'timeWindow', sizeMs, slideMs, offsetMs, ...firing }
}

function nameOf(data: unknown): string {
  const name = typeof data === 'object' && data !== null && 'name' in data ? data.name : null
  return typeof name === 'string' ? name : 'without a name'
}
