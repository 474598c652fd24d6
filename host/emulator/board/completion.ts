/**
 * The tab key at the console: what the name in front of the cursor may go on to. Names of the object before the last dot
 * are offered, the program's own first, then built-in ones in the order of their letters, then those of all objects.
 */
import type { Interpreter } from '../interpreter.ts'
import { prototypeName } from '../language/members.ts'
import { Lexer } from '../language/lexer.ts'
import { Holder, Native, Obj, type NativeEntry, type Value } from '../values.ts'

export interface Completion {
  /** All names that fit, when there are several; a name may be there twice. */
  readonly hints: readonly string[]
  /** What they have in common beyond what is typed. */
  readonly added: string
}

/** Pins of the chip, which are global names. */
const PINS = 40
const NOTHING: Completion = { hints: [], added: '' }

export function complete(vm: Interpreter, line: string, cursor: number): Completion {
  const asked = askedFor(vm, line, cursor)
  if (asked === undefined) return NOTHING
  const { object, partial } = asked
  const fitting = namesOf(vm, object).filter((name) => name.length > partial.length && name.startsWith(partial))
  const common = fitting.length === 0 ? partial : fitting.reduce(commonStart)
  return { hints: fitting.length > 1 ? fitting : [], added: common.slice(partial.length) }
}

/** Names in two columns of 20 characters, as the console shows them. */
export function inColumns(names: readonly string[]): string {
  const pairs = Array.from({ length: Math.ceil(names.length / 2) }, (_, row) => names.slice(2 * row, 2 * row + 2))
  return pairs.map(([left, right]) => (right === undefined ? left : `${left.padEnd(19)} ${right}`) + '\n').join('')
}

/** The object whose member is being typed, and what is typed of its name; undefined where no name may stand. */
function askedFor(vm: Interpreter, line: string, cursor: number): { object: Value; partial: string } | undefined {
  let object: Value = vm.root
  let name: { text: string; start: number } | undefined
  const lexer = new Lexer(line)
  for (; lexer.type !== 'EOF' && lexer.start < cursor; lexer.next()) {
    if (lexer.type === '.') {
      object = memberOf(vm, object, name?.text ?? '')
      name = undefined
    } else if (lexer.type === 'ID') name = { text: lexer.value, start: lexer.start }
    else object = name = undefined
  }
  if (object === undefined) return undefined
  if (name === undefined) return { object, partial: '' }
  const typed = cursor - name.start
  return typed > name.text.length ? undefined : { object, partial: name.text.slice(0, typed) }
}

/** A member as reading its name would give it, without making it one of the program's; an empty object for none. */
function memberOf(vm: Interpreter, object: Value, name: string): Value {
  if (object === undefined) return new Obj()
  let found: Value
  const entry = object === vm.root && vm.root.find(name) === undefined ? vm.natives.findGlobal(name) : undefined
  vm.attempt(() => void (found = entry === undefined ? vm.member(object, name) : vm.native(entry, undefined)))
  return found ?? new Obj()
}

function namesOf(vm: Interpreter, object: Value): string[] {
  const { natives } = vm
  const sorted = (members: ReadonlyMap<string, NativeEntry> | undefined): string[] =>
    [...(members?.keys() ?? [])].sort()
  const names = ownNames(object)
  if (object === vm.root) names.push(...natives.globalNames().sort())
  if (object instanceof Native) names.push(...sorted(object.def.statics))
  const type = prototypeName(object)
  if (type !== undefined) names.push(...sorted(natives.findObject(type)?.prototype))
  for (let at = prototypeOf(object); at !== undefined; at = prototypeOf(at)) {
    names.push(...ownNames(at))
    const maker = at.find('constructor')?.value
    if (maker instanceof Native) names.push(...sorted(maker.def.prototype))
  }
  names.push(...sorted(natives.findObject('Object')?.prototype))
  if (object === vm.root) names.push(...Array.from({ length: PINS }, (_, pin) => `D${pin}`))
  return names
}

/** Names that the program has given, without those that it does not see. */
function ownNames(object: Value): string[] {
  if (!(object instanceof Holder)) return []
  const names = object.slots.map(({ key }) => String(key))
  return names.filter((name) => !/^[#\xff]/.test(name) && !['__proto__', 'constructor', 'prototype'].includes(name))
}

function prototypeOf(object: Value): Obj | undefined {
  const prototype = object instanceof Holder ? object.find('__proto__')?.value : undefined
  return prototype instanceof Obj ? prototype : undefined
}

function commonStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, length)
}
