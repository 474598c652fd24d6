/**
 * Values as text: what `print` shows, what the console answers, JSON and E.toJS (FACTS 3.2, 5.1). All are one printer
 * with different options.
 */
import type { Interpreter } from '../interpreter.ts'
import {
  Accessor,
  type AnyFunction,
  Arr,
  HOLE,
  isFunction,
  Native,
  Num,
  Obj,
  Pin,
  Slot,
  Str,
  str,
  type Stored,
  type Value,
  Var,
  View,
} from '../values.ts'
import { className, isNumeric, toText, viewElement } from './convert.ts'
import { functionText } from './function-text.ts'
import { getMember } from './members.ts'
import { quote } from './quote.ts'

export interface Style {
  /** New lines around what is not simple. */
  readonly someLines?: boolean
  /** New lines around everything, indented by this text. */
  readonly allLines?: string
  /** Spaces behind commas and inside of brackets. */
  readonly pretty?: boolean
  /** Long strings and arrays are abbreviated. */
  readonly limit?: boolean
  /** Functions are left out. */
  readonly noFunctions?: boolean
  /** Undefined members are left out, undefined elements are null. */
  readonly noUndefined?: boolean
  /** Typed arrays look like arrays. */
  readonly plainArrays?: boolean
  /** The name of an object's class is in front, its `toString` instead of its members. */
  readonly classNames?: boolean
  /** Members have no quotes where none are needed. */
  readonly dropQuotes?: boolean
  /** Escapes, pins and numbers as JSON wants them. */
  readonly json?: boolean
  /** `toJSON` methods are called. */
  readonly toJson?: boolean
  /** Devices are shown by their name. */
  readonly devices?: boolean
}

export const PRINT: Style = { someLines: true, pretty: true, classNames: true }
export const CONSOLE: Style = { ...PRINT, limit: true, dropQuotes: true, devices: true }
export const JSON_STYLE: Style = { noFunctions: true, noUndefined: true, plainArrays: true, json: true, toJson: true }
export const TO_JS: Style = { dropQuotes: true, noUndefined: true, plainArrays: true, toJson: true }

const LIMIT = 15
const LIMITED = 5
const TEXT_LIMIT = 60
const TEXT_LIMITED = 27
const DOTS = ' ... '
const MEMBERS_ON_LINE = 4

/** Characters after which a text that grows is looked at, and instructions for each of them. */
const NOTICED_EACH = 65_536
const CHARACTER_COST = 100

export function show(vm: Interpreter, value: Value, style: Style): string {
  const printer = new Printer(vm, style)
  printer.value(value, undefined, 0, style.toJson === true)
  return printer.out
}

class Printer {
  out = ''
  /** The length of `out` when it was last looked at. */
  private noticed = 0

  constructor(
    private readonly vm: Interpreter,
    private readonly style: Style,
  ) {}

  /** Text that grows without end meets the limits of memory and time. */
  private grown(): void {
    const { vm, out } = this
    if (out.length - this.noticed < NOTICED_EACH) return
    vm.work((out.length - this.noticed) * CHARACTER_COST)
    this.noticed = out.length
    // what is printed goes out as it comes
    if (this.style.toJson === true) vm.heap.reserve(out.length)
  }

  private line(indent: number): void {
    this.out += `\n${(this.style.allLines ?? '  ').repeat(indent)}`
  }

  value(value: Stored, name: string | number | undefined, indent: number, toJson: boolean): void {
    const { style } = this
    if (value === undefined || value instanceof Accessor) {
      this.out += style.noUndefined === true ? 'null' : 'undefined'
    } else if (value instanceof Arr || value instanceof Obj || value instanceof View) {
      const shown = this.vm.nest(value, () => this.compound(value, name, indent, toJson))
      if (!shown) this.out += DOTS
    } else if (isFunction(value)) {
      this.out += style.noFunctions === true ? 'undefined' : this.function(value)
    } else if (value instanceof Str || (style.json === true && value instanceof Pin)) {
      this.out += this.text(toText(this.vm, value))
    } else if (style.json === true && value instanceof Num && !Number.isFinite(value.value)) this.out += 'null'
    else this.out += toText(this.vm, value)
  }

  private compound(value: Arr | Obj | View, name: string | number | undefined, indent: number, toJson: boolean): void {
    if (value instanceof Arr) this.array(value, indent, toJson)
    else if (value instanceof View) this.view(value, indent)
    else this.object(value, name, indent, toJson)
  }

  private function(fn: AnyFunction): string {
    if (this.style.limit !== true || fn instanceof Native) return functionText(fn)
    const text = functionText(fn)
    const body = text.indexOf(') {') + 3
    return text.length > body + 1 ? `${text.slice(0, body)}${DOTS}}` : text
  }

  private text(text: string): string {
    const { limit, json } = this.style
    if (limit !== true || text.length <= TEXT_LIMIT) return quote(text, json === true)
    return `${quote(text.slice(0, TEXT_LIMITED), false)}${DOTS}${quote(text.slice(-TEXT_LIMITED), false)}`
  }

  private needsLine(value: Stored): boolean {
    if (this.style.allLines !== undefined) return true
    return (
      this.style.someLines === true &&
      value instanceof Var &&
      !isNumeric(value as Value) &&
      className(value as Value) !== undefined
    )
  }

  private comma(): void {
    this.out += this.style.pretty === true ? ', ' : ','
  }

