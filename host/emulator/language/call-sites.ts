/** Compiles calls and `new` (FACTS 3.2): the function is found and checked before its arguments run. */
import { COST } from '../costs/model.ts'
import { Thrown } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { Accessor, Fn, Holder, isFunction, type Key, Native, Obj, Scope, type Value, Var } from '../values.ts'
import type { Activation, FrameName } from './activation.ts'
import type { Call, Expr, Member, New } from './ast.ts'
import { callCost, callNative, CALL_STACK, checkStack, enter, newInstance, notAFunction } from './calls.ts'
import { nameSize } from '../memory.ts'
import type { Context, Run } from './context.ts'
import { typeInMessage } from './convert.ts'
import { getIndexed, getMember, runGetter, textKey, toKey } from './members.ts'
import { withIndex } from './names.ts'
import { strayFromNative } from './stray.ts'
import { compileValue } from './values-of.ts'

/** Calls `fn` with the arguments of one place in the text. */
type Invoke = (a: Activation, fn: Value, self: Value, name: FrameName) => Value

function compileInvoke(c: Context, args: readonly Expr[], before: number, close: number): Invoke {
  const { vm } = c
  const stack = CALL_STACK + c.nest
  const limit = vm.stackBytes - 512 - stack
  const runs = args.map((arg) => compileValue(c, arg))
  const count = runs.length
  return (a, fn, self, name) => {
    if (a.stack > limit) {
      a.pos = before
      checkStack(vm, a.stack + stack)
    }
    const held = vm.temporaries.length
    if (fn instanceof Fn) {
      vm.instructions += callCost(fn, count)
      vm.temporaries.push(fn)
      const scope = new Scope(fn.scope)
      scope.holdsResult = !fn.isExpression
      fillScope(c, a, fn, scope, runs)
      a.pos = close
      const result = enter(vm, fn, scope, self, name, a.stack + stack)
      vm.temporaries.length = held
      return result
    }
    if (!(fn instanceof Native)) {
      a.pos = before
      throw notAFunction(vm, fn, typeof name === 'string' ? name : undefined)
    }
    vm.instructions += COST.native + count * COST.nativeArgument
    vm.temporaries.push(fn)
    if (self instanceof Var) vm.temporaries.push(self)
    const values: Value[] = []
    try {
      while (values.length < count) {
        const value = runs[values.length](a)
        vm.hold(value)
        values.push(value)
      }
    } catch (caught) {
      strayFromNative(a, caught, before, values.length === count - 1)
      throw caught
    }
    a.pos = close
    const result = callNative(vm, fn, self, values)
    vm.temporaries.length = held
    return result
  }
}

/** Runs the arguments into a scope, which counts as memory in use meanwhile. */
function fillScope({ vm }: Context, a: Activation, fn: Fn, scope: Scope, runs: readonly Run[]): void {
  const { params } = fn
  const held = vm.temporaries.length
  vm.temporaries.push(scope)
  for (const { key, value } of fn.boundArgs) scope.addParameter(key, value)
  const count = runs.length
  try {
    for (let at = 0; at < count; at++) scope.addParameter(at < params.length ? params[at] : '', runs[at](a))
  } catch (caught) {
    if (caught instanceof Thrown) vm.heap.lose(fn)
    throw caught
  }
  for (let at = count; at < params.length; at++) scope.addParameter(params[at], undefined)
  if (fn.ownName !== undefined) scope.add(fn.ownName.text, fn)
  vm.temporaries.length = held
}

export function compileCall(c: Context, e: Call): Run {
  const { callee } = e
  const before = callee.end
  if (callee.t === 'super') return callSuper(c, e, callee)
  const invoke = compileInvoke(c, e.args, before, e.close)
  if (callee.t === 'member') return callMember(c, callee, invoke)
  const fn = compileValue(c, callee, before)
  const inner = callee.t === 'paren' ? callee.inner : callee
  const name = nameOf(inner)
  if (name !== undefined) {
    return (a) => invoke(a, fn(a), undefined, name)
  }
  return (a) => {
    const value = fn(a)
    return invoke(a, value, undefined, value instanceof Fn ? value : undefined)
  }
}

