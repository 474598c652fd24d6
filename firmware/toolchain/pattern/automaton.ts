/**
 * All places that a thread of a pattern can reach, and what becomes of it there: a tree of questions whose leaves say which
 * matches are complete and where threads go on. Groups, negations, quantifiers and greed are gone from here on; places that
 * behave alike are one. Place 0 is that of the start thread.
 */
import { RivuletError } from '../../../shared/error.ts'
import type { PatternStage } from '../../../shared/pipeline/pipeline.ts'
import type { Condition } from './conditions.ts'
import { elementsOf, type Elements } from './elements.ts'
import { isComplete, nameOf, start, waitsFor, type Place } from './place.ts'
import { walk, type Outcome } from './walk.ts'

export interface Leaf {
  readonly hits: readonly (number | null)[]
  readonly next: readonly { readonly take: number | null; readonly to: number }[]
}

/** A question and what follows from its answers, or the end of them. */
export type Tree = { readonly ask: number; readonly no: Tree; readonly yes: Tree } | Leaf

export interface State {
  readonly tree: Tree
  /** How long a thread may stay here behind its last event; `null`: no bound of its own. */
  readonly waitsMs: number | null
  /** A thread whose time is over here is a match; otherwise a time-out (SEMANTICS 7.5.4, 7.7.3). */
  readonly lasts: boolean
  /** The fewest and the most events that a thread has taken here. */
  readonly fewest: number
  readonly most: number
}

export interface Automaton {
  readonly conditions: readonly Condition[]
  readonly states: readonly State[]
}

/** Places and leaves of a pattern that a device can hold; beyond it the program would be too large. */
const MAX_STATES = 250
const MAX_LEAVES = 2000

export function isLeaf(tree: Tree): tree is Leaf {
  return 'next' in tree
}

/** `taken` bounds the events of a thread: places beyond it are never reached (SEMANTICS 9). */
export function automatonOf(stage: Pick<PatternStage, 'id' | 'steps'>, taken: number): Automaton {
  const elements = elementsOf(stage)
  const explored = new Explorer(stage.id, elements, taken).explore()
  return { conditions: elements.conditions.all, states: measured(merged(explored)) }
}

type Explored = Pick<State, 'tree' | 'waitsMs' | 'lasts'>

class Explorer {
  readonly #id: string
  readonly #elements: Elements
  readonly #taken: number
  readonly #places: Place[] = []
  /** Fewest events taken on the way to each place. */
  readonly #depths: number[] = []
  readonly #numbers = new Map<string, number>()
  #leaves = 0

  constructor(id: string, elements: Elements, taken: number) {
    this.#id = id
    this.#elements = elements
    this.#taken = taken
  }

