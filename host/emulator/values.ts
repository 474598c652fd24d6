/**
 * The values of a program as the interpreter stores them (FACTS 1, 2.1).
 *
 * Everything that occupies a variable block of its own is an object of a class below, so that two names that share it
 * are counted once. Integers from -8192 to 8191 live inside the name that holds them and are plain numbers here.
 * Strings hold characters from 0 to 255 only.
 */

import { Arr, Holder, Obj, Scope, Slot } from './holders.ts'
import { allocation, Var } from './var.ts'

export { Arr, type Element, Hole, HOLE, Holder, Obj, Scope, Slot } from './holders.ts'
export { allocation, Var } from './var.ts'

/** The range of integers that need no variable of their own. */
const SMALL_MIN = -8192
const SMALL_MAX = 8191

/** A property name: names that look like a non-negative integer are numbers. */
export type Key = string | number

/** What an expression can yield. */
export type Value = undefined | number | Num | Bool | Null | Str | Pin | View | Obj | Arr | Fn | Native

/** What a name can hold: a value, or a getter and setter. */
export type Stored = Value | Accessor

/** A float, or an integer too large to live inside a name. */
export class Num extends Var {
  constructor(
    readonly value: number,
    readonly isFloat: boolean,
  ) {
    super()
  }
}

export class Bool extends Var {
  declare readonly type: 'boolean'
  constructor(readonly value: boolean) {
    super()
  }
}

export class Null extends Var {
  declare readonly type: 'null'
}

/** How a string is laid out: linked blocks, one contiguous run, or a window on flash memory. */
export type Layout = 'linked' | 'flat' | 'native'

export class Str extends Var {
  /** Set for the body of a function that is stored pretokenised: its length in memory and the text that prints. */
  tokenised: { readonly length: number; readonly shown: string } | undefined
  /** The bytes of this string, once a buffer shares them: programs can change those that do not lie in flash. */
  bytes: Bytes | undefined = undefined
  constructor(
    private readonly written: string,
    readonly layout: Layout = 'linked',
  ) {
    super()
    allocation.count += written.length >> 3
  }

  get text(): string {
    return this.bytes === undefined || this.layout === 'native' ? this.written : latin1(this.bytes.data)
  }

  /** How many characters there are. */
  get length(): number {
    return this.bytes === undefined ? this.written.length : this.bytes.data.length
  }
}

/** So many bytes are made characters at once: they are arguments of one call. */
const CHUNK = 4096

/** The text of bytes, one character each. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return String.fromCharCode(...bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return text
}

export class Pin extends Var {
  declare readonly type: 'pin'
  constructor(readonly number: number) {
    super()
  }
}

/** A getter and setter, held by a name in place of a value. */
export class Accessor extends Var {
  get: Value
  set: Value
}

/** What all functions made from the same place of the text share: the body once it is compiled. */
export interface Template {
  code: unknown
}

/** A function of the program. */
export class Fn extends Holder {
  params: readonly string[] = []
  /** The body, or undefined when it is empty. */
  code: Str | undefined
  /** The body is an expression: an arrow function, or one that starts with `return`. */
  isExpression = false
  scope: Scope | null = null
  /** Name under which a function expression sees itself. */
  ownName: Str | undefined
  /** What `this` is bound to; undefined when not bound. */
  boundThis: { readonly value: Value } | undefined
  /** Arguments given before those of the call, with the names of the parameters they fill. */
  boundArgs: readonly Slot[] = []
  template: Template = { code: undefined }
}

/** The fixed part of a native function or built-in object. Two natives are equal when this is the same. */
export interface NativeDef {
  readonly name: string
  // The interpreter type would make the imports circular; natives.ts gives the body its real type.
  readonly body: (vm: never, self: Value, args: readonly Value[]) => Value
  readonly statics: ReadonlyMap<string, NativeEntry>
  readonly prototype: ReadonlyMap<string, NativeEntry>
  /** Instructions of a call that has ended (costs/natives.ts). */
  readonly cost: (vm: never, self: Value, args: readonly Value[], result: Value) => number
}

