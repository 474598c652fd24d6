/** `instanceof` (FACTS 3.2): prototypes, and the built-in classes of values that have none. */
import type { Interpreter } from '../interpreter.ts'
import { Arr, Holder, isFunction, Obj, type Value, View } from '../values.ts'
import { className, typeInMessage } from './convert.ts'
import { getMember } from './members.ts'

/** Instructions for one step from a prototype to the one above it. */
const PROTOTYPE_COST = 500

export function isInstance(vm: Interpreter, value: Value, maker: Value): boolean {
  if (!isFunction(maker)) throw vm.error('Error', `Expecting function on RHS, got ${typeInMessage(maker)}`)
  const isObject = maker === vm.root.find('Object')?.value
  if (value instanceof Obj || isFunction(value)) {
    const wanted = getMember(vm, maker, 'prototype')
    for (let at = value.find('__proto__')?.value; at instanceof Holder; at = at.find('__proto__')?.value) {
      if (at === wanted) return true
      // prototypes can form a circle
      vm.work(PROTOTYPE_COST)
    }
    if (isObject) return true
  }
  const name = className(value)
  if (name !== undefined && vm.root.find(name)?.value === maker) return true
  return isObject && (value instanceof Arr || value instanceof View)
}
