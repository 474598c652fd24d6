/**
 * Variables (FACTS 3.2): a name is looked for in the scopes from the innermost outwards, then among the globals, then
 * among the built-ins. Nothing is hoisted, so where a name leads is known only when it is used.
 */
import { COST } from '../costs/model.ts'
import { Thrown } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { Accessor, type Slot, type Value } from '../values.ts'
import type { Activation } from './activation.ts'
import type { Expr } from './ast.ts'
import type { Context, Run } from './context.ts'
import { typeInMessage } from './convert.ts'
import { runGetter } from './members.ts'

/** What a name leads to: a name that can be assigned, a built-in value, or nothing. */
export type Resolved = Slot | { readonly builtIn: Value } | undefined

export function isSlot(found: Resolved): found is Slot {
  return found !== undefined && !('builtIn' in found)
}

/** Finds a name among the scopes and globals. */
export function findSlot(vm: Interpreter, a: Activation, name: string): Slot | undefined {
  for (let scope = a.scope; scope !== null; scope = scope.parent) {
    const slot = scope.find(name)
    if (slot !== undefined) {
      vm.instructions += slot.at * COST.step
      return slot
    }
    vm.instructions += scope.slots.length * COST.step + (scope.parent === null ? COST.root : COST.scope)
  }
  const slot = vm.root.find(name)
  vm.instructions += (slot === undefined ? vm.root.slots.length : slot.at) * COST.step
  return slot
}

/** Finds a name anywhere. Naming a built-in object makes it a global of the program. */
export function resolve(vm: Interpreter, a: Activation, name: string): Resolved {
  const slot = findSlot(vm, a, name)
  if (slot !== undefined) return slot
  const touched = vm.touch(name)
  if (touched === undefined) return undefined
  return touched.isName ? vm.root.find(name) : { builtIn: touched.value }
}

/** Reads a variable; one that exists nowhere is an error at `pos`. An integer within its name costs `inline` more. */
export function readName({ vm }: Context, name: string, pos: number, inline = COST.inline): Run {
  let hint = 0
  let global: Slot | undefined
  let version = -1
  const { root } = vm
  const { step, scope: perScope, root: toRoot } = COST
  return (a) => {
    let scope = a.scope
    if (scope !== null) {
      const slots = scope.slots
      if (hint < slots.length && slots[hint].key === name) {
        const { value } = slots[hint]
        vm.instructions += hint * step
        if (typeof value === 'number') {
          vm.instructions += inline
          return value
        }
        return value instanceof Accessor ? runGetter(vm, value, undefined) : value
      }
      do {
        const slot = scope.find(name)
        if (slot !== undefined) {
          if (scope === a.scope) hint = slot.at
          const { value } = slot
          vm.instructions += slot.at * step + (typeof value === 'number' ? inline : 0)
          return value instanceof Accessor ? runGetter(vm, value, undefined) : value
        }
        vm.instructions += scope.slots.length * step
        scope = scope.parent
        vm.instructions += scope === null ? toRoot : perScope
      } while (scope !== null)
    }
    if (root.version !== version) {
      global = root.find(name)
      version = root.version
    }
    if (global === undefined) return readBuiltIn(vm, a, name, pos)
    const { value } = global
    vm.instructions += global.at * step + (typeof value === 'number' ? inline : 0)
    return value instanceof Accessor ? runGetter(vm, value, undefined) : value
  }
}

/** As `read`, for what stands in front of brackets: a name that does not exist is an error only behind them. */
export function withIndex({ vm }: Context, of: Expr, read: Run, index: Run): Run {
  if (of.t !== 'name') return read
  return (a) => {
    try {
      return read(a)
    } catch (caught) {
      if (caught instanceof Thrown && findSlot(vm, a, of.name) === undefined) index(a)
      throw caught
    }
  }
}

function readBuiltIn(vm: Interpreter, a: Activation, name: string, pos: number): Value {
  a.pos = pos
  vm.instructions += vm.root.slots.length * COST.step + COST.builtIn
  const touched = vm.touch(name)
  if (touched === undefined) throw vm.error('ReferenceError', `"${name}" is not defined`)
  return touched.value
}

/** Gives a variable that was resolved before a value; one that exists nowhere becomes a global. */
export function assignResolved(vm: Interpreter, found: Resolved, name: string, value: Value): void {
  if (found === undefined) vm.root.put(name, value)
  else if (isSlot(found)) store(vm, found, value)
  else throw notAReference(vm, found.builtIn)
}

/** Writes a name as an assignment does. */
export function store(vm: Interpreter, slot: Slot, value: Value): void {
  if (slot.constant) throw vm.error('TypeError', 'Assignment to a constant')
  if (slot.value instanceof Accessor) {
    vm.call(slot.value.set, undefined, [value])
    return
  }
  slot.value = value
}

export function notAReference(vm: Interpreter, value: Value) {
  return vm.error('Error', `Unable to assign value to non-reference ${typeInMessage(value)}`)
}
