/**
 * The shape of patterns (SEMANTICS 1.1): steps, groups of steps, quantifiers. What may stand where is `rules/patterns.ts`.
 */
import * as v from 'valibot'
import type { StepSpec } from '../spec.ts'
import { about, choice, exactly, maybe, text, whole } from './parts.ts'

const flag = maybe(v.boolean())
const contiguity = maybe(
  about(
    'How the step follows the one before; absent on the first step of a sequence',
    v.picklist(['next', 'followedBy', 'followedByAny', 'notNext', 'notFollowedBy']),
  ),
)

const pair = v.strictTuple([whole(0), whole(1)])
const single = whole(1)
const times: v.GenericSchema<number | [number, number]> = {
  ...v.union([single, pair]),
  '~run': (dataset, config) => (Array.isArray(dataset.value) ? pair : single)['~run'](dataset, config),
}

const quantifier = about(
  'How often the step is taken: one of oneOrMore, times, timesOrMore; and optional, greedy, …',
  exactly({
    oneOrMore: flag,
    times: maybe(about('Exactly n times, or [from, to]', times)),
    timesOrMore: maybe(whole(1)),
    optional: flag,
    greedy: flag,
    consecutive: flag,
    allowCombinations: flag,
    until: maybe(v.string()),
  }),
)

const singleStep = exactly({
  name: about('The name of the step, in results and in expressions', text(64)),
  where: maybe(about('The condition of the step; default true', v.string())),
  contiguity,
  quantifier: maybe(quantifier),
  withinPreviousMs: maybe(about('Longest time since the event taken before, exclusive', whole(1))),
})

const groupStep = exactly({
  group: about('Steps that together are used as one', v.pipe(v.array(v.lazy(() => stepSchema)), v.minLength(1))),
  contiguity,
  quantifier: maybe(quantifier),
})

/** A step or a group of steps; groups may hold groups. */
export const stepSchema: v.GenericSchema<StepSpec> = choice([singleStep, groupStep] as const, (value) =>
  'group' in value ? groupStep : singleStep,
)

/** The value of a stage's `pattern`. */
export const patternSchema = exactly({
  steps: v.pipe(v.array(v.lazy(() => stepSchema)), v.minLength(1), v.maxLength(64)),
  withinMs: maybe(about('All events of a match lie in less than this from the first', whole(1))),
  skip: maybe(
    about(
      'noSkip (default), skipToNext, skipPastLastEvent, skipToFirst:STEP, skipToLast:STEP, the last two also with :strict',
      v.string(),
    ),
  ),
})
