/**
 * How Espruino prints and reads numbers (FACTS 3.2). Pure functions without any import.
 *
 * Printing divides digit by digit and truncates after 11 places; reading adds up `weight * digit`.
 * Neither rounds correctly, so the order of the floating-point operations below is the specification.
 */

const INT_MIN = -2147483648
const INT_MAX = 2147483647

/** A value this close below an integer prints as that integer; a fraction this small prints as nothing. */
const CLOSE_ENOUGH = 1e-7

/** Digits printed after the point when the caller does not say. */
const FREE_DIGITS = 11

/** Bytes that hold a printed number: 64 binary digits, a sign, some more and the final zero. */
const PRINT_ROOM = 70

/** The lexer keeps this many characters of a token and drops the rest. */
const TOKEN_ROOM = 63

/** True for a number that the interpreter may hold as a 32-bit integer. */
export function fitsInt(value: number): boolean {
  return value >= INT_MIN && value <= INT_MAX && Math.floor(value) === value && !Object.is(value, -0)
}

// ---------------------------------------------------------------------------------------- printing

/**
 * The text of a number as `print`, `String()`, `JSON.stringify` and templates show it.
 * Integers and floats of equal value have the same text.
 */
export function formatNumber(value: number): string {
  if ((value | 0) === value) return String(value | 0)
  return printFloat(value, 10, -1)
}

/**
 * `value.toString(radix)`. `isInt` tells a 32-bit integer from a float: floats lose digits and are cut at 11 places.
 * `radix` is 2 to 36.
 */
export function formatRadix(value: number, radix: number, isInt = fitsInt(value)): string {
  return isInt ? value.toString(radix) : printFloat(value, radix, -1)
}

/** `value.toFixed(places)`; places outside 0 to 20 are clipped. */
export function toFixed(value: number, places: number): string {
  return printFloat(value, 10, Math.min(20, Math.max(0, places)))
}

/** Prints with `places` digits after the point, or as many as matter (at most 11, with exponents) when it is negative. */
function printFloat(value: number, radix: number, places: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  const out = new Writer(PRINT_ROOM)
  if (value < 0) out.put('-')
  const [scaled, exponent] = radix === 10 && places < 0 ? scale(Math.abs(value)) : [Math.abs(value), 0]
  const fraction = printWhole(out, snap(scaled), radix)
  if (places < 0) printFreeFraction(out, fraction, radix)
  else printFixedFraction(out, fraction, radix, places)
  if (exponent !== 0) out.finish(`e${exponent > 0 ? '+' : ''}${exponent}`)
  return clip(out.text, PRINT_ROOM)
}

/** Text into a buffer of limited size: what does not fit is lost. */
class Writer {
  text = ''
  constructor(private room: number) {}

  put(char: string): boolean {
    this.room--
    if (this.room <= 0) return false
    this.text += char
    return true
  }

  /** Appends the exponent, which needs more than 5 free bytes. */
  finish(exponent: string): void {
    if (this.room > 5) this.text += exponent
  }
}

/** From 1e21 up and below 1e-6: the mantissa (above 1, at most 10) and the power of ten; otherwise the value as it is. */
function scale(value: number): [mantissa: number, exponent: number] {
  let exponent = 0
  if (value >= 1e21) {
    for (; value > 100000; exponent += 5) value /= 100000
    for (; value > 10; exponent++) value /= 10
  } else if (value > 0 && value < 1e-6) {
    for (; value < 1e-5; exponent -= 5) value *= 100000
    for (; value < 1; exponent--) value *= 10
  }
  return [value, exponent]
}

/** A value just below an integer (in the range of 32 bits) is taken as that integer. */
function snap(value: number): number {
  if (value >= INT_MAX + 1) return value
  const next = Math.trunc(value) + 1
  return Math.trunc(value + CLOSE_ENOUGH) === next ? next : value
}

/** Prints the digits before the point and returns what is left after it. */
function printWhole(out: Writer, value: number, radix: number): number {
  let weight = 1
  while (weight * radix <= value) weight *= radix
  for (; weight >= 1; weight /= radix) {
    const digit = castInt(value / weight)
    value -= digit * weight
    if (!out.put(digitChar(digit))) return 0
  }
  return value
}

function printFreeFraction(out: Writer, fraction: number, radix: number): void {
  if (!(fraction > 0)) return
  let rest = fraction * radix
  for (let place = 0; place < FREE_DIGITS && rest > CLOSE_ENOUGH; place++) {
    const digit = castInt(rest + 1e-8)
    rest = (rest - digit) * radix
    if (place === 0 && !out.put('.')) return
    if (!out.put(digitChar(digit === radix ? radix - 1 : digit))) return
  }
}

