/**
 * Reading and writing members of values (FACTS 3.2): own names first, then prototypes, then built-ins. Looking for a
 * member of a value of built-in class creates the entry of that class among the globals (FACTS 2.2).
 */
import { COST } from '../costs/model.ts'
import type { Interpreter } from '../interpreter.ts'
import {
  Accessor,
  Arr,
  type Hole,
  HOLE,
  Holder,
  isFunction,
  isHolder,
  isNullish,
  type Key,
  Native,
  type NativeEntry,
  Null,
  Num,
  Obj,
  Pin,
  type Stored,
  Str,
  str,
  type Value,
  View,
} from '../values.ts'
import { className, floatToInt, isNumeric, toFloat, toInt, toText, typeInMessage, viewElement } from './convert.ts'
import { quote } from './quote.ts'

/** The name that a value in brackets stands for. */
export function toKey(vm: Interpreter, value: Value): Key {
  if (typeof value === 'number') return value >= 0 ? value : String(value)
  if (value instanceof Str) return textKey(value.text)
  if (value instanceof Num) {
    if (!value.isFloat) return value.value >= 0 ? value.value : String(value.value)
    if (value.value === floatToInt(value.value)) return value.value >= 0 ? value.value : String(value.value)
  }
  return toText(vm, value)
}

/** Text that is exactly the text of a non-negative integer is that integer. */
export function textKey(text: string): Key {
  const code = text.charCodeAt(0)
  if (!(code >= 48 && code <= 57) || text.length > 10) return text
  const number = Number(text)
  return Number.isInteger(number) && number <= 2147483647 && String(number) === text ? number : text
}

/** A key as a value, the way programs see it in `for in` and Object.keys. */
export function keyText(key: Key): Str {
  return str(String(key))
}

const ABSENT = Symbol('absent')
type Found = Stored | typeof ABSENT

/** Reads a member; getters run with `object` as `this`. Null and undefined are an error at the current position. */
export function getMember(vm: Interpreter, object: Value, key: Key, step = COST.step, inline = COST.inline): Value {
  if (object instanceof Holder) {
    chargeSearch(vm, object, key, step)
    const own = object instanceof Arr && typeof key === 'number' ? element(object, key) : ownOf(object, key)
    if (own !== ABSENT) {
      if (typeof own === 'number') vm.instructions += vm.charged * inline
      return own instanceof Accessor ? runGetter(vm, own, object) : own
    }
  } else if (isNullish(object)) throw vm.error('Error', cannotRead(object, key))
  else if (typeof key === 'number') {
    if (object instanceof View) {
      vm.instructions += vm.charged * COST.typedRead
      return elementOf(object, key)
    }
    if (object instanceof Str) {
      vm.instructions += vm.charged * (COST.stringIndex + key * COST.stringIndexStep)
      return key < object.text.length ? str(object.text[key]) : undefined
    }
  }
  const found = inherited(vm, object, key)
  if (found === ABSENT) return lateMember(vm, object, key)
  return found instanceof Accessor ? runGetter(vm, found, object) : found
}

/** An element of a typed array. */
export function elementOf(view: View, index: number): Value {
  return reaches(view, index) ? viewElement(view, index) : undefined
}

/**
 * Whether a typed array has an element. One of length 0 at the start of its buffer has no end, if its elements are
 * larger than a byte: the device subtracts too much there. Behind the buffer are zeros.
 */
function reaches({ length, offset, cells }: View, index: number): boolean {
  return index < length || (length === 0 && offset + 1 < cells.size)
}

/** Charges the walk along the names of an object, or the elements of an array, up to a name or past them all. */
export function chargeSearch(vm: Interpreter, object: Holder, key: Key, step = COST.step): void {
  if (!(object instanceof Arr)) {
    const slot = object.find(key)
    vm.instructions += vm.charged * ((slot === undefined ? object.slots.length : slot.at) * step)
  } else if (typeof key === 'number')
    vm.instructions += vm.charged * (Math.min(key, object.items.length) * COST.arrayStep)
  else vm.instructions += vm.charged * ((object.items.length + (object.find(key)?.at ?? object.slots.length)) * step)
}

/** Looks a member up without reading it: its own getter does not run, and the value is undefined. */
export function findMember(vm: Interpreter, object: Value, key: Key, step = COST.step): Value {
  const own = object instanceof Holder ? ownOf(object, key) : ABSENT
  if (own instanceof Accessor) return undefined
  const before = vm.instructions
  if (own === ABSENT && object instanceof Obj && inPrototypes(vm, object, key) instanceof Accessor) return undefined
  vm.instructions = before
  getMember(vm, object, key, step, 0)
  return undefined
}

/**
 * Reads a member named by an expression in brackets. Values without names of their own refuse what they do not have;
 * elements beyond the end of strings and typed arrays are undefined.
 */
