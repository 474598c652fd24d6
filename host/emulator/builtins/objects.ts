/** Object, Function and the error classes (FACTS 3.2). Listeners (`on`, `emit`) belong to the board. */
import type { Interpreter } from '../interpreter.ts'
import { formatRadix } from '../numbers.ts'
import { className, isNumeric, toText, truth, typeInMessage } from '../language/convert.ts'
import { replaceFunction } from '../language/functions.ts'
import { isInternal } from '../language/loops.ts'
import { getMember, keyText, runGetter, toKey } from '../language/members.ts'
import { immediate, type NativeFunction, type NativeRegistry } from '../natives.ts'
import {
  Accessor,
  Arr,
  bool,
  Fn,
  HOLE,
  int,
  isFunction,
  isHolder,
  isNullish,
  type Key,
  Native,
  Null,
  Num,
  Obj,
  Pin,
  Slot,
  Str,
  str,
  type Value,
  View,
} from '../values.ts'
import { entries as elements, isIterable } from './arrays.ts'

/** Names that Object.keys shows, with what they hold. */
function ownEntries(vm: Interpreter, value: Value, read = false): [key: Key, item: Value][] {
  if (value instanceof View || value instanceof Str) return elements(value, true)
  if (!isHolder(value)) return []
  const list: [Key, Value][] = value instanceof Arr ? elements(value, false) : []
  for (const { key, value: item } of value.slots) {
    if (isInternal(value, key) && key !== 'constructor') continue
    // getters run without their object
    list.push([key, !(item instanceof Accessor) ? item : read ? runGetter(vm, item, undefined) : undefined])
  }
  return list
}

/** Pins are no members of the root, but are listed with them, by the number that the build has. */
function pinEntries(vm: Interpreter, value: Value): [key: Key, item: Value][] {
  if (value !== vm.root) return []
  const names = Array.from({ length: vm.board === 'LINUX' ? LINUX_PINS : PINS }, (_, pin) => `D${pin}`)
  return names.map((name, pin): [Key, Value] => [name, new Pin(pin)])
}

/** What Object.keys and its kin go through. */
function listedEntries(vm: Interpreter, value: Value, read = false): [key: Key, item: Value][] {
  const own = ownEntries(vm, value, read)
  const names = new Set(own.map(([key]) => key))
  return [...own, ...pinEntries(vm, value).filter(([name]) => !names.has(name))]
}

const keys: NativeFunction = (vm, _self, [value]) => new Arr(listedEntries(vm, value).map(([key]) => keyText(key)))

/** Names of its own and built-in ones, `length` of arrays and strings included. */
const ownNames: NativeFunction = (vm, _self, [value]) => {
  const names = new Set(ownEntries(vm, value).map(([key]) => String(key)))
  for (const name of builtInNames(vm, value).sort(byCode)) names.add(name)
  if (value instanceof Arr || value instanceof Str) names.add('length')
  for (const [name] of pinEntries(vm, value)) names.add(String(name))
  return new Arr([...names].map(str))
}

/** Pins of an ESP32, and of the Linux build. */
const PINS = 40
const LINUX_PINS = 33
const byCode = (a: string, b: string): number => (a < b ? -1 : 1)

/** Classes whose prototype tells the members of instances; that of any other class tells those of functions. */
const TOLD = ['Array', 'ArrayBuffer', 'ArrayBufferView', 'Function', 'Number', 'Pin', 'String']

function builtInNames(vm: Interpreter, value: Value): string[] {
  if (value === vm.root) return vm.natives.globalNames()
  if (value instanceof Native) return [...value.def.statics.keys()]
  const owner = value instanceof Obj ? value.find('constructor')?.value : undefined
  if (!isFunction(owner)) return []
  const told = TOLD.find((name) => owner instanceof Native && vm.natives.findObject(name) === owner.def)
  return [...vm.natives.findObject(told ?? 'Function')!.prototype.keys()]
}

const assign: NativeFunction = (vm, _self, args) => {
  let target: Obj | undefined
  for (const arg of args) {
    if (isNullish(arg)) continue
    if (!(arg instanceof Obj)) throw vm.error('TypeError', `Expecting Object, got ${typeInMessage(arg)}`)
    if (target === undefined) target = arg
    else for (const { key, value } of arg.slots) if (key !== '__proto__') copyMember(vm, target, key, value)
  }
  return target
}

/** Copies what a getter yields, not the getter; it is called without its object. */
function copyMember(vm: Interpreter, target: Obj, key: Key, value: Slot['value']): void {
  target.put(key, value instanceof Accessor ? runGetter(vm, value, undefined) : value)
}

