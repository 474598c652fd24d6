/**
 * What becomes of a thread with one event (SEMANTICS 7.2 to 7.5): from its place over everything that can be passed, asking
 * about conditions on the way. The answers alone decide, so that all outcomes of a place can be found when the program is made.
 */
import type { Test } from './conditions.ts'
import type { Element, GroupElement, NotElement, StepElement } from './elements.ts'
import {
  afterTake,
  beside,
  innermost,
  inside,
  isComplete,
  mayPass,
  roundDone,
  settled,
  type Path,
  type Place,
} from './place.ts'

/** A thread that goes on: it took the event as this step, or ignored it. */
export interface Successor {
  readonly take: number | null
  readonly place: Place
}

export interface Outcome {
  /** Matches: the step that took the event, or `null` for a match without it. */
  readonly hits: readonly (number | null)[]
  /** In the order of README 11: take before pass. */
  readonly next: readonly Successor[]
}

export type Ask = (condition: number) => boolean

/** What the walk met on its way. */
interface Way {
  readonly armed: readonly NotElement[]
  /** A `notNext` was passed: the end of the pattern, reached now, is a match (7.5.1). */
  readonly checked: boolean
}

/** `behind` numbers the condition that the event is so far behind the last one; the start thread took none. */
export function walk(place: Place, isStart: boolean, ask: Ask, behind: (ms: number) => number): Outcome {
  return new Walk(place, isStart, ask, behind).outcome()
}

class Walk {
  readonly #place: Place
  readonly #isStart: boolean
  readonly #ask: Ask
  readonly #behind: (ms: number) => number
  readonly #hits: (number | null)[] = []
  readonly #next: Successor[] = []
  /** A negated step fits: nothing is left but matches that this event completes (7.5.2). */
  #killed = false

  constructor(place: Place, isStart: boolean, ask: Ask, behind: (ms: number) => number) {
    this.#place = place
    this.#isStart = isStart
    this.#ask = ask
    this.#behind = behind
  }

  outcome(): Outcome {
    const { path, armed } = this.#place
    if (armed.some(({ where }) => this.#holds(where))) this.#killed = true
    this.#visit(path, { armed, checked: false })
    return { hits: this.#hits, next: this.#killed ? [] : this.#next }
  }

  #visit(path: Path, way: Way): void {
    if (this.#isClaimed(path)) return
    const { at } = innermost(path)
    switch (at.kind) {
      case 'step':
        return this.#step(at, path, way)
      case 'group':
        return this.#group(at, path, way)
      case 'notNext':
        if (this.#holds(at.where)) this.#killed = true
        else this.#pass(path, { ...way, checked: true })
        return
      case 'notUntil':
        if (this.#holds(at.where)) this.#killed = true
        return this.#pass(path, { ...way, armed: [...way.armed, at] })
      case 'notEver':
        if (this.#holds(at.where)) this.#killed = true
        else this.#stay({ path, armed: way.armed })
    }
  }

  #step(at: StepElement, path: Path, way: Way): void {
    const { rounds } = innermost(path)
    const around = this.#aroundIs(path)
    if (around === 'closed' || this.#isTooLate(at, rounds)) return
    const stopped = at.until !== null && this.#holds(at.until)
    if (around === 'open' && !stopped && this.#holds(at.where)) this.#take(at, path)
    if (!stopped || rounds === 0) this.#ignore(at, path, way)
    // A repeated step in front of a negated one is killed, too, once it is satisfied (7.5.3).
    if (rounds >= at.min && at.behind?.kind === 'notUntil' && this.#holds(at.behind.where)) this.#killed = true
    if (mayPass(path)) this.#pass(path, way)
  }

  /** Another round, and what follows; `until` leaves only the latter (7.4.6). */
  #group(at: GroupElement, path: Path, way: Way): void {
    const { rounds } = innermost(path)
    const stopped = rounds > 0 && at.until !== null && this.#holds(at.until)
    if (rounds < at.max && !stopped) this.#visit(inside(path, at.first), way)
    if (mayPass(path)) this.#pass(path, way)
  }

  /** The moves of what follows, on the same event. A round without an event is none. */
  #pass(path: Path, way: Way): void {
    const { at, fresh, rounds } = innermost(path)
    const untouched = fresh && rounds === 0
    if (at.behind !== null) this.#visit(beside(path, at.behind, untouched), way)
    else if (path.length > 1) {
      if (!untouched) this.#visit(roundDone(path), way)
    } else if (way.checked && !this.#isStart) this.#hits.push(null)
  }

  #take(at: StepElement, path: Path): void {
    const after = afterTake(path)
    if (isComplete(after, false)) this.#hits.push(at.step)
    const place = settled(after)
    if (place !== null) this.#next.push({ take: at.step, place })
  }

  /** The start thread ignores nothing; others wait on, for this step only (7.3, 7.4.3). */
  #ignore(at: StepElement, path: Path, { armed }: Way): void {
    if (this.#isStart) return
    const wait = waitOf(path)
    if (wait === 'next' || wait === null) return
    if (wait === 'followedBy' && this.#holds(at.where)) return
    this.#stay({ path: [...path.slice(0, -1), { ...innermost(path), bound: true }], armed })
  }

  #stay(place: Place): void {
    this.#next.push({ take: null, place })
  }

  #holds(test: Test): boolean {
    return test.every((condition) => this.#ask(condition))
  }

  /** A step that is reached by passing others; a thread that waits for its first event ends by the clock (7.7.2). */
  #isTooLate({ withinMs, id }: StepElement, rounds: number): boolean {
    if (withinMs === null || rounds > 0 || this.#isStart) return false
    const stands = innermost(this.#place.path)
    return !(stands.at.id === id && stands.rounds === 0) && this.#ask(this.#behind(withinMs))
  }

  /** A greedy step stands in front, wants the event, and is not stopped (7.4.5). */
  #isClaimed(path: Path): boolean {
    const { at, rounds } = innermost(path)
    if (rounds > 0) return false
    const before = elementBefore(at)
    if (before === null) return path.length > 1 && this.#isClaimed(path.slice(0, -1))
    if (before.kind !== 'step' || !before.greedy) return false
    return this.#holds(before.where) && !(before.until !== null && this.#holds(before.until))
  }

  /** What `until` of the groups around leaves: nothing once a group has begun, waiting before that (7.4.6). */
  #aroundIs(path: Path): 'open' | 'waiting' | 'closed' {
    let left: 'open' | 'waiting' = 'open'
    let fresh = innermost(path).fresh && innermost(path).rounds === 0
    for (let depth = path.length - 2; depth >= 0; depth--) {
      const frame = path[depth]
      const { until } = frame.at as GroupElement
      fresh &&= frame.rounds === 0
      if (until !== null && this.#holds(until)) {
        if (!fresh) return 'closed'
        left = 'waiting'
      }
      fresh &&= frame.fresh
    }
    return left
  }
}

/** How events may be ignored here; a group decides for its first step (7.4.7). */
function waitOf(path: Path): StepElement['wait'] {
  const { at, rounds } = innermost(path)
  const { inner, wait, before } = at as StepElement | GroupElement
  if (rounds > 0) return inner
  return before === null && path.length > 1 ? waitOf(path.slice(0, -1)) : wait
}

/** What stands before an element, negations in the middle apart. */
function elementBefore(at: Element): Element | null {
  let { before } = at
  while (before?.kind === 'notUntil') before = before.before
  return before
}
