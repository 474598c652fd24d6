/** Compiles loops (FACTS 3.2): the names in a loop's head exist once for all turns. */
import { COST } from '../costs/model.ts'
import {
  Accessor,
  Arr,
  HOLE,
  type Holder,
  isFunction,
  isHolder,
  Obj,
  type Slot,
  str,
  Str,
  type Value,
  View,
} from '../values.ts'
import { type Activation, BREAK, type Completion, CONTINUE, NORMAL } from './activation.ts'
import type { Expr, For, ForEach, Stmt, While } from './ast.ts'
import { type Context, type Exec, raiseFault } from './context.ts'
import { typeInMessage, viewElement } from './convert.ts'
import { runGetter, setMember, textKey, toKey } from './members.ts'
import { assignResolved, isSlot, resolve } from './names.ts'
import { compileStatement } from './statements.ts'
import { compileTest } from './operations.ts'
import { compileEffect, compileValue } from './values-of.ts'

/** What going on to a prototype costs. */
const PROTOTYPE_COST = 1000

export function compileWhile(c: Context, stmt: While): Exec {
  const { vm } = c
  const { fault, cost, bodySkip } = stmt
  const { body, turn } = compileRound(c, stmt)
  const test = compileTest(c, stmt.test)
  return (a) => {
    vm.instructions += cost
    let go = stmt.s === 'do' || test(a)
    if (!go) vm.instructions += bodySkip
    while (go) {
      const how = body === undefined ? NORMAL : body(a)
      if (how !== NORMAL && how !== CONTINUE) return how === BREAK ? NORMAL : how
      if ((vm.instructions += turn) >= vm.attendAt || vm.heap.isDue()) vm.attend()
      go = test(a)
    }
    if (fault !== undefined) raiseFault(vm, a, fault)
    return NORMAL
  }
}

/** The body of a loop and the instructions of a turn; those of an empty body are among them. */
function compileRound(c: Context, { body, turn }: For | While): { body: Exec | undefined; turn: number } {
  if (body.s === 'empty') return { body: undefined, turn: turn + body.cost }
  return { body: compileStatement(c, body), turn }
}

/** What stands first in the head of a loop: an expression there is not read, so an unknown name is no error. */
function compileInit(c: Context, init: Stmt): (a: Activation) => unknown {
  return init.s === 'expr' ? compileEffect(c, init.expr) : compileStatement(c, init)
}

export function compileFor(c: Context, stmt: For): Exec {
  const { vm } = c
  const { fault, stepFault, cost, bodySkip } = stmt
  const init = stmt.init === undefined ? undefined : compileInit(c, stmt.init)
  const test = stmt.test === undefined ? undefined : compileTest(c, stmt.test)
  const step = stmt.step === undefined ? undefined : compileValue(c, stmt.step)
  const { body, turn } = compileRound(c, stmt)
  return (a) => {
    vm.instructions += cost
    init?.(a)
    let go = test === undefined || test(a)
    if (stepFault !== undefined) raiseFault(vm, a, stepFault)
    if (!go) vm.instructions += bodySkip
    while (go) {
      const how = body === undefined ? NORMAL : body(a)
      if (how !== NORMAL && how !== CONTINUE) return how === BREAK ? NORMAL : how
      if ((vm.instructions += turn) >= vm.attendAt || vm.heap.isDue()) vm.attend()
      step?.(a)
      go = test === undefined || test(a)
    }
    if (fault !== undefined) raiseFault(vm, a, fault)
    return NORMAL
  }
}

/** Gives the loop's variable the value of a turn. */
type Take = (a: Activation, value: Value) => void

export function compileForEach(c: Context, stmt: ForEach): Exec {
  const { vm } = c
  const init = stmt.init === undefined ? undefined : compileStatement(c, stmt.init)
  const subject = compileValue(c, stmt.subject)
  const body = compileStatement(c, stmt.body)
  const { fault, pos, end, cost, turn } = stmt
  const round = (a: Activation, take: Take, value: Value): Completion => {
    if ((vm.instructions += turn) >= vm.attendAt || vm.heap.isDue()) vm.attend()
    take(a, value)
    return body(a)
  }
  const target = compileTarget(c, stmt, stmt.target)
  const wrong = compileValue(c, stmt.target)
  return (a) => {
    vm.instructions += cost
    init?.(a)
    if (target === undefined) {
      // the value is freed before its type is asked
      const type = wrong(a) === undefined ? 'undefined' : 'String'
      a.pos = pos
      throw vm.error('Error', notAVariable(stmt.of, type))
    }
    const take = target(a)
    const on = subject(a)
    if (fault !== undefined) raiseFault(vm, a, fault)
    a.pos = end
    const each = (value: Value): Completion => {
      if (typeof value === 'number') vm.instructions += COST.inline + COST.storeInt
      else if (value instanceof Str) vm.instructions += COST.eachText
      return round(a, take, value)
    }
    const held = vm.temporaries.length
    vm.hold(on)
    // the index of the present element
    if (stmt.of) vm.temporaries.push(1)
    const how = stmt.of ? overValues(c, on, each) : overKeys(c, on, each)
    vm.temporaries.length = held
    return how === BREAK || how === CONTINUE ? NORMAL : how
  }
}

function notAVariable(of: boolean, type: string): string {
  return `for(a ${of ? 'of' : 'in'} b) - 'a' must be a variable name, not ${type}`
}