const create: NativeFunction = (vm, _self, [prototype, properties]) => {
  if (!(prototype instanceof Obj || prototype instanceof Null)) {
    throw vm.error('TypeError', `Object prototype may only be an Object or null: ${typeInMessage(prototype)}`)
  }
  if (properties instanceof Obj) throw vm.error('Error', 'propertiesObject is not supported yet')
  const made = new Obj()
  if (prototype instanceof Obj) made.add('__proto__', prototype)
  return made
}

const defineProperty: NativeFunction = (vm, _self, [object, name, description]) => {
  if (!isHolder(object))
    throw vm.error('Error', `First argument must be Object, Function or Array, got ${typeInMessage(object)}`)
  if (!(description instanceof Obj)) {
    throw vm.error('Error', `Property description must be Object, got ${typeInMessage(description)}`)
  }
  const get = description.find('get')?.value as Value
  const set = description.find('set')?.value as Value
  const key = toKey(vm, name)
  let value = description.find('value')?.value
  if (get !== undefined || set !== undefined) {
    const accessor = new Accessor()
    accessor.get = get
    accessor.set = set
    value = accessor
  }
  if (object instanceof Arr && typeof key === 'number') object.set(key, value)
  else {
    const slot = object.put(key, value)
    const writable = description.find('writable')
    if (writable?.value !== undefined) slot.constant = !truth(writable.value as Value)
  }
  return object
}

const hasOwnProperty: NativeFunction = (vm, self, [name]) => {
  const key = toKey(vm, name)
  if (self instanceof Arr && typeof key === 'number') return bool(self.at(key) !== HOLE)
  if (isHolder(self) && self.find(key) !== undefined) return bool(true)
  return bool(self instanceof Native && self.def.statics.has(String(key)))
}

const descriptor: NativeFunction = (vm, _self, [object, name]) => {
  if (!vm.truth(hasOwnProperty(vm, object, [name]))) return undefined
  const key = toKey(vm, name)
  const slot = isHolder(object) ? object.find(key) : undefined
  const made = new Obj()
  made.add('writable', bool(slot?.constant !== true))
  made.add('enumerable', bool(!isInternal(object, key)))
  made.add('configurable', bool(true))
  if (slot?.value instanceof Accessor) {
    made.add('get', slot.value.get)
    made.add('set', slot.value.set)
  } else made.add('value', getMember(vm, object, key))
  return made
}

const fromEntries: NativeFunction = (_vm, _self, [list]) => {
  if (!(list instanceof Arr)) return undefined
  const made = new Obj()
  for (const [, pair] of elements(list, false)) {
    if (!(pair instanceof Arr)) continue
    const [name, value] = [pair.at(0), pair.at(1)]
    if (name instanceof Str) made.put(name.text, value === HOLE ? undefined : (value as Value))
  }
  return made
}

const setPrototypeOf: NativeFunction = (vm, _self, [object, prototype]) => {
  if (!(object instanceof Obj || isFunction(object)))
    throw vm.error('TypeError', `Can't extend ${typeInMessage(object)}`)
  object.put('__proto__', prototype)
  return object
}

/** A shallow copy. */
const clone: NativeFunction = (_vm, self) => {
  if (self instanceof Arr && self.isHuge) {
    const made = new Arr()
    for (const index of self.indices()) made.set(index, self.at(index) as Value)
    made.setLength(self.length)
    return made
  }
  if (self instanceof Arr) return new Arr(self.dense())
  if (!(self instanceof Obj)) return self
  const made = new Obj()
  for (const { key, value } of self.slots) made.add(key, value)
  return made
}

const objectToString: NativeFunction = (vm, self, [radix]) => {
  if (isNumeric(self) && typeof radix === 'number' && radix >= 2 && radix <= 36) {
    const isInt = !(self instanceof Num && self.isFloat)
    return str(formatRadix(vm.toFloat(self), radix, isInt))
  }
  return str(toText(vm, self))
}

const length = immediate((_vm, self) => {
  if (self instanceof Fn) return int(self.params.length + self.boundArgs.length)
  if (self instanceof Arr || self instanceof View) return int(self.length)
  return self instanceof Native ? 0 : undefined
})

/** Called as a function or with `new`: makes an object of what is not one. */
const construct: NativeFunction = (vm, _self, [value]) => {
  if (value instanceof Obj || value instanceof Arr || isFunction(value)) return value
  const name = className(value)
  const maker = name === undefined ? undefined : vm.touch(name)?.value
  return maker === undefined ? new Obj() : vm.call(maker, undefined, [value])
}

