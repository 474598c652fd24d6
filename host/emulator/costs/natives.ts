/** What natives cost in instructions: the table of all of them (see natives-shapes.ts for the unit and the source). */
import { type CostTable, fixed, type NativeCost } from './natives-shapes.ts'

export type { NativeCost } from './natives-shapes.ts'

/** For natives without an entry. */
const DEFAULT_COST = fixed(500)

const TABLE: CostTable = {}

/** The cost of a native by its place: `Math.abs`, `String#trim`, `parseInt`. */
export function costOf(place: string): NativeCost {
  return TABLE[place] ?? DEFAULT_COST
}
