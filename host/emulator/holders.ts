/** Values with names in them: objects, arrays, scopes (FACTS 2.1, 3.2). Their children keep the order of adding. */
import type { Accessor, Key, Stored, Value } from './values.ts'
import { allocation, Var } from './var.ts'

/** A name and what it holds. */
export class Slot {
  constant = false
  /** Which of its holder's names this is, from 0: the device walks the names before it. */
  at = 0
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
    slot.at = this.slots.length
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
    for (let later = at; later < this.slots.length; later++) this.slots[later].at = later
    this.index?.delete(key)
    this.version++
    return true
  }

  /** Finds names again after `slots` was replaced. */
  indexSlots(): void {
    this.index = this.slots.length < INDEXED_FROM ? undefined : new Map(this.slots.map((each) => [each.key, each]))
    this.version++
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

/** Longer arrays are mostly holes: memory has no room for so many elements. */
const HUGE = 1_000_000

/** Elements beyond this index go to a sparse table. */
const DENSE_LIMIT = 32768

/**
 * Where a loop stands in an array. Elements are linked on the device: a loop keeps its element when others go or come in
 * front of it, and an element that is removed leads nowhere any more.
 */
export interface Cursor {
  /** Index of the present element; Infinity behind the last. */
  at: number
  /** The present element, once it has been removed from the array; `at` is the index that it had. */
  removed?: { readonly value: Element }
}

/** An array: elements in index order, then named properties. */
export class Arr extends Holder {
  items: Element[] = []
  /** Loops that walk this array now. */
  private cursors: Cursor[] | undefined
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

  /** Lets a loop walk this array: its cursor follows the element at which it stands. */
  walk(visit: (cursor: Cursor) => void): void {
    const cursor: Cursor = { at: this.nextIndex(0) }
    const cursors = (this.cursors ??= [])
    cursors.push(cursor)
    try {
      visit(cursor)
    } finally {
      cursors.splice(cursors.indexOf(cursor), 1)
      if (cursors.length === 0) this.cursors = undefined
    }
  }

  /** Tells the loops, before it happens, that `count` elements from `from` on go and that `added` come there. */
  moving(from: number, count: number, added: number): void {
    for (const cursor of this.cursors ?? []) {
      if (cursor.removed !== undefined || cursor.at < from) continue
      if (cursor.at < from + count) cursor.removed = { value: this.at(cursor.at) }
      else cursor.at += added - count
    }
  }

  /** Removes an element; the length stays. */
  drop(index: number): boolean {
    if (this.at(index) === HOLE) return false
    if (this.cursors !== undefined) this.moving(index, 1, 1)
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

  /** Whether the elements, holes included, are too many for a list. */
  get isHuge(): boolean {
    return this.size > HUGE
  }

  get hasHoles(): boolean {
    return this.items.length !== this.size || this.items.includes(HOLE)
  }

  /** Gives each stored element a new index, or none. */
  reindex(place: (index: number) => number | undefined, length: number): void {
    const stored = this.indices().map((index) => [place(index), this.at(index)] as const)
    this.assign([])
    for (const [index, item] of stored) if (index !== undefined) this.set(index, item as Stored)
    this.size = length
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

  /** What is stored, also behind the end, in any order; there may be holes. */
  all(): readonly Element[] {
    return this.sparse === undefined ? this.items : [...this.items, ...this.sparse.values()]
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
    const slot = new Slot(key, value)
    slot.at = this.slots.length
    this.slots.push(slot)
    this.parameters++
  }
}
