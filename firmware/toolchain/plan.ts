import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Plan } from '../../shared/pipeline/plan.ts'
export function planOf(_pipeline: Pipeline, _code: string): Plan {
  return { vars: { code: 0, state: 0, peak: 0 }, instructionsPerEvent: 0, eventsPerSecond: { low: 0, mid: 0, high: 0 } }
}
