/**
 * Objects that refer to each other in a circle are not freed by counting references (FACTS 2.4). This finds them: of
 * all tracked objects that a walk did not reach, those that remain after everything nobody refers to was taken away.
 */
import { Accessor, Arr, Fn, Holder, Native, type Scope } from '../values.ts'

/** Tracked objects are looked through when their number has doubled since the last time. */
const FEWEST = 4096

export class Graph {
  private tracked: Holder[] = []
  private limit = FEWEST

  add(made: Holder): void {
    this.tracked.push(made)
  }

  /** Whether so many objects were tracked that it is time to forget those that are gone. */
  get isFull(): boolean {
    return this.tracked.length > this.limit
  }

  /** Tracked objects that the walk of that number did not reach, and that reference counting cannot free. */
  unreachable(epoch: number): Holder[] {
    const lost = new Map<Holder, number>()
    for (const holder of this.tracked) if (holder.mark !== epoch) lost.set(holder, 0)
    const targets = new Map<Holder, Holder[]>()
    for (const holder of lost.keys()) {
      const found = referredFrom(holder).filter((other) => lost.has(other))
      targets.set(holder, found)
      for (const other of found) lost.set(other, (lost.get(other) ?? 0) + 1)
    }
    const free = [...lost].filter(([, references]) => references === 0).map(([holder]) => holder)
    for (let holder = free.pop(); holder !== undefined; holder = free.pop()) {
      lost.delete(holder)
      for (const other of targets.get(holder) ?? []) {
        const left = (lost.get(other) ?? 0) - 1
        lost.set(other, left)
        if (left === 0) free.push(other)
      }
    }
    return [...lost.keys()]
  }

  /** Forgets everything but what is in use and `others`. */
  keep(others: readonly Holder[], epoch: number): void {
    this.tracked = [...this.tracked.filter((holder) => holder.mark === epoch), ...others]
    this.limit = Math.max(FEWEST, 2 * this.tracked.length)
  }
}

/** Tracked kinds of objects that one refers to, directly or by its scopes. */
function referredFrom(from: Holder): Holder[] {
  const found: Holder[] = []
  const scopes = new Set<Scope>()
  const visit = (value: unknown): void => {
    if (value instanceof Accessor) {
      visit(value.get)
      visit(value.set)
    } else if (value instanceof Holder) found.push(value)
  }
  const visitScopes = (start: Scope | null): void => {
    for (let scope = start; scope !== null && !scopes.has(scope); scope = scope.parent) {
      scopes.add(scope)
      for (const slot of scope.slots) visit(slot.value)
    }
  }
  for (const slot of from.slots) visit(slot.value)
  if (from instanceof Arr) for (const item of from.items) visit(item)
  if (from instanceof Fn) {
    visitScopes(from.scope)
    visit(from.boundThis?.value)
  }
  if (from instanceof Native) visit(from.boundThis?.value)
  return found
}
