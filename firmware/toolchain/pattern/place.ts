/**
 * A place in a pattern where a thread may stand (SEMANTICS 7.2): how far it is in each of the elements around it, and the
 * negations that a next take would disarm. Places are finite: rounds beyond the last that matters count no further.
 */
import { isNegation, type Element, type GroupElement, type NotElement, type StepElement } from './elements.ts'

/** How far a thread is in one element. */
export interface Frame {
  readonly at: Element
  readonly rounds: number
  /** It ignored an event while it waited for this element, and cannot pass it any more (7.4.3). */
  readonly bound: boolean
  /** In the round of the group around it nothing was taken yet. */
  readonly fresh: boolean
}

/** From the outermost element to the innermost. */
export type Path = readonly Frame[]

export interface Place {
  readonly path: Path
  readonly armed: readonly NotElement[]
}

export function innermost(path: Path): Frame {
  return path[path.length - 1]
}

/** The path to the beginning of an element in the sequence of the innermost one (`beside`), or inside it. */
export function beside(path: Path, at: Element, fresh: boolean): Path {
  return [...path.slice(0, -1), begin(at, fresh)]
}
export function inside(path: Path, at: Element): Path {
  return [...path, begin(at, true)]
}

function begin(at: Element, fresh: boolean): Frame {
  return { at, rounds: 0, bound: false, fresh }
}

export function start(first: Element): Place {
  return { path: [begin(first, true)], armed: [] }
}

/** A finished round of the group around. */
export function roundDone(path: Path): Path {
  const group = path[path.length - 2]
  return [...path.slice(0, -2), counted(group)]
}

/** One round more; rounds beyond a minimum without an upper end are all alike. */
function counted(frame: Frame): Frame {
  const { min, max } = frame.at as StepElement | GroupElement
  const rounds = max === Infinity ? Math.min(frame.rounds + 1, min) : frame.rounds + 1
  return { ...frame, rounds, bound: false }
}

/** The place behind the innermost element: the next one, or behind the round; `null` at the end of the pattern. */
export function onward(path: Path, fresh: boolean): Path | null {
  const { at } = innermost(path)
  if (at.behind !== null) return beside(path, at.behind, fresh)
  return path.length === 1 ? null : roundDone(path)
}

/** Whether the innermost element may be left without an event: satisfied, or optional and not begun. */
export function mayPass(path: Path): boolean {
  const { at, rounds, bound } = innermost(path)
  if (isNegation(at)) return at.kind === 'notUntil'
  if (bound) return false
  if (rounds >= at.min) return true
  return rounds === 0 && (at.optional || (at.kind === 'group' && at.empty))
}

/** Whether nothing more is needed; `over`: the time of a final negation has run out. */
export function isComplete(path: Path, over: boolean): boolean {
  for (let here: Path | null = path; here !== null; here = onward(here, false)) {
    if (!mayPass(here) && !(over && innermost(here).at.kind === 'notEver')) return false
  }
  return true
}

/** The path once the innermost step has taken an event. */
export function afterTake(path: Path): Path {
  const touched = path.map((frame) => ({ ...frame, fresh: false }))
  return [...touched.slice(0, -1), counted(innermost(touched))]
}

/**
 * Where a thread stands after a take: behind what is exhausted, and behind negations in the middle, which are armed now
 * (7.5.2); `null` when nothing is left to take.
 */
export function settled(path: Path): Place | null {
  const armed: NotElement[] = []
  for (let here: Path | null = path; here !== null; here = onward(here, false)) {
    const { at, rounds } = innermost(here)
    if (isNegation(at) && at.kind === 'notUntil') armed.push(at)
    else if (isNegation(at) || rounds < at.max) return { path: here, armed }
  }
  return null
}

/** Equal for places that are the same. */
export function nameOf({ path, armed }: Place): string {
  const frames = path.map(({ at, rounds, bound, fresh }) =>
    [at.id, rounds, bound ? 'b' : '', fresh ? 'f' : ''].join('.'),
  )
  return `${frames.join('/')} ${armed.map(({ id }) => id).join(',')}`
}

/** How long a thread may wait here behind its last event, or `null` (7.7.2). */
export function waitsFor({ path }: Place): number | null {
  const { at, rounds } = innermost(path)
  return at.kind === 'group' || rounds > 0 ? null : at.withinMs
}
