/**
 * Rules about filters, maps, detectors and anomaly stages: expressions and the fields they watch.
 */
import { isNumeric, parseCall } from '../aggregates.ts'
import { checkName } from '../names.ts'
import type {
  AnomalyStageSpec,
  CompoundStageSpec,
  DetectStageSpec,
  FilterStageSpec,
  MapStageSpec,
  SilenceStageSpec,
  StageBase,
} from '../spec.ts'
import { findField, withScope, type StageContext } from './context.ts'

type CompoundSpec = CompoundStageSpec['anomaly']['compound']

const MAX_FIELDS = 64

export function checkFilterStage(context: StageContext, stage: FilterStageSpec): void {
  withScope(context, null, (scope) => context.report.condition([...context.at, 'filter'], stage.filter, scope))
}

/** A map names its outputs like fields and leaves the key alone: events stay where they were partitioned. */
export function checkMapStage(context: StageContext, stage: MapStageSpec): void {
  const { report, key } = context
  const at = [...context.at, 'map']
  const outs = Object.entries(stage.map)
  if (outs.length === 0) report.add(at, 'the map makes no field', 'add one, such as "fahrenheit": "celsius * 1.8 + 32"')
  if (outs.length > MAX_FIELDS) report.add(at, `the map makes ${outs.length} fields`, `make at most ${MAX_FIELDS}`)
  for (const [out, text] of outs) {
    checkName(report, [...at, out], out, 'a field')
    if (out === key) report.add([...at, out], `'${out}' is the key and cannot be replaced`, 'choose another name')
    withScope(context, null, (scope) => report.expression([...at, out], text, scope))
  }
}

export function checkDetectStage(context: StageContext, stage: DetectStageSpec | SilenceStageSpec): void {
  const { detect } = stage
  if ('silentMs' in detect) return
  const at = [...context.at, 'detect']
  withScope(context, null, (scope) => {
    context.report.condition([...at, 'when'], detect.when, scope)
    if (detect.until !== undefined) context.report.condition([...at, 'until'], detect.until, scope)
  })
  if (detect.peak !== undefined) checkPeak(context, detect.peak)
}

function checkPeak(context: StageContext, text: string): void {
  const at = [...context.at, 'detect', 'peak']
  const call = parseCall(text)
  if (call === null || call.field === null || (call.fn !== 'max' && call.fn !== 'min')) {
    context.report.add(at, `'${text.slice(0, 60)}' is not a peak`, 'write max(field) or min(field)')
    return
  }
  const field = findField(context, at, call.field)
  if (field === null || isNumeric(field)) return
  context.report.add(at, `a peak is a number, but '${field.name}' is a ${field.type}`, 'use a numeric field')
}

export function checkAnomalyStage(context: StageContext, stage: AnomalyStageSpec | CompoundStageSpec): void {
  const { anomaly } = stage
  if ('compound' in anomaly) return checkCompound(context, anomaly.compound, stage.from)
  if ('zscore' in anomaly) checkWatched(context, 'zscore', 'z-score', anomaly.zscore.field)
  else checkWatched(context, 'baseline', 'baseline', anomaly.baseline.field)
}

function checkWatched(context: StageContext, kind: string, what: string, name: string): void {
  const at = [...context.at, 'anomaly', kind, 'field']
  const field = findField(context, at, name)
  if (field === null || isNumeric(field)) return
  context.report.add(at, `a ${what} needs numbers, but '${field.name}' is a ${field.type}`, 'watch a numeric field')
}

/** Counting stages needs as many stages as are to report. */
function checkCompound({ report, at }: StageContext, compound: CompoundSpec, from: StageBase['from']): void {
  const named = Array.isArray(from) ? from.length : 1
  if (compound.count === 'keys' || compound.count === 'both' || named >= compound.atLeast) return
  const message = `at least ${compound.atLeast} of ${named === 1 ? 'one stage' : `${named} stages`} can never report`
  report.add([...at, 'anomaly', 'compound', 'atLeast'], message, 'name more stages in "from", or count keys')
}
