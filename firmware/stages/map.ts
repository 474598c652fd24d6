/** Adds or replaces fields of the current event (pipeline README); the fields are variables of the expressions module. */
import { assign, remember } from 'expressions'
import { event as pass } from 'next'

/** Takes the current event. */
export function event(): void {
  assign()
  remember()
  pass()
}
