/**
 * How stages are named and wired: the kind of a stage, its id, and which stage it reads.
 */
import { INPUT } from './pipeline.ts'
import { kindsOf, type StageKind } from './schema/stages.ts'
import type { StageSpec } from './spec.ts'

/** What `from` calls the input of the pipeline. */
export const INPUT_NAME = 'input'

/** What a stage does: the one key that tells. */
export function kindOf(stage: StageSpec): StageKind {
  return kindsOf(stage)[0]
}

/**
 * The id of every stage: as written, else its kind and its position from 1, such as `window2`. Where an author gave
 * that very name to another stage, the default gets `_` appended until it is unique. A stage without shape has none.
 */
export function stageIds(stages: readonly (StageSpec | null)[]): (string | null)[] {
  const taken = new Set(stages.map((stage) => stage?.id))
  return stages.map((stage, index) => {
    if (stage === null) return null
    if (stage.id !== undefined) return stage.id
    let id = `${kindOf(stage)}${index + 1}`
    while (taken.has(id)) id += '_'
    taken.add(id)
    return id
  })
}

/**
 * The indices of the stages that stage `index` reads, `INPUT` for the input, and `null` for a name in `from` that is no stage
 * above it.
 */
export function sourcesOf(stage: StageSpec, index: number, ids: readonly (string | null)[]): (number | null)[] {
  const { from } = stage
  if (from === undefined) return [index === 0 ? INPUT : index - 1]
  return (typeof from === 'string' ? [from] : from).map((name) => {
    if (name === INPUT_NAME) return INPUT
    const found = ids.indexOf(name)
    return found >= 0 && found < index ? found : null
  })
}