  private array(array: Arr, indent: number, toJson: boolean): void {
    const { style } = this
    const { length } = array
    const limited = style.limit === true && length > LIMIT
    this.out += style.pretty === true ? '[ ' : '['
    let line = false
    // a hole gets the new line that the next element needs
    let next = -1
    const end = shownEnd(array)
    for (let at = 0; at < end; at++) {
      if (limited && at === LIMITED) at = length - LIMITED
      if (next < at) next = array.nextIndex(at)
      if (at > 0) this.comma()
      if (limited && at === length - LIMITED) this.out += DOTS
      const item = array.at(at)
      const stored: Stored = item === HOLE ? undefined : (item as Stored)
      const needs = this.needsLine(next < Infinity ? (array.at(next) as Stored) : undefined)
      if (line || needs) this.line(indent + 1)
      this.value(stored instanceof Accessor ? undefined : stored, at, indent + 1, toJson)
      this.grown()
      line = needs
    }
    if (style.pretty === true) {
      this.members([...slotsFrom(array, end), ...array.slots], indent, end === 0, toJson)
    }
    if (line) this.line(indent)
    this.out += style.pretty === true ? ' ]' : ']'
  }

  private view(view: View, indent: number): void {
    const { style } = this
    const asArray = style.plainArrays === true
    const { length } = view
    let allZero = true
    for (let at = 0; at < length && allZero; at++) allZero = view.cells.get(at) === 0
    if (allZero && !asArray) {
      this.out += `new ${view.type}(${length})`
      return
    }
    const isBuffer = view.type === 'ArrayBuffer'
    this.out += asArray ? '[' : `new ${isBuffer ? 'Uint8Array' : view.type}([`
    if (style.allLines !== undefined) this.line(indent + 1)
    const limited = style.limit === true && length > LIMIT
    for (let at = 0; at < length; at++) {
      if (limited && at >= LIMITED && at < length - LIMITED) continue
      if (at > 0) this.comma()
      if (style.allLines !== undefined) this.line(indent + 1)
      if (limited && at === length - LIMITED) this.out += DOTS
      this.value(viewElement(view, at), undefined, indent + 1, false)
    }
    if (style.allLines !== undefined) this.line(indent)
    this.out += asArray ? ']' : '])'
    if (isBuffer && !asArray) this.out += '.buffer'
  }

  private object(object: Obj, name: string | number | undefined, indent: number, toJson: boolean): void {
    const { vm, style } = this
    if (style.devices === true && object.device !== undefined) {
      this.out += object.device
      return
    }
    if (style.classNames === true && this.named(object)) return
    const method = toJson ? vm.member(object, 'toJSON') : undefined
    if (isFunction(method)) {
      const result = vm.call(method, object, name === undefined ? [] : [str(String(name))])
      this.value(result, undefined, indent, false)
      return
    }
    this.out += style.pretty === true ? '{ ' : '{'
    const line = this.members(object.slots, indent, true, toJson)
    if (line) this.line(indent)
    this.out += style.pretty === true ? ' }' : '}'
  }

  /** Shows the class of an object; true when its own `toString` has shown the rest. */
  private named(object: Obj): boolean {
    const { vm } = this
    const prototype = object.find('__proto__')?.value
    const maker = prototype instanceof Obj ? prototype.find('constructor')?.value : undefined
    if (maker === undefined) return false
    const slot = vm.root.slots.find((each) => each.value === maker)
    if (slot !== undefined) this.out += `${slot.key}: `
    const method = getMember(vm, object, 'toString')
    if (!isFunction(method) || (method instanceof Native && method.def === vm.plainToString)) return false
    this.out += toText(vm, vm.call(method, object, []))
    return true
  }

  /** Named members; true when a new line is due behind them. */
  private members(slots: readonly Slot[], indent: number, isFirst: boolean, toJson: boolean): boolean {
    const { style } = this
    let first = isFirst
    let line = false
    let onLine = 0
    for (const { key, value } of [...slots]) {
      if (this.isHidden(key, value)) continue
      onLine++
      if (!first) this.comma()
      const needs = this.needsLine(value)
      if ((style.someLines === true && onLine > MEMBERS_ON_LINE) || style.allLines !== undefined) line = true
      if (line || needs) {
        this.line(indent + 1)
        line = false
        onLine = 0
      }
      this.out += this.key(key) + (style.pretty === true ? ': ' : ':')
      first = false
      this.value(value, key, indent + 1, toJson)
      line = needs
    }
    return line
  }

  private isHidden(key: string | number, value: Stored): boolean {
    if (typeof key === 'string' && (key.charCodeAt(0) === 255 || key === '__proto__' || key === 'constructor'))
      return true
    const { style } = this
    if (style.noFunctions === true && isFunction(value)) return true
    return value instanceof Accessor || (style.noUndefined === true && value === undefined)
  }

  private key(key: string | number): string {
    const { dropQuotes, json } = this.style
    if (dropQuotes === true && (typeof key === 'number' || /^[A-Za-z_][A-Za-z0-9_]{0,61}$/.test(key)))
      return String(key)
    return quote(String(key), json === true)
  }
}

/** How many elements are shown in order: one behind the length, left there by `splice`, is reached over a hole. */
function shownEnd(array: Arr): number {
  const { length } = array
  const beyond = array.nextIndex(length)
  const end = length > 0 && beyond < Infinity && array.at(length - 1) === HOLE ? beyond + 1 : length
  // named members end the elements, so that holes in front of them are not shown
  return array.slots.length > 0 ? Math.min(end, (array.indices().pop() ?? -1) + 1) : end
}

/** Other elements behind the length look like members. */
function slotsFrom(array: Arr, end: number): Slot[] {
  const slots: Slot[] = []
  for (let at = array.nextIndex(end); at < Infinity; at = array.nextIndex(at + 1))
    slots.push(new Slot(at, array.at(at) as Stored))
  return slots
}