/** A member that an object has from its class is held by a name of its own during the call. */
function callMember(c: Context, callee: Member, invoke: Invoke): Run {
  const { vm } = c
  const { pos } = callee
  const onSuper = callee.object.t === 'super'
  const object = compileValue(c, callee.object, pos)
  if (typeof callee.key === 'string') {
    const name = callee.key
    const key = textKey(name)
    const size = nameSize(key)
    return (a) => {
      const on = object(a)
      a.pos = pos
      const fn = called(vm, on, key, getMember)
      const held = vm.temporaries.length
      if (!(on instanceof Holder && on.find(key) !== undefined)) vm.temporaries.push(size)
      const result = invoke(a, fn, onSuper ? a.self : on, name)
      vm.temporaries.length = held
      return result
    }
  }
  const index = compileValue(c, callee.key)
  const indexed = withIndex(c, callee.object, object, index)
  return (a) => {
    const on = indexed(a)
    const key = toKey(vm, index(a))
    a.pos = pos
    return invoke(a, called(vm, on, key, getIndexed), onSuper ? a.self : on, String(key))
  }
}

export function compileNew(c: Context, e: New): Run {
  const { vm } = c
  const before = e.callee.end
  const fn = compileValue(c, e.callee, before)
  const invoke = compileInvoke(c, e.args ?? [], before, e.close)
  const name = nameOf(e.callee)
  return (a) => {
    const maker = fn(a)
    a.pos = before
    if (!isFunction(maker)) {
      throw vm.error('Error', `Constructor should be a function, but is ${typeInMessage(maker)}`)
    }
    vm.instructions += COST.new
    const instance = newInstance(vm, maker)
    const result = invoke(a, maker, instance, name ?? (maker instanceof Fn ? maker : undefined))
    return result ?? instance
  }
}

/** The name under which a function is called, in brackets or not. */
function nameOf(callee: Expr | undefined): string | undefined {
  if (callee === undefined) return undefined
  if (callee.t === 'name') return callee.name
  if (callee.t === 'paren') return nameOf(callee.inner)
  if (callee.t === 'comma' && callee.inParens) return nameOf(callee.list[callee.list.length - 1])
  return callee.t === 'member' && typeof callee.key === 'string' ? callee.key : undefined
}

type Super = Extract<Expr, { t: 'super' }>

/** `super(...)`: runs the constructor above with the same `this`. */
function callSuper(c: Context, e: Call, callee: Super): Run {
  const { vm } = c
  const above = compileSuper(c, callee)
  const invoke = compileInvoke(c, e.args, callee.end, e.close)
  return (a) => {
    const maker = above(a)
    vm.instructions += COST.super
    vm.superClass = maker
    try {
      return invoke(a, maker, a.self, maker instanceof Fn ? maker : undefined)
    } finally {
      vm.superClass = undefined
    }
  }
}

/** What `super` stands for: the constructor above in a call or static method, otherwise the prototype above. */
export function compileSuper({ vm }: Context, e: Super): Run {
  return (a) => {
    const { self } = a
    a.pos = e.end
    let start: Value
    if (self instanceof Obj) {
      const inCall = e.isCall && vm.superClass instanceof Holder
      start = inCall ? child(vm.superClass, 'prototype') : child(self, '__proto__')
    } else if (isFunction(self)) start = child(self, 'prototype')
    const above = start instanceof Obj ? child(start, '__proto__') : undefined
    if (above === undefined) throw vm.error('SyntaxError', "Calling 'super' outside of class")
    return e.isCall || isFunction(self) ? child(above, 'constructor') : above
  }
}

function child(of: Value, name: string): Value {
  return of instanceof Holder ? (of.find(name)?.value as Value) : undefined
}

/** The member that is to be called; a getter of the object itself runs without its object then. */
function called(vm: Interpreter, on: Value, key: Key, read: typeof getMember): Value {
  const stored = on instanceof Holder ? on.find(key)?.value : undefined
  return stored instanceof Accessor ? runGetter(vm, stored, undefined) : read(vm, on, key)
}
