/**
 * What String and its members cost (see natives-shapes.ts for the unit and the source). Strings are linked lists of
 * variables of ten characters: reaching a character takes the longer the further back it is, and whatever looks at
 * every position by itself (`split`, `lastIndexOf`) grows with the square of the length.
 */
import { Arr, Bool, Num, Obj, Str, type Value } from '../values.ts'
import { type CostTable, type NativeCost, numberOr, same, sizeOf } from './natives-shapes.ts'
import { appendedPerChar, copiedText, counted, madeText, COUNTED_CHAR, textCost, walkTo } from './natives-text.ts'

/** Comparing at one position: of a linked string it is found by a walk from the start. */
const COMPARED = 411
const COMPARED_FLAT = 381
/** The walk to a position, for each character before it, where each position is looked for by itself. */
const WALKED_AGAIN = 14.2

/** A part of a string: a walk to its start, then a copy. A start that is told from the end makes the string be counted. */
function part(once: number): NativeCost {
  return (_vm, self, [from], result) => {
    const start = numberOr(from, 0)
    const before = start < 0 ? counted(self) + walkTo(self, Math.max(0, sizeOf(self) + start)) : walkTo(self, start)
    return once + before + copied(result)
  }
}

/** Parts of strings in one piece are in one piece, too, when they are long enough. */
function copied(result: Value): number {
  if (!(result instanceof Str) || result.layout === 'native') return 0
  const { length } = result.text
  return result.layout === 'flat' ? 2300 + FLAT_CHAR * length : copiedText(length)
}
/** A character copied into a string in one piece. */
const FLAT_CHAR = 140

/** Positions that a search looks at: up to the one found, or to the end. */
function searched(self: Value, found: Value, from: number): number {
  if (!(self instanceof Str)) return 0
  const end = typeof found === 'number' && found >= 0 ? found + 1 : self.text.length
  return Math.max(end - from, 0)
}

const indexOf: NativeCost = (_vm, self, [, from], result) => {
  const start = Math.max(0, numberOr(from, 0))
  const isFlat = self instanceof Str && self.layout !== 'linked'
  return 500 + 2 * walkTo(self, start) + (isFlat ? COMPARED_FLAT : COMPARED) * searched(self, result, start)
}

const includes: NativeCost = (_vm, self, [wanted], result) => {
  const found = result instanceof Bool && result.value && self instanceof Str && wanted instanceof Str
  const at = found ? self.text.indexOf(wanted.text) : -1
  return 506 + COMPARED * searched(self, at, 0)
}

const lastIndexOf: NativeCost = (_vm, self, _args, result) => {
  const length = sizeOf(self)
  const first = Math.min(Math.max(numberOr(result, 0), 0), length)
  return 500 + 440 * (length - first) + (WALKED_AGAIN / 2) * 0.9 * (length * length - first * first)
}

/** Both lengths are counted, then the characters are compared until they differ. */
const startsWith: NativeCost = (_vm, self, [wanted], result) => {
  const compared = result instanceof Bool && result.value ? sizeOf(wanted) : 0
  return 900 + counted(self) + 105 * compared
}

const endsWith: NativeCost = (_vm, self, [wanted], result) => {
  const compared = result instanceof Bool && result.value ? sizeOf(wanted) : 0
  return 1600 + 1.3 * counted(self) + walkTo(self, Infinity) + 105 * compared
}

/** Every position is compared with the separator, and the start of each field is looked for again. */
const split: NativeCost = (_vm, self, [separator], result) => {
  if (separator === undefined || separator instanceof Obj || !(result instanceof Arr)) return 2000
  const positions = sizeOf(self)
  let fields = 0
  if (sizeOf(separator) === 0) return SINGLE * positions
  for (const item of result.items) fields += FIELD + (isLinked(item as Value) ? madeText(sizeOf(item as Value)) : 1000)
  return fields + (positions * 437 + (isLinked(self) ? (WALKED_AGAIN / 2) * positions * positions : 0))
}
/** A field of `split`, without its characters. */
const FIELD = 2300
/** A field of one character each. */
const SINGLE = 1700

