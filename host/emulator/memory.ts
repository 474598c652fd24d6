/**
 * Counts the variables that a program occupies on the device (FACTS 2). Usage is found by walking from what the program
 * can reach; a counter of allocations tells when a walk might find memory exhausted.
 */
import { COLLECT } from './costs/pieces.ts'
import { Interrupt } from './errors.ts'
import type { Interpreter } from './interpreter.ts'
import { type Activation, stackText } from './language/activation.ts'
import { Graph } from './language/leaks.ts'
import {
  Accessor,
  allocation,
  Arr,
  Bool,
  Bytes,
  FLAT_FROM,
  Fn,
  HOLE,
  type Holder,
  Native,
  Num,
  Scope,
  type Slot,
  Str,
  Var,
  View,
} from './values.ts'

/** Variables of a string made of linked blocks. */
export function linkedSize(length: number): number {
  return length <= 9 ? 1 : 1 + Math.ceil((length - 9) / 10)
}

/** Variables of a string in one piece. */
function flatSize(length: number): number {
  return 1 + Math.ceil(length / 14)
}

/** Variables of data of known length. */
function dataSize(length: number): number {
  return length > FLAT_FROM ? flatSize(length) : linkedSize(length)
}

/** Variables of a name: integers take one. */
export function nameSize(key: string | number): number {
  return typeof key === 'number' || key.length <= 4 ? 1 : 1 + Math.ceil((key.length - 4) / 10)
}

/**
 * What the firmware holds besides the root object: the console's input line has no name there (one more), and neither
 * has the queue of events, which is a name of two variables here (two fewer).
 */
const FIRMWARE_VARIABLES = -1

/** Memory is no longer short when so many variables are free, apart from those of running code. */
const RELIEF = 16
/** What a line of the console or a callback may hold while memory is short: enough to free some. */
const MARGIN = 64

/** At least so many allocations pass between two walks. */
const WALK_SPACING = 32

export class Heap {
  /** Most variables in use that a walk has seen. */
  peak = 0
  /** The value of the allocation counter at which to walk again. */
  private walkAt = 0
  /** While memory is short after a program was stopped: what may last at most. */
  private allowed: number | undefined
  /** The value of the allocation counter at which memory is found exhausted, whatever is free: for tests of what follows. */
  private failAt = Infinity
  private onFail: () => void = () => undefined
  private readonly graph = new Graph()
  /** Functions whose scopes the device never frees. */
  private readonly lost = new Set<Fn>()
  private epoch = 0

  constructor(
    private readonly vm: Interpreter,
    /** How many variables there are. */
    readonly total: number,
  ) {}

  /** Notes an object that could become part of a cycle, which only garbage collection frees. */
  track(made: Holder): void {
    this.graph.add(made)
    if (this.graph.isFull) this.garbage(false)
  }

  /** The allocation after `count` more finds no memory; `onFail` is told when it does. */
  failAfter(count: number, onFail: () => void): void {
    this.onFail = onFail
    this.failAt = allocation.count + count
    this.walkAt = Math.min(this.walkAt, this.failAt - 1)
  }

  isDue(): boolean {
    return allocation.count > this.walkAt
  }

  /** An exception in an argument of a call makes the device forget to let go of the scopes of that function. */
  lose(fn: Fn): void {
    if (fn.scope !== null) this.lost.add(fn)
  }

  private lostSize(walk: Walk): number {
    let size = 0
    for (const fn of this.lost) size += walk.countScopes(fn)
    return size
  }

  /** Walks if memory might be exhausted by `extra` more variables; if it is, the program stops. */
  check(extra: number): void {
    if (allocation.count + extra <= this.walkAt) return
    this.judge(this.usage() + extra, extra)
  }

  /** As `check`, with a value that only the interpreter holds so far. */
  admit(made: unknown): void {
    this.judge(this.usage([made]), 0)
  }

  private judge(needed: number, extra: number): void {
    if (allocation.count >= this.failAt) {
      this.failAt = Infinity
      this.onFail()
      this.exhausted()
    }
    if (this.allowed !== undefined && this.isShort(needed, extra, this.allowed)) return
    const used = needed > this.total ? needed - this.dropHistory(needed - this.total) : needed
    this.walkAt = Math.min(allocation.count + Math.max(WALK_SPACING, this.total - used), this.failAt - 1)
    if (used > this.total) this.exhausted()
  }