  /** Breadth first by events taken, so that a place beyond the bound is seen to be. */
  explore(): Explored[] {
    const states: Explored[] = []
    this.#number(start(this.#elements.first), 0, 'start')
    const queue = [0]
    for (let i = queue.shift(); i !== undefined; i = queue.shift()) {
      const known = this.#places.length
      const place = this.#places[i]
      const tree = this.#tree(place, i, new Map())
      const lasts = i > 0 && isComplete(place.path, true) && !isComplete(place.path, false)
      states[i] = { tree, waitsMs: i === 0 ? null : waitsFor(place), lasts }
      const found = this.#places.slice(known).map((_, n) => known + n)
      const deeper = found.filter((n) => this.#depths[n] > this.#depths[i])
      queue.unshift(...found.filter((n) => this.#depths[n] === this.#depths[i]))
      queue.push(...deeper)
    }
    return states
  }

  #tree(place: Place, at: number, known: ReadonlyMap<number, boolean>): Tree {
    const { conditions } = this.#elements
    let unknown: number | null = null
    const ask = (condition: number): boolean => {
      const answer = known.get(condition)
      if (answer !== undefined) return answer
      for (const [other, holds] of known) if (holds && conditions.exclude(condition, other)) return false
      unknown ??= condition
      return false
    }
    const outcome = walk(place, at === 0, ask, (ms) => conditions.behind(ms))
    if (unknown === null) return this.#leaf(outcome, at)
    const answered = (answer: boolean): Tree => this.#tree(place, at, new Map(known).set(unknown!, answer))
    return { ask: unknown, no: answered(false), yes: answered(true) }
  }

  #leaf({ hits, next }: Outcome, at: number): Leaf {
    this.#leaves += 1
    if (this.#leaves > MAX_LEAVES) throw this.#tooLarge()
    const depth = this.#depths[at]
    return {
      hits,
      next: next.map(({ take, place }) => ({ take, to: this.#number(place, take === null ? depth : depth + 1) })),
    }
  }

  #number(place: Place, depth: number, name = nameOf(place)): number {
    // Never reached: a thread that takes so many events is dropped. Any place will do.
    if (depth > this.#taken) return 0
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const number = this.#places.push(place) - 1
    if (number > MAX_STATES) throw this.#tooLarge()
    this.#depths[number] = depth
    this.#numbers.set(name, number)
    return number
  }

  #tooLarge(): RivuletError {
    return new RivuletError('E_UNSUPPORTED', `the pattern '${this.#id}' has too many ways to go on for a device`, {
      kind: 'usage',
      cure: 'use smaller counts in "times", fewer optional steps in a row, or smaller limits.taken',
    })
  }
}

/** Makes one of all places that behave alike: from the coarsest partition, split until nothing differs. */
function merged(states: readonly Explored[]): Explored[] {
  const alike = states.map(({ waitsMs, lasts }, i) => JSON.stringify([i === 0, waitsMs, lasts]))
  let classes = numbered(alike)
  for (;;) {
    const split = numbered(states.map(({ tree }, i) => `${classes[i]} ${JSON.stringify(reduced(tree, classes))}`))
    const done = Math.max(...split) === Math.max(...classes)
    classes = split
    if (done) break
  }
  const found: Explored[] = []
  states.forEach((state, i) => (found[classes[i]] ??= { ...state, tree: reduced(state.tree, classes) }))
  return found
}

/** Numbers equal texts alike, in the order in which they appear. */
function numbered(texts: readonly string[]): number[] {
  const known = [...new Set(texts)]
  return texts.map((text) => known.indexOf(text))
}

/** A tree without questions whose answer does not matter, its places renamed. */
function reduced(tree: Tree, names: readonly number[]): Tree {
  if (isLeaf(tree)) return { hits: tree.hits, next: tree.next.map(({ take, to }) => ({ take, to: names[to] })) }
  const no = reduced(tree.no, names)
  const yes = reduced(tree.yes, names)
  return JSON.stringify(no) === JSON.stringify(yes) ? no : { ask: tree.ask, no, yes }
}

/** The leaves of a tree. */
export function leavesOf(tree: Tree): Leaf[] {
  return isLeaf(tree) ? [tree] : [...leavesOf(tree.no), ...leavesOf(tree.yes)]
}

/** Counts the events on all ways from the start. */
function measured(states: readonly Explored[]): State[] {
  const fewest = distances(states, (a, b) => Math.min(a, b), Infinity)
  const most = distances(states, (a, b) => Math.max(a, b), 0)
  return states.map((state, i) => ({ ...state, fewest: fewest[i], most: most[i] }))
}

function distances(states: readonly Explored[], better: (a: number, b: number) => number, worst: number): number[] {
  const found = states.map((_, i) => (i === 0 ? 0 : worst))
  // As many passes as there are places reach the end of every way; what still grows then goes in circles.
  for (let pass = 0; pass <= states.length; pass++) {
    const last = pass === states.length
    states.forEach(({ tree }, from) => {
      for (const { next } of leavesOf(tree)) {
        for (const { take, to } of next) {
          if (to === 0) continue
          const value = better(found[to], found[from] + (take === null ? 0 : 1))
          if (value !== found[to]) found[to] = last ? Infinity : value
        }
      }
    })
  }
  return spread(states, found)
}

/** A place behind one that goes in circles goes in circles as well. */
function spread(states: readonly Explored[], found: number[]): number[] {
  for (let pass = 0; pass < states.length; pass++) {
    states.forEach(({ tree }, from) => {
      if (found[from] !== Infinity) return
      for (const { next } of leavesOf(tree)) for (const { to } of next) if (to > 0) found[to] = Infinity
    })
  }
  return found
}
