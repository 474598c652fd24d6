/** Exceptions that make the device lose its place in a text: where they start, and what becomes of them there. */
import { Thrown } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { Scope } from '../values.ts'
import type { Activation } from './activation.ts'
import { followAstray, type Landing } from './astray.ts'

/** Notes that an exception leaves a place from which the device does not find its way. */
export function strayFrom(a: Activation, caught: unknown): void {
  if (!(caught instanceof Thrown) || caught.stray?.body === a) return
  caught.stray = { body: a, pos: a.pos, natives: new Set() }
}

/** Notes that an exception leaves an argument of a native, the last one or another. */
export function strayFromNative(a: Activation, caught: unknown, callee: number, isLast: boolean): void {
  if (!isLast) strayFrom(a, caught)
  if (caught instanceof Thrown && caught.stray?.body === a) caught.stray.natives.add(callee)
}

/** Where an exception ends in the text of this body; undefined when the device does not lose its place. */
export function landingOf(a: Activation, { stray }: Thrown): Landing | undefined {
  if (stray?.body !== a) return undefined
  const { text } = a.source
  const landing = followAstray({
    text,
    isBody: a.base instanceof Scope,
    pos: stray.pos,
    natives: stray.natives,
  })
  return landing.found ? landing : undefined
}

/** An exception as it goes on: an error of syntax may have taken its place. */
export function settleStray(vm: Interpreter, a: Activation, thrown: Thrown): Thrown {
  const fault = landingOf(a, thrown)?.fault
  if (fault === undefined) return thrown
  vm.current = a
  a.pos = fault.pos
  const replaced = vm.error(fault.type, fault.message)
  replaced.stray = thrown.stray
  return replaced
}

/** What leaves a text. */
export function settled(vm: Interpreter, a: Activation, caught: unknown): unknown {
  return caught instanceof Thrown ? settleStray(vm, a, caught) : caught
}