  /** Whether memory is still full after a program was stopped. Then what lasts may not grow, and little may run. */
  private isShort(needed: number, extra: number, allowed: number): boolean {
    const lasting = this.lasting()
    if (lasting <= this.total - RELIEF) {
      this.allowed = undefined
      return false
    }
    this.walkAt = allocation.count
    const missing = extra > 0 ? lasting + extra - allowed : needed - allowed - MARGIN
    if (missing > 0 && this.dropHistory(missing) < missing) this.exhausted()
    return true
  }

  /** Gives up lines of the console's history, the oldest first, until `wanted` variables are free; how many are. */
  private dropHistory(wanted: number): number {
    const { vm } = this
    vm.errorFlags.add('LOW_MEMORY')
    const history = vm.hidden.find('history')?.value
    let freed = 0
    while (freed < wanted && history instanceof Arr && history.nextIndex(0) < Infinity) {
      const oldest = history.nextIndex(0)
      freed += 1 + this.sizeOf(history.at(oldest))
      history.drop(oldest)
    }
    return freed
  }

  /**
   * Called when a program was stopped for lack of memory. What it took too much stays, since memory is looked at only
   * now and then; until there is room again, nothing lasting is added to it.
   */
  settle(): void {
    this.allowed = Math.max(this.total, this.lasting())
    this.walkAt = allocation.count
  }

  /** As `check`, before `extra` variables are added to something that lasts. */
  grow(extra: number): void {
    if (this.isDue()) this.check(extra)
  }

  /** Variables in use without those that running code holds. */
  private lasting(): number {
    const walk = new Walk(++epochs)
    return FIRMWARE_VARIABLES + walk.count(this.vm.root) + this.lostSize(walk)
  }

  /** Makes sure that data of `length` bytes fits. */
  reserve(length: number): void {
    this.check(dataSize(length))
  }

  /**
   * Makes sure that a buffer of `length` bytes fits; true when it lies in one piece. Memory has no addresses here: a run
   * is taken to exist when it needs half of the free variables at most, otherwise the buffer takes linked blocks, which
   * are more.
   */
  claim(length: number): boolean {
    const needed = dataSize(length)
    if (length <= FLAT_FROM || 2 * needed <= this.walkAt - allocation.count) return true
    const isRun = 2 * needed <= this.total - this.usage()
    this.check(isRun ? needed : linkedSize(length))
    return isRun
  }

  /** Stops the program for lack of memory. */
  exhausted(): never {
    const { vm } = this
    // garbage has been collected in vain
    vm.instructions += this.total * COLLECT
    // told once, until the program has asked for its error flags
    if (!vm.errorFlags.has('MEMORY')) vm.host.print(`OUT OF MEMORY${stackText(vm.current)}`)
    vm.errorFlags.add('LOW_MEMORY').add('MEMORY')
    throw new Interrupt('memory')
  }

  /** Variables in use that the program can reach, `extra` values included. */
  usage(extra: readonly unknown[] = []): number {
    const { vm } = this
    const walk = new Walk(++epochs)
    this.epoch = walk.epoch
    let used = FIRMWARE_VARIABLES + walk.count(vm.root)
    for (const held of vm.temporaries) used += typeof held === 'number' ? held : walk.count(held)
    for (const value of extra) if (value instanceof Var) used += walk.count(value)
    for (let a = vm.current; a !== null; a = a.outer) used += activationSize(a, walk)
    used += this.lostSize(walk)
    this.peak = Math.max(this.peak, Math.min(used, this.total))
    return used
  }

  /** Variables in cycles that the program cannot reach any more. `collect` frees them. */
  garbage(collect: boolean): number {
    this.usage()
    const lost = this.graph.unreachable(this.epoch)
    const walk = new Walk(++epochs, this.epoch)
    let count = 0
    for (const holder of lost) count += walk.count(holder)
    this.graph.keep(collect ? [] : lost, this.epoch)
    if (collect) this.vm.pieces.collected()
    return count
  }

  /** Variables of a value and all it refers to, each counted once. */
  sizeOf(value: unknown): number {
    if (typeof value === 'number') return 1
    if (!(value instanceof Var)) return 0
    const walk = new Walk(++epochs)
    let size = walk.count(value)
    // the scopes of running calls hold the return value under a name
    for (let a = this.vm.current; a !== null; a = a.outer)
      if (a.base instanceof Scope && a.base.holdsResult && a.base.mark === walk.epoch) size++
    return size
  }
}

/** Numbers of walks: every walk of any interpreter has its own. */
let epochs = 0

