/** What natives cost in instructions: the table of all of them (see natives-shapes.ts for the unit and the source). */
import { arrayCosts } from './natives-arrays.ts'
import { boardCosts } from './natives-board.ts'
import { espruinoCosts } from './natives-espruino.ts'
import { jsonCosts } from './natives-json.ts'
import { numberCosts } from './natives-numbers.ts'
import { regexpCosts } from './natives-regexp.ts'
import { handsOn, makesNew, releaseCost } from './natives-release.ts'
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
  ...boardCosts,
}

/** For natives without an entry: about what those spend that neither loop nor make anything large. */
const DEFAULT_COST = fixed(1500)

const releasing = new WeakSet<object>()

/** All costs by place, with the release of what the natives make. */
const COSTS: ReadonlyMap<string, NativeCost> = new Map(
  Object.entries(TABLE).map(([place, cost]) => [place, makesNew(place) ? withRelease(cost) : cost]),
)

function withRelease(cost: NativeCost): NativeCost {
  const whole: NativeCost = (vm, self, args, result) =>
    cost(vm, self, args, result) + (handsOn(args, result) ? 0 : releaseCost(result))
  releasing.add(whole)
  return whole
}

/** The places that have a cost of their own. */
export function placesWithCost(): string[] {
  return [...COSTS.keys()]
}

/** Whether a cost has that of the release of the result in it. */
export function paysRelease(cost: object): boolean {
  return releasing.has(cost)
}

/** The cost of a native by its place: `Math.abs`, `String#trim`, `parseInt`. */
export function costOf(place: string): NativeCost {
  return COSTS.get(place) ?? DEFAULT_COST
}
