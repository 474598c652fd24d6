/**
 * Whether the order of one key's events across the two sides of the input can be seen in the results. Joins look at times
 * alone, so that sides may be gathered apart; everything else may follow arrival.
 */
import { INPUT, type Pipeline, type Stage } from '../pipeline/pipeline.ts'
import { looksBack } from '../pipeline/expr/looks-back.ts'

/** `true` where frames of one key must keep the order of arrival across its sides. */
export function sidesMix(pipeline: Pipeline): boolean {
  return pipeline.spec.input.sides !== undefined && pipeline.stages.some((stage) => seesOrder(pipeline, stage))
}

function seesOrder(pipeline: Pipeline, stage: Stage): boolean {
  if (!readsMeasurements(pipeline, stage)) return false
  switch (stage.kind) {
    case 'windowJoin':
      // Each side is kept in its own order. Of two stages, either gives events of both sides of the input.
      return stage.sources.length > 1
    case 'intervalJoin':
      // A pair appears with its second event: the order of pairs follows arrival, if anyone reads them.
      return stage.sources.length > 1 || pipeline.stages.some(({ sources }) => sources.includes(stage.index))
    case 'filter':
      return looksBack(stage.where)
    case 'map':
      return stage.assign.some(({ expr }) => looksBack(expr))
    default:
      return true
  }
}

/** Straight, or through filters and maps. */
function readsMeasurements(pipeline: Pipeline, { sources }: Stage): boolean {
  return sources.some((source) => {
    if (source === INPUT) return true
    const above = pipeline.stages[source]
    return (above.kind === 'filter' || above.kind === 'map') && readsMeasurements(pipeline, above)
  })
}
