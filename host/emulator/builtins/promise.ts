/** Promise (FACTS 3.1, 6): reactions go through the board's queue of events. */
import { costOf } from '../costs/natives.ts'
import { Interrupt, Thrown } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { toText } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, bool, int, isFunction, Native, type NativeDef, Obj, type Value } from '../values.ts'
import { entries } from './arrays.ts'

const THEN = '\xffthn'
const CATCH = '\xffcat'
const VALUE = '\xffval'
const RESULT = '\xffres'
const REMAINING = '\xffn'

const PENDING = 0
const REJECTED = 1
const FULFILLED = 2

/** A native of the interpreter's own, not reachable by name. */
function internal(name: string, body: NativeFunction): NativeDef {
  return { name, body, statics: new Map(), prototype: new Map(), cost: costOf(`Promise: ${name}`) }
}

function child(object: Obj, name: string): Value {
  return object.find(name)?.value as Value
}

function isPromise(vm: Interpreter, value: Value): value is Obj {
  if (!(value instanceof Obj)) return false
  const prototype = value.find('__proto__')?.value
  const maker = prototype instanceof Obj ? prototype.find('constructor')?.value : undefined
  return maker instanceof Native && maker.def === vm.natives.findObject('Promise')
}

/** Settles the promise of a box once; the box remembers that it did. */
function settle(vm: Interpreter, box: Value, data: Value, ok: boolean): void {
  if (!(box instanceof Obj) || vm.truth(child(box, 'resl'))) return
  box.put('resl', bool(true))
  const promise = child(box, 'prom')
  if (!(promise instanceof Obj)) return
  if (data === promise) throw vm.error('Error', 'Illegal resolving to self')
  promise.put(VALUE, data)
  const then = ok && data instanceof Obj ? child(data, 'then') : undefined
  if (!ok || !(data instanceof Obj) || !(isFunction(then) || isPromise(vm, data))) {
    seal(vm, promise, data, ok)
    return
  }
  follow(vm, promise, data, then)
}

/** A promise resolved with another one, or with something that has `then`, follows it. */
function follow(vm: Interpreter, promise: Obj, data: Obj, then: Value): void {
  const box = new Obj()
  box.add('prom', promise)
  box.add('resl', bool(false))
  const resolve = bound(RESOLVE, box)
  const reject = bound(REJECT, box)
  if (!isFunction(then)) {
    chain(vm, data, resolve, reject)
    return
  }
  const outcome = attempt(vm, () => vm.call(then, data, [resolve, reject]))
  if (outcome.thrown) settle(vm, box, outcome.value, false)
}

/**
 * Runs a function of the program; what it throws is a value here, and an interrupt ends with it. An exception that still
 * waits to be reported counts as its own; `throw undefined` is none.
 */
function attempt(vm: Interpreter, run: () => Value): { readonly value: Value; readonly thrown: boolean } {
  const { current, temporaries } = vm
  const held = temporaries.length
  let value: Value
  let thrown: Value
  try {
    value = run()
    thrown = vm.host.takeException?.()
  } catch (caught) {
    const older = vm.host.takeException?.()
    thrown = thrownBy(caught)?.value ?? older
    vm.current = current
    temporaries.length = held
    if (caught instanceof Interrupt && caught.reason === 'memory') vm.heap.settle()
  }
  return thrown === undefined ? { value, thrown: false } : { value: thrown, thrown: true }
}

/** The exception, if there is one: lack of memory and Ctrl-C have none. What is neither is passed on. */
function thrownBy(caught: unknown): Thrown | undefined {
  if (caught instanceof Thrown) return caught
  if (caught instanceof Interrupt && caught.reason !== 'off') return caught.thrown
  throw caught
}

function seal(vm: Interpreter, promise: Obj, data: Value, ok: boolean): void {
  promise.put('state', ok ? FULFILLED : REJECTED)
  const reactions = child(promise, ok ? THEN : CATCH)
  if (reactions instanceof Arr)
    for (const [, reaction] of entries(reactions, false)) queue(vm, promise, reaction, data, ok)
  else if (!ok) throw unhandled(vm, data)
}

/** The error of a rejection that nobody handles; the stack trace of what was thrown is shown with it. */
function unhandled(vm: Interpreter, data: Value): Thrown {
  const thrown = vm.error('Error', `Unhandled promise rejection: ${toText(vm, data)}`)
  const stack = data instanceof Obj ? data.find('stack')?.value : undefined
  if (stack !== undefined) vm.host.keepStack?.(toText(vm, stack as Value))
  return thrown
}

function bound(def: NativeDef, self: Value): Native {
  const native = new Native(def)
  native.boundThis = { value: self }
  return native
}

