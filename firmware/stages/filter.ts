/** Lets pass the events for which the condition holds (SEMANTICS 1.3; null counts as false). */
import { remember, test } from 'expressions'
import { event as pass } from 'next'

/** Takes the current event. */
export function event(): void {
  const holds = test()
  remember()
  if (holds) pass()
}
