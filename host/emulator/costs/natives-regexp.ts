/** What regular expressions cost, charged where they are carried out (see natives-shapes.ts for the unit and the source). */
import { type CostTable, fixed, same } from './natives-shapes.ts'

/** Getting ready, and trying the pattern at a character. */
const READY = 5400
const TRIED = 285
/** The result with its text, index and input; a group in it. A character that belongs to the match is looked at twice. */
const MATCHED = 5500
const GROUP = 1950

/** A match that is made and given up for a longer one, and a group in it. */
const GIVEN_UP = 7260
const GIVEN_UP_GROUP = 2500

/**
 * The matches that were made before the one that counts: behind each repetition of a character the rest of the pattern is
 * tried, and where it fits the result is made at once.
 */
export function givenUpCost(matches: number, groups: number): number {
  return Math.max(matches, 0) * (GIVEN_UP + GIVEN_UP_GROUP * groups)
}

/** Looking for a match up to so many characters further on. */
export function searchCost(characters: number): number {
  return READY + TRIED * Math.max(characters, 0)
}

/** The result of a match with so many characters and groups. */
export function matchCost(characters: number, groups: number): number {
  return MATCHED + 2 * TRIED * characters + GROUP * groups
}

/** What `replace` and `match` do with each match besides, and what `split` does. */
export const TAKEN_MATCH = 24_000
export const SPLIT_MATCH = 9_000

export const regexpCosts: CostTable = {
  RegExp: fixed(7919),
  ...same('RegExp#', 'exec test', fixed(0)),
}
