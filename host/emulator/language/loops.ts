/** Compiles loops (FACTS 3.2): the names in a loop's head exist once for all turns. */
import { Accessor, Arr, HOLE, isFunction, isHolder, Obj, str, Str, type Value, View } from '../values.ts'
import { type Activation, BREAK, type Completion, CONTINUE, NORMAL } from './activation.ts'
import type { Expr, For, ForEach, While } from './ast.ts'
import { type Context, type Exec, raiseFault } from './context.ts'
import { typeInMessage, viewElement } from './convert.ts'
import { runGetter, setMember, textKey, toKey } from './members.ts'
import { assignResolved, isSlot, resolve } from './names.ts'
import { compileStatement } from './statements.ts'
import { compileTest, compileValue } from './values-of.ts'

const TOKEN_COST = 1000

export function compileWhile(c: Context, stmt: While): Exec {
  const { vm } = c
  const { fault } = stmt
  const cost = stmt.cost * TOKEN_COST
  const test = compileTest(c, stmt.test)
  const body = compileStatement(c, stmt.body)
  const testFirst = stmt.s === 'while'
  return (a) => {
    for (let first = !testFirst; ; first = false) {
      if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
      if (!first && !test(a)) break
      const how = body(a)
      if (how !== NORMAL && how !== CONTINUE) return how === BREAK ? NORMAL : how
    }
    if (fault !== undefined) raiseFault(vm, a, fault)
    return NORMAL
  }
}

export function compileFor(c: Context, stmt: For): Exec {
  const { vm } = c
  const { fault, stepFault } = stmt
  const cost = stmt.cost * TOKEN_COST
  const init = stmt.init === undefined ? undefined : compileStatement(c, stmt.init)
  const test = stmt.test === undefined ? undefined : compileTest(c, stmt.test)
  const step = stmt.step === undefined ? undefined : compileValue(c, stmt.step)
  const body = compileStatement(c, stmt.body)
  return (a) => {
    init?.(a)
    let go = test === undefined || test(a)
    if (stepFault !== undefined) raiseFault(vm, a, stepFault)
    while (go) {
      if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
      const how = body(a)
      if (how !== NORMAL && how !== CONTINUE) return how === BREAK ? NORMAL : how
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
  const cost = stmt.cost * TOKEN_COST
  const init = stmt.init === undefined ? undefined : compileStatement(c, stmt.init)
  const subject = compileValue(c, stmt.subject)
  const body = compileStatement(c, stmt.body)
  const { fault, pos } = stmt
  const turn = (a: Activation, take: Take, value: Value): Completion => {
    if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
    take(a, value)
    return body(a)
  }
  const target = compileTarget(c, stmt.target, stmt.isConst)
  return (a) => {
    init?.(a)
    if (target === undefined) {
      a.pos = pos
      const word = stmt.of ? 'of' : 'in'
      throw vm.error('Error', `for(a ${word} b) - 'a' must be a variable name, not undefined`)
    }
    const take = target(a)
    const on = subject(a)
    if (fault !== undefined) raiseFault(vm, a, fault)
    const each = (value: Value): Completion => turn(a, take, value)
    const how = stmt.of ? overValues(c, a, on, each) : overKeys(c, a, on, each)
    return how === BREAK || how === CONTINUE ? NORMAL : how
  }
}

/** Finds the loop's variable once, before the first turn. */
function compileTarget(c: Context, target: Expr, isConst: boolean): ((a: Activation) => Take) | undefined {
  const { vm } = c
  if (target.t === 'paren') return compileTarget(c, target.inner, isConst)
  if (target.t === 'name') {
    const { name } = target
    return (a) => {
      let found = resolve(vm, a, name)
      return (_, value) => {
        if (isConst && isSlot(found)) found.value = value
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

function notIterable(c: Context, a: Activation, on: Value): Completion {
  if (on === undefined) return NORMAL
  a.pos = Math.max(a.pos, 0)
  throw c.vm.error('Error', `FOR loop can only iterate over Arrays, Strings or Objects, not ${typeInMessage(on)}`)
}

/** Whether a turn ended the loop. */
function ends(how: Completion): boolean {
  return how !== NORMAL && how !== CONTINUE
}

function overValues(c: Context, a: Activation, on: Value, each: Each): Completion {
  const { vm } = c
  let how: Completion = NORMAL
  if (on instanceof Arr) {
    // the length is asked each time: the body may change the array
    for (let at = 0; at < on.length && !ends(how); at++) {
      const item = on.at(at)
      how = each(item === HOLE ? undefined : item instanceof Accessor ? runGetter(vm, item, on) : (item as Value))
    }
    for (const slot of [...on.slots]) if (!ends(how)) how = each(plain(c, slot.value, on))
  } else if (on instanceof View) {
    for (let at = 0; at < on.length && !ends(how); at++) how = each(viewElement(on, at))
  } else if (on instanceof Str) {
    for (let at = 0; at < on.text.length && !ends(how); at++) how = each(str(on.text[at]))
  } else if (isHolder(on)) {
    for (const slot of [...on.slots]) {
      if (ends(how)) break
      if (!isInternal(on, slot.key)) how = each(plain(c, slot.value, on))
    }
  } else return notIterable(c, a, on)
  return how
}

function plain({ vm }: Context, stored: Value | Accessor, on: Value): Value {
  return stored instanceof Accessor ? runGetter(vm, stored, on) : stored
}

/** Names that loops and Object.keys do not show. */
export function isInternal(on: Value, key: string | number): boolean {
  if (typeof key === 'number' || on instanceof Arr) return false
  if (key.charCodeAt(0) === 255) return true
  return !isFunction(on) && (key === '__proto__' || key === 'constructor')
}

/** Keys of the value, then of its prototypes. */
function overKeys(c: Context, a: Activation, on: Value, each: Each): Completion {
  if (on instanceof View || on instanceof Str) {
    const count = on instanceof View ? on.length : on.text.length
    let how: Completion = NORMAL
    for (let at = 0; at < count && !ends(how); at++) how = each(str(String(at)))
    return how
  }
  if (!isHolder(on)) return notIterable(c, a, on)
  let how: Completion = NORMAL
  for (let at: Value = on; isHolder(at) && !ends(how); at = prototypeAbove(c, at)) {
    if (at instanceof Arr) for (const index of at.indices()) if (!ends(how)) how = each(str(String(index)))
    for (const { key } of [...at.slots]) {
      if (ends(how)) break
      if (!isInternal(at, key)) how = each(str(String(key)))
    }
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
