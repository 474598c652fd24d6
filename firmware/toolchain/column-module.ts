/**
 * What an instance of `runtime/column.ts` computes of each frame, and who gathers it: sums are made once a frame, for all
 * stages that want them.
 */
import { INPUT, type Stage } from '../../shared/pipeline/pipeline.ts'
import type { WindowStage } from './aggregate-modules.ts'
import { operatorOf, stageModule, type Bindings } from './bindings.ts'
import { takesFrames } from './graph-module.ts'
import { screenedFields } from './quiet-module.ts'
import { columnsOf, keptOf } from './sizes.ts'
import { callEach } from './text.ts'

function isWindow(stage: Stage): stage is WindowStage {
  return 'aggregates' in stage
}

/** Whether a window stage only needs sums of its frames, which may be gathered before they are added to a slot. */
export function gathers(bindings: Bindings, stage: WindowStage): boolean {
  // With keys, what was gathered would have to be added up whenever another one comes.
  if (bindings.pipeline.key !== null || stage.from !== INPUT || !takesFrames(bindings, stage)) return false
  if (operatorOf(bindings.pipeline, stage) !== 'sliding') return false
  return columnsOf(stage.aggregates).every((name) => {
    const { LOW, HIGH, FIRST, LAST } = keptOf(stage.aggregates, name)
    return !LOW && !HIGH && !FIRST && !LAST && !bindings.field(stage, name).field.optional
  })
}

/** The constants of the column of travelling field `i`. */
export function columnConstants(bindings: Bindings, i: number): Record<string, boolean> {
  const { name, optional } = bindings.travelling[i]
  const screened = screenedFields(bindings).has(name)
  const kept = bindings.pipeline.stages
    .filter(isWindow)
    .filter((s) => s.from === INPUT && takesFrames(bindings, s))
    // With several columns, one that cannot be gathered makes all of them be added frame by frame.
    .map((s) => ({
      ...keptOf(s.aggregates, name),
      gathers: gathers(bindings, s),
      alone: columnsOf(s.aggregates).length === 1,
    }))
  return {
    LAST: i === bindings.travelling.length - 1,
    NULLABLE: optional,
    GATHERED: kept.some((k) => k.SUM && k.gathers),
    DEVIATES: screened || kept.some((k) => k.SPREAD && !(k.gathers && k.alone)),
    SUMS: screened || kept.some((k) => k.SUM),
    SPREADS: kept.some((k) => k.SPREAD),
  }
}

/** The virtual module `gatherers`: stages that gather sums of a field add them up before it is written in another way. */
export function gatherersText(bindings: Bindings, i: number): string {
  const { name } = bindings.travelling[i]
  const stages = bindings.pipeline.stages
    .filter(isWindow)
    .filter((s) => gathers(bindings, s) && columnsOf(s.aggregates).includes(name))
  return callEach(
    stages.map((s) => stageModule(bindings.pipeline, s)),
    'close',
    'settle',
  )
}
