/**
 * Rules about how stages are named and wired: `id`, `from`, `dumpOn`.
 */
import { cureForName } from '../nearest.ts'
import { checkName } from '../names.ts'
import type { Keys, Report } from '../report.ts'
import { INPUT } from '../pipeline.ts'
import { INPUT_NAME, kindOf, sourcesOf, stageIds } from '../sources.ts'
import type { CompoundStageSpec, StageSpec } from '../spec.ts'

type Stages = readonly (StageSpec | null)[]

/**
 * Ids are names and unique; `from` looks up the list, `dumpOn` at a detector anywhere in it. A compound detector reads what
 * reports; `keyed`: events are partitioned.
 */
export function checkStages(report: Report, stages: Stages, keyed: boolean): void {
  const ids = stageIds(stages)
  stages.forEach((stage, index) => {
    if (stage === null) return
    checkId(report, stages, index)
    checkFrom(report, stage, index, ids)
    if (isCompound(stage)) checkCounted(report, stages, ids, index)
    if ('buffer' in stage && stage.dumpOn !== undefined) checkDumpOn(report, stages, ids, index, stage.dumpOn, keyed)
  })
}

function checkId(report: Report, stages: Stages, index: number): void {
  const id = stages[index]?.id
  if (id === undefined) return
  const at = ['stages', index, 'id']
  checkName(report, at, id, 'a stage')
  const first = stages.findIndex((stage) => stage?.id === id)
  if (first < index)
    report.add(at, `the id '${id}' is already that of stages[${first}]`, 'give each stage an id of its own')
}

/** One source, or a list of different ones where a stage compares them. */
function checkFrom(report: Report, stage: StageSpec, index: number, ids: readonly (string | null)[]): void {
  const { from } = stage
  const at = ['stages', index, 'from']
  if (from === undefined || typeof from === 'string') {
    if (from !== undefined) checkSource(report, at, from, index, ids)
    return
  }
  from.forEach((name, i) => {
    checkSource(report, [...at, i], name, index, ids)
    if (from.indexOf(name) < i) report.add([...at, i], `'${name}' is named twice`, 'name each source once')
  })
  const most = 'join' in stage ? 2 : isCompound(stage) ? from.length : 1
  if (from.length > most) {
    const what = most === 2 ? 'a join reads two' : `a ${kindOf(stage)} stage reads one`
    report.add(at, `${what}, but there are ${from.length}`, `name ${most === 2 ? 'two stages' : 'one stage'}`)
  }
}

/** Compound detectors look at many stages. */
function isCompound(stage: StageSpec): stage is CompoundStageSpec {
  return 'anomaly' in stage && 'compound' in stage.anomaly
}

/** What a compound detector counts: reports, straight or through filters. */
function checkCounted(report: Report, stages: Stages, ids: readonly (string | null)[], index: number): void {
  const { from } = stages[index]!
  const sources = sourcesOf(stages[index]!, index, ids)
  for (const [i, source] of sources.entries()) {
    if (source === null || givesReports(stages, ids, source)) continue
    const at = ['stages', index, 'from', ...(Array.isArray(from) ? [i] : [])]
    const name = source === INPUT ? INPUT_NAME : ids[source]
    report.add(at, `'${name}' gives no reports`, 'read detect, anomaly or pattern stages, straight or through filters')
  }
}

/** A stage whose faults lie elsewhere may give anything. */
function givesReports(stages: Stages, ids: readonly (string | null)[], source: number): boolean {
  const stage = stages[source]
  if (source === INPUT || stage === undefined) return false
  if (stage === null || ['detect', 'anomaly', 'pattern'].includes(kindOf(stage))) return true
  const [above] = sourcesOf(stage, source, ids)
  return kindOf(stage) === 'filter' && (above === null || givesReports(stages, ids, above))
}

function checkSource(report: Report, at: Keys, from: string, index: number, ids: readonly (string | null)[]): void {
  const found = ids.indexOf(from)
  if (from === INPUT_NAME || (found >= 0 && found < index)) return
  if (found === index) return report.add(at, 'a stage cannot read itself', `read '${INPUT_NAME}' or a stage above`)
  if (found > index) {
    return report.add(
      at,
      `'${from}' stands below this stage`,
      `move it above, or read '${INPUT_NAME}' or a stage above`,
    )
  }
  const above = ids.slice(0, index).filter((id) => id !== null)
  report.add(at, `there is no stage '${from}'`, cureForName(from, [INPUT_NAME, ...above], 'stage'))
}

function checkDumpOn(
  report: Report,
  stages: Stages,
  ids: readonly (string | null)[],
  index: number,
  target: string,
  keyed: boolean,
): void {
  const at = ['stages', index, 'dumpOn']
  const named = stages[ids.indexOf(target)] ?? null
  if (keyed && named !== null && isCompound(named) && (named.anomaly.compound.count ?? 'stages') !== 'stages') {
    const cure = 'dump on one of the stages that it reads'
    return report.add(at, `'${target}' counts across keys, so its alarms belong to no key's buffer`, cure)
  }
  const reporting = ids.filter((id, i): id is string => id !== null && reports(stages[i]))
  if (reporting.includes(target)) return
  if (ids.includes(target)) {
    report.add(at, `'${target}' is neither a detect nor an anomaly stage`, 'dump on a stage that reports')
  } else if (!stages.includes(null)) {
    report.add(at, `there is no stage '${target}'`, cureForName(target, reporting, 'detect or anomaly stage'))
  }
}

function reports(stage: StageSpec | null): boolean {
  return stage !== null && ['detect', 'anomaly'].includes(kindOf(stage))
}
