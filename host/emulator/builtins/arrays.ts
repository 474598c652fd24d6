/** Array and its members (FACTS 3.2). Most of them also work on typed arrays, strings and objects. */
import type { Interpreter } from '../interpreter.ts'
import { isNumeric, join, toInt, toText, typeInMessage, viewElement } from '../language/convert.ts'
import { iterationCost, sortCosts } from '../costs/natives-arrays.ts'
import { setElement } from '../language/members.ts'
import { operate } from '../language/operators.ts'
import { immediate, type NativeFunction, type NativeRegistry, type NativeTable } from '../natives.ts'
import {
  Accessor,
  Arr,
  bool,
  type Element,
  HOLE,
  int,
  isFunction,
  isHolder,
  Num,
  Obj,
  Str,
  str,
  type Value,
  View,
} from '../values.ts'
import { sortWith } from './sort.ts'

/** Something whose elements can be visited. */
export function isIterable(value: Value): boolean {
  return value instanceof View || value instanceof Str || isHolder(value)
}

/** Elements by index; holes are left out when `holes` is false. */
export function entries(value: Value, holes: boolean): [index: number, item: Value][] {
  const list: [number, Value][] = []
  if (value instanceof Arr) {
    const indices = holes ? Array.from({ length: value.length }, (_, at) => at) : value.indices()
    for (const at of indices) list.push([at, plain(value.at(at))])
  } else if (value instanceof View) {
    for (let at = 0; at < value.length; at++) list.push([at, viewElement(value, at)])
  } else if (value instanceof Str) {
    for (let at = 0; at < value.text.length; at++) list.push([at, str(value.text[at])])
  } else if (isHolder(value)) {
    for (const { key, value: item } of value.slots) if (typeof key === 'number') list.push([key, plain(item)])
  }
  return list
}

/**
 * Elements of something that is copied, all that it holds for an object; what memory has no room for is refused before.
 */
export function allEntries(vm: Interpreter, value: Value): [index: number, item: Value][] {
  if (value instanceof Arr && value.isHuge) vm.heap.exhausted()
  if (value instanceof Obj) return value.slots.map(({ value: item }, at) => [at, plain(item)])
  return entries(value, true)
}

function plain(item: Element): Value {
  return item === HOLE || item instanceof Accessor ? undefined : (item as Value)
}

export function lengthOf(vm: Interpreter, value: Value): number {
  if (value instanceof Arr || value instanceof View) return value.length
  if (value instanceof Str) return value.text.length
  return toInt(vm, vm.member(value, 'length'))
}

type Visit = (result: Value, item: Value, index: number) => boolean

/**
 * Calls the function for each element until `visit` returns true. The next element is taken before the call: what the
 * call removes is visited all the same, what it appends behind the last one is not.
 */
function each(vm: Interpreter, self: Value, fn: Value, thisArg: Value, visit: Visit): void {
  if (!isIterable(self)) throw vm.error('Error', 'Must be called on something iterable')
  if (!isFunction(fn)) throw vm.error('Error', 'First argument must be a function')
  if (thisArg !== undefined && !(thisArg instanceof Obj))
    throw vm.error('Error', 'Second argument must be Object or undefined')
  const iteration = iterationCost(self)
  const call = (value: Value, at: number): Value => {
    vm.instructions += iteration
    return vm.call(fn, thisArg, [value, int(at), self])
  }
  if (self instanceof Arr) {
    eachElement(self, (value, at) => visit(call(value, at), value, at))
    return
  }
  for (const [at, value] of entries(self, false)) {
    if (visit(call(value, at), value, at)) return
  }
}

/** Elements of an array, until `visit` returns true; behind one that has been removed there is none. */
function eachElement(self: Arr, visit: (value: Value, at: number) => boolean): void {
  self.walk((cursor) => {
    while (cursor.at < Infinity) {
      const { at, removed } = cursor
      const value = plain(removed === undefined ? self.at(at) : removed.value)
      cursor.at = removed === undefined ? self.nextIndex(at + 1) : Infinity
      cursor.removed = undefined
      if (visit(value, at)) return
    }
  })
}

/** A result that grows counts as memory in use. */
function building(vm: Interpreter, build: (made: Arr) => void): Arr {
  const made = new Arr()
  const held = vm.temporaries.length
  vm.temporaries.push(made)
  build(made)
  vm.temporaries.length = held
  return made
}

const reduce: NativeFunction = (vm, self, [fn, initial]) => {
  if (!isIterable(self)) throw vm.error('Error', 'Must be called on something iterable')
  if (!isFunction(fn)) throw vm.error('Error', 'First argument must be a function')
  const list = entries(self, false)
  let result = initial
  let from = 0
  if (result === undefined) {
    result = list[0]?.[1]
    from = 1
    if (result === undefined) throw vm.error('Error', 'Used on empty array with no initial value')
  }
  const iteration = iterationCost(self)
  for (const [at, item] of list.slice(from)) {
    vm.instructions += iteration
    result = vm.call(fn, undefined, [result, item, int(at), self])
  }
  return result
}