/** Only the last digit is rounded; a carry out of it is lost, and a small negative rest can give a digit below 0. */
function printFixedFraction(out: Writer, fraction: number, radix: number, places: number): void {
  let rest = fraction * radix
  for (let left = places; left > 0; left--) {
    const digit = castInt(rest + (left === 1 ? 0.5 : 1e-8))
    rest = (rest - digit) * radix
    if (left === places && !out.put('.')) return
    if (!out.put(digitChar(digit === radix ? radix - 1 : digit))) return
  }
}

/** Truncates to a 32-bit integer as the processor does: what does not fit is the least one. */
function castInt(value: number): number {
  return value > INT_MIN - 1 && value < INT_MAX + 1 ? Math.trunc(value) : INT_MIN
}

/** Digits follow `0` and, from ten, `a` in ASCII; digits out of range are the neighbours there. */
function digitChar(digit: number): string {
  return String.fromCharCode((digit < 10 ? 48 + digit : 87 + digit) & 255)
}

// ----------------------------------------------------------------------------------------- reading

/** A number read from text: its value, whether the interpreter holds it as an integer, and where reading stopped. */
export interface Reading {
  readonly value: number
  readonly isInt: boolean
  /** Index of the first character not used. */
  readonly end: number
}

/** A text of 64 characters or more is not converted: this error is thrown by the interpreter instead. */
export const TOO_BIG = 'String too big to convert to number'

/** The value of a numeric literal of program text or JSON, without a sign: `12`, `0x1f`, `017`, `1_000`, `2.5e-3`. */
export function readNumber(literal: string): number {
  return readLiteral(literal).value
}

/** As `readNumber`, with the type: a literal with a point or an exponent is a float even when its value is whole. */
export function readLiteral(literal: string): Reading {
  const token = literal.replaceAll('_', '').slice(0, TOKEN_ROOM)
  const isFloat = !/^0[xXbBoO]/.test(token) && /[.eE]/.test(token)
  const value = isFloat ? readFloat(token).value : readInt(token, 0).value
  return { value, isInt: !isFloat && fitsInt(value), end: literal.length }
}

/** `parseFloat(text)`, or undefined where the interpreter throws TOO_BIG. */
export function parseFloatText(text: string): number | undefined {
  const room = clip(text, PRINT_ROOM - 1)
  if (room === 'Infinity') return Infinity
  if (room === '-Infinity') return -Infinity
  const { value, end } = readFloat(room)
  return end === PRINT_ROOM - 1 ? undefined : value
}

/** `parseInt(text, radix)`, radix 0 when not given; undefined where the interpreter throws TOO_BIG. */
export function parseIntText(text: string, radix: number): number | undefined {
  const room = clip(text, PRINT_ROOM - 1)
  const hex = (radix === 0 || radix === 16) && /^0[xX]/.test(room)
  const { value, end } = readInt(hex ? room.slice(2) : room, hex ? 16 : radix === 0 ? 10 : radix)
  return end + (hex ? 2 : 0) === PRINT_ROOM - 1 ? undefined : value
}

/** `Number(text)`, unary plus and arithmetic on text; undefined where the interpreter throws TOO_BIG. */
export function numberOfText(text: string): Reading | undefined {
  if (isWholeText(text, false) || text === '') {
    if (text.length > 63) return undefined
    const { value } = readInt64(clip(text, 63), 0)
    return { value, isInt: fitsInt(value), end: text.length }
  }
  const value = floatOfText(text)
  return value === undefined ? undefined : { value, isInt: false, end: text.length }
}

/** The float a text counts as where a float is wanted; undefined where the interpreter throws TOO_BIG. */
export function floatOfText(text: string): number | undefined {
  if (text.length > 63) return undefined
  const room = clip(text, 63)
  if (room === '') return 0
  if (room === 'Infinity') return Infinity
  if (room === '-Infinity') return -Infinity
  const { value, end } = readFloat(room)
  return end === room.length ? value : NaN
}

/** The 32-bit integer a text counts as in bit operations; undefined where the interpreter throws TOO_BIG. */
export function intOfText(text: string): number | undefined {
  if (!isWholeText(text, true)) return 0
  if (text.length > 31) return undefined
  return readInt64(clip(text, 31), 0).low
}

/** Whether text is white space, a sign and digits of one radix only (one point too, when `allowPoint`). */
export function isWholeText(text: string, allowPoint: boolean): boolean {
  let at = skipSpace(text)
  if (text[at] === '-' || text[at] === '+') at++
  let radix = 10
  if (text[at] === '0') {
    const prefix = radixOf(`0${text[at + 1] ?? ''}`, 0)
    radix = prefix.radix
    at += prefix.at === 2 ? 2 : 1
  }
  const start = at
  for (; at < text.length; at++) {
    const digit = digitOf(text, at)
    if (text[at] === '.' && allowPoint) allowPoint = false
    else if (digit < 0 || digit >= radix) return false
  }
  return at > start
}

