/** How dear results are where not all can be kept (README 1.6). */
import type { Pipeline } from './pipeline.ts'

/** The priority of each stage's results by its id; 0 where nothing is said. */
export function prioritiesOf({ stages, spec }: Pipeline): ReadonlyMap<string, number> {
  return new Map(stages.map(({ id, index }) => [id, spec.stages[index].priority ?? 0]))
}
