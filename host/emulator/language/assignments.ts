/**
 * Compiles what writes: `=`, compound assignment, `++`, `--`, `delete` (FACTS 3.2). The place is found before the value
 * is computed; a compound assignment reads the old value after the right side has run.
 */
import { COST } from '../costs/model.ts'
import { Thrown } from '../errors.ts'
import { Accessor, Arr, bool, Holder, isNullish, type Key, Num, Str, type Value, View, wide, float } from '../values.ts'
import type { Activation } from './activation.ts'
import type { Expr, Member } from './ast.ts'
import type { Interpreter } from '../interpreter.ts'
import type { Context, Run } from './context.ts'
import { toNumber } from './convert.ts'
import {
  cannotCreate,
  chargeSearch,
  elementOf,
  getMember,
  hasAccessor,
  hasMember,
  runGetter,
  setElement,
  setMember,
  textKey,
  toKey,
} from './members.ts'
import { assignResolved, isSlot, notAReference, resolve, type Resolved, store, withIndex } from './names.ts'
import { add, operateAny } from './operators.ts'
import { compileEffect, compileValue } from './values-of.ts'

type Assign = Extract<Expr, { t: 'assign' }>
type Update = Extract<Expr, { t: 'update' }>

/** Computes the new value from the old one. */
type Change = (a: Activation, old: Value) => Value

/**
 * The value is what is found in the place afterwards: a getter is asked in any case, a typed array only when the value
 * is wanted.
 */
export function compileAssign(c: Context, e: Assign, wanted = true): Run {
  const target = unwrap(e.target)
  const value = compileValue(c, e.value)
  if (target.t === 'name')
    return e.op === '' ? assignName(c, target.name, value, e.end) : changeName(c, target.name, e, value)
  if (target.t === 'member')
    return e.op === '' ? assignMember(c, target, value, e.end, wanted) : changeMember(c, target, e, value, wanted)
  return refuse(c, target, value, e.end)
}

function unwrap(e: Expr): Expr {
  if (e.t === 'paren') return unwrap(e.inner)
  return e
}

/** An assignment to something that is no reference fails after its right side has run. */
function refuse(c: Context, target: Expr, value: Run, end: number): Run {
  const left = compileEffect(c, target)
  return (a) => {
    const old = left(a)
    value(a)
    a.pos = end
    throw notAReference(c.vm, old)
  }
}

function assignName({ vm }: Context, name: string, value: Run, end: number): Run {
  let hint = 0
  const { step, storeInt } = COST
  return (a) => {
    const { scope } = a
    if (scope !== null) {
      const { slots } = scope
      const slot = hint < slots.length && slots[hint].key === name ? slots[hint] : scope.find(name)
      if (slot !== undefined) {
        vm.instructions += slot.at * step
        const result = value(a)
        if (slot.constant || slot.value instanceof Accessor) {
          a.pos = end
          store(vm, slot, result)
        } else slot.value = result
        if (typeof result === 'number') vm.instructions += storeInt
        hint = slot.at
        return result
      }
    }
    const found = resolve(vm, a, name)
    const result = value(a)
    a.pos = end
    if (typeof result === 'number') vm.instructions += storeInt
    assignResolved(vm, found, name, result)
    return result
  }
}

function combine({ vm }: Context, op: string, right: Value, end: number): Change {
  return (a, old) => {
    a.pos = end
    if (op !== '+') return operateAny(vm, op, old, right)
    return add(vm, old, right)
  }
}

function changeName(c: Context, name: string, e: Assign, value: Run): Run {
  return (a) => {
    const found = resolve(c.vm, a, name)
    const right = value(a)
    return change(c, a, found, name, e.end, combine(c, e.op, right, e.end))
  }
}

function change(c: Context, a: Activation, found: Resolved, name: string, end: number, compute: Change): Value {
  const { vm } = c
  a.pos = end
  if (found === undefined) throw vm.error('ReferenceError', `"${name}" is not defined`)
  if (!isSlot(found)) throw notAReference(vm, found.builtIn)
  const old = found.value instanceof Accessor ? runGetter(vm, found.value, undefined) : found.value
  if (typeof old === 'number') vm.instructions += COST.inline
  const result = compute(a, old)
  a.pos = end
  if (typeof result === 'number') vm.instructions += COST.storeInt
  store(vm, found, result)
  return result
}