/** A member of a built-in: a function, or something evaluated when it is read. */
export interface NativeEntry {
  readonly def: NativeDef
  readonly immediate: boolean
}

/** A native function, or a built-in object such as Math: these are functions too. */
export class Native extends Holder {
  boundThis: { readonly value: Value } | undefined
  boundArgs: readonly Value[] = []
  constructor(readonly def: NativeDef) {
    super()
  }
}

/** The bytes behind an ArrayBuffer. */
export class Bytes extends Var {
  constructor(
    readonly data: Uint8Array,
    /** The string that lent the bytes, counted in their place. */
    public lender?: Str,
    /** No run of variables was long enough when they were made, so they lie in linked blocks (FACTS 2.4). */
    readonly isScattered = false,
  ) {
    super()
    allocation.count += data.length >> 3
  }
}

export type ViewType =
  | 'ArrayBuffer'
  | 'Uint8Array'
  | 'Uint8ClampedArray'
  | 'Int8Array'
  | 'Uint16Array'
  | 'Int16Array'
  | 'Uint24Array'
  | 'Uint32Array'
  | 'Int32Array'
  | 'Float32Array'
  | 'Float64Array'

/** An ArrayBuffer, or a typed array on one; see typed.ts for reading and writing. */
export class View extends Var {
  readonly cells: Cells
  constructor(
    readonly type: ViewType,
    readonly bytes: Bytes,
    /** The ArrayBuffer underneath; undefined for an ArrayBuffer itself. */
    readonly buffer: View | undefined,
    readonly offset: number,
    readonly length: number,
    cells: Cells,
  ) {
    super()
    this.cells = cells
  }
}

/** Access to the elements of a view as numbers. Indices are in range. */
export interface Cells {
  readonly isFloat: boolean
  readonly size: number
  get(index: number): number
  set(index: number, value: number): void
}

export type AnyFunction = Fn | Native

/** An integer of the program. `value` must be a 32-bit integer. */
export function int(value: number): Value {
  return value >= SMALL_MIN && value <= SMALL_MAX ? value : new Num(value, false)
}

/** An integer if it fits in 32 bits, otherwise a float. `value` must be whole. */
export function wide(value: number): Value {
  if (value >= SMALL_MIN && value <= SMALL_MAX) return value === 0 ? 0 : value
  return new Num(value, value < -2147483648 || value > 2147483647)
}

export function float(value: number): Value {
  return new Num(value, true)
}

export function bool(value: boolean): Value {
  return new Bool(value)
}

export function str(text: string): Str {
  return new Str(text)
}

/** A string of known length: long ones are stored in one piece. */
export function flatStr(text: string): Str {
  return new Str(text, text.length > FLAT_FROM ? 'flat' : 'linked')
}

/**
 * A part of a string: of one in flash it is a window on flash, too, of one in one piece a piece if it is long enough.
 * `to` is the place behind its last character.
 */
export function partOf(whole: Str, from: number, to: number): Str {
  const text = whole.text.slice(from, to)
  if (whole.layout === 'native') return new Str(text, 'native')
  return whole.layout === 'flat' ? flatStr(text) : str(text)
}

/** Strings of known length above this many characters are flat. */
export const FLAT_FROM = 19

export function isFunction(value: Stored): value is AnyFunction {
  return value instanceof Fn || value instanceof Native
}

export function isHolder(value: Stored): value is Obj | Arr | Fn | Native {
  return value instanceof Holder
}

export function isNullish(value: Value): value is undefined | Null {
  return value === undefined || value instanceof Null
}

// Why the next line is here: tsx and other tools on esbuild compile with `keepNames`, which defines the property `name` of
// every class anew. V8 then keeps the class object as a dictionary, and every `new` and `instanceof` of it, which is most
// of what an interpreter does, takes many times longer. Using a class as a prototype, which making a subclass does, turns
// it into a fast object again. The subclasses themselves are never used. Without the line everything works, slowly.
for (const made of [Num, Bool, Null, Str, Pin, Accessor, Slot, Obj, Arr, Scope, Fn, Native, Bytes, View])
  void class extends (made as new () => object) {}
