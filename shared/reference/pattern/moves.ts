/**
 * All moves of one thread on one event (SEMANTICS 7.2): take, ignore and pass, followed at once. A walk goes from the
 * thread's place over everything that can be passed; what it takes and ignores on the way are the threads that follow.
 */
import { isLast, type Element, type Fits, type Group, type Negation, type Step } from './elements.ts'
import { canPass, isComplete, settle, waitOf } from './place.ts'
import type { Numbered } from './taken.ts'
import { afterRound, cursorAt, type Cursor, type Match, type Thread } from './thread.ts'

/** What became of a thread: a dead one leaves nothing. */
export interface Outcome {
  readonly threads: readonly Thread[]
  readonly matches: readonly Match[]
}

export function follow(thread: Thread, event: Numbered): Outcome {
  return new Walk(thread, event).outcome()
}

/** What the walk met on its way to a place, on this very event. */
interface Way {
  readonly armed: readonly Negation[]
  /** A `notNext` was passed: the end of the pattern, reached now, is a match (7.5.1). */
  readonly checked: boolean
}

class Walk {
  readonly #thread: Thread
  readonly #event: Numbered
  readonly #threads: Thread[] = []
  readonly #matches: Match[] = []
  /** A negated step fits: nothing is left of the thread but matches that this event completes (7.5.2). */
  #killed = false

  constructor(thread: Thread, event: Numbered) {
    this.#thread = thread
    this.#event = event
  }

  outcome(): Outcome {
    const { cursor, armed } = this.#thread
    if (armed.some(({ where }) => this.#holds(where))) this.#killed = true
    this.#explore(cursor, { armed, checked: false })
    return { threads: this.#killed ? [] : this.#threads, matches: this.#matches }
  }

  #explore(cursor: Cursor, way: Way): void {
    const { at } = cursor
    if (this.#claimed(cursor)) return
    switch (at.kind) {
      case 'step':
        return this.#step(at, cursor, way)
      case 'group':
        return this.#group(at, cursor, way)
      case 'negation':
        return at.contiguity === 'notNext' ? this.#notNext(at, cursor, way) : this.#notFollowedBy(at, cursor, way)
    }
  }

  #step(at: Step, cursor: Cursor, way: Way): void {
    const stop = this.#groupStop(cursor)
    if (stop === 'closed' || this.#tooLate(at, cursor)) return
    const begun = cursor.rounds > 0
    const stopped = this.#holds(at.until)
    const fits = this.#holds(at.where)
    if (fits && !stopped && stop === 'open') this.#take(at, cursor)
    if (!(stopped && begun)) this.#ignore(cursor, fits, way)
    // A repeated step in front of a negated one is killed, too, once it is satisfied.
    const satisfied = begun && cursor.rounds >= at.min
    if (satisfied && isArmedAfter(at) && this.#holds(at.next.where)) this.#killed = true
    if (canPass(at, cursor)) this.#onward(cursor, way)
  }

  /** Another round, and what follows; `until` leaves only the latter (7.4.6). */
  #group(at: Group, cursor: Cursor, way: Way): void {
    const stopped = cursor.rounds > 0 && this.#holds(at.until)
    if (cursor.rounds < at.max && !stopped) this.#explore(cursorAt(at.first, cursor, true), way)
    if (canPass(at, cursor)) this.#onward(cursor, way)
  }

  /** Only this event may break it (7.5.1). */
  #notNext(at: Negation, cursor: Cursor, way: Way): void {
    if (this.#holds(at.where)) this.#killed = true
    else this.#onward(cursor, { ...way, checked: true })
  }

  /** In the middle it is armed and passed; at the end the thread stands and waits for time (7.5.4). */
  #notFollowedBy(at: Negation, cursor: Cursor, way: Way): void {
    const fits = this.#holds(at.where)
    if (fits) this.#killed = true
    if (!isLast(at)) this.#onward(cursor, { ...way, armed: [...way.armed, at] })
    else if (!fits) this.#stay(cursor, way)
  }

  /** The moves of what follows, on the same event. A round without an event is none. */
  #onward({ at, outer, fresh, rounds }: Cursor, way: Way): void {
    const untouched = fresh && rounds === 0
    if (at.next !== null) this.#explore(cursorAt(at.next, outer, untouched), way)
    else if (outer !== null) {
      if (!untouched) this.#explore(afterRound(outer), way)
    } else if (way.checked) this.#complete()
  }

  #take(at: Step, cursor: Cursor): void {
    const { first, taken: before } = this.#thread
    const taken = { ...this.#event, step: at.name, before }
    const begin = first ?? this.#event
    const stand = { ...touched(cursor), rounds: cursor.rounds + 1, bound: false }
    if (isComplete(stand, false)) this.#matches.push({ first: begin, taken })
    const place = settle(stand)
    if (place !== null) this.#threads.push({ ...place, first: begin, taken })
  }

  /** The start thread ignores nothing; others wait on, for this step only (7.3, 7.4.3). */
  #ignore(cursor: Cursor, fits: boolean, way: Way): void {
    if (this.#thread.taken === null) return
    const wait = waitOf(cursor)
    if (wait === 'followedByAny' || (wait === 'followedBy' && !fits)) this.#stay({ ...cursor, bound: true }, way)
  }

  #stay(cursor: Cursor, { armed }: Way): void {
    this.#threads.push({ ...this.#thread, cursor, armed })
  }

