/** What occupies a variable block of the device, and how many were ever made. */

/**
 * How many variables were ever allocated in this process, never too low. Memory checks compare it with a bound; that it
 * counts for all interpreters together only makes some of them look more often.
 */
export const allocation = { count: 0 }

/** Anything that has identity and occupies variables. */
export abstract class Var {
  /** The number of the last memory walk that counted this; see memory.ts. */
  mark = 0
  constructor() {
    allocation.count++
  }
}
