/**
 * What arrays and typed arrays cost (see natives-shapes.ts for the unit and the source). Arrays are linked lists:
 * taking an element out of the front renumbers all behind it, setting one by its index walks to it.
 */
import { Arr, Str, type Value, View } from '../values.ts'
import {
  allFixed,
  type CostTable,
  type EachCosts,
  eachOf,
  fixed,
  kindOf,
  type NativeCost,
  numberOr,
  same,
  sizeOf,
} from './natives-shapes.ts'
import { allocated } from './natives-text.ts'

/** Going to the next element and reading it, for natives that call a function for each. */
const ITERATED: EachCosts = {
  bytes: 1627,
  shorts: 1736,
  words: 1796,
  singles: 1961,
  doubles: 2150,
  smalls: 1150,
  values: 1065,
  chars: 1700,
}

/** What `forEach` and its kin spend on an element besides the call; `map` also stores the result. */
export function iterationCost(self: Value): number {
  return ITERATED[kindOf(self)] + 60
}

/** Comparing elements with the one that is looked for. */
const COMPARED: EachCosts = {
  bytes: 2363,
  shorts: 2465,
  words: 2615,
  singles: 2394,
  doubles: 2583,
  smalls: 1743,
  values: 1515,
  chars: 1700,
}
/** Where the one is a string: with strings, and with numbers, which differ by their type. */
const COMPARED_STRINGS = 2055
const COMPARED_TYPES = 888

/** Elements are compared up to the one found. */
const indexOf: NativeCost = (_vm, self, [wanted], result) => {
  const found = typeof result === 'number' && result >= 0 ? result + 1 : sizeOf(self)
  let each = COMPARED[kindOf(self)]
  if (wanted instanceof Str) each = kindOf(self) === 'smalls' ? COMPARED_TYPES : COMPARED_STRINGS
  return (self instanceof View ? 1200 : 421) + each * found
}

/** Taking an element and appending its text, without the characters. */
const JOINED: EachCosts = {
  bytes: 2380,
  shorts: 2440,
  words: 2535,
  singles: 2900,
  doubles: 2760,
  smalls: 2430,
  values: 2172,
  chars: 1400,
}
/** A character of the result; those of floats cost more to make. */
const JOINED_CHAR = 141
const JOINED_DIGIT = 185
const JOINED_STRING = 1395

const join: NativeCost = (_vm, self, _args, result) => {
  const kind = kindOf(self)
  const isText = self instanceof Arr && self.items[0] instanceof Str
  const isFloat = kind === 'singles' || kind === 'doubles' || (kind === 'values' && !isText)
  const char = isFloat ? JOINED_DIGIT : JOINED_CHAR
  return 422 + sizeOf(self) * (isText ? JOINED_STRING : JOINED[kind]) + char * sizeOf(result)
}

const FILLED: EachCosts = {
  bytes: 923,
  shorts: 995,
  words: 1103,
  singles: 1093,
  doubles: 1311,
  smalls: 1388,
  values: 1388,
  chars: 0,
}

/** Each element of an array is looked for by its index. */
const fill: NativeCost = (_vm, self) => {
  const count = sizeOf(self)
  return (self instanceof View ? 897 : 300 + 19.9 * count * count) + eachOf(self, FILLED)
}

/** An element of the part that is copied into an array. */
const SLICED: EachCosts = {
  bytes: 2047,
  shorts: 2116,
  words: 2210,
  singles: 2018,
  doubles: 2207,
  smalls: 2094,
  values: 1874,
  chars: 2000,
}
/** An element before it. */
const PASSED = 740

const slice: NativeCost = (_vm, self, [from], result) => {
  const start = numberOr(from, 0)
  const passed = PASSED * Math.min(start < 0 ? sizeOf(self) + start : start, sizeOf(self))
  return (self instanceof View ? 1268 : 153) + Math.max(passed, 0) + sizeOf(result) * SLICED[kindOf(self)]
}

/** Renumbering an element behind one that was taken out or put in. */
const RENUMBERED = 232

const splice: NativeCost = (vm, self, args, result) => {
  const removed = sizeOf(result)
  const added = Math.max(args.length - 2, 0)
  // a length can be more than there are elements
  const renumbered = Math.min(sizeOf(self) + removed - added, vm.vars)
  return 770 + RENUMBERED * renumbered + 1890 * removed + 2900 * added
}

/** `concat` has its arguments in an array. */
const concat: NativeCost = (_vm, _self, args, result) => 200 + 1745 * args.length + 1368 * sizeOf(result)

/** The halves are swapped, then the halves of the halves: an element in each of these rounds. */
const SWAPPED: EachCosts = {
  bytes: 818,
  shorts: 950,
  words: 1150,
  singles: 1250,
  doubles: 1480,
  smalls: 721,
  values: 721,
  chars: 0,
}

const reverse: NativeCost = (_vm, self) => {
  const count = sizeOf(self)
  const rounds = count < 2 ? 0 : Math.floor(Math.log2(count))
  return count * (self instanceof View ? 620 : 1309) + rounds * eachOf(self, SWAPPED)
}

/** Members that call a function for each element: see iterationCost and callbackCost for the rest. */
const WITH_CALLBACK = 'every filter find findIndex forEach map reduce some'

const shared: CostTable = {
  ...same('', WITH_CALLBACK, (_vm, self) => (self instanceof View ? 820 : 413)),
  fill,
  includes: indexOf,
  indexOf,
  join,
  reverse,
  slice,
}

