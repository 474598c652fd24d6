/** Math and Number (FACTS 3.2): what these return is a float unless said otherwise. */
import { toFixed } from '../numbers.ts'
import { isNumeric, toNumber } from '../language/convert.ts'
import { immediate, type Immediate, type NativeFunction, type NativeRegistry } from '../natives.ts'
import { bool, float, str, wide } from '../values.ts'
import { exp, log, pow, sqrt } from './exponential.ts'
import { atan, atan2, sin } from './trigonometry.ts'

function ofFloats(compute: (...numbers: number[]) => number): NativeFunction {
  const count = compute.length
  return (vm, _self, args) => float(compute(...Array.from({ length: count }, (_, at) => vm.toFloat(args[at]))))
}

function constant(value: number): Immediate {
  return immediate(() => float(value))
}

/** Smallest 64-bit integer: what every number out of their range becomes. */
const LONG_MIN = -9223372036854775808

/** Half up is added towards the sign, the rest is cut off; 0 keeps the sign of what was rounded to it. */
const round: NativeFunction = (vm, _self, [value]) => {
  const number = vm.toFloat(value)
  if (!Number.isFinite(number) || Object.is(number, -0)) return float(number)
  const whole = Math.trunc(number + (number < 0 ? -0.5 : 0.5))
  if (Object.is(whole, -0)) return float(whole)
  return wide(Math.abs(whole) < -LONG_MIN ? whole : LONG_MIN)
}

const asin = (x: number): number => atan(x / sqrt(1 - x * x))

function extreme(start: number, better: (a: number, b: number) => boolean): NativeFunction {
  return (vm, _self, args) => {
    let best = start
    for (const arg of args) {
      const number = vm.toFloat(arg)
      if (Number.isNaN(number)) return float(NaN)
      if (better(number, best)) best = number
    }
    return float(best)
  }
}

/** Brings x into the range between 0 and size, with the sign of x, as long as the turns fit in 32 bits. */
function wrap(x: number, size: number): number {
  if (size < 0) return 0
  const turns = x / size
  const whole = Math.abs(turns) < 2147483648 ? Math.trunc(turns) : -2147483648
  return (turns - whole) * size
}

/** The upper bound holds when the bounds contradict each other; one that is no number does not bound. */
export function clip(x: number, low: number, high: number): number {
  const raised = x < low ? low : x
  return raised > high ? high : raised
}

export function math(natives: NativeRegistry): void {
  natives.object('Math', {
    statics: {
      E: constant(Math.E),
      LN10: constant(Math.LN10),
      LN2: constant(Math.LN2),
      LOG10E: constant(Math.LOG10E),
      LOG2E: constant(Math.LOG2E),
      PI: constant(Math.PI),
      SQRT1_2: constant(Math.SQRT1_2),
      SQRT2: constant(Math.SQRT2),
      abs: ofFloats((x) => Math.abs(x)),
      acos: ofFloats((x) => Math.PI / 2 - asin(x)),
      asin: ofFloats(asin),
      atan: ofFloats(atan),
      atan2: ofFloats(atan2),
      ceil: ofFloats((x) => Math.ceil(x)),
      clip: ofFloats(clip),
      cos: ofFloats((x) => sin(x + Math.PI / 2)),
      exp: ofFloats(exp),
      floor: ofFloats((x) => Math.floor(x)),
      log: ofFloats(log),
      max: extreme(-Infinity, (a, b) => a > b),
      min: extreme(Infinity, (a, b) => a < b),
      pow: ofFloats(pow),
      round,
      sign(vm, _self, [value]) {
        // what is no number is not above 0
        const number = vm.toFloat(value)
        return number > 0 ? 1 : number === 0 ? 0 : -1
      },
      sin: ofFloats(sin),
      sqrt: ofFloats(sqrt),
      tan: ofFloats((x) => sin(x) / sin(x + Math.PI / 2)),
      wrap: ofFloats(wrap),
    },
  })
  natives.object('Number', {
    construct: (vm, _self, args) => (args.length === 0 ? 0 : toNumber(vm, args[0])),
    statics: {
      MAX_VALUE: constant(Number.MAX_VALUE),
      MIN_VALUE: constant(2.2250738585072014e-308),
      NEGATIVE_INFINITY: constant(-Infinity),
      NaN: constant(NaN),
      POSITIVE_INFINITY: constant(Infinity),
    },
    prototype: {
      toFixed(vm, self, [places]) {
        if (!isNumeric(self)) throw vm.error('Error', 'Number.toFixed must be called on a number')
        return str(toFixed(vm.toFloat(self), vm.toInt(places)))
      },
    },
  })
  natives.object('Boolean', { construct: (vm, _self, [value]) => bool(vm.truth(value)) })
}
