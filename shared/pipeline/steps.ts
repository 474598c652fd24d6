/** The steps of a pattern by their numbers in records and results. */
import type { PatternStep } from './pipeline.ts'

/** All steps in the order of the text, those of groups and negated ones included. */
export function stepNames(steps: readonly PatternStep[]): string[] {
  return steps.flatMap((step) => (step.kind === 'group' ? stepNames(step.steps) : [step.name]))
}
