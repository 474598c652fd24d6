/** What Math, Number and the reading of numbers cost (see natives-shapes.ts for the unit and the source). */
import { isNumeric } from '../language/convert.ts'
import { Num, Str, type Value } from '../values.ts'
import { allFixed, type CostTable, fixed, type NativeCost, same } from './natives-shapes.ts'
import { textCost } from './natives-text.ts'

/** Making a float of an integer argument; of a text it is read digit by digit. */
const INTEGER_ARGUMENT = 23

function argumentCost(value: Value): number {
  if (value instanceof Num && value.isFloat) return 0
  return value instanceof Str ? readText(500, 110, value.text) : INTEGER_ARGUMENT
}

/** Functions of floats: what one costs for float arguments. */
const FUNCTIONS = {
  abs: 201,
  acos: 351,
  asin: 340,
  atan: 219,
  atan2: 302,
  ceil: 210,
  clip: 297,
  cos: 334,
  exp: 262,
  floor: 210,
  log: 221,
  pow: 290,
  round: 260,
  sign: 223,
  sin: 315,
  sqrt: 303,
  tan: 466,
  wrap: 260,
}

function ofFloats(instructions: number): NativeCost {
  return (_vm, _self, args) => {
    let cost = instructions
    for (let at = 0; at < args.length; at++) cost += argumentCost(args[at])
    return cost
  }
}

const functions: CostTable = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([name, instructions]) => [`Math.${name}`, ofFloats(instructions)]),
)

/** The arguments are put into an array first. */
const extreme: NativeCost = (_vm, _self, args) => 390 + 1745 * args.length

/** Reading a number character by character. */
function readText(once: number, each: number, text: string): number {
  return once + each * text.length
}

const parseInteger: NativeCost = (_vm, _self, [value]) =>
  value instanceof Str ? readText(655, 80, value.text) : 10 + textCost(value)

const parseDecimal: NativeCost = (_vm, _self, [value]) => (value instanceof Str ? readText(645, 66, value.text) : 725)

const construct: NativeCost = (_vm, _self, [value]) => (value instanceof Str ? readText(2950, 110, value.text) : 1945)

const toFixed: NativeCost = (_vm, self, _args, result) =>
  540 + 41.5 * (result instanceof Str ? result.text.length : 0) + argumentCost(self)

const isNaN: NativeCost = (_vm, _self, [value]) => {
  if (value instanceof Str) return readText(850, 124, value.text)
  return isNumeric(value) ? 270 : 400
}

export const numberCosts: CostTable = {
  ...functions,
  'Math.max': extreme,
  'Math.min': extreme,
  ...allFixed('Math.', { random: 189, randInt: 251 }),
  ...same('Math.', 'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2', fixed(167)),
  ...same('Number.', 'MAX_VALUE MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY', fixed(167)),
  ...same('', 'NaN Infinity', fixed(167)),
  parseInt: parseInteger,
  parseFloat: parseDecimal,
  Number: construct,
  'Number#toFixed': toFixed,
  isNaN,
  isFinite: (_vm, _self, [value]) => 217 + argumentCost(value),
}
