/**
 * Calling functions (FACTS 2.1, 2.5, 3.2): arguments become names of a fresh scope, superfluous ones without a name;
 * `this` is the global object unless given. The depth of calls is bounded by the bytes they take on the device's stack.
 */
import { COST } from '../costs/model.ts'
import { Thrown, Interrupt } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { runNative } from '../natives.ts'
import { Accessor, type AnyFunction, Fn, Holder, isFunction, Native, Obj, Scope, type Value } from '../values.ts'
import { Activation, type FrameName } from './activation.ts'
import { typeInMessage } from './convert.ts'
import { compileBody, type Run } from './functions.ts'
import { quote } from './quote.ts'

/** Bytes of stack that a call takes, besides those of the constructs around it (measured: FACTS 2.5). */
export const CALL_STACK = 720
/** Bytes that a native which calls back adds. */
const NATIVE_STACK = 1140
/** Calls are refused when fewer bytes than these are left. */
const STACK_RESERVE = 512

const OVERFLOW = 'Too much recursion - the stack is about to overflow'

/** Refuses a call that would take more stack than there is. */
export function checkStack(vm: Interpreter, used: number): void {
  if (used <= vm.stackBytes - STACK_RESERVE) return
  throw new Interrupt('stack', vm.error('Error', OVERFLOW))
}

/** What it costs to call a function of the program from its text with so many arguments: its names are made. */
export function callCost({ params }: Fn, given: number): number {
  const named = Math.min(given, params.length)
  let cost = COST.call + COST.callParsed + (given - named) * COST.surplus + (params.length - named) * COST.missing
  for (let at = 0; at < named; at++) cost += COST.parameter + params[at].length * COST.parameterCharacter
  return cost
}

/** What entering a function costs, however it was called: its scopes, its text, the place for its result. */
function enterCost(fn: Fn): number {
  let scopes = 0
  for (let scope = fn.scope; scope !== null; scope = scope.parent) scopes++
  const closure = scopes === 0 ? 0 : COST.closure + scopes * COST.closureScope
  return closure + COST.body + (fn.isExpression ? 0 : COST.result)
}

/** Calls a function with arguments that are values already, as natives and the event loop do. */
export function callFunction(vm: Interpreter, fn: Value, self: Value, args: readonly Value[]): Value {
  if (fn instanceof Fn) {
    const caller = vm.current
    const used = (caller?.stack ?? 0) + CALL_STACK + NATIVE_STACK
    checkStack(vm, used)
    const held = vm.temporaries.length
    vm.hold(fn)
    for (const arg of args) vm.hold(arg)
    const result = enter(vm, fn, scopeOf(fn, args), self, undefined, used)
    vm.temporaries.length = held
    return result
  }
  if (fn instanceof Native) return callNative(vm, fn, self, args)
  throw notAFunction(vm, fn, undefined)
}

/** The error of calling something that is not a function. */
export function notAFunction(vm: Interpreter, fn: Value, name: string | undefined): Thrown {
  if (fn !== undefined) return vm.error('Error', `Expecting function, got ${typeInMessage(fn)}`)
  return vm.error('Error', name === undefined ? 'Function not found!' : `Function ${quote(name, false)} not found!`)
}

/** The scope of a call: bound arguments, those given, parameters that got none, the function's own name. */
function scopeOf(fn: Fn, args: readonly Value[]): Scope {
  const { params } = fn
  const scope = new Scope(fn.scope)
  scope.holdsResult = !fn.isExpression
  for (const { key, value } of fn.boundArgs) scope.addParameter(key, value)
  for (let at = 0; at < args.length; at++) scope.addParameter(at < params.length ? params[at] : '', args[at])
  for (let at = args.length; at < params.length; at++) scope.addParameter(params[at], undefined)
  if (fn.ownName !== undefined) scope.add(fn.ownName.text, fn)
  return scope
}

/** Runs the body of a function in its scope. */
export function enter(vm: Interpreter, fn: Fn, scope: Scope, self: Value, name: FrameName, stack: number): Value {
  const code = (fn.template.code ??= compileBody(vm, fn)) as { run: Run; source: Activation['source'] } | null
  if (code === null) return undefined
  vm.instructions += enterCost(fn)
  const caller = vm.current
  const bound = fn.boundThis === undefined ? self : fn.boundThis.value
  const inner = new Activation(code.source, name, caller, scope, scope, bound, stack)
  const { charged } = vm
  vm.charged = 1
  vm.current = inner
  const result = code.run(inner)
  vm.current = caller
  vm.charged = charged
  return result
}

/** Calls a native with its bound arguments first. */
export function callNative(vm: Interpreter, fn: Native, self: Value, args: readonly Value[]): Value {
  const bound = fn.boundThis === undefined ? self : fn.boundThis.value
  const all = fn.boundArgs.length === 0 ? args : [...fn.boundArgs, ...args]
  return runNative(vm, fn.def, bound, all)
}

/** The object that `new fn` works on, with its prototype set. */
export function newInstance(vm: Interpreter, fn: AnyFunction): Obj {
  const instance = new Obj()
  instance.add('__proto__', vm.prototypeOf(fn))
  return instance
}

/** `new fn(...args)` with values. */
export function construct(vm: Interpreter, fn: Value, args: readonly Value[]): Value {
  if (!isFunction(fn)) throw vm.error('Error', `Constructor should be a function, but is ${typeInMessage(fn)}`)
  const instance = newInstance(vm, fn)
  return callFunction(vm, fn, instance, args) ?? instance
}

/** The prototype of a function, made when it is missing; its constructor is always that function. */
export function prototypeOf(vm: Interpreter, fn: AnyFunction): Value {
  const slot = fn.findOrAdd('prototype')
  const old = slot.value
  const usable = old instanceof Obj || isFunction(old)
  const prototype: Holder & Value = usable ? old : new Obj()
  if (!usable) {
    if (old !== undefined && !(old instanceof Accessor)) {
      throw vm.error('TypeError', `Prototype should be an object, got ${typeInMessage(old)}`)
    }
    slot.value = prototype
  }
  prototype.put('constructor', fn)
  return prototype
}