function isLinked(value: Value): boolean {
  return value instanceof Str && value.layout === 'linked'
}

/** The parts before and behind the match and what replaces it are put together anew. */
function replacement(length: number): number {
  return 3400 + 18 * length + madeText(length)
}
/** A character that is passed in the search for the match. */
const PASSED = 300

const replace: NativeCost = (_vm, self, [wanted], result) => {
  if (wanted instanceof Obj || !(self instanceof Str)) return 500
  const at = wanted instanceof Str ? self.text.indexOf(wanted.text) : 0
  return at < 0 ? 500 + PASSED * sizeOf(self) : PASSED * at + replacement(sizeOf(result))
}

/** One replacement after the other, each in the whole string. */
const replaceAll: NativeCost = (_vm, self, [wanted], result) => {
  if (wanted instanceof Obj || !(self instanceof Str) || !(wanted instanceof Str) || wanted.text === '') return 500
  const matches = self.text.split(wanted.text).length - 1
  return 1500 + matches * 1.25 * replacement((sizeOf(self) + sizeOf(result)) / 2)
}

/** Appending text again and again, each time going to the end of what is there. */
function appended(times: number, unit: number, before: number): number {
  const length = times * unit
  return times * (400 + 52 * unit + COUNTED_CHAR * (before + length / 2)) + (madeText(length) - 52 * length)
}

const pad: NativeCost = (_vm, self, [, filler], result) => {
  const missing = sizeOf(result) - sizeOf(self)
  if (missing <= 0) return 273
  const unit = filler instanceof Str ? Math.max(1, filler.text.length) : 1
  return 1300 + appended(missing / unit, unit, 0)
}

const repeat: NativeCost = (_vm, self, [times]) => 350 + appended(Math.max(numberOr(times, 0), 0), sizeOf(self), 0)

const concat: NativeCost = (_vm, _self, args, result) =>
  2700 + 1990 * args.length + 50 * sizeOf(result) + madeText(sizeOf(result))

const trim: NativeCost = (_vm, self, _args, result) => 1050 + 66 * sizeOf(self) + copied(result)

const changeCase: NativeCost = (_vm, self) => 1060 + 17 * sizeOf(self) + copiedText(sizeOf(self))

/** `String(value)`: integers take a way of their own. */
const construct: NativeCost = (_vm, _self, [value]) => {
  if (typeof value === 'number') return 2405 + 13 * String(value).length
  return (value instanceof Num ? 1756 : 1850) + textCost(value)
}

const members: CostTable = {
  length: (_vm, self) => 329 + counted(self),
  charAt: (_vm, self, [at]) => 627 + walkTo(self, numberOr(at, 0)),
  charCodeAt: (_vm, self, [at]) => 439 + walkTo(self, numberOr(at, 0)),
  concat,
  startsWith,
  endsWith,
  includes,
  indexOf,
  lastIndexOf,
  match: (_vm, self, [wanted]) => (wanted instanceof Obj ? 500 : 3200 + 420 * sizeOf(self)),
  padStart: pad,
  padEnd: pad,
  repeat,
  replace,
  replaceAll,
  slice: part(850),
  split,
  substr: part(1130),
  substring: part(850),
  trim,
  ...same('', 'toLowerCase toUpperCase', changeCase),
}

/** The codes are put into an array first. */
const fromCharCode: NativeCost = (_vm, _self, args) => 319 + 2125 * args.length

/** A character of the result of encodeURIComponent and of the text of decodeURIComponent. */
const encode: NativeCost = (_vm, _self, _args, result) => 1140 + 0.985 * appendedPerChar * sizeOf(result)

export const stringCosts: CostTable = {
  String: construct,
  'String.fromCharCode': fromCharCode,
  ...Object.fromEntries(Object.entries(members).map(([name, cost]) => [`String#${name}`, cost])),
  encodeURIComponent: encode,
  decodeURIComponent: (_vm, _self, [value]) => 1140 + 108 * sizeOf(value),
}
