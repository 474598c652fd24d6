/**
 * The values of a program as the interpreter stores them (FACTS 1, 2.1).
 *
 * Everything that occupies a variable block of its own is an object of a class below, so that two names that share it
 * are counted once. Integers from -8192 to 8191 live inside the name that holds them and are plain numbers here.
 * Strings hold characters from 0 to 255 only.
 */

/** The range of integers that need no variable of their own. */
export const SMALL_MIN = -8192
export const SMALL_MAX = 8191

/** A property name: names that look like a non-negative integer are numbers. */
export type Key = string | number

/** What an expression can yield. */
export type Value = undefined | number | Num | Bool | Null | Str | Pin | View | Obj | Arr | Fn | Native

/** What a name can hold: a value, or a getter and setter. */
export type Stored = Value | Accessor

/**
 * How many variables were ever allocated in this process, never too low. Memory checks compare it with a bound; that it
 * counts for all interpreters together only makes some of them look more often.
 */
export const allocation = { count: 0 }

/** Anything that has identity and occupies variables. */
export abstract class Var {
  /** The number of the last memory walk that counted this; see memory.ts. */
  mark = 0
  constructor() {
    allocation.count++
  }
}

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
  constructor(
    readonly text: string,
    readonly layout: Layout = 'linked',
  ) {
    super()
    allocation.count += text.length >> 3
  }
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

/** A name and what it holds. */
export class Slot {
  constant = false
  constructor(
    readonly key: Key,
    public value: Stored,
  ) {
    allocation.count += 2
  }
}

/** From this many names on, a holder keeps an index. */
const INDEXED_FROM = 9

/** Anything with named children, in the order in which they were added. */
export abstract class Holder extends Var {
  slots: Slot[] = []
  private index: Map<Key, Slot> | undefined
  /** Counts additions and removals, so that a reader may remember where it found a name. */
  version = 0

  find(key: Key): Slot | undefined {
    if (this.index !== undefined) return this.index.get(key)
    const slots = this.slots
    for (let at = 0; at < slots.length; at++) if (slots[at].key === key) return slots[at]
    return undefined
  }

  /** Adds a name that is known to be absent. */
  add(key: Key, value: Stored): Slot {
    const slot = new Slot(key, value)
    this.slots.push(slot)
    this.version++
    if (this.index !== undefined) this.index.set(key, slot)
    else if (this.slots.length === INDEXED_FROM) this.index = new Map(this.slots.map((each) => [each.key, each]))
    return slot
  }

  findOrAdd(key: Key): Slot {
    return this.find(key) ?? this.add(key, undefined)
  }

  /** Writes without regard to constants and setters. */
  put(key: Key, value: Stored): Slot {
    const slot = this.find(key)
    if (slot === undefined) return this.add(key, value)
    slot.value = value
    return slot
  }

  remove(key: Key): boolean {
    const at = this.slots.findIndex((slot) => slot.key === key)
    if (at < 0) return false
    this.slots.splice(at, 1)
    this.index?.delete(key)
    this.version++
    return true
  }

  removeAll(): void {
    this.slots = []
    this.index = undefined
    this.version++
  }
}

/** A plain object, an instance of a class, a prototype. */
export class Obj extends Holder {
  /** Bytes that only natives see, for example the number of a serial device; costs nothing. */
  device: string | undefined
}

/** Marks an element that was never stored. */
export class Hole extends Var {
  declare readonly type: 'hole'
}
export const HOLE = new Hole()
export type Element = Value | Accessor | Hole

/** Elements beyond this index go to a sparse table. */
const DENSE_LIMIT = 32768

/** An array: elements in index order, then named properties. */
export class Arr extends Holder {
  items: Element[] = []
  private sparse: Map<number, Element> | undefined
  private size = 0

  constructor(items?: Element[]) {
    super()
    if (items !== undefined) {
      this.items = items
      this.size = items.length
      allocation.count += items.length
    }
  }

  get length(): number {
    return this.size
  }

  /** Sets the length only; elements beyond it stay (natives use this). */
  setLength(length: number): void {
    this.size = length
  }

  at(index: number): Element {
    if (index < this.items.length) return index < 0 ? HOLE : this.items[index]
    return this.sparse?.get(index) ?? HOLE
  }

  set(index: number, value: Stored): void {
    allocation.count++
    const items = this.items
    if (index < items.length) items[index] = value
    else if (index > DENSE_LIMIT) (this.sparse ??= new Map<number, Element>()).set(index, value)
    else {
      while (items.length < index) items.push(HOLE)
      items.push(value)
    }
    if (index >= this.size) this.size = index + 1
  }

  /** Removes an element; the length stays. */
  drop(index: number): boolean {
    if (this.at(index) === HOLE) return false
    if (index < this.items.length) this.items[index] = HOLE
    else this.sparse?.delete(index)
    return true
  }

  push(value: Value): number {
    allocation.count++
    if (this.size === this.items.length && this.sparse === undefined) {
      this.items.push(value)
      return ++this.size
    }
    this.set(this.size, value)
    return this.size
  }

  /** Replaces all elements; `items` becomes the property of the array. */
  assign(items: Element[]): void {
    this.items = items
    this.sparse = undefined
    this.size = items.length
  }

  /** All elements as a dense list that the caller may change, holes included. */
  dense(): Element[] {
    const list = this.items.slice(0, this.size)
    if (this.sparse !== undefined) for (const [index, value] of this.sparse) if (index < this.size) list[index] = value
    for (let at = 0; at < this.size; at++) if (!(at in list)) list[at] = HOLE
    return list
  }

  /** The first index from `from` on that holds something; Infinity when there is none. */
  nextIndex(from: number): number {
    for (let at = from; at < this.items.length; at++) if (this.items[at] !== HOLE) return at
    let least = Infinity
    if (this.sparse !== undefined) for (const at of this.sparse.keys()) if (at >= from && at < least) least = at
    return least
  }

  /** Indices that hold something, in order. */
  indices(): number[] {
    const found: number[] = []
    for (let at = 0; at < this.items.length; at++) if (this.items[at] !== HOLE) found.push(at)
    if (this.sparse !== undefined) found.push(...[...this.sparse.keys()].sort((a, b) => a - b))
    return found
  }

  /** How many elements are stored. */
  get stored(): number {
    let count = this.sparse?.size ?? 0
    for (const item of this.items) if (item !== HOLE) count++
    return count
  }
}

/** Variables of one call or one block. */
export class Scope extends Holder {
  /** How many of the first slots are parameters; superfluous arguments have the empty name. */
  parameters = 0
  /** A call scope holds the return value under a name while it runs. */
  holdsResult = false
  constructor(readonly parent: Scope | null) {
    super()
  }

  /** Adds a parameter; parameters of equal name all stay, the first is found. */
  addParameter(key: Key, value: Stored): void {
    this.slots.push(new Slot(key, value))
    this.parameters++
  }
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

// Tools that keep class names when they compile define the name of each class anew, after which engines treat the class
// as a dictionary, and `new` and `instanceof` take many times longer. Having a subclass cures that.
for (const made of [Num, Bool, Null, Str, Pin, Accessor, Slot, Obj, Arr, Scope, Fn, Native, Bytes, View])
  void class extends (made as new () => object) {}