function find(vm: Interpreter, self: Value, wanted: Value, start: number): number {
  for (const [at, item] of entries(self, false)) {
    if (at >= start && sameValue(vm, item, wanted)) return at
  }
  return -1
}

/** Unlike indexOf it finds NaN, and undefined also where nothing is stored. */
const includes: NativeFunction = (vm, self, [wanted, start]) => {
  const from = vm.toInt(start)
  const first = from < 0 ? from + lengthOf(vm, self) : from
  return bool(
    entries(self, wanted === undefined).some(
      ([at, item]) => at >= first && (sameValue(vm, item, wanted) || (isNaNValue(wanted) && isNaNValue(item))),
    ),
  )
}

function isNaNValue(value: Value): boolean {
  return value instanceof Num && Number.isNaN(value.value)
}

/** Equality of indexOf: the same type and equal. */
function sameValue(vm: Interpreter, item: Value, wanted: Value): boolean {
  return item === wanted || vm.truth(operate(vm, '===', item, wanted))
}

const slice: NativeFunction = (vm, self, [from, to]) => {
  const length = lengthOf(vm, self)
  const start = clip(vm.toInt(from), length)
  const end = to === undefined ? length : clip(vm.toInt(to), length)
  return building(vm, (made) => {
    if (self instanceof Arr) {
      for (let at = start; at < end; at++) {
        made.push(plain(self.at(at)))
        if (vm.heap.isDue()) vm.attend()
      }
    } else for (const [at, item] of entries(self, true)) if (at >= start && at < end) made.push(item)
  })
}

function clip(index: number, length: number): number {
  return index < 0 ? Math.max(length + index, 0) : Math.min(index, length)
}

const splice: NativeFunction = (vm, self, [from, howMany, ...added]) => {
  if (!(self instanceof Arr)) return undefined
  const length = self.length
  const start = clip(vm.toInt(from), length)
  const wanted = isNumeric(howMany) ? vm.toInt(howMany) : length
  const count = Math.min(wanted, length - start)
  if (added.length > 0) vm.heap.grow(added.length)
  if (self.isHuge || self.hasHoles || count < -LONG_GAP) return spliceSparse(self, start, count, added)
  const items = self.dense()
  self.moving(start, Math.max(count, 0), added.length + Math.max(-count, 0))
  // a count below 0 moves what follows up, as if so many elements had been added
  const gap = new Array<Element>(Math.max(-count, 0)).fill(HOLE)
  const removed = items.splice(start, Math.max(count, 0), ...added, ...gap)
  self.assign(items)
  self.setLength(length + added.length - count)
  return new Arr(removed.filter((item) => item !== HOLE))
}

/** Gaps longer than this are not written out. */
const LONG_GAP = 10_000

/**
 * As `splice`, with holes: what is added goes in front of the first element behind, next to the one before; when there
 * is none behind, to the end.
 */
function spliceSparse(self: Arr, start: number, count: number, added: readonly Value[]): Arr {
  const { length } = self
  const all = self.indices()
  const kept = all.filter((index) => index < start)
  const gone = all.filter((index) => index >= start && index < start + count)
  const behind = all.filter((index) => index >= start && index >= start + count)
  const result = new Arr(gone.map((index) => plain(self.at(index))))
  const afterKept = kept.length > 0 ? kept[kept.length - 1] + 1 : 0
  const from = behind.length > 0 || gone.length > 0 ? afterKept : length
  self.moving(start, Math.max(count, 0), added.length + Math.max(-count, 0))
  const shift = added.length - count
  self.reindex((index) => (index < start ? index : index >= start + count ? index + shift : undefined), length)
  for (const [at, item] of added.entries()) self.set(from + at, item)
  self.setLength(length + shift)
  return result
}

const fill: NativeFunction = (vm, self, [value, from, to]) => {
  if (!(self instanceof Arr || self instanceof View)) return undefined
  const { length } = self
  let start = vm.toInt(from)
  let end = isNumeric(to) ? vm.toInt(to) : length
  if (start < 0) start += length
  if (end < 0) end += length
  if (start < 0 || end < 0) return undefined
  for (let at = start; at < Math.min(end, length); at++) {
    if (self instanceof View) setElement(vm, self, at, value)
    else self.set(at, value)
    if (vm.heap.isDue()) vm.attend()
  }
  return self
}

const reverse: NativeFunction = (vm, self) => {
  if (self instanceof Arr && self.isHuge) self.reindex((index) => self.length - 1 - index, self.length)
  else if (self instanceof Arr) self.assign(self.dense().reverse())
  else if (self instanceof View) {
    const values = entries(self, true).map(([, item]) => item)
    values.reverse().forEach((value, at) => setElement(vm, self, at, value))
  } else return undefined
  return self
}

const sort: NativeFunction = (vm, self, [compare]) => {
  if (compare !== undefined && !isFunction(compare)) {
    throw vm.error('Error', `Expecting compare function, got ${typeInMessage(compare)}`)
  }
  if (!(self instanceof Arr)) return self
  const items = self.indices().map((index) => self.at(index)) as Value[]
  const length = self.length
  const costs = sortCosts(self, compare !== undefined)
  sortWith(items, (a, b) => {
    const found = order(vm, a, b, compare)
    vm.instructions += costs.comparison + (found > 0 ? 0 : costs.move)
    return found
  })
  self.assign(items)
  self.setLength(length)
  return self
}

