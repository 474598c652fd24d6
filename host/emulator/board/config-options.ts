/** Objects of options as natives of hardware take them: undefined is none, other values and unknown names are errors. */
import type { Interpreter } from '../interpreter.ts'
import { typeInMessage } from '../language/convert.ts'
import { Obj, type Value } from '../values.ts'

/** Why these are no options with such names; undefined when they are. */
function complaint(given: Value, names: readonly string[]): string | undefined {
  if (given === undefined) return undefined
  if (!(given instanceof Obj)) return `Expecting Object or undefined, got ${typeInMessage(given)}`
  const unknown = given.slots.find(({ key }) => !names.includes(String(key)))
  return unknown && `Unknown option ${JSON.stringify(String(unknown.key))}`
}

/** How to read an option by its name. */
export function configOptions<Name extends string>(
  vm: Interpreter,
  given: Value,
  names: readonly Name[],
): (name: Name) => Value {
  const wrong = complaint(given, names)
  if (wrong !== undefined) vm.raise('Error', wrong)
  return (name) => (given instanceof Obj ? (given.find(name)?.value as Value) : undefined)
}
