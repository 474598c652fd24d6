/**
 * exp, log, and the powers and square roots made of them, rounded as the libraries of the measured build round: correctly,
 * but for one result in a thousand (FACTS 11). The engine's own functions are off by a unit in the last place in a
 * tenth of all cases, and not the same everywhere; these give the same bits on every machine.
 *
 * A `Pair` is the sum of a number and a much smaller one: about 32 decimal digits.
 */

type Pair = readonly [high: number, low: number]

/** ln 2 in two parts; the first has zeros at its end, so that a small multiple of it is exact. */
const LN2: Pair = [0.6931471803691238, 1.9082149292705877e-10]
const LN2_REST = -3.3124301905063454e-27

/** Beyond these the result is infinite or nothing. */
const MOST = 710
const LEAST = -746
/** Near the ends of the range a number is moved by so many powers of two before its logarithm is taken. */
const ENDS = { low: 1e-300, high: 1e300, twos: 600 }
/** The argument of the series is halved so often, and the result squared. */
const HALVINGS = 5
const TERMS = 16

function sumOf(a: number, b: number): Pair {
  const sum = a + b
  const rest = sum - a
  return [sum, a - (sum - rest) + (b - rest)]
}

function plus(a: Pair, b: Pair): Pair {
  const [high, low] = sumOf(a[0], b[0])
  return sumOf(high, low + a[1] + b[1])
}

/** The halves of a number's digits: products of halves are exact. */
function halves(x: number): Pair {
  const shifted = 134217729 * x
  const high = shifted - (shifted - x)
  return [high, x - high]
}

function times(a: Pair, b: Pair): Pair {
  const product = a[0] * b[0]
  const [a1, a2] = halves(a[0])
  const [b1, b2] = halves(b[0])
  const error = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2
  return sumOf(product, error + a[0] * b[1] + a[1] * b[0])
}

function over(a: Pair, divisor: number): Pair {
  const first = a[0] / divisor
  const rest = plus(a, times([-first, 0], [divisor, 0]))
  return sumOf(first, (rest[0] + rest[1]) / divisor)
}

/** e to the power of `x`, without the power of two that is returned beside it. */
function expPair(x: Pair): { value: Pair; twos: number } {
  const twos = Math.round(x[0] / Math.LN2)
  let rest = plus(x, [-twos * LN2[0], 0])
  rest = plus(rest, times([-twos, 0], [LN2[1], LN2_REST]))
  const small: Pair = [rest[0] / 2 ** HALVINGS, rest[1] / 2 ** HALVINGS]
  let term = small
  let sum: Pair = small
  for (let n = 2; n <= TERMS; n++) {
    term = over(times(term, small), n)
    sum = plus(sum, term)
  }
  // without the leading 1, (1 + s) squared is 1 + (2s + s*s): no digits are lost
  for (let n = 0; n < HALVINGS; n++) sum = plus([2 * sum[0], 2 * sum[1]], times(sum, sum))
  return { value: plus([1, 0], sum), twos }
}

/** The logarithm of a finite number above 0: one step of Newton's method from the engine's result. */
function logPair(x: number): Pair {
  const near = Math.log(x)
  const { value, twos } = expPair([-near, 0])
  // the power of two is split, so that neither factor leaves the range
  const half = Math.trunc(twos / 2)
  const product = times([x * 2 ** half, 0], value)
  const scale = 2 ** (twos - half)
  const error = plus([product[0] * scale, product[1] * scale], [-1, 0])
  return plus(plus([near, 0], error), [-error[0] * error[0] * 0.5, 0])
}

export function exp(x: number): number {
  if (!(x > LEAST)) return Number.isNaN(x) ? NaN : 0
  if (x > MOST) return Infinity
  const { value, twos } = expPair([x, 0])
  const half = Math.trunc(twos / 2)
  return (value[0] + value[1]) * 2 ** half * 2 ** (twos - half)
}

export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  const twos = x < ENDS.low ? ENDS.twos : x > ENDS.high ? -ENDS.twos : 0
  const near = logPair(x * 2 ** twos)
  const [high, low] = twos === 0 ? near : plus(near, times([-twos, 0], LN2))
  return high + low
}

/** The square root as the interpreter computes it: for many numbers a unit in the last place off. */
export function sqrt(x: number): number {
  return x >= 0 ? exp(log(x) * 0.5) : NaN
}

/** Powers below this with whole exponents are products; all others are made of a logarithm. */
const PRODUCTS_BELOW = 10

export function pow(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && exponent >= 0 && exponent < PRODUCTS_BELOW) {
    let product = exponent === 0 ? 1 : base
    for (let left = exponent; left > 1; left--) product *= base
    return product
  }
  if (base === 0 && !(exponent <= 0)) return 0
  if (base < 0 && Number.isInteger(exponent)) {
    const size = exp(log(-base) * exponent)
    return exponent % 2 === 0 ? size : -size
  }
  return exp(log(base) * exponent)
}
