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

/** The exception as it is known outside of a text: an error of syntax may have taken its place. */
export function settleStray(vm: Interpreter, a: Activation, thrown: Thrown, landing = landingOf(a, thrown)): Thrown {
  if (landing?.fault === undefined) return thrown
  vm.current = a
  a.pos = landing.fault.pos
  return vm.error(landing.fault.type, landing.fault.message)
}
