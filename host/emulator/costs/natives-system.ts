/**
 * What objects, functions, dates, timers, events, promises and the memory report cost (see natives-shapes.ts for the
 * unit and the source).
 */
import { Arr, isHolder, Obj, Str, type Value } from '../values.ts'
import { allFixed, type CostTable, fixed, type NativeCost, same, sizeOf } from './natives-shapes.ts'
import { textCost } from './natives-text.ts'

// --------------------------------------------------------------------------------------------- objects

function members(value: Value): number {
  return value instanceof Arr ? value.length : isHolder(value) ? value.slots.length : 0
}

/** Each name is compared with all that were found before it; values and targets are looked for by name. */
function growing(once: number, each: number, pair: number): NativeCost {
  return (_vm, _self, args) => {
    const count = members(args[args.length - 1])
    return once + each * count + pair * count * count
  }
}

const clone: NativeCost = (_vm, self) =>
  (self instanceof Arr ? 864 : 222) + (self instanceof Arr ? 864 : 647) * members(self)

const objects: CostTable = {
  'Object.keys': growing(1000, 800, 1100),
  'Object.values': growing(1000, 3034, 330),
  'Object.entries': growing(1000, 4398, 330),
  'Object.assign': growing(1000, 2839, 271),
  ...allFixed('Object.', { create: 1335, defineProperty: 3081, getPrototypeOf: 10_700, setPrototypeOf: 1275 }),
  ...allFixed('Object.', { getOwnPropertyDescriptor: 9370, getOwnPropertyNames: 6950 }),
  'Object.fromEntries': (_vm, _self, [list]) => 900 + 1630 * sizeOf(list) + 340 * sizeOf(list) * sizeOf(list),
  Function: (_vm, _self, args) => 2820 + 3165 * Math.max(args.length - 1, 0),
  ...allFixed('Object#', { hasOwnProperty: 2564, length: 250, valueOf: 100 }),
  'Object#clone': clone,
  'Object#toString': (_vm, self, [radix], result) =>
    typeof radix === 'number' ? 570 + 27 * sizeOf(result) : textCost(self),
  'Function#apply': (_vm, _self, [, list]) => 50 + 1340 * sizeOf(list),
  'Function#call': (_vm, _self, args) => 530 + 2330 * Math.max(args.length - 1, 0),
  'Function#bind': (_vm, _self, args) => 3150 + 1640 * Math.max(args.length - 1, 0),
  require: fixed(2550),
}

// ----------------------------------------------------------------------------------------------- dates

const FIELDS = 'Date Day FullYear Month'
const CLOCK = 'Hours Milliseconds Minutes Seconds'

function named(before: string, names: string, after = ''): string {
  return names
    .split(' ')
    .map((name) => `${before}${name}${after}`)
    .join(' ')
}

/** The calendar is worked out from the days, the time of day from the rest. */
const dates: CostTable = {
  Date: (_vm, _self, args) => (args.length > 1 ? 7000 + 1850 * args.length : args.length === 1 ? 7010 : 5712),
  ...allFixed('Date.', { now: 317, parse: 3893 }),
  ...same('Date#', `${named('get', FIELDS)} ${named('getUTC', FIELDS)}`, fixed(1268)),
  ...same('Date#', `${named('get', CLOCK)} ${named('getUTC', CLOCK)}`, fixed(1100)),
  ...same('Date#', 'getTime valueOf', fixed(583)),
  ...same('Date#', named('set', CLOCK), fixed(2690)),
  ...same('Date#', 'setDate setMonth setFullYear', fixed(3030)),
  'Date#getTimezoneOffset': fixed(1164),
  ...allFixed('Date#', { setTime: 1214, toISOString: 5301, toJSON: 5301, toLocalISOString: 6350, toString: 6673 }),
  'Date#toUTCString': fixed(5500),
  getTime: fixed(316),
}

// -------------------------------------------------------------------------------- timers, events, promises

/** A timer is put behind those that wait; each argument of its function goes into an array. */
function timer(once: number): NativeCost {
  return (vm, _self, args) =>
    once + 120 * waiting(vm.hidden.find('timers')?.value as Value) + 1840 * Math.max(args.length - 2, 0)
}

function waiting(timers: Value): number {
  return timers instanceof Obj ? timers.slots.length : 0
}

const clearTimer: NativeCost = (vm) => 2000 + 120 * waiting(vm.hidden.find('timers')?.value as Value)

/** Without listeners only the name is looked for; with them the call is put into the queue, with its arguments. */
const emit: NativeCost = (_vm, self, args) => {
  const [event, ...values] = args
  const listeners = isHolder(self) && event instanceof Str ? self.find(`#on${event.text}`) : undefined
  return listeners === undefined ? 1980 + 1745 * values.length : 5860 + 2570 * values.length
}

/** The list of listeners is made anew. */
const listen: NativeCost = (_vm, self, [event]) => {
  const listeners = isHolder(self) && event instanceof Str ? self.find(`#on${event.text}`)?.value : undefined
  return 3800 + 900 * sizeOf(listeners as Value)
}

const events: CostTable = {
  setTimeout: timer(5800),
  setInterval: timer(7780),
  clearTimeout: clearTimer,
  clearInterval: clearTimer,
  changeInterval: fixed(2660),
  'Object#emit': emit,
  ...same('Object#', 'on addListener prependListener', listen),
  ...allFixed('Object#', { removeListener: 4300, removeAllListeners: 2500 }),
  'Promise.resolve': fixed(12035),
  'Promise.reject': fixed(12035),
  Promise: fixed(12840),
  'Promise#then': fixed(14460),
  'Promise#catch': fixed(14460),
  'Promise.all': (_vm, _self, [list]) => 13_000 + 4900 * sizeOf(list),
}

// ---------------------------------------------------------------------------------------------- memory

/** Counting walks along the free variables; collecting marks and sweeps all of them, used or not. */
const COUNTED = 11
const COLLECTED = 82

const memory: NativeCost = (vm, _self, [collect]) => {
  const all = vm.heap.total
  return 600 + COUNTED * all + (collect === undefined || vm.truth(collect) ? COLLECTED * all : 0)
}

export const systemCosts: CostTable = {
  ...objects,
  ...dates,
  ...events,
  'process.memory': memory,
  ...allFixed('process.', { env: 52_000, version: 398 }),
  ...allFixed('', { HIGH: 157, LOW: 157, global: 58, globalThis: 58, echo: 237, setTime: 260 }),
  'Modules.getCached': fixed(7200),
}
