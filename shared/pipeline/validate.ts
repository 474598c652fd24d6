/**
 * Unknown data to faults: all of them at once, each with the place, the reason and a cure.
 * First the data is copied within bounds (`plain.ts`), then its shape is checked (`schema.ts`), then how the parts
 * agree with each other (`rules/`, SEMANTICS 1.4). Nothing throws here, whatever the data.
 */
import type { Fault } from './fault.ts'
import { inputFields, outputFields } from './fields.ts'
import { INPUT, type Field } from './pipeline.ts'
import { plainCopy } from './plain.ts'
import { Report } from './report.ts'
import type { StageContext } from './rules/context.ts'
import { checkAnomalyStage, checkDetectStage, checkFilterStage, checkMapStage } from './rules/detectors.ts'
import { checkInput, checkSides } from './rules/input.ts'
import { checkJoinStage } from './rules/joins.ts'
import { checkLifetime } from './rules/lifetime.ts'
import { checkPatternStage } from './rules/patterns.ts'
import { checkStages } from './rules/stages.ts'
import { checkBufferStage, checkWindowStage } from './rules/windows.ts'
import { checkShape, type Shape } from './shape.ts'
import { kindOf, sourcesOf, stageIds } from './sources.ts'
import type { Spec, StageSpec } from './spec.ts'

/** The faults of a pipeline; with none, `spec` is a copy of it as plain data. */
export type Checked =
  | { readonly faults: readonly [Fault, ...Fault[]]; readonly spec: null }
  | { readonly faults: readonly []; readonly spec: Spec }

/** As many faults as anyone can read. */
const MAX_FAULTS = 200

/** All faults of a pipeline; none when it is valid. */
export function validate(data: unknown): readonly Fault[] {
  return check(data).faults
}

/** Faults or, without any, the pipeline as plain data of its own. */
export function check(data: unknown): Checked {
  const copy = plainCopy(data)
  if ('fault' in copy) return { faults: [copy.fault], spec: null }
  const shape = checkShape(copy.value)
  const [first, ...others] = [...shape.faults, ...checkRules(shape)].slice(0, MAX_FAULTS)
  if (first !== undefined) return { faults: [first, ...others], spec: null }
  const spec = copy.value as unknown as Spec
  delete spec.$schema
  return { faults: [], spec }
}

function checkRules(shape: Shape): Fault[] {
  const report = new Report()
  if (shape.input !== null) {
    checkInput(report, shape.input)
    checkSides(report, shape.input, shape.stages)
  }
  checkStages(report, shape.stages, (shape.input?.key ?? null) !== null)
  if (shape.limits !== null) checkLifetime(report, shape.stages, shape.limits)
  const reads = fieldsRead(shape)
  const key = shape.input?.key ?? null
  shape.stages.forEach((stage, index) => {
    if (stage === null) return
    const hint = hintFor(shape.stages, index)
    checkStage({ report, at: ['stages', index], reads: reads[index], time: shape.time, key, hint }, stage)
  })
  return report.faults
}

/** What each stage reads; `null` where a fault above it leaves that open. */
function fieldsRead({ input, stages }: Shape): (readonly Field[] | null)[] {
  const ids = stageIds(stages)
  const outputs: (readonly Field[] | null)[] = []
  const declared = input === null ? null : inputFields(input)
  return stages.map((stage, index) => {
    const sources = stage === null ? [null] : sourcesOf(stage, index, ids)
    const [reads, other] = sources.map((source) =>
      source === null ? null : source === INPUT ? declared : outputs[source],
    )
    outputs.push(stage === null || reads === null ? null : outputFields(stage, reads, input?.key ?? null, other))
    return reads
  })
}

/** Who leaves out `from` below a window reads its results, and mostly meant the input. */
function hintFor(stages: Shape['stages'], index: number): string | undefined {
  const above = index === 0 ? null : stages[index - 1]
  if (above === null || stages[index]?.from !== undefined || ['filter', 'map'].includes(kindOf(above))) return undefined
  return `this stage reads the results of the ${kindOf(above)} above; to read the input, add "from": "input"`
}

function checkStage(context: StageContext, stage: StageSpec): void {
  if ('filter' in stage) return checkFilterStage(context, stage)
  if ('map' in stage) return checkMapStage(context, stage)
  if ('window' in stage) return checkWindowStage(context, stage)
  if ('buffer' in stage) return checkBufferStage(context, stage)
  if ('detect' in stage) return checkDetectStage(context, stage)
  if ('anomaly' in stage) return checkAnomalyStage(context, stage)
  if ('pattern' in stage) return checkPatternStage(context, stage)
  checkJoinStage(context, stage)
}