  /** The end was reached without taking this event. */
  #complete(): void {
    const { first, taken } = this.#thread
    if (first !== null && taken !== null) this.#matches.push({ first, taken })
  }

  #holds(fits: Fits | null): boolean {
    return fits !== null && fits(this.#event.event, this.#thread.taken)
  }

  /** `withinPreviousMs` of a step that is reached by passing others; standing threads end by the clock (7.7.2). */
  #tooLate({ withinPreviousMs }: Step, { rounds }: Cursor): boolean {
    const { taken } = this.#thread
    if (withinPreviousMs === null || taken === null || rounds > 0) return false
    return this.#event.event.t - taken.event.t >= withinPreviousMs
  }

  /** A greedy step stands before this one and wants the event (7.4.5). */
  #claimed({ at, rounds, outer }: Cursor): boolean {
    if (rounds > 0) return false
    let { previous } = at
    while (previous !== null && isMiddleNegation(previous)) ({ previous } = previous)
    if (previous === null) return outer !== null && this.#claimed(outer)
    return previous.kind === 'step' && previous.greedy && this.#holds(previous.where) && !this.#holds(previous.until)
  }

  /**
   * What `until` of the groups around leaves: nothing once a group has begun, waiting before that (7.4.6).
   */
  #groupStop(cursor: Cursor): 'open' | 'waiting' | 'closed' {
    let stop: 'open' | 'waiting' = 'open'
    let fresh = cursor.fresh && cursor.rounds === 0
    for (let { outer } = cursor; outer !== null; outer = outer.outer) {
      fresh &&= outer.rounds === 0
      if (this.#holds((outer.at as Group).until)) {
        if (!fresh) return 'closed'
        stop = 'waiting'
      }
      fresh &&= outer.fresh
    }
    return stop
  }
}

/** `notFollowedBy` with something behind it. */
function isMiddleNegation(element: Element): element is Negation {
  return element.kind === 'negation' && element.contiguity === 'notFollowedBy' && !isLast(element)
}

function isArmedAfter(step: Step): step is Step & { next: Negation } {
  return step.next !== null && isMiddleNegation(step.next)
}

/** The same place once an event was taken in the rounds around it. */
function touched(cursor: Cursor): Cursor {
  return { ...cursor, fresh: false, outer: cursor.outer === null ? null : touched(cursor.outer) }
}
