/**
 * Compiles classes (FACTS 3.1, 3.2): methods and fields go to the prototype when the class is defined, static members
 * to the constructor; a class that extends another runs that one's constructor unless it has its own.
 */
import { Fn, Holder, isFunction, Obj, str, type Value } from '../values.ts'
import type { Activation } from './activation.ts'
import type { ClassExpr, ClassMember } from './ast.ts'
import { type Context, raiseFault, type Run } from './context.ts'
import { typeInMessage } from './convert.ts'
import { replaceFunction } from './functions.ts'
import { addAccessor } from './literals.ts'
import { readName } from './names.ts'
import { prototypeOf } from './calls.ts'
import { compileValue } from './values-of.ts'

export function compileClass(c: Context, e: ClassExpr): Run {
  const { vm } = c
  const { fault } = e
  const parent = e.parent === undefined ? undefined : readName(c, e.parent, e.parentEnd)
  const members = e.members.map((member) => compileMember(c, member))
  return (a) => {
    const made = new Fn()
    const held = vm.temporaries.length
    vm.temporaries.push(made)
    made.scope = a.scope
    const prototype = prototypeOf(vm, made) as Obj
    const statics = new Obj()
    if (parent !== undefined) inherit(c, a, e, parent(a), made, prototype)
    for (const add of members) add(a, made, prototype, statics)
    for (const { key, value } of statics.slots) made.put(key, value)
    if (fault !== undefined) raiseFault(vm, a, fault)
    vm.temporaries.length = held
    vm.heap.track(made)
    return made
  }
}

function inherit(c: Context, a: Activation, e: ClassExpr, parent: Value, made: Fn, prototype: Obj): void {
  if (!isFunction(parent)) {
    a.pos = e.parentEnd
    const got = typeInMessage(parent)
    throw c.vm.error('SyntaxError', `'extends' argument "${e.parent}" should be a function, got ${got}`)
  }
  const above = parent.find('prototype')?.value
  if (!(above instanceof Holder)) return
  prototype.put('__proto__', above)
  made.code = str(`${e.parent}.apply(this,arguments)`)
}

type AddMember = (a: Activation, made: Fn, prototype: Obj, statics: Obj) => void

function compileMember(c: Context, member: ClassMember): AddMember {
  const { kind, name, isStatic } = member
  const run = compileValue(c, member.value)
  return (a, made, prototype, statics) => {
    const value = run(a)
    const target = isStatic ? statics : prototype
    if (kind === 'constructor') replaceFunction(made, value as Fn)
    else if (kind === 'get' || kind === 'set') addAccessor(target, name, kind, value)
    else target.put(name, value)
  }
}