const RESOLVE = internal('resolve', (vm, self, [data]) => void settle(vm, self, data, true))
const REJECT = internal('reject', (vm, self, [data]) => void settle(vm, self, data, false))
const QUEUE_RESOLVE = internal(
  'resolve',
  (vm, self, [data]) => void vm.host.enqueue(self, bound(RESOLVE, self), [data]),
)
const QUEUE_REJECT = internal('reject', (vm, self, [data]) => void vm.host.enqueue(self, bound(REJECT, self), [data]))

const REACT = internal('reaction', (vm, self, [reaction, data, isThen]) => {
  if (!(reaction instanceof Obj)) return undefined
  const box = child(reaction, 'next')
  const callback = child(reaction, 'cb')
  if (callback === undefined) {
    settle(vm, box, data, vm.truth(isThen))
    return undefined
  }
  const held = vm.temporaries.length
  // the truth value, which was part of a name in the array of arguments
  vm.temporaries.push(1)
  const { value, thrown } = attempt(vm, () => vm.call(callback, self, [data]))
  vm.temporaries.length = held
  settle(vm, box, value, !thrown)
  return undefined
})

function queue(vm: Interpreter, promise: Obj, reaction: Value, data: Value, ok: boolean): void {
  vm.host.enqueue(promise, bound(REACT, promise), [reaction, data, bool(ok)])
}

/** A new promise in a box. */
function boxed(vm: Interpreter): { box: Obj; promise: Obj } {
  const promise = vm.newObject('Promise')
  promise.add('state', PENDING)
  const box = new Obj()
  box.add('prom', promise)
  return { box, promise }
}

/** Adds reactions and yields the promise of their result. */
function chain(vm: Interpreter, promise: Obj, onThen: Value, onCatch: Value): Obj {
  const { box, promise: next } = boxed(vm)
  react(vm, promise, THEN, FULFILLED, onThen, box)
  react(vm, promise, CATCH, REJECTED, onCatch, box)
  return next
}

function react(vm: Interpreter, promise: Obj, list: string, state: number, callback: Value, box: Obj): void {
  const reaction = new Obj()
  reaction.add('cb', callback)
  reaction.add('next', box)
  const now = child(promise, 'state')
  if (now === state) {
    queue(vm, promise, reaction, child(promise, VALUE), state === FULFILLED)
    return
  }
  if (now !== PENDING && now !== undefined) return
  const slot = promise.findOrAdd(list)
  if (slot.value instanceof Arr) slot.value.push(reaction)
  else slot.value = new Arr([reaction])
}

const construct: NativeFunction = (vm, _self, [executor]) => {
  if (executor === undefined) throw vm.error('Error', 'Function required in promise constructor')
  const { box, promise } = boxed(vm)
  const resolvers = [bound(QUEUE_RESOLVE, box), bound(QUEUE_REJECT, box)]
  const { value, thrown } = attempt(vm, () => vm.call(executor, promise, resolvers))
  if (thrown) vm.host.enqueue(box, bound(REJECT, box), [value])
  return promise
}

function settled(ok: boolean): NativeFunction {
  return (vm, _self, [data]) => {
    if (ok && isPromise(vm, data)) return data
    const { box, promise } = boxed(vm)
    vm.host.enqueue(box, bound(ok ? RESOLVE : REJECT, box), [data])
    return promise
  }
}

const ALL_RESOLVE = internal('all', (vm, self, [index, data]) => {
  const promise = self instanceof Obj ? child(self, 'prom') : undefined
  if (!(promise instanceof Obj)) return undefined
  const remaining = vm.toInt(child(promise, REMAINING)) - 1
  const results = child(promise, RESULT)
  if (results instanceof Arr) results.set(vm.toInt(index), data)
  promise.put(REMAINING, int(remaining))
  if (remaining === 0) settle(vm, self, results, true)
  return undefined
})

const all: NativeFunction = (vm, _self, [list]) => {
  const { box, promise } = boxed(vm)
  const results = new Arr()
  let remaining = 0
  for (const [at, item] of entries(list, false)) {
    if (!isPromise(vm, item)) {
      results.set(at, item)
      continue
    }
    const resolve = bound(ALL_RESOLVE, box)
    resolve.boundArgs = [int(at)]
    chain(vm, item, resolve, bound(REJECT, box))
    remaining++
  }
  promise.put(REMAINING, int(remaining))
  promise.put(RESULT, results)
  if (remaining === 0) vm.host.enqueue(box, bound(RESOLVE, box), [results])
  return promise
}

function handler(isThen: boolean): NativeFunction {
  return (vm, self, [first, second]) => {
    const [onThen, onCatch] = isThen ? [first, second] : [undefined, first]
    for (const callback of [onThen, onCatch]) {
      if (callback !== undefined && !isFunction(callback)) throw vm.error('TypeError', 'Callback must be a function')
    }
    return self instanceof Obj ? chain(vm, self, onThen, onCatch) : undefined
  }
}

export function promises(natives: NativeRegistry): void {
  natives.object('Promise', {
    construct,
    statics: { all, resolve: settled(true), reject: settled(false) },
    prototype: { then: handler(true), catch: handler(false) },
  })
}
