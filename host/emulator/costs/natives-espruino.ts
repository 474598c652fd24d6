/** What the E object and base64 cost (see natives-shapes.ts for the unit and the source). */
import { Arr, Str, type Value, View } from '../values.ts'
import {
  allFixed,
  type CostTable,
  type EachCosts,
  eachOf,
  kindOf,
  type NativeCost,
  perElementOfFirst,
  sizeOf,
} from './natives-shapes.ts'
import { allocated } from './natives-text.ts'

/** An element as a float. */
const SUMMED: EachCosts = {
  bytes: 192,
  shorts: 223,
  words: 279,
  singles: 257,
  doubles: 370,
  smalls: 680,
  values: 380,
  chars: 116,
}

/** An element as a float, its difference from the mean, and the square of that. */
const VARIED: EachCosts = {
  bytes: 202,
  shorts: 232,
  words: 288,
  singles: 266,
  doubles: 379,
  smalls: 860,
  values: 566,
  chars: 140,
}

/** The dot product reads both lists; the second begins anew when it is the shorter one. */
const convolve: NativeCost = (_vm, _self, [first, second]) =>
  2200 + 0.97 * sizeOf(first) * (VARIED[kindOf(first)] + VARIED[kindOf(second)])

/** The checksum takes eight steps a byte, whatever the element holds. */
const HASHED: EachCosts = {
  bytes: 281,
  shorts: 310,
  words: 360,
  singles: 345,
  doubles: 457,
  smalls: 435,
  values: 788,
  chars: 184,
}

const crc32: NativeCost = (_vm, _self, [data]) => (data instanceof Str ? 400 : 1030) + eachOf(data, HASHED)

/** Reading an element and writing it, and looking it up in an array or typed array, or handing it to a function. */
const MAPPED: EachCosts = {
  bytes: 312,
  shorts: 370,
  words: 497,
  singles: 471,
  doubles: 723,
  smalls: 0,
  values: 0,
  chars: 0,
}
const LOOKED_UP = 613
const LOOKED_UP_TYPED = 1020
const HANDED_OVER = 600

const mapInPlace: NativeCost = (_vm, _self, [from, to, map]) => {
  let each = MAPPED[kindOf(to)]
  if (map instanceof Arr) each += LOOKED_UP
  else if (map instanceof View) each += LOOKED_UP_TYPED
  else if (map !== undefined) each += HANDED_OVER
  return 1200 + each * Math.min(sizeOf(from), sizeOf(to))
}

/** Bytes of anything that natives take as data: strings by character, lists element by element. */
const GATHERED: EachCosts = {
  bytes: 150,
  shorts: 440,
  words: 500,
  singles: 550,
  doubles: 700,
  smalls: 1760,
  values: 1500,
  chars: 140,
}

/** Strings, buffers and typed arrays of bytes are taken as they are. */
const toText: NativeCost = (vm, _self, args, result) => {
  const [only] = args
  if (only === result) return 1825
  if (only instanceof View && only.cells.size === 1) return 2280
  return 1900 + allocated(vm, sizeOf(result)) + gathered(args)
}

function gathered(args: readonly Value[]): number {
  let cost = 0
  for (const arg of args) cost += eachOf(arg, GATHERED)
  return cost
}

/** A string is copied, other data are gathered first. */
const toFlatString: NativeCost = (vm, self, args, result) => {
  if (args[0] === result) return 1825
  if (!(args[0] instanceof Str)) return toText(vm, self, args, result)
  return 3700 + allocated(vm, sizeOf(result)) + 86 * sizeOf(result)
}

const toUint8Array: NativeCost = (vm, _self, args, result) =>
  3400 + allocated(vm, sizeOf(result)) + 1.06 * gathered(args)

/** All variables of the value are visited. */
const getSizeOf: NativeCost = (_vm, _self, _args, result) => 300 + 520 * (typeof result === 'number' ? result : 10)

/** Three bytes make four characters: of a string, of an ArrayBuffer, of other lists. */
const btoa: NativeCost = (vm, _self, [data], result) => {
  const each = data instanceof Str ? 148 : 233
  return 700 + allocated(vm, sizeOf(result)) - 300 + each * sizeOf(data)
}

const atob: NativeCost = (vm, _self, [text], result) => 400 + allocated(vm, sizeOf(result)) + 162 * sizeOf(text)

export const espruinoCosts: CostTable = {
  ...allFixed('E.', { clip: 366, getErrorFlags: 700, getFlags: 12_668, hwRand: 182, reverseByte: 233, setFlags: 9000 }),
  'E.CRC32': crc32,
  // in the place of the data, with as many rounds as the length has bits
  'E.FFT': (_vm, _self, [real]) => 2300 + 3150 * sizeOf(real),
  ...allFixed('E.', { HSBtoRGB: 456, getConsole: 367, kickWatchdog: 40, setTimeZone: 1142 }),
  'E.convolve': convolve,
  'E.getSizeOf': getSizeOf,
  'E.mapInPlace': mapInPlace,
  'E.sum': perElementOfFirst(888, SUMMED),
  'E.toArrayBuffer': (_vm, _self, [text]) =>
    text instanceof Str && text.layout === 'linked' ? 415 + 10 * sizeOf(text) : 410,
  'E.toFlatString': toFlatString,
  'E.toString': toText,
  'E.toUint8Array': toUint8Array,
  'E.variance': perElementOfFirst(485, VARIED),
  atob,
  btoa,
}