export function getIndexed(vm: Interpreter, object: Value, key: Key): Value {
  if (isNullish(object)) throw vm.error('Error', cannotCreate(object, key))
  const isElement = typeof key === 'number' && (object instanceof View || object instanceof Str)
  if (!isElement && !(object instanceof Holder) && key !== '__proto__' && !hasMember(vm, object, key)) {
    throw vm.error('Error', cannotCreate(object, key))
  }
  if (key === 'prototype' && isFunction(object) && object.find(key) === undefined) return vm.prototypeOf(object)
  return getMember(vm, object, key, COST.textKeyStep)
}

function cannotRead(object: undefined | Null, key: Key): string {
  const name = object === undefined ? 'undefined' : 'null'
  return `Can't read property '${key}' of ${name}`
}

function element(array: Arr, index: number): Found {
  const item: Stored | Hole = array.at(index)
  return item === HOLE ? ABSENT : (item as Stored)
}

function ownOf(holder: Holder, key: Key): Found {
  const slot = holder.find(key)
  return slot === undefined ? ABSENT : slot.value
}

/** What an object has under a name by its class, without its own names. */
function inherited(vm: Interpreter, object: Value, key: Key): Found {
  vm.instructions += vm.charged * COST.inherited
  const name = String(key)
  const isPrototype = name === 'prototype'
  if (!isPrototype || isFunction(object) === false) {
    const found = inParents(vm, object, key)
    if (found !== ABSENT) return found
    const builtIn = findBuiltIn(vm, object, name)
    if (builtIn !== undefined) return vm.native(builtIn, object)
  }
  return ABSENT
}

function inParents(vm: Interpreter, object: Value, key: Key): Found {
  if (object instanceof Obj) return inPrototypes(vm, object, key)
  for (let name = className(object); name !== undefined; name = parentClass(name)) {
    const entry = vm.classEntry(name)
    vm.instructions += vm.charged * (COST.classSearch + (vm.root.find(name)?.at ?? 0) * COST.step)
    if (!(entry instanceof Holder)) continue
    const slot = entry.find('prototype') ?? (isFunction(entry) ? entry.add('prototype', new Obj()) : undefined)
    const prototype = slot?.value
    if (prototype instanceof Holder) {
      const found = ofPrototype(prototype, key)
      if (found !== ABSENT) return found
    }
  }
  return ABSENT
}

/** Numbers are not inherited: above the object itself names are compared as texts, which those of elements are not. */
function ofPrototype(prototype: Holder, key: Key): Found {
  return typeof key === 'number' ? ABSENT : ownOf(prototype, key)
}

/** Follows `__proto__`; without one, Object.prototype if the program has touched Object. */
function inPrototypes(vm: Interpreter, object: Obj, key: Key): Found {
  let at: Value = object
  for (let depth = 0; at instanceof Obj && depth < 100; depth++) {
    const link = at.find('__proto__')
    let next: Stored = link?.value
    vm.instructions += vm.charged * (COST.prototype + (link === undefined ? at.slots.length : link.at) * COST.step)
    if (next === undefined) {
      const entry = vm.root.find('Object')
      vm.instructions +=
        vm.charged * (COST.prototype + (entry === undefined ? vm.root.slots.length : entry.at) * COST.step)
      const root = entry?.value
      next = root instanceof Holder ? root.find('prototype')?.value : undefined
    }
    if (next === at || !(next instanceof Holder)) return ABSENT
    chargeSearch(vm, next, key)
    const found = ofPrototype(next, key)
    if (found !== ABSENT) return found
    if (!(next instanceof Obj)) return inParents(vm, next, key)
    at = next
  }
  return ABSENT
}

/** The class above a built-in class. */
function parentClass(name: string): string | undefined {
  if (/^(Uint|Int|Float)\d/.test(name)) return 'ArrayBufferView'
  return name === 'Object' ? undefined : 'Object'
}

/** The built-in member of a value: static, of its type, of its constructor, of Object. */
export function findBuiltIn(vm: Interpreter, object: Value, name: string): NativeEntry | undefined {
  vm.instructions += vm.charged * COST.builtIn
  if (object === vm.root) return vm.natives.findGlobal(name)
  if (object instanceof Native) {
    const found = object.def.statics.get(name)
    if (found !== undefined) return found
  }
  const type = prototypeName(object)
  const found = type === undefined ? undefined : vm.natives.findObject(type)?.prototype.get(name)
  if (found !== undefined) return found
  if (object instanceof Obj) {
    const prototype = object.find('__proto__')?.value
    const maker = prototype instanceof Obj ? prototype.find('constructor')?.value : undefined
    if (maker instanceof Native) {
      const member = maker.def.prototype.get(name)
      if (member !== undefined) return member
    }
  }
  return vm.natives.findObject('Object')?.prototype.get(name)
}

/** The built-in class whose members a value has, if it is no plain object. */
export function prototypeName(object: Value): string | undefined {
  if (object instanceof View) return object.type === 'ArrayBuffer' ? 'ArrayBuffer' : 'ArrayBufferView'
  if (object instanceof Pin) return 'Pin'
  if (object instanceof Arr) return 'Array'
  if (isNumeric(object)) return 'Number'
  if (isFunction(object)) return 'Function'
  return object instanceof Str ? 'String' : undefined
}

