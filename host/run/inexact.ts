/** Which outputs may be added up in another order on the device (DESIGN, decision 10), and what their tolerance rests on. */
import type { Aggregate, Field, Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { scaleOf } from '../../shared/reference/windows/result.ts'
import type { CompareOptions } from '../../shared/stream/compare.ts'

/** What the comparison has to know about a pipeline. */
export function compareOptions(pipeline: Pipeline): CompareOptions {
  const thresholds = pipeline.stages.flatMap((stage) =>
    stage.kind === 'zscore' ? [[stage.id, stage.threshold] as const] : [],
  )
  return { inexact: inexactOutputs(pipeline), scale: scaleOf, thresholds: new Map(thresholds) }
}

/** Outputs as `stage.out`: sums of fractions, and what rests on them. Sums of integers are exact in any order. */
export function inexactOutputs(pipeline: Pipeline): ReadonlySet<string> {
  return new Set(pipeline.stages.flatMap((stage) => outputsOf(stage).map((out) => `${stage.id}.${out}`)))
}

function outputsOf(stage: Stage): string[] {
  // The interpreter's square root is not correctly rounded: a score may differ in its last bits.
  if (stage.kind === 'zscore') return ['score']
  if (!('aggregates' in stage)) return []
  return stage.aggregates.filter((each) => isInexact(each, stage)).map(({ out }) => out)
}

function isInexact({ fn, field }: Aggregate, { reads }: Stage): boolean {
  switch (fn) {
    case 'stddev':
      return true
    case 'sum':
    case 'mean':
      return !isInteger(reads, field)
    default:
      return false
  }
}

function isInteger(reads: readonly Field[], name: string | null): boolean {
  return reads.find((field) => field.name === name)?.type === 'int'
}