/** Instructions for each name passed on the way to a member: names in brackets are compared as values. */
function stepOf(e: Member): number {
  return typeof e.key === 'string' ? COST.step : COST.textKeyStep
}

/** Finds the object and key of a member; null and undefined have none. */
function compilePlace(c: Context, e: Member): (a: Activation) => { on: Value; key: Key } {
  const { vm } = c
  const { pos } = e
  const object = compileValue(c, e.object, pos)
  if (typeof e.key === 'string') {
    const key = textKey(e.key)
    return (a) => {
      const on = object(a)
      if (isNullish(on)) {
        a.pos = pos
        getMember(vm, on, key)
      }
      return { on, key }
    }
  }
  const index = compileValue(c, e.key)
  const indexed = withIndex(c, e.object, object, index)
  return (a) => {
    const on = indexed(a)
    const key = toKey(vm, index(a))
    if (isNullish(on)) {
      a.pos = pos
      throw vm.error('Error', cannotCreate(on, key))
    }
    return { on, key }
  }
}

function assignMember(c: Context, e: Member, value: Run, end: number, wanted: boolean): Run {
  const { vm } = c
  if (typeof e.key !== 'string') return assignIndexed(c, e, e.key, value, end, wanted)
  const { pos } = e
  const object = compileValue(c, e.object, pos)
  const key = textKey(e.key)
  let hint = 0
  return (a) => {
    const on = object(a)
    if (isNullish(on)) {
      a.pos = pos
      getMember(vm, on, key)
    }
    const result = value(a)
    if (on instanceof Holder) {
      const { slots } = on
      const slot = hint < slots.length && slots[hint].key === key ? slots[hint] : on.find(key)
      if (slot !== undefined && !slot.constant && !(slot.value instanceof Accessor)) {
        vm.instructions += slot.at * COST.step + (typeof result === 'number' ? COST.storeInt : 0)
        slot.value = result
        hint = slot.at
        return result
      }
      chargeSearch(vm, on, key)
    }
    a.pos = end
    return setMember(vm, on, key, result) ? readAgain(vm, on, key) : result
  }
}

function assignIndexed(c: Context, e: Member, key: Expr, value: Run, end: number, wanted: boolean): Run {
  const { vm } = c
  const { pos } = e
  const index = compileValue(c, key)
  const object = withIndex(c, e.object, compileValue(c, e.object, pos), index)
  return (a) => {
    const on = object(a)
    const at = index(a)
    if (!(on instanceof Holder)) checkPlace(vm, a, on, toKey(vm, at), pos)
    const result = value(a)
    a.pos = end
    if (typeof at === 'number' && at >= 0) {
      if (on instanceof View) {
        vm.instructions += COST.typedWrite
        setElement(vm, on, at, result)
        return wanted ? elementOf(on, at) : undefined
      } else {
        if (on instanceof Holder) chargeSearch(vm, on, at, COST.textKeyStep)
        if (typeof result === 'number') vm.instructions += COST.storeInt
        if (on instanceof Arr && at < on.items.length && !(on.items[at] instanceof Accessor)) on.items[at] = result
        else if (setMember(vm, on, at, result)) return readAgain(vm, on, at)
      }
    } else {
      const name = toKey(vm, at)
      if (on instanceof Holder) chargeSearch(vm, on, name, COST.textKeyStep)
      if (setMember(vm, on, name, result)) return readAgain(vm, on, name)
    }
    return result
  }
}

/** What has no names of its own refuses those that it does not know before the value is computed. */
function checkPlace(vm: Interpreter, a: Activation, on: Value, key: Key, pos: number): void {
  if (typeof key === 'number' && (on instanceof View || on instanceof Str)) return
  if (!isNullish(on) && (key === '__proto__' || hasMember(vm, on, key))) return
  a.pos = pos
  throw vm.error('Error', cannotCreate(on, key))
}

function changeMember(c: Context, target: Member, e: Assign, value: Run, wanted: boolean): Run {
  const place = compilePlace(c, target)
  const { vm } = c
  const step = stepOf(target)
  return (a) => {
    const { on, key } = place(a)
    const right = value(a)
    a.pos = e.end
    const isAccessor = hasAccessor(vm, on, key)
    // what is appended to is looked at beforehand
    if (e.op === '+' && isAccessor) readFor(vm, a, on, key)
    const { old, failed } = isAccessor ? readFor(vm, a, on, key) : { old: getMember(vm, on, key, step) }
    const result = combine(c, e.op, right, e.end)(a, old)
    vm.instructions += on instanceof View ? COST.typedWrite : typeof result === 'number' ? COST.storeInt : 0
    const isRead = setMember(vm, on, key, result)
    if (failed !== undefined) throw failed
    return isRead && (wanted || !(on instanceof View)) ? readAgain(vm, on, key) : result
  }
}

