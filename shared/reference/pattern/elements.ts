/**
 * A pattern as threads walk it: its steps linked to what stands before, behind and around them, with compiled conditions
 * (SEMANTICS 7.3 to 7.5). Built once; nothing here changes while events are matched.
 */
import type { Expr } from '../../pipeline/expr/ast.ts'
import type { GroupStep, NegatedStep, PatternStep, SingleStep } from '../../pipeline/pipeline.ts'
import type { Sample } from '../operator.ts'
import { condition } from '../evaluate.ts'
import type { Taken } from './taken.ts'

/** Whether an event fits, for a thread that has taken `taken`. */
export type Fits = (event: Sample, taken: Taken | null) => boolean

interface Links {
  next: Element | null
  previous: Element | null
  readonly parent: Group | null
}

export interface Step extends Links, Omit<SingleStep, 'where' | 'until'> {
  readonly where: Fits
  readonly until: Fits | null
}

export interface Group extends Links, Omit<GroupStep, 'steps' | 'until'> {
  first: Element
  /** A whole round can be passed without an event. */
  nullable: boolean
  readonly until: Fits | null
}

export interface Negation extends Links, Omit<NegatedStep, 'where'> {
  readonly where: Fits
}

export type Element = Step | Group | Negation

/** Links the steps of a pattern; gives the first. */
export function link(steps: readonly PatternStep[]): Element {
  return linkSequence(steps, null)
}

function linkSequence(steps: readonly PatternStep[], parent: Group | null): Element {
  const elements = steps.map((step) => elementOf(step, parent))
  elements.forEach((element, i) => {
    element.previous = elements[i - 1] ?? null
    element.next = elements[i + 1] ?? null
  })
  return elements[0]
}

function elementOf(step: PatternStep, parent: Group | null): Element {
  const links: Links = { next: null, previous: null, parent }
  if (step.kind === 'negation') return { ...step, ...links, where: fits(step.where) }
  const until = step.until === null ? null : fits(step.until)
  if (step.kind === 'step') return { ...step, ...links, where: fits(step.where), until }
  const { steps, ...rest } = step
  const group: Group = { ...rest, ...links, until, first: null as unknown as Element, nullable: false }
  group.first = linkSequence(steps, group)
  group.nullable = allPassable(group.first)
  return group
}

function fits(where: Expr | null): Fits {
  if (where === null) return () => true
  const holds = condition(where)
  return ({ values, t }, taken) => holds(values, t, null, taken)
}

/** Everything from here to the end of the sequence can be passed without an event. */
function allPassable(from: Element): boolean {
  for (let element: Element | null = from; element !== null; element = element.next) {
    if (element.kind === 'negation') {
      if (element.contiguity === 'notNext') return false
    } else if (!element.optional && (element.kind === 'step' || !element.nullable)) return false
  }
  return true
}

/** Nothing stands behind it: the pattern ends here. */
export function isLast(element: Element): boolean {
  for (let each: Element | null = element; each !== null; each = each.parent) if (each.next !== null) return false
  return true
}
