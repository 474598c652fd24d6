/**
 * Rules about patterns (SEMANTICS 1.4): which steps, quantifiers and bounds may stand together.
 */
import type { GroupStepSpec, PatternStageSpec, QuantifierSpec, SingleStepSpec, StepSpec } from '../spec.ts'
import type { Keys } from '../report.ts'
import { cureForName } from '../nearest.ts'
import { withScope, type StageContext } from './context.ts'
import { checkQuantifier, isGreedy, isOptional } from './quantifiers.ts'

/** A step that must not occur. */
function isNegated(step: StepSpec): boolean {
  return step.contiguity === 'notNext' || step.contiguity === 'notFollowedBy'
}

function isGroup(step: StepSpec): step is GroupStepSpec {
  return 'group' in step
}

type Pattern = PatternStageSpec['pattern']

/** What the checks of one pattern share. */
interface Walk extends StageContext {
  readonly pattern: Pattern
  readonly names: readonly string[]
}

export function checkPatternStage(context: StageContext, { pattern }: PatternStageSpec): void {
  const walk: Walk = { ...context, pattern, names: namesOf(pattern.steps) }
  const at = [...context.at, 'pattern']
  checkSequence(walk, [...at, 'steps'], pattern.steps, false)
  checkNames(walk, [...at, 'steps'], pattern.steps, new Set())
  checkLast(walk, [...at, 'steps'], pattern.steps)
  checkSkip(walk, [...at, 'skip'])
}

/** All names, those in groups included. */
function namesOf(steps: readonly StepSpec[]): string[] {
  return steps.flatMap((step) => (isGroup(step) ? namesOf(step.group) : [step.name]))
}

function checkSequence(walk: Walk, at: Keys, steps: readonly StepSpec[], inGroup: boolean): void {
  steps.forEach((step, index) => {
    const place = [...at, index]
    checkContiguity(walk, place, step, index)
    if (isNegated(step)) checkNegated(walk, place, step)
    else if (step.quantifier !== undefined) {
      const firstOfGroup = inGroup && index === 0
      checkQuantifier(walk.report, [...place, 'quantifier'], step.quantifier, { group: isGroup(step), firstOfGroup })
    }
    if (index > 0) checkNeighbours(walk, place, steps[index - 1], step)
    if (isGroup(step)) checkSequence(walk, [...place, 'group'], step.group, true)
    else checkSingle(walk, place, step)
  })
}

function checkContiguity({ report }: Walk, at: Keys, step: StepSpec, index: number): void {
  const { contiguity } = step
  if (index > 0) {
    if (contiguity !== undefined) return
    const cure = 'add "contiguity": next, followedBy, followedByAny, notNext or notFollowedBy'
    report.add([...at, 'contiguity'], 'is missing: how does this step follow the one before?', cure)
  } else if (isNegated(step)) {
    report.add([...at, 'contiguity'], 'the first step cannot be negated', 'begin with a step that takes an event')
  } else if (contiguity !== undefined) {
    report.add([...at, 'contiguity'], 'the first step follows nothing', 'remove "contiguity"')
  }
}

function checkNegated({ report }: Walk, at: Keys, step: StepSpec): void {
  if (isGroup(step)) report.add([...at, 'group'], 'a group cannot be negated', 'negate a single step')
  if (step.quantifier === undefined) return
  report.add([...at, 'quantifier'], 'a negated step takes no event and has no quantifier', 'remove "quantifier"')
}

function checkNeighbours({ report }: Walk, at: Keys, before: StepSpec, step: StepSpec): void {
  if (isNegated(step) && isOptional(before.quantifier)) {
    const cure = 'make the step before mandatory, or put a mandatory one between'
    report.add(at, 'a negated step cannot stand right after an optional one', cure)
  }
  if (isOptional(step.quantifier) && isGreedy(before.quantifier)) {
    const cure = 'remove "greedy" before it, or make this step mandatory'
    report.add(at, 'an optional step cannot stand right after a greedy one', cure)
  }
}

/** Conditions, and the time since the event before. */
function checkSingle(walk: Walk, at: Keys, step: SingleStepSpec): void {
  const { report, pattern } = walk
  if (/[:'"]/.test(step.name)) {
    report.add(
      [...at, 'name'],
      `the name '${step.name}' has a colon or a quote`,
      'use another name; these have a meaning in skip and in expressions',
    )
  }
  withScope(walk, walk.names, (scope) => {
    if (step.where !== undefined) report.condition([...at, 'where'], step.where, scope)
  })
  const { withinPreviousMs } = step
  if (withinPreviousMs === undefined || pattern.withinMs === undefined || withinPreviousMs <= pattern.withinMs) return
  const message = `${withinPreviousMs} is longer than withinMs of the pattern, ${pattern.withinMs}`
  report.add([...at, 'withinPreviousMs'], message, 'make it shorter, or withinMs longer')
}

/** Conditions of quantifiers, and names that are used twice. */
function checkNames(walk: Walk, at: Keys, steps: readonly StepSpec[], seen: Set<string>): void {
  steps.forEach((step, index) => {
    const place = [...at, index]
    checkUntil(walk, place, step.quantifier)
    if (isGroup(step)) return checkNames(walk, [...place, 'group'], step.group, seen)
    if (seen.has(step.name)) {
      walk.report.add([...place, 'name'], `the name '${step.name}' is used twice`, 'give each step a name of its own')
    }
    seen.add(step.name)
  })
}

function checkUntil(walk: Walk, at: Keys, quantifier: QuantifierSpec | undefined): void {
  const until = quantifier?.until
  if (until === undefined) return
  withScope(walk, walk.names, (scope) => walk.report.condition([...at, 'quantifier', 'until'], until, scope))
}

/** A final `notFollowedBy`, also at the end of a final group, needs to know how long to wait. */
function checkLast(walk: Walk, at: Keys, steps: readonly StepSpec[]): void {
  const last = steps.at(-1)
  if (last === undefined || walk.pattern.withinMs !== undefined) return
  const place = [...at, steps.length - 1]
  if (isGroup(last)) return checkLast(walk, [...place, 'group'], last.group)
  if (last.contiguity !== 'notFollowedBy' || last.withinPreviousMs !== undefined) return
  const cure = 'add "withinMs" to the pattern, or "withinPreviousMs" to this step'
  walk.report.add(place, 'a final notFollowedBy without a time bound never matches', cure)
}

const PLAIN_SKIPS = ['noSkip', 'skipToNext', 'skipPastLastEvent']

function checkSkip({ report, pattern }: Walk, at: Keys): void {
  const { skip } = pattern
  if (skip === undefined || PLAIN_SKIPS.includes(skip)) return
  const match = /^(skipToFirst|skipToLast):([^:]+)(:strict)?$/.exec(skip)
  if (match === null) {
    const known = [...PLAIN_SKIPS, 'skipToFirst:STEP', 'skipToLast:STEP']
    return report.add(at, `there is no skip strategy '${skip.slice(0, 60)}'`, cureForName(skip, known, 'strategy'))
  }
  const targets = pattern.steps.flatMap((step) => (isGroup(step) ? [] : [step.name]))
  if (targets.includes(match[2])) return
  const inGroup = namesOf(pattern.steps).includes(match[2])
  const message = inGroup ? `the step '${match[2]}' stands in a group` : `there is no step '${match[2]}'`
  report.add(at, message, cureForName(match[2], targets, 'top-level step'))
}
