/**
 * Sine and arc tangent, rounded correctly: the same bits on every machine. The functions of the host's engine differ in
 * the last place from one version to the next. The libraries of the measured build round correctly, too, but for one
 * result in a thousand (FACTS 11).
 *
 * Numbers are computed with as integers: a value times two to the power of `BITS`.
 */

const BITS = 128
const ONE = 1n << BigInt(BITS)
/** Below this the cube is less than half a unit in the last place: sine and arc tangent are the argument. */
const TINY = 2 ** -27
/** Ratios beyond this do not move a result that is a part of pi. */
const FAR = 2 ** 60
const MANTISSA_BITS = 52
const EXPONENT_BIAS = 1075

const view = new DataView(new ArrayBuffer(8))

/** A finite number as `mantissa` times two to the power of `exponent`. */
function exact(x: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, x)
  const high = view.getUint32(0)
  const biased = (high >>> 20) & 0x7ff
  const digits = (BigInt(high & 0xfffff) << 32n) | BigInt(view.getUint32(4))
  const mantissa = biased === 0 ? digits : digits | (1n << BigInt(MANTISSA_BITS))
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - EXPONENT_BIAS }
}

function shifted(value: bigint, bits: number): bigint {
  return bits >= 0 ? value << BigInt(bits) : value >> BigInt(-bits)
}

/** A finite number times two to the power of `bits`. */
function fixed(x: number, bits = BITS): bigint {
  const { mantissa, exponent } = exact(x)
  return shifted(mantissa, exponent + bits)
}

/** The nearest number to a value. */
function rounded(value: bigint): number {
  return Number(value) / 2 ** BITS
}

/** The arc tangent of 1/n times two to the power of `bits`, by its series. */
function arcOfInverse(n: bigint, bits: number): bigint {
  let power = (1n << BigInt(bits)) / n
  let sum = 0n
  for (let k = 1n; power !== 0n; k += 2n, power /= n * n) sum += k & 2n ? -(power / k) : power / k
  return sum
}

const GUARD = 16
const known = new Map<number, bigint>()

/** Half of pi times two to the power of `bits` (Machin's formula). */
function halfPi(bits: number): bigint {
  let value = known.get(bits)
  if (value === undefined) {
    const work = bits + GUARD
    value = (8n * arcOfInverse(5n, work) - 2n * arcOfInverse(239n, work)) >> BigInt(GUARD)
    known.set(bits, value)
  }
  return value
}

/** Sine (`first` is the argument) or cosine (`first` is one) of an argument up to a quarter of pi. */
function series(argument: bigint, first: bigint, from: number): bigint {
  const square = (argument * argument) >> BigInt(BITS)
  let term = first
  let sum = first
  for (let k = from; term !== 0n && term !== -1n; k += 2) {
    term = ((-term * square) >> BigInt(BITS)) / BigInt(k * (k + 1))
    sum += term
  }
  return sum
}

/** The sine of a finite number, and its cosine when `turned` by a quarter. */
function sine(x: number, turned = 0): bigint {
  // of a large argument as many more digits of pi are needed as it has before the point
  const bits = BITS + Math.max(0, exact(x).exponent + MANTISSA_BITS)
  const quarter = halfPi(bits)
  const whole = fixed(x, bits)
  const turns = (2n * whole + (whole < 0n ? -quarter : quarter)) / (2n * quarter)
  const rest = shifted(whole - turns * quarter, BITS - bits)
  const quadrant = Number(BigInt.asUintN(2, turns)) + turned
  const value = quadrant % 2 === 0 ? series(rest, rest, 2) : series(rest, ONE, 1)
  return quadrant % 4 < 2 ? value : -value
}

export function sin(x: number): number {
  if (Math.abs(x) < TINY) return x
  if (!Number.isFinite(x)) return NaN
  return rounded(sine(x))
}

export function atan(x: number): number {
  if (Math.abs(x) < TINY || Number.isNaN(x)) return x
  return atan2(x, 1)
}

/** The angle of a point. The engine's own result is a first guess; one step of Newton's method more than doubles its digits. */
export function atan2(y: number, x: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0 || y === 0) return Math.atan2(y, x)
  const ratio = Math.abs(y / x)
  if (ratio > FAR) return (Math.sign(y) * Math.PI) / 2
  if (x > 0 && ratio < TINY) return y / x
  if (ratio < 1 / FAR) return Math.sign(y) * Math.PI
  const guess = Math.atan2(y, x)
  const [up, along] = [sine(guess), sine(guess, 1)]
  const [down, across] = [exact(y), exact(x)]
  const least = Math.min(down.exponent, across.exponent)
  const vertical = shifted(down.mantissa, down.exponent - least)
  const horizontal = shifted(across.mantissa, across.exponent - least)
  const error = ((vertical * along - horizontal * up) << BigInt(BITS)) / (horizontal * along + vertical * up)
  return rounded(fixed(guess) + error)
}
