/** Questions about a place in a pattern that no event decides (SEMANTICS 7.2 to 7.5). */
import type { Wait } from '../../pipeline/pipeline.ts'
import { isLast, type Group, type Negation, type Step } from './elements.ts'
import { afterRound, cursorAt, type Cursor } from './thread.ts'

/** Whether the element may be left without an event: satisfied, or optional and not begun. */
export function canPass(at: Step | Group, { rounds, bound }: Cursor): boolean {
  if (bound) return false
  if (rounds >= at.min) return true
  return rounds === 0 && (at.optional || (at.kind === 'group' && at.nullable))
}

/** How events may be ignored here; `null` at the start of the pattern. A group decides for its first step (7.4.7). */
export function waitOf(cursor: Cursor): Wait | null {
  const at = cursor.at as Step | Group
  if (cursor.rounds > 0) return at.inner
  return at.previous === null && cursor.outer !== null ? waitOf(cursor.outer) : at.contiguity
}

/**
 * Everything behind this place can be passed without an event. A final `notFollowedBy` can only once its time is over.
 */
export function isComplete(cursor: Cursor, timeIsOver: boolean): boolean {
  for (let here: Cursor | null = cursor; here !== null; here = behind(here)) {
    const { at } = here
    if (at.kind === 'negation') {
      if (at.contiguity === 'notNext' || (isLast(at) && !timeIsOver)) return false
    } else if (!canPass(at, here)) return false
  }
  return true
}

/** The place behind an element or, at the end of a group, behind the round; `null` at the end of the pattern. */
function behind({ at, outer }: Cursor): Cursor | null {
  if (at.next !== null) return cursorAt(at.next, outer, false)
  return outer === null ? null : afterRound(outer)
}

/**
 * Where a thread stands after a take: exhausted elements lie behind it, and so do negations in the middle, which are
 * armed now (7.5.2). `null` at the end of the pattern.
 */
export function settle(cursor: Cursor): { cursor: Cursor; armed: readonly Negation[] } | null {
  const armed: Negation[] = []
  for (let here: Cursor | null = cursor; here !== null; here = behind(here)) {
    const { at } = here
    if (at.kind === 'negation' && at.contiguity === 'notFollowedBy' && !isLast(at)) armed.push(at)
    else if (at.kind === 'negation' || here.rounds < at.max) return { cursor: here, armed }
  }
  return null
}