/** Finds the loop's variable once, before the first turn. */
function compileTarget(c: Context, stmt: ForEach, target: Expr): ((a: Activation) => Take) | undefined {
  const { vm } = c
  if (target.t === 'paren') return compileTarget(c, stmt, target.inner)
  if (target.t === 'name') {
    const { name } = target
    return (a) => {
      let found = resolve(vm, a, name)
      if (found !== undefined && !isSlot(found)) throw vm.error('Error', notAVariable(stmt.of, 'String'))
      return (_, value) => {
        if (stmt.isConst && isSlot(found)) found.value = value
        else {
          assignResolved(vm, found, name, value)
          found ??= vm.root.find(name)
        }
      }
    }
  }
  if (target.t !== 'member') return undefined
  const object = compileValue(c, target.object)
  const { key } = target
  const index = typeof key === 'string' ? undefined : compileValue(c, key)
  return (a) => {
    const on = object(a)
    const name = typeof key === 'string' ? textKey(key) : toKey(vm, index?.(a))
    return (_, value) => setMember(vm, on, name, value)
  }
}

type Each = (value: Value) => Completion

function notIterable(c: Context, on: Value): Completion {
  if (on === undefined) return NORMAL
  throw c.vm.error('Error', `FOR loop can only iterate over Arrays, Strings or Objects, not ${typeInMessage(on)}`)
}

/** Whether a turn ended the loop. */
function ends(how: Completion): boolean {
  return how !== NORMAL && how !== CONTINUE
}

function overValues(c: Context, on: Value, each: Each): Completion {
  const { vm } = c
  let how: Completion = NORMAL
  if (on instanceof Arr) {
    how = overItems(on, (item) => each(item instanceof Accessor ? runGetter(vm, item, undefined) : item))
  } else if (on instanceof View) {
    for (let at = 0; at < on.length && !ends(how); at++) {
      vm.instructions += COST.typedRead
      how = each(viewElement(on, at))
    }
  } else if (on instanceof Str) {
    for (let at = 0; at < on.text.length && !ends(how); at++) how = each(str(on.text[at]))
  } else if (isHolder(on)) {
    how = overSlots(on, (slot) => (isInternal(on, slot.key) ? NORMAL : each(plain(c, slot.value))))
  } else return notIterable(c, on)
  return how
}

/** Named members as they are linked: new ones are visited too, and the walk ends where the present one is removed. */
function overSlots(on: Holder, turn: (slot: Slot) => Completion): Completion {
  let how: Completion = NORMAL
  let version = on.version
  for (let at = 0; at < on.slots.length && !ends(how); at++) {
    const slot = on.slots[at]
    how = turn(slot)
    if (on.version === version) continue
    version = on.version
    at = on.slots.indexOf(slot)
    if (at < 0) break
  }
  return how
}

/** All elements up to the length, which is asked each time: the body may change the array. */
function overItems(on: Arr, turn: (item: Value | Accessor) => Completion): Completion {
  let how: Completion = NORMAL
  on.walk((cursor) => {
    for (let index = 0; index < on.length && !ends(how); index++) {
      const item = cursor.at !== index ? HOLE : (cursor.removed?.value ?? on.at(index))
      how = turn(item === HOLE ? undefined : (item as Value | Accessor))
      if (cursor.at > index) continue
      cursor.at = cursor.removed === undefined ? on.nextIndex(cursor.at + 1) : Infinity
      cursor.removed = undefined
    }
  })
  return how
}

/** Elements that are there, in order; the walk ends where the present one is removed. */
function overElements(on: Arr, turn: (index: number) => Completion): Completion {
  let how: Completion = NORMAL
  on.walk((cursor) => {
    for (; cursor.at < Infinity; cursor.at = on.nextIndex(cursor.at + 1)) {
      how = turn(cursor.at)
      if (ends(how) || cursor.removed !== undefined) break
    }
  })
  return how
}

/** Getters run without their object here. */
function plain({ vm }: Context, stored: Value | Accessor): Value {
  return stored instanceof Accessor ? runGetter(vm, stored, undefined) : stored
}

/** Names that loops and Object.keys do not show. */
export function isInternal(on: Value, key: string | number): boolean {
  if (typeof key === 'number' || on instanceof Arr) return false
  if (key.charCodeAt(0) === 255) return true
  return !isFunction(on) && (key === '__proto__' || key === 'constructor')
}

/** Keys of the value, then of its prototypes. */
function overKeys(c: Context, on: Value, each: Each): Completion {
  if (on instanceof View || on instanceof Str) {
    const count = on instanceof View ? on.length : on.text.length
    let how: Completion = NORMAL
    for (let at = 0; at < count && !ends(how); at++) how = each(str(String(at)))
    return how
  }
  if (!isHolder(on)) return notIterable(c, on)
  if (on instanceof Obj) c.vm.instructions += COST.forInObject
  let how: Completion = NORMAL
  for (let at: Value = on; isHolder(at) && !ends(how); at = prototypeAbove(c, at)) {
    const from: Holder = at
    // prototypes can form a circle
    if (from !== on) c.vm.work(PROTOTYPE_COST)
    if (from instanceof Arr) how = overElements(from, (index) => each(str(String(index))))
    if (ends(how)) break
    how = overSlots(from, ({ key }) => (isInternal(at, key) ? NORMAL : each(str(String(key)))))
  }
  return how
}

function prototypeAbove({ vm }: Context, of: Value): Value {
  if (!isHolder(of)) return undefined
  const own = of instanceof Obj ? of.find('__proto__')?.value : undefined
  if (own !== undefined && !(own instanceof Accessor)) return own
  for (const name of of instanceof Arr ? ['Array', 'Object'] : of instanceof Obj ? ['Object'] : []) {
    const maker = vm.root.find(name)?.value
    const prototype = isHolder(maker) ? maker.find('prototype')?.value : undefined
    if (isHolder(prototype)) return prototype === of ? undefined : prototype
  }
  return undefined
}