const apply: NativeFunction = (vm, self, [thisArg, list]) => {
  if (list === undefined) return vm.call(self, thisArg, [])
  if (!isIterable(list)) {
    throw vm.error('Error', `Second argument to Function.apply must be iterable, got ${typeInMessage(list)}`)
  }
  const count = list instanceof Arr ? list.length : 0
  const args = count > MOST_ARGUMENTS ? [] : elements(list, true).map(([, item]) => item)
  const given = Math.max(count, args.length)
  if (given > MOST_ARGUMENTS) {
    throw vm.error(
      'Error',
      `Array passed to Function.apply is too big! Maximum ${MOST_ARGUMENTS} arguments, got ${given}`,
    )
  }
  return vm.call(self, thisArg, args)
}
const MOST_ARGUMENTS = 1024

const bind: NativeFunction = (vm, self, [thisArg, ...args]) => {
  if (self instanceof Native) {
    const made = new Native(self.def)
    made.boundArgs = [...self.boundArgs, ...args]
    made.boundThis = { value: thisArg }
    copyMembers(self, made)
    return made
  }
  if (!(self instanceof Fn)) {
    throw vm.error('TypeError', `Function.bind expects to be called on function, got ${typeInMessage(self)}`)
  }
  const made = new Fn()
  replaceFunction(made, self)
  copyMembers(self, made)
  made.scope = self.scope
  const filled = args.map((value, at) => new Slot(self.params[at] ?? '', value))
  made.boundArgs = [...self.boundArgs, ...filled]
  made.params = self.params.slice(args.length)
  made.boundThis = { value: thisArg }
  return made
}

/** All members in their order, `prototype` too: both functions have the same one then. */
function copyMembers(from: Fn | Native, to: Fn | Native): void {
  to.removeAll()
  for (const { key, value } of from.slots) to.add(key, value)
}

const newFunction: NativeFunction = (vm, _self, args) => {
  const code = args[args.length - 1]
  if (!(code instanceof Str))
    throw vm.error('TypeError', `Function code must be a String, got '${typeInMessage(code)}'`)
  const made = new Fn()
  made.params = args.slice(0, -1).map((param) => toText(vm, param))
  made.code = code
  return made
}

const replaceWith: NativeFunction = (vm, self, [by]) => {
  if (!(self instanceof Fn && by instanceof Fn)) throw vm.error('TypeError', 'Argument should be a function')
  replaceFunction(self, by)
  return undefined
}

/** Objects are their own value. */
const valueOf: NativeFunction = (_vm, self) => self

const errorToString: NativeFunction = (vm, self) => {
  const type = vm.member(self, 'type')
  const message = vm.member(self, 'message')
  const name = type === undefined ? 'Error' : toText(vm, type)
  return str(message === undefined ? name : `${name}: ${toText(vm, message)}`)
}

export function objects(natives: NativeRegistry): void {
  natives.object('Object', {
    construct,
    statics: {
      assign,
      create,
      defineProperty,
      defineProperties(vm, self, [object, list]) {
        for (const [key, item] of ownEntries(vm, list, true)) defineProperty(vm, self, [object, keyText(key), item])
        return object
      },
      entries: (vm, _self, [value]) =>
        new Arr(listedEntries(vm, value, true).map(([key, item]) => new Arr([keyText(key), item]))),
      fromEntries,
      getOwnPropertyDescriptor: descriptor,
      getOwnPropertyDescriptors(vm, self, [object]) {
        const made = new Obj()
        for (const [key] of ownEntries(vm, object)) made.add(key, descriptor(vm, self, [object, keyText(key)]))
        return made
      },
      getOwnPropertyNames: ownNames,
      getPrototypeOf: (vm, _self, [object]) => getMember(vm, object, '__proto__'),
      keys,
      setPrototypeOf,
      values: (vm, _self, [value]) => new Arr(listedEntries(vm, value, true).map(([, item]) => item)),
    },
    prototype: { clone, hasOwnProperty, length, toString: objectToString, valueOf },
  })
  natives.object('Function', {
    construct: newFunction,
    prototype: { apply, bind, call: (vm, self, [thisArg, ...args]) => vm.call(self, thisArg, args), replaceWith },
  })
  for (const type of ['Error', 'SyntaxError', 'TypeError', 'InternalError', 'ReferenceError']) {
    natives.object(type, {
      construct: (vm, _self, [message]) => vm.newError(type, message),
      prototype: { toString: errorToString },
    })
  }
}