/** Reads a float as literals, `parseFloat` and JSON do. NaN when there is no digit. */
export function readFloat(text: string): Reading {
  const sign = skipSign(text)
  const { radix, at: digits } = radixOf(text, sign.at)
  let [value, at] = readDigits(text, digits, radix)
  if (radix === 10) {
    ;[value, at] = readFraction(text, at, value)
    ;[value, at] = readExponent(text, at, value)
  }
  if (at === sign.at || (text[sign.at] === '.' && at === sign.at + 1)) value = NaN
  return { value: sign.negative ? -value : value, isInt: false, end: at }
}

function readDigits(text: string, at: number, radix: number): [value: number, at: number] {
  let value = 0
  for (; ; at++) {
    const digit = digitOf(text, at)
    if (digit < 0 || digit >= radix) return [value, at]
    value = value * radix + digit
  }
}

function readFraction(text: string, at: number, value: number): [value: number, at: number] {
  if (text[at] !== '.') return [value, at]
  at++
  for (let weight = 0.1; isDecimal(text, at); at++, weight /= 10) value += weight * digitOf(text, at)
  return [value, at]
}

function readExponent(text: string, at: number, value: number): [value: number, at: number] {
  if (text[at] !== 'e' && text[at] !== 'E') return [value, at]
  at++
  const negative = text[at] === '-'
  if (negative || text[at] === '+') at++
  let exponent = 0
  for (; isDecimal(text, at); at++) exponent = (Math.imul(exponent, 10) + digitOf(text, at)) | 0
  if (negative) exponent = -exponent | 0
  for (; exponent > 0 && value !== 0 && value !== Infinity; exponent--) value *= 10
  for (; exponent < 0 && value !== 0 && value !== Infinity; exponent++) value /= 10
  return [value, at]
}

/** Reads a whole number in 64-bit arithmetic; radix 0 means that a prefix tells. NaN when there is no digit. */
function readInt(text: string, radix: number): Reading {
  const { value, end, empty } = readInt64(text, radix)
  return { value: empty ? NaN : value, isInt: !empty && fitsInt(value), end }
}

function readInt64(text: string, radix: number): { value: number; low: number; end: number; empty: boolean } {
  const sign = skipSign(text)
  const start = radix === 0 ? radixOf(text, sign.at) : { radix, at: sign.at }
  const [quick, end] = readDigits(text, start.at, start.radix)
  const empty = end === sign.at
  if (quick <= Number.MAX_SAFE_INTEGER) {
    const value = sign.negative ? 0 - quick : quick
    return { value, low: value | 0, end, empty }
  }
  let wide = 0n
  for (let at = start.at; at < end; at++) wide = wide * BigInt(start.radix) + BigInt(digitOf(text, at))
  wide = BigInt.asIntN(64, sign.negative ? -wide : wide)
  return { value: Number(wide), low: Number(BigInt.asIntN(32, wide)), end, empty }
}

/** Radix and first digit of a number that starts at `at`: `0x`, `0b`, `0o`, and a plain `0` is octal unless 8, 9 or a point follow. */
function radixOf(text: string, at: number): { radix: number; at: number } {
  if (text[at] !== '0') return { radix: 10, at }
  const mark = text[at + 1]
  if (mark === 'o' || mark === 'O') return { radix: 8, at: at + 2 }
  if (mark === 'x' || mark === 'X') return { radix: 16, at: at + 2 }
  if (mark === 'b' || mark === 'B') return { radix: 2, at: at + 2 }
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === '.' || text[next] === '8' || text[next] === '9') return { radix: 10, at: at + 1 }
    if (!isDecimal(text, next)) break
  }
  return { radix: 8, at: at + 1 }
}

function skipSign(text: string): { negative: boolean; at: number } {
  const at = skipSpace(text)
  const negative = text[at] === '-'
  return { negative, at: negative || text[at] === '+' ? at + 1 : at }
}

function skipSpace(text: string): number {
  let at = 0
  while (at < text.length && '\t\v\f \n\r'.includes(text[at])) at++
  return at
}

function isDecimal(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** Value of a digit of any radix up to 36, or -1. */
function digitOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 122) return code - 87
  if (code >= 65 && code <= 90) return code - 55
  return -1
}

/** At most `room` characters, and none from the first NUL on. */
function clip(text: string, room: number): string {
  const zero = text.indexOf('\0')
  return text.slice(0, zero < 0 ? room : Math.min(zero, room))
}