function order(vm: Interpreter, a: Value, b: Value, compare: Value): number {
  if (a === undefined) return 1
  if (b === undefined) return -1
  if (compare !== undefined) return compared(vm, compare, a, b)
  const [x, y] = [toText(vm, a), toText(vm, b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** What a function of the program says about the order: what is no number counts as more than 0. */
export function compared(vm: Interpreter, compare: Value, a: Value, b: Value): number {
  const result = vm.toFloat(vm.call(compare, undefined, [a, b]))
  return Number.isNaN(result) ? 1 : result
}

const push: NativeFunction = (vm, self, args) => {
  if (!(self instanceof Arr)) return -1
  vm.heap.grow(args.length)
  for (const item of args) self.push(item)
  return int(self.length)
}

const pop: NativeFunction = (_vm, self) => {
  if (!(self instanceof Arr) || self.length === 0) return undefined
  const last = self.length - 1
  const item = plain(self.at(last))
  self.moving(last, 1, 0)
  if (self.items.length === self.length) self.items.pop()
  else self.drop(last)
  self.setLength(last)
  return item
}

const shift: NativeFunction = (vm, self) => {
  if (!(self instanceof Arr) || self.length === 0) return undefined
  const first = self.at(0)
  if (self.items.length === self.length) {
    self.moving(0, 1, 0)
    self.items.shift()
    self.setLength(self.items.length)
  } else splice(vm, self, [0, 1])
  return plain(first)
}

const concat: NativeFunction = (vm, self, args) =>
  building(vm, (made) => {
    for (const part of [self, ...args]) {
      if (part === undefined) break
      if (part instanceof Arr) {
        for (const at of part.indices()) made.push(plain(part.at(at)))
        // named members become elements, too
        for (const { value } of part.slots) made.push(plain(value))
      } else made.push(part)
    }
  })

/** Members of arrays; typed arrays share many of them. */
export const arrayFunctions: Readonly<Record<string, NativeFunction>> = {
  concat,
  every(vm, self, [fn, thisArg]) {
    let all = true
    each(vm, self, fn, thisArg, (result) => !(all = vm.truth(result)))
    return bool(all)
  },
  some(vm, self, [fn, thisArg]) {
    let any = false
    each(vm, self, fn, thisArg, (result) => (any = vm.truth(result)))
    return bool(any)
  },
  fill,
  filter: (vm, self, [fn, thisArg]) =>
    building(vm, (made) => {
      each(vm, self, fn, thisArg, (result, item) => {
        if (vm.truth(result)) made.push(item)
        return false
      })
    }),
  find(vm, self, [fn]) {
    let found: Value
    each(vm, self, fn, undefined, (result, item) => {
      if (vm.truth(result)) found = item
      return vm.truth(result)
    })
    return found
  },
  findIndex(vm, self, [fn]) {
    let found = -1
    each(vm, self, fn, undefined, (result, _item, at) => {
      if (vm.truth(result)) found = at
      return found >= 0
    })
    return int(found)
  },
  forEach(vm, self, [fn, thisArg]) {
    each(vm, self, fn, thisArg, () => false)
    return undefined
  },
  includes,
  indexOf: (vm, self, [wanted, start]) => int(find(vm, self, wanted, vm.toInt(start))),
  join(vm, self, [filler]) {
    if (!isIterable(self)) return undefined
    const between = filler === undefined ? ',' : toText(vm, filler)
    if (self instanceof Arr || self instanceof View) return str(join(vm, self, between))
    return str(
      entries(self, true)
        .map(([, item]) => toText(vm, item))
        .join(between),
    )
  },
  map: (vm, self, [fn, thisArg]) =>
    building(vm, (made) => {
      each(vm, self, fn, thisArg, (result, _item, at) => {
        made.set(at, result)
        return false
      })
    }),
  pop,
  push,
  reduce,
  reverse,
  shift,
  slice,
  sort,
  splice,
  unshift(vm, self, args) {
    splice(vm, self, [0, 0, ...args])
    return int(lengthOf(vm, self))
  },
}

const construct: NativeFunction = (vm, _self, args) => {
  const [first] = args
  if (args.length === 1 && isNumeric(first)) {
    const count = vm.toInt(first)
    if (vm.toFloat(first) !== count || count < 0) throw vm.error('Error', 'Invalid array length')
    const made = new Arr()
    made.setLength(count)
    return made
  }
  return new Arr([...args])
}

export function arrays(natives: NativeRegistry): void {
  const members: NativeTable = {
    ...arrayFunctions,
    length: immediate((_vm, self) => (self instanceof Arr ? int(self.length) : undefined)),
    toString: ((vm, self) => str(toText(vm, self))) satisfies NativeFunction,
  }
  natives.object('Array', {
    construct,
    statics: { isArray: (_vm, _self, [value]) => bool(value instanceof Arr) },
    prototype: members,
  })
}