/** What an assignment yields; the cost of writing an element includes it. */
function readAgain(vm: Interpreter, on: Value, key: Key): Value {
  return on instanceof View && typeof key === 'number' ? elementOf(on, key) : getMember(vm, on, key)
}

/** The old value of a member with a getter: what it throws is thrown when the setter has run, with undefined. */
function readFor(vm: Interpreter, a: Activation, on: Value, key: Key): { old: Value; failed?: Thrown } {
  const held = vm.temporaries.length
  try {
    return { old: getMember(vm, on, key) }
  } catch (failed) {
    if (!(failed instanceof Thrown)) throw failed
    vm.current = a
    vm.charged = 1
    vm.temporaries.length = held
    return { old: undefined, failed }
  }
}

/** One more or less, quickly for integers. */
function step(c: Context, op: '+' | '-', old: Value): Value {
  if (typeof old === 'number') return wide(op === '+' ? old + 1 : old - 1)
  if (old instanceof Num) {
    const result = op === '+' ? old.value + 1 : old.value - 1
    return old.isFloat ? float(result) : wide(result)
  }
  return op === '+' ? add(c.vm, old, 1) : operateAny(c.vm, '-', old, 1)
}

/** `++` and `--`. In front of a text `++` appends; behind it the old value is a number first. */
/** `wanted`: the value is used; that of a member with a getter is then read again. */
export function compileUpdate(c: Context, e: Update, wanted = true): Run {
  const target = unwrap(e.target)
  const { vm } = c
  const { op, prefix, end } = e
  if (target.t === 'name') return updateName(c, target.name, e)
  if (target.t === 'member') {
    const place = compilePlace(c, target)
    const walk = stepOf(target)
    return (a) => {
      const { on, key } = place(a)
      a.pos = end
      const { old: stored, failed } = hasAccessor(vm, on, key)
        ? readFor(vm, a, on, key)
        : { old: getMember(vm, on, key, walk) }
      const old = prefix ? stored : toNumber(vm, stored)
      const result = step(c, op, old)
      vm.instructions += on instanceof View ? COST.typedWrite : typeof result === 'number' ? COST.storeInt : 0
      const isRead = setMember(vm, on, key, result) && prefix && wanted
      if (failed !== undefined) throw failed
      return isRead ? readAgain(vm, on, key) : prefix ? result : old
    }
  }
  const run = compileValue(c, target)
  return (a) => {
    const old = run(a)
    a.pos = end
    throw notAReference(vm, old)
  }
}

function updateName(c: Context, name: string, e: Update): Run {
  const { vm } = c
  const { op, prefix, end } = e
  let hint = 0
  return (a) => {
    const { scope } = a
    if (scope !== null && hint < scope.slots.length) {
      const slot = scope.slots[hint]
      if (slot.key === name && typeof slot.value === 'number' && !slot.constant) {
        vm.instructions += hint * COST.step + COST.inline + COST.storeInt
        const old = slot.value
        const result = wide(op === '+' ? old + 1 : old - 1)
        slot.value = result
        return prefix ? result : old
      }
    }
    const found = resolve(vm, a, name)
    if (scope !== null && isSlot(found)) hint = Math.max(0, scope.slots.indexOf(found))
    let old: Value
    const result = change(c, a, found, name, end, (_, stored) => {
      old = prefix ? stored : toNumber(vm, stored)
      return step(c, op, old)
    })
    return prefix ? result : old
  }
}

export function compileDelete(c: Context, operand: Expr): Run {
  const { vm } = c
  const target = unwrap(operand)
  if (target.t === 'name') {
    return (a) => {
      const found = resolve(vm, a, target.name)
      return bool(isSlot(found) && vm.root.find(target.name) === found && vm.root.remove(target.name))
    }
  }
  if (target.t !== 'member') {
    const run = compileEffect(c, operand)
    return (a) => {
      run(a)
      return bool(false)
    }
  }
  const place = compilePlace(c, target)
  return (a) => {
    const { on, key } = place(a)
    if (on instanceof Arr && typeof key === 'number') return bool(on.drop(key))
    return bool(on instanceof Holder && on.remove(key))
  }
}
