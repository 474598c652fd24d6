/** What natives cost in instructions: the table of all of them (see natives-shapes.ts for the unit and the source). */
import { arrayCosts } from './natives-arrays.ts'
import { espruinoCosts } from './natives-espruino.ts'
import { jsonCosts } from './natives-json.ts'
import { numberCosts } from './natives-numbers.ts'
import { regexpCosts } from './natives-regexp.ts'
import { makesNew, releaseCost } from './natives-release.ts'
import { type CostTable, fixed, type NativeCost, same } from './natives-shapes.ts'
import { stringCosts } from './natives-strings.ts'
import { systemCosts } from './natives-system.ts'

export type { NativeCost } from './natives-shapes.ts'

const TABLE: CostTable = {
  // charged where the text is known
  ...same('', 'print console.debug console.error console.info console.log console.warn', fixed(0)),
  ...numberCosts,
  ...stringCosts,
  ...arrayCosts,
  ...jsonCosts,
  ...espruinoCosts,
  ...regexpCosts,
  ...systemCosts,
}

/** For natives without an entry: about what those spend that neither loop nor make anything large. */
const DEFAULT_COST = fixed(1500)

/** All costs by place, with the release of what the natives make. */
const COSTS: ReadonlyMap<string, NativeCost> = new Map(
  Object.entries(TABLE).map(([place, cost]) => [place, makesNew(place) ? withRelease(cost) : cost]),
)

function withRelease(cost: NativeCost): NativeCost {
  return (vm, self, args, result) => cost(vm, self, args, result) + releaseCost(result)
}

/** The cost of a native by its place: `Math.abs`, `String#trim`, `parseInt`. */
export function costOf(place: string): NativeCost {
  return COSTS.get(place) ?? DEFAULT_COST
}
