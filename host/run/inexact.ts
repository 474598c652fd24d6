/** Which outputs may be added up in another order on the device (DESIGN, decision 10), and what their tolerance rests on. */
import { fieldsOf } from '../../firmware/toolchain/bindings.ts'
import { INPUT, type Aggregate, type Field, type Pipeline, type Stage } from '../../shared/pipeline/pipeline.ts'
import { scaleOf } from '../../shared/reference/windows/result.ts'
import type { CompareOptions } from '../../shared/stream/compare.ts'

/** What the comparison has to know about a pipeline. */
export function compareOptions(pipeline: Pipeline): CompareOptions {
  const thresholds = pipeline.stages.flatMap((stage) =>
    stage.kind === 'zscore' || stage.kind === 'baseline' ? [[stage.id, stage.threshold] as const] : [],
  )
  const above = new Map(pipeline.stages.map((stage) => [stage.id, stagesAbove(pipeline, stage)] as const))
  const skips = pipeline.stages.filter((stage) => stage.kind === 'pattern' && stage.skip.kind !== 'noSkip')
  const skipping = new Set(skips.map(({ id }) => id))
  return { inexact: inexactOutputs(pipeline), scale: scaleOf, thresholds: new Map(thresholds), above, skipping }
}

/** The ids of the stages above one, filters and maps among them. */
function stagesAbove(pipeline: Pipeline, { sources }: Stage): string[] {
  return sources.flatMap((source) => {
    if (source === INPUT) return []
    const above = pipeline.stages[source]
    return [above.id, ...stagesAbove(pipeline, above)]
  })
}

/**
 * Outputs as `stage.out`: sums of fractions, and what rests on them. Sums of integers are exact in any order. What a stage
 * makes of inexact fields of another stage's results is inexact as well.
 */
export function inexactOutputs(pipeline: Pipeline): ReadonlySet<string> {
  return new Set(
    pipeline.stages.flatMap((stage) =>
      outputsOf(stage, readInexact(pipeline, stage)).map((out) => `${stage.id}.${out}`),
    ),
  )
}

const NONE: ReadonlySet<string> = new Set()

/** Which fields of the events that a stage reads are inexact. */
function readInexact(pipeline: Pipeline, { sources }: Stage): ReadonlySet<string> {
  return new Set(
    sources.flatMap((source) => (source === INPUT ? [] : [...givenInexact(pipeline, pipeline.stages[source])])),
  )
}

/** Which fields of the events that a stage gives are inexact. */
function givenInexact(pipeline: Pipeline, stage: Stage): ReadonlySet<string> {
  const read = readInexact(pipeline, stage)
  if (stage.kind === 'filter') return read
  if (stage.kind === 'map') {
    const assigned = stage.assign.filter(({ expr }) => [...fieldsOf(expr)].some((name) => read.has(name)))
    const kept = [...read].filter((name) => !stage.assign.some(({ out }) => out === name))
    return new Set([...kept, ...assigned.map(({ out }) => out)])
  }
  if (stage.kind === 'intervalJoin' || stage.kind === 'windowJoin')
    return new Set(['left', 'right'].flatMap((side) => [...read].map((name) => `${side}_${name}`)))
  return new Set(outputsOf(stage, read))
}

/** The inexact outputs of a stage, when the fields `read` are. */
function outputsOf(stage: Stage, read = NONE): string[] {
  switch (stage.kind) {
    // The interpreter's square root is not correctly rounded: a score may differ in its last bits.
    case 'zscore':
    case 'baseline':
      return read.has(stage.field) ? ['value', 'score'] : ['score']
    case 'detect':
      return stage.peak !== null && read.has(stage.peak.field) ? ['peak'] : []
    case 'buffer':
      return [...aggregatesOf(stage, read), ...stage.keeps.filter((name) => read.has(name))]
    case 'timeWindow':
    case 'sessionWindow':
    case 'countWindow':
      return aggregatesOf(stage, read)
    default:
      return []
  }
}

function aggregatesOf(
  { aggregates, reads }: Extract<Stage, { aggregates: unknown }>,
  read: ReadonlySet<string>,
): string[] {
  return aggregates.filter((each) => isInexact(each, reads, read)).map(({ out }) => out)
}

function isInexact({ fn, field }: Aggregate, reads: readonly Field[], read: ReadonlySet<string>): boolean {
  if (fn === 'count' || field === null) return false
  if (read.has(field) || fn === 'stddev') return true
  return (fn === 'sum' || fn === 'mean') && reads.find(({ name }) => name === field)?.type !== 'int'
}
