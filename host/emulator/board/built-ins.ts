/** Calls built-in functions of the interpreter by name, as a program would, but without naming them in its globals. */
import type { Interpreter } from '../interpreter.ts'
import { Bool, isFunction, Native, Null, Num, str, Str, type Value, type View } from '../values.ts'

function callStatic(vm: Interpreter, object: string, name: string, args: Value[]): Value {
  const entry = vm.natives.findObject(object)?.statics.get(name)
  if (!entry) throw new Error(`the interpreter has no ${object}.${name}`)
  return vm.call(new Native(entry.def), undefined, args)
}

/** `JSON.stringify(value)` as text. */
export function stringify(vm: Interpreter, value: Value): string {
  return vm.toText(callStatic(vm, 'JSON', 'stringify', [value]))
}

/** `E.toJS(value)` as text: JSON with unquoted names. */
export function toJs(vm: Interpreter, value: Value): string {
  return vm.toText(callStatic(vm, 'E', 'toJS', [value]))
}

/** An ArrayBuffer on the bytes of a string. */
export function arrayBufferOf(vm: Interpreter, text: Str): Value {
  return callStatic(vm, 'E', 'toArrayBuffer', [text])
}

/** A new Uint8Array with the bytes. */
export function uint8Array(vm: Interpreter, bytes: Uint8Array): View {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return callStatic(vm, 'E', 'toUint8Array', [str(text)]) as View
}

/** Whether `text.match(pattern)` finds something. */
export function matches(vm: Interpreter, text: Str, pattern: Value): boolean {
  const match = vm.natives.findObject('String')?.prototype.get('match')
  if (!match) throw new Error('the interpreter has no String.match')
  const found = vm.call(new Native(match.def), text, [pattern])
  return found !== undefined && !(found instanceof Null)
}

/** `typeof value`. */
export function typeName(value: Value): string {
  if (value === undefined) return 'undefined'
  if (typeof value === 'number' || value instanceof Num) return 'number'
  if (value instanceof Str) return 'string'
  if (value instanceof Bool) return 'boolean'
  return isFunction(value) ? 'function' : 'object'
}
