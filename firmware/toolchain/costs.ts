import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Bindings } from './bindings.ts'
export function instructionsPerEvent(_pipeline: Pipeline, _bindings: Bindings): number {
  return 200_000
}
