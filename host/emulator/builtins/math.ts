/** Math and Number (FACTS 3.2): what these return is a float unless said otherwise. */
import { toFixed } from '../numbers.ts'
import { isNumeric, toNumber } from '../language/convert.ts'
import { floatToInt } from '../language/convert.ts'
import { immediate, type Immediate, type NativeFunction, type NativeRegistry } from '../natives.ts'
import { bool, float, int, str } from '../values.ts'

function ofFloats(compute: (...numbers: number[]) => number): NativeFunction {
  const count = compute.length
  return (vm, _self, args) => float(compute(...Array.from({ length: count }, (_, at) => vm.toFloat(args[at]))))
}

function constant(value: number): Immediate {
  return immediate(() => float(value))
}

/** The angle whose tangent is x, computed as Espruino does. */
const atan = (x: number): number => Math.atan(x)

const round: NativeFunction = (vm, _self, [value]) => {
  const number = vm.toFloat(value)
  if (!Number.isFinite(number)) return float(number)
  const shifted = number + (number < 0 ? -0.4999999999 : 0.5)
  const whole = number < 0 ? Math.ceil(number - 0.5) : Math.floor(shifted)
  return Math.abs(whole) < 2147483647 ? int(floatToInt(whole)) : float(whole)
}

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

/** Brings x into 0 up to, not including, size; x below 0 is wrong by design of the original. */
const wrap = (x: number, size: number): number => x - Math.trunc(x / size) * size

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
      acos: ofFloats((x) => Math.PI / 2 - Math.asin(x)),
      asin: ofFloats((x) => Math.asin(x)),
      atan: ofFloats(atan),
      atan2: ofFloats((y, x) => Math.atan2(y, x)),
      ceil: ofFloats((x) => Math.ceil(x)),
      clip: ofFloats((x, low, high) => (x < low ? low : x > high ? high : x)),
      cos: ofFloats((x) => Math.cos(x)),
      exp: ofFloats((x) => Math.exp(x)),
      floor: ofFloats((x) => Math.floor(x)),
      log: ofFloats((x) => Math.log(x)),
      max: extreme(-Infinity, (a, b) => a > b),
      min: extreme(Infinity, (a, b) => a < b),
      pow: ofFloats((x, y) => Math.pow(x, y)),
      randInt: (vm, _self, [range]) => {
        const size = vm.toInt(range)
        const number = Math.floor(vm.host.random() * 4294967296) | 0
        return int(size === 0 ? number : ((number % size) + size) % size)
      },
      random: (vm) => float(vm.host.random()),
      round,
      sign(vm, _self, [value]) {
        const number = vm.toFloat(value)
        return number > 0 ? 1 : number === 0 ? 0 : -1
      },
      sin: ofFloats((x) => Math.sin(x)),
      sqrt: ofFloats((x) => Math.sqrt(x)),
      tan: ofFloats((x) => Math.sin(x) / Math.cos(x)),
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