/** Members that come into being when they are read: a function's prototype, the prototype of a built-in value. */
function lateMember(vm: Interpreter, object: Value, key: Key): Value {
  // only making an instance, or asking for it in brackets, tells a prototype its constructor
  if (key === 'prototype' && isFunction(object)) return object.add('prototype', new Obj()).value as Obj
  if (key === '__proto__') {
    const name = className(object)
    const holder = name === undefined ? undefined : vm.classEntry(name)
    const prototype = holder instanceof Holder ? holder.find('prototype')?.value : undefined
    return prototype instanceof Accessor ? undefined : prototype
  }
  return undefined
}

/** Whether an object has a member with a getter or setter, of its own or inherited. */
export function hasAccessor(vm: Interpreter, object: Value, key: Key): boolean {
  if (!(object instanceof Holder)) return false
  const own = ownOf(object, key)
  if (own !== ABSENT || !(object instanceof Obj)) return own instanceof Accessor
  const before = vm.instructions
  const found = inPrototypes(vm, object, key)
  vm.instructions = before
  return found instanceof Accessor
}

/** Whether `key in object` holds. */
export function hasMember(vm: Interpreter, object: Value, key: Key): boolean {
  if (object instanceof Holder) {
    const own = object instanceof Arr && typeof key === 'number' ? element(object, key) : ownOf(object, key)
    if (own !== ABSENT) return true
  }
  if (object instanceof View && typeof key === 'number') return key < object.length
  return inherited(vm, object, key) !== ABSENT
}

export function runGetter(vm: Interpreter, accessor: Accessor, self: Value): Value {
  vm.instructions += vm.charged * COST.accessor
  return isFunction(accessor.get) ? vm.call(accessor.get, self, []) : undefined
}

/**
 * Writes a member as an assignment does: setters run, constants and values without members are errors. True when the
 * value of the assignment is not what was written: it is read again from a getter or typed array.
 */
export function setMember(vm: Interpreter, object: Value, key: Key, value: Value): boolean {
  if (object instanceof Arr && typeof key === 'number') {
    const old = object.at(key)
    if (old instanceof Accessor) return runSetter(vm, old, object, value)
    else {
      // what is not there yet is looked for in the prototype first, which makes the class (FACTS 2.2)
      if (old === HOLE) {
        vm.instructions += vm.charged * COST.newElement
        if (vm.root.find('Array') === undefined) vm.classEntry('Array')
        vm.heap.grow(1)
      }
      object.set(key, value)
    }
  } else if (isHolder(object)) return setNamed(vm, object, key, value)
  else if (object instanceof View && typeof key === 'number') {
    setElement(vm, object, key, value)
    return true
  } else if (object instanceof Str) setCharacter(vm, object, key)
  else throw vm.error('Error', cannotCreate(object, key))
  return false
}

/** Characters cannot be written; what is behind them, and names after a dot, are ignored. */
function setCharacter(vm: Interpreter, text: Str, key: Key): void {
  if (typeof key === 'number' && key < text.text.length) {
    throw vm.error('Error', 'Unable to assign value to non-reference String')
  }
}

function setNamed(vm: Interpreter, object: Holder & Value, key: Key, value: Value): boolean {
  const slot = object.find(key)
  if (slot !== undefined) {
    if (slot.constant) throw vm.error('TypeError', 'Assignment to a constant')
    if (slot.value instanceof Accessor) return runSetter(vm, slot.value, object, value)
    slot.value = value
    return false
  }
  if (key === 'length' && object instanceof Arr) throw vm.error('TypeError', 'Assignment to a constant')
  vm.instructions += vm.charged * (COST.inherited + COST.builtIn + COST.newName)
  const above = inParents(vm, object, key)
  if (above instanceof Accessor) return runSetter(vm, above, object, value)
  vm.heap.grow(1)
  object.add(key, value)
  return false
}

function runSetter(vm: Interpreter, accessor: Accessor, self: Value, value: Value): true {
  vm.instructions += vm.charged * COST.accessor
  if (isFunction(accessor.set)) vm.call(accessor.set, self, [value])
  return true
}

export function cannotCreate(object: Value, key: Key): string {
  return `Field or method ${quote(String(key), false)} does not already exist, and can't create it on ${typeInMessage(object)}`
}

/** Writes an element of a typed array; outside of it nothing happens. */
export function setElement(vm: Interpreter, view: View, index: number, value: Value): void {
  if (index < 0 || !reaches(view, index)) return
  const { cells } = view
  if (cells.isFloat) cells.set(index, toFloat(vm, value))
  else cells.set(index, cellInt(vm, view, value))
}

function cellInt(vm: Interpreter, view: View, value: Value): number {
  const number = toInt(vm, value)
  if (view.type !== 'Uint8ClampedArray') return number
  return number < 0 ? 0 : number > 255 ? 255 : number
}
