/**
 * A pattern as the toolchain explores it: steps, groups and negations, numbered and linked to what stands before, behind
 * and around them (SEMANTICS 7.3 to 7.5).
 */
import type { PatternStage, PatternStep, Wait } from '../../../shared/pipeline/pipeline.ts'
import { Conditions, type Test } from './conditions.ts'

interface Linked {
  /** Unique in the pattern. */
  readonly id: number
  readonly around: GroupElement | null
  before: Element | null
  behind: Element | null
}

interface Repeating extends Linked {
  /** How its first event is waited for; `null` at the start of a sequence. */
  readonly wait: Wait | null
  /** The same between rounds. */
  readonly inner: Wait
  readonly min: number
  readonly max: number
  readonly optional: boolean
  readonly until: Test | null
}

export interface StepElement extends Repeating {
  readonly kind: 'step'
  /** Its number in records: all steps in the order of the text. */
  readonly step: number
  readonly where: Test
  readonly greedy: boolean
  readonly withinMs: number | null
}

export interface GroupElement extends Repeating {
  readonly kind: 'group'
  first: Element
  /** A round of it can be passed without an event. */
  empty: boolean
}

/** `notNext`, a `notFollowedBy` with something behind it, or one that ends the pattern. */
export interface NotElement extends Linked {
  readonly kind: 'notNext' | 'notUntil' | 'notEver'
  readonly where: Test
  readonly withinMs: number | null
}

export type Element = StepElement | GroupElement | NotElement

export function isNegation(element: Element): element is NotElement {
  return element.kind !== 'step' && element.kind !== 'group'
}

export interface Elements {
  readonly first: Element
  readonly conditions: Conditions
}

export function elementsOf({ steps }: Pick<PatternStage, 'steps'>): Elements {
  const conditions = new Conditions()
  const builder = new Builder(conditions)
  return { first: builder.sequence(steps, null, true), conditions }
}

class Builder {
  readonly #conditions: Conditions
  #ids = 0
  #steps = 0

  constructor(conditions: Conditions) {
    this.#conditions = conditions
  }

  /** `ends`: the pattern ends with this sequence. */
  sequence(steps: readonly PatternStep[], around: GroupElement | null, ends: boolean): Element {
    const elements = steps.map((step, i) => this.#element(step, around, ends && i === steps.length - 1))
    elements.forEach((element, i) => {
      element.before = elements[i - 1] ?? null
      element.behind = elements[i + 1] ?? null
    })
    return elements[0]
  }

  #element(step: PatternStep, around: GroupElement | null, last: boolean): Element {
    const links = { id: this.#ids++, around, before: null, behind: null }
    if (step.kind === 'negation') {
      this.#steps++
      const kind = step.contiguity === 'notNext' ? 'notNext' : last ? 'notEver' : 'notUntil'
      return { ...links, kind, where: this.#conditions.test(step.where), withinMs: step.withinPreviousMs }
    }
    const { contiguity: wait, inner, min, max, optional } = step
    const until = step.until === null ? null : this.#conditions.test(step.until)
    const repeating = { ...links, wait, inner, min, max, optional, until }
    if (step.kind === 'step') {
      const { greedy, withinPreviousMs: withinMs } = step
      const where = this.#conditions.test(step.where)
      return { ...repeating, kind: 'step', step: this.#steps++, where, greedy, withinMs }
    }
    const group: GroupElement = { ...repeating, kind: 'group', first: null as unknown as Element, empty: false }
    group.first = this.sequence(step.steps, group, last)
    group.empty = passable(group.first)
    return group
  }
}

/** Everything from here to the end of the sequence can be passed without an event. */
function passable(from: Element): boolean {
  for (let at: Element | null = from; at !== null; at = at.behind) {
    const open =
      at.kind === 'step' ? at.optional : at.kind === 'group' ? at.optional || at.empty : at.kind !== 'notNext'
    if (!open) return false
  }
  return true
}