const arrayMembers: CostTable = {
  ...shared,
  concat,
  length: fixed(205),
  pop: fixed(990),
  // the arguments are put into an array first
  push: (_vm, _self, args) => 358 + 2700 * args.length,
  shift: (_vm, self) => 3577 + RENUMBERED * (sizeOf(self) + 1),
  sort: fixed(1500),
  splice,
  toString: ((vm, self, args, result) => 450 + join(vm, self, args, result)) satisfies NativeCost,
  unshift: (vm, self, args) => 750 + 3200 * args.length + RENUMBERED * Math.min(sizeOf(self) - args.length, vm.vars),
}

/** Comparing two elements while sorting: finding them, besides the function of the program. */
const ORDERED: EachCosts = {
  bytes: 700,
  shorts: 800,
  words: 900,
  singles: 1300,
  doubles: 1500,
  smalls: 414,
  values: 414,
  chars: 0,
}
/** Comparing them by the native itself: typed arrays as numbers, arrays as texts. */
const BY_NUMBER: EachCosts = {
  bytes: 2150,
  shorts: 2400,
  words: 2400,
  singles: 2250,
  doubles: 2444,
  smalls: 3114,
  values: 3114,
  chars: 0,
}
const BY_STRING = 1814
/** An element that is not greater changes places. */
const MOVED: EachCosts = {
  bytes: 1000,
  shorts: 900,
  words: 1400,
  singles: 1500,
  doubles: 2140,
  smalls: 300,
  values: 300,
  chars: 0,
}

export interface SortCosts {
  readonly comparison: number
  /** Besides, when the element is not greater than the pivot. */
  readonly move: number
}

/** What a sort spends on each comparison; `byFunction` when a function of the program is called for it. */
export function sortCosts(list: Value, byFunction: boolean): SortCosts {
  const kind = kindOf(list)
  const move = MOVED[kind]
  if (byFunction) return { comparison: ORDERED[kind], move }
  const isText = list instanceof Arr && list.items[0] instanceof Str
  return { comparison: isText ? BY_STRING : BY_NUMBER[kind], move }
}

// ------------------------------------------------------------------------------------------- typed arrays

/** Storing values that come from the elements of a list into a typed array: by what is read. */
const CONVERTED: EachCosts = {
  bytes: 1827,
  shorts: 1913,
  words: 2070,
  singles: 2023,
  doubles: 2363,
  smalls: 1342,
  values: 1142,
  chars: 1500,
}

const construct: NativeCost = (vm, _self, [source], result) => {
  if (source instanceof View && source.type === 'ArrayBuffer') return 480
  const bytes = result instanceof View ? result.length * result.cells.size : 0
  return allocated(vm, bytes) + (typeof source === 'number' ? 0 : 900) + eachOf(source, CONVERTED)
}

/** `a.set(b)` by what is read: into integers, and into floats, where each needs a variable on the way. */
const SET_INTEGER: EachCosts = {
  bytes: 315,
  shorts: 379,
  words: 503,
  singles: 483,
  doubles: 500,
  smalls: 450,
  values: 600,
  chars: 400,
}
const SET_FLOAT: EachCosts = {
  bytes: 1073,
  shorts: 1140,
  words: 1238,
  singles: 1195,
  doubles: 1383,
  smalls: 1180,
  values: 1100,
  chars: 400,
}
/** Floats of four bytes are written faster. */
const SINGLE_LESS = 143

const set: NativeCost = (_vm, self, [source]) => {
  if (!(self instanceof View && self.cells.isFloat)) return 1900 + eachOf(source, SET_INTEGER)
  return 1900 + eachOf(source, SET_FLOAT) - (self.cells.size === 4 ? SINGLE_LESS * sizeOf(source) : 0)
}

/** The result of `map` is stored into a new typed array. */
const map: NativeCost = (vm, self) =>
  820 + allocated(vm, self instanceof View ? self.length * self.cells.size : 0) + 200 * sizeOf(self)

const VIEW_TYPES =
  'Uint8Array Uint8ClampedArray Int8Array Uint16Array Int16Array Uint24Array Uint32Array Int32Array Float32Array Float64Array'

export const arrayCosts: CostTable = {
  Array: (_vm, _self, args) => 2270 + 50 * (args.length - 1),
  'Array.isArray': fixed(188),
  ...prefixed('Array#', arrayMembers),
  'Array#map': (_vm, self) => 413 + 740 * sizeOf(self),
  ArrayBuffer: (vm, _self, _args, result) => (sizeOf(result) > 19 ? 3500 : -370) + allocated(vm, sizeOf(result)),
  'ArrayBuffer#byteLength': fixed(183),
  ...same('', VIEW_TYPES, construct),
  ...prefixed('ArrayBufferView#', shared),
  ...allFixed('ArrayBufferView#', { buffer: 76, byteLength: 183, byteOffset: 183, sort: 1500, subarray: 602 }),
  'ArrayBufferView#set': set,
  'ArrayBufferView#map': map,
  DataView: fixed(9790),
  ...prefixed('DataView#', dataView()),
}

/** The byte order hardly matters, nor does the size. */
function dataView(): CostTable {
  const types = 'Int8 Uint8 Int16 Uint16 Int32 Uint32 Float32 Float64'.split(' ')
  return {
    ...Object.fromEntries(types.map((type) => [`get${type}`, fixed(3660)])),
    ...Object.fromEntries(types.map((type) => [`set${type}`, fixed(3600)])),
  }
}

function prefixed(prefix: string, table: CostTable): CostTable {
  return Object.fromEntries(Object.entries(table).map(([name, cost]) => [prefix + name, cost]))
}