/** What a running body holds: its list of scopes and its return value. */
function activationSize(a: Activation, walk: Walk): number {
  let scopes = 0
  let size = 0
  for (let scope = a.scope; scope !== null; scope = scope.parent) {
    scopes++
    size += walk.count(scope)
  }
  if (scopes > 0) size += 1 + scopes
  if (a.base instanceof Scope && a.base.holdsResult) size += 1
  if (a.result instanceof Var) size += walk.count(a.result)
  if (a.self instanceof Var) size += walk.count(a.self)
  return size
}

/** One walk over values. */
class Walk {
  private readonly pending: Var[] = []
  private size = 0

  constructor(
    readonly epoch: number,
    /** What an earlier walk has counted is left out. */
    private readonly besides = -1,
  ) {}

  /** Variables of a value and of all it refers to, without those counted before. */
  count(from: Var): number {
    const before = this.size
    this.visit(from)
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) {
      // what this value refers to is added meanwhile
      const own = this.sizeOf(next)
      this.size += own
    }
    return this.size - before
  }

  /** Variables of the scopes of a function and of what they refer to, unless it was counted with them. */
  countScopes(fn: Fn): number {
    if (fn.mark === this.epoch) return 0
    let size = 0
    let scopes = 0
    for (let { scope } = fn; scope !== null; scope = scope.parent) {
      scopes++
      size += this.count(scope)
    }
    // the scopes may lead to the function itself, which then has the list of them
    return scopes > 1 && fn.mark !== this.epoch ? size + 1 + scopes : size
  }

  /** Values that refer to nothing are counted at once: most values are such. */
  private visit(value: unknown): void {
    if (!(value instanceof Var) || value.mark === this.epoch || value.mark === this.besides) return
    value.mark = this.epoch
    if (value instanceof Num) this.size++
    else if (value instanceof Str) this.size += stringSize(value)
    else this.pending.push(value)
  }

  /** The variables of one value; what it refers to is visited. */
  private sizeOf(value: Var): number {
    if (value instanceof Arr) return 1 + this.elements(value) + this.names(value.slots)
    if (value instanceof Fn) return this.functionSize(value)
    if (value instanceof Native) return this.nativeSize(value)
    if (value instanceof View) {
      this.visit(value.buffer ?? value.bytes)
      return 1
    }
    if (value instanceof Bytes) {
      const { data, lender, isScattered } = value
      if (lender === undefined) return isScattered ? linkedSize(data.length) : dataSize(data.length)
      this.visit(lender)
      return 0
    }
    if (value instanceof Accessor) {
      this.visit(value.get)
      this.visit(value.set)
      return 1 + (value.get === undefined ? 0 : 1) + (value.set === undefined ? 0 : 1)
    }
    if ('slots' in value) return 1 + this.names((value as Holder).slots)
    return 1
  }

  private names(slots: readonly Slot[]): number {
    let size = 0
    for (const { key, value } of slots) {
      size += nameSize(key)
      if (typeof key === 'string' || !(value instanceof Bool)) this.visit(value)
    }
    return size
  }

  /** Booleans live in the name of an element, as small integers do. */
  private elements(array: Arr): number {
    let size = 0
    for (const item of array.all()) {
      if (item === HOLE) continue
      size++
      if (!(item instanceof Bool)) this.visit(item)
    }
    return size
  }

  private functionSize(fn: Fn): number {
    let size = 1 + this.names(fn.slots)
    const bound = fn.boundArgs.length
    for (const name of fn.params) size += nameSize(`\xff${name}`)
    for (const { key, value } of fn.boundArgs) {
      size += nameSize(key === '' ? '' : `\xff${key}`)
      this.visit(value)
    }
    if (bound > 0 || fn.boundThis !== undefined) size += this.bound(fn.boundThis)
    if (fn.ownName !== undefined) size += 1
    this.visit(fn.ownName)
    if (fn.code !== undefined) size += 1
    this.visit(fn.code)
    return size + this.scopes(fn.scope)
  }

  private bound(bound: { readonly value: unknown } | undefined): number {
    if (bound === undefined) return 0
    this.visit(bound.value)
    return 1
  }

  /** One scope is referred to as it is, several by an array of their own. */
  private scopes(from: Scope | null): number {
    let count = 0
    for (let scope = from; scope !== null; scope = scope.parent) {
      count++
      this.visit(scope)
    }
    return count > 1 ? 2 + count : count
  }

  private nativeSize(native: Native): number {
    let size = 1 + this.names(native.slots) + this.bound(native.boundThis)
    for (const value of native.boundArgs) {
      size++
      this.visit(value)
    }
    return size
  }
}

function stringSize(value: Str): number {
  if (value.layout === 'native') return 1
  const length = value.tokenised?.length ?? value.length
  return value.layout === 'flat' ? flatSize(length) : linkedSize(length)
}
