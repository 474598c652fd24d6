/** A pattern of a checked spec, completed: quantifiers as bounds, conditions parsed, the skip strategy read. */
import type { Expr } from './expr/ast.ts'
import type { Scope } from './expr/scope.ts'
import { compileCondition, sound } from './expr/type.ts'
import type { PatternStage, PatternStep, Skip, Wait } from './pipeline.ts'
import type { PatternStageSpec, QuantifierSpec, StepSpec } from './spec.ts'

type Common = Pick<PatternStage, 'index' | 'id' | 'from' | 'sources' | 'reads'>

export function resolvePattern({ pattern }: PatternStageSpec, common: Common): PatternStage {
  const { steps, withinMs = null, skip = 'noSkip' } = pattern
  const scope: Scope = { fields: common.reads, history: false, steps: namesOf(steps) }
  const condition = (text: string | undefined): Expr | null =>
    text === undefined ? null : sound(compileCondition(text, scope))
  return {
    ...common,
    kind: 'pattern',
    steps: steps.map((step) => resolveStep(step, condition)),
    withinMs,
    skip: readSkip(skip),
  }
}

/** The names of all steps, those in groups included. */
export function namesOf(steps: readonly StepSpec[]): string[] {
  return steps.flatMap((step) => ('group' in step ? namesOf(step.group) : [step.name]))
}

type ReadCondition = (text: string | undefined) => Expr | null

function resolveStep(step: StepSpec, condition: ReadCondition): PatternStep {
  const { contiguity = null, quantifier = {} } = step
  if ('group' in step) {
    const steps = step.group.map((each) => resolveStep(each, condition))
    return { kind: 'group', steps, ...repetition(quantifier, contiguity as Wait | null, condition) }
  }
  const { name, withinPreviousMs = null } = step
  const where = condition(step.where)
  if (contiguity === 'notNext' || contiguity === 'notFollowedBy') {
    return { kind: 'negation', contiguity, name, where, withinPreviousMs }
  }
  const greedy = quantifier.greedy === true
  return { kind: 'step', name, where, greedy, withinPreviousMs, ...repetition(quantifier, contiguity, condition) }
}

/** `times: [0, b]` means `times: [1, b]` and optional (SEMANTICS 1.1). */
function repetition(quantifier: QuantifierSpec, contiguity: Wait | null, condition: ReadCondition) {
  const { times, timesOrMore } = quantifier
  const range = typeof times === 'number' ? [times, times] : (times ?? [timesOrMore ?? 1, 1])
  const endless = quantifier.oneOrMore === true || timesOrMore !== undefined
  const inner: Wait =
    quantifier.consecutive === true ? 'next' : quantifier.allowCombinations === true ? 'followedByAny' : 'followedBy'
  return {
    contiguity,
    inner,
    min: Math.max(1, range[0]),
    max: endless ? Infinity : range[1],
    optional: quantifier.optional === true || range[0] === 0,
    until: condition(quantifier.until),
  }
}

/** A strategy as written, such as `skipToFirst:a:strict`. */
function readSkip(text: string): Skip {
  const [kind, step, strict] = text.split(':')
  if (kind === 'skipToFirst' || kind === 'skipToLast') return { kind, step, strict: strict === 'strict' }
  return { kind: kind as 'noSkip' | 'skipToNext' | 'skipPastLastEvent' }
}
