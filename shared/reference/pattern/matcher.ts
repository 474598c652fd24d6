/**
 * One key of a pattern: its threads, its time, and the matches that skipping holds back (SEMANTICS 7.2, 7.6, 7.7).
 * Events come in their order, each after time has moved to it.
 */
import type { PatternStage } from '../../pipeline/pipeline.ts'
import type { Sample } from '../operator.ts'
import type { Element } from './elements.ts'
import { follow } from './moves.ts'
import { isComplete } from './place.ts'
import { removedBy } from './skip.ts'
import type { Taken } from './taken.ts'
import { cursorAt, type Match, type Thread } from './thread.ts'

/** What a key has to say. */
export interface Sink {
  /** `t` is the time at which the match was complete: that of its last event, or when a final negation ran out. */
  match(taken: Taken, t: number): void
  timeout(taken: Taken, t: number): void
  /** A strict skip target is missing, or is the first event: the pattern of this key has stopped. */
  stopped(match: Match): void
}

interface Held {
  readonly match: Match
  readonly t: number
  /** Order of completion. */
  readonly order: number
}

export class Matcher {
  readonly #stage: PatternStage
  readonly #sink: Sink
  readonly #start: Thread
  #threads: readonly Thread[] = []
  #held: Held[] = []
  #events = 0
  #completed = 0
  #stopped = false

  constructor(stage: PatternStage, first: Element, sink: Sink) {
    this.#stage = stage
    this.#sink = sink
    this.#start = { cursor: cursorAt(first, null, true), first: null, taken: null, armed: [] }
  }

  get threads(): number {
    return this.#threads.length
  }

  /** The earliest time at which a thread ends by itself; Infinity when none does. */
  deadline(): number {
    return this.#threads.reduce((soonest, thread) => Math.min(soonest, this.#deadlineOf(thread)), Infinity)
  }

  /** Time moves to `t`: threads whose bound is reached end, before the events of `t` are looked at (7.7.1). */
  advance(t: number): void {
    if (this.#threads.every((thread) => this.#deadlineOf(thread) > t)) return
    const ended = this.#threads.filter((thread) => this.#deadlineOf(thread) <= t)
    this.#threads = this.#threads.filter((thread) => this.#deadlineOf(thread) > t)
    for (const thread of ended) this.#end(thread, this.#deadlineOf(thread))
    this.#release()
  }

  take(event: Sample): void {
    if (this.#stopped) return
    const numbered = { n: this.#events++, event }
    const threads: Thread[] = []
    for (const thread of [...this.#threads, this.#start]) {
      const outcome = follow(thread, numbered)
      threads.push(...outcome.threads)
      for (const match of outcome.matches) this.#complete(match, event.t)
    }
    this.#threads = threads
    this.#release()
  }

  /** A final negation that lasted makes a match; anything else is a timeout. */
  #end({ cursor, first, taken }: Thread, t: number): void {
    if (first === null || taken === null) return
    if (isComplete(cursor, true) && !isComplete(cursor, false)) this.#complete({ first, taken }, t)
    else this.#sink.timeout(taken, t)
  }

  #deadlineOf({ cursor, first, taken }: Thread): number {
    const { withinMs } = this.#stage
    const whole = withinMs === null || first === null ? Infinity : first.event.t + withinMs
    const { at, rounds } = cursor
    if (at.kind === 'group' || at.withinPreviousMs === null || rounds > 0 || taken === null) return whole
    return Math.min(whole, taken.event.t + at.withinPreviousMs)
  }

  #complete(match: Match, t: number): void {
    if (this.#stage.skip.kind === 'noSkip') this.#sink.match(match.taken, t)
    else this.#held.push({ match, t, order: this.#completed++ })
  }

  /** Emits held matches, earliest start first, as long as no live thread could come before them (7.6.2). */
  #release(): void {
    for (let next = this.#earliest(); next !== null && !this.#stopped; next = this.#earliest()) {
      const { match, t } = next
      if (this.#threads.some(({ first }) => first!.n < match.first.n)) return
      this.#held.splice(this.#held.indexOf(next), 1)
      const removed = removedBy(match, this.#stage.skip)
      this.#sink.match(match.taken, t)
      if (removed === 'error') return this.#stop(match)
      this.#threads = this.#threads.filter(({ first }) => first!.n >= removed)
      this.#held = this.#held.filter((held) => held.match.first.n >= removed)
    }
  }

  #earliest(): Held | null {
    return this.#held.reduce<Held | null>((best, held) => (best === null || before(held, best) ? held : best), null)
  }

  #stop(match: Match): void {
    this.#stopped = true
    this.#threads = []
    this.#held = []
    this.#sink.stopped(match)
  }
}

function before(a: Held, b: Held): boolean {
  const byStart = a.match.first.n - b.match.first.n
  return byStart === 0 ? a.order < b.order : byStart < 0
}
