/** Places of a program in the terms of its pipeline: which stage, and which of its expressions. */
import type { Place } from '../../firmware/toolchain/trace.ts'
import type { Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import type { DetectStageSpec, FilterStageSpec, MapStageSpec } from '../../shared/pipeline/spec.ts'

export interface Term {
  /** Id of the stage. */
  readonly stage: string
  /** The expression as written, with its name: `when "v > 90"`; `null` when the place is none. */
  readonly expression: string | null
}

/** `null` for code that belongs to no single stage: the link, the waiting room of several. */
export function termOf(place: Place, pipeline: Pipeline): Term | null {
  const index = new URLSearchParams(place.query).get('stage')
  const stage = index === null ? undefined : pipeline.stages[Number(index)]
  if (stage === undefined) return null
  const expression = place.file.endsWith('rivulet:expressions') ? expressionAt(place, stage, pipeline) : null
  return { stage: stage.id, expression }
}

/** The expression whose code holds a place of the module `expressions` (toolchain/expression-module.ts). */
function expressionAt({ name, source }: Place, stage: Stage, pipeline: Pipeline): string | null {
  const spec = pipeline.spec.stages[stage.index]
  switch (stage.kind) {
    case 'filter':
      return quoted('filter', (spec as FilterStageSpec).filter)
    case 'detect': {
      const { when, until } = (spec as DetectStageSpec).detect
      return name === 'until' && until !== undefined ? quoted('until', until) : quoted('when', when)
    }
    case 'map': {
      const assigned = Object.entries((spec as MapStageSpec).map)
      const which = /\bm(\d+)=/.exec(source)?.[1]
      const found = which === undefined ? undefined : assigned[Number(which)]
      return found === undefined ? null : quoted(`map ${found[0]}`, found[1])
    }
    default:
      return null
  }
}

function quoted(what: string, expression: string): string {
  return `${what} "${expression}"`
}

/** `stage 4 "steam": when "humidity > 70"`; stages are counted from 1. */
export function describeTerm({ stage, expression }: Term, pipeline: Pipeline): string {
  const number = pipeline.stages.findIndex(({ id }) => id === stage) + 1
  return `stage ${number} "${stage}"${expression === null ? '' : `: ${expression}`}`
}
