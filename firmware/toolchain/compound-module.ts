/**
 * The virtual modules `reports?stage=C&source=S`: a compound detector C reads source S through one of these, which lets pass
 * starts of detections and silences, alarms and matches only (pipeline README 10). And the constants of C.
 */
import type { CompoundStage, Stage } from '../../shared/pipeline/pipeline.ts'
import { stageModule, type Bindings } from './bindings.ts'
import { derivedField, derivedModule } from './derived-module.ts'
import type { Constants, TextNumber } from './stage-constants.ts'

export function reportsModule(stage: Stage, source: number): string {
  return `reports?stage=${stage.index}&source=${source}`
}

/** The stages whose reports are counted; what passes several filters is still of one stage. */
function rootsOf(bindings: Bindings, stage: CompoundStage): number[] {
  return stage.sources.map((source) => bindings.derivedFrom(source)!.index)
}

/** Sources are told apart by their stage unless only their keys count. */
function slotOf(bindings: Bindings, stage: CompoundStage, root: number): number {
  return stage.count === 'keys' ? 0 : [...new Set(rootsOf(bindings, stage))].indexOf(root)
}

/** The condition under which a result of `root` is a report, on the variable `is`; '' where every result is one. */
function condition(root: Stage, text: TextNumber): { field: string; test: string } | null {
  switch (root.kind) {
    case 'detect':
    case 'silence':
      return { field: 'edge', test: `if(is===${text('start')})` }
    case 'zscore':
    case 'baseline':
      return root.emit === 'scores' ? { field: 'alarm', test: 'if(is)' } : null
    default:
      return null
  }
}

export function reportsText(bindings: Bindings, stage: Stage, source: number, text: TextNumber): string {
  if (stage.kind !== 'compound') throw new Error(`stage ${stage.id} counts no reports`)
  const root = bindings.derivedFrom(source)!
  const needs = condition(root, text)
  const field = needs && derivedField(root, needs.field, null)
  const slot = slotOf(bindings, stage, root.index)
  return `import {take} from ${JSON.stringify(stageModule(bindings.pipeline, stage))}
import {t,k,q} from ${JSON.stringify(derivedModule(root.index))}
${field ? `import {${field.name} as is} from ${JSON.stringify(field.module)}` : ''}
export function event(){${needs?.test ?? ''}take(t,k,q,${stage.sources.indexOf(source)},${slot})}`
}

/** `ACROSS`: one state for all keys; `NAMELESS`: its alarms have no key. */
export function compoundConstants(bindings: Bindings, stage: CompoundStage): Constants {
  const { pipeline } = bindings
  return {
    LEAST: stage.atLeast,
    WITHIN: stage.withinMs,
    SOURCES: stage.count === 'keys' ? 1 : new Set(rootsOf(bindings, stage)).size,
    ACROSS: stage.count !== 'stages',
    NAMELESS: stage.count !== 'stages' && pipeline.key !== null,
    ROOM: pipeline.limits.waiting,
    LIVE: pipeline.time.mode === 'processing',
  }
}
