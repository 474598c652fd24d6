/**
 * A thread: one way to match so far (SEMANTICS 7.2). Threads and cursors are values; a move makes new ones, which share
 * what they have taken.
 */
import type { Element, Negation } from './elements.ts'
import type { Numbered, Taken } from './taken.ts'

/** A place in the pattern: at an element, with so many of its rounds done. */
export interface Cursor {
  readonly at: Element
  readonly rounds: number
  /** An ignored event bound the thread to this element: it can no longer be passed (7.4.3). */
  readonly bound: boolean
  /** Nothing of the running round of the group around it was taken. */
  readonly fresh: boolean
  /** The place in the group around it. */
  readonly outer: Cursor | null
}

export interface Thread {
  readonly cursor: Cursor
  /** The first event taken; the start thread has none. */
  readonly first: Numbered | null
  readonly taken: Taken | null
  /** Negations that stand between the last take and the next (7.5.2). */
  readonly armed: readonly Negation[]
}

export interface Match {
  readonly first: Numbered
  readonly taken: Taken
}

/** The beginning of an element; `fresh` as in `Cursor`. */
export function cursorAt(at: Element, outer: Cursor | null, fresh: boolean): Cursor {
  return { at, rounds: 0, bound: false, fresh, outer }
}

/** The place behind a finished round of a group. */
export function afterRound(group: Cursor): Cursor {
  return { ...group, rounds: group.rounds + 1, bound: false }
}
