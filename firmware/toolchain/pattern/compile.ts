/**
 * A pattern made ready for its program: places in the order in which code asks for them, and the room that a key's threads
 * need (SEMANTICS 9).
 */
import { RivuletError } from '../../../shared/error.ts'
import type { Limits, PatternStage } from '../../../shared/pipeline/pipeline.ts'
import { automatonOf, isLeaf, leavesOf, type Automaton, type State, type Tree } from './automaton.ts'

export interface CompiledPattern extends Automaton {
  /** Places 1 up to this one are left alone by no event; the others by events of which no condition holds. */
  readonly nervous: number
  /** Events that a slot holds, and whether a thread may want to take more. */
  readonly room: number
  readonly scarce: boolean
}

const known = new WeakMap<PatternStage, CompiledPattern>()

/** Compiles once a stage; throws `E_UNSUPPORTED` for what no device can hold. */
export function compilePattern(stage: PatternStage, { taken }: Limits): CompiledPattern {
  const found = known.get(stage)
  if (found !== undefined) return found
  const automaton = automatonOf(stage, taken)
  const compiled = { ...ordered(automaton), ...roomOf(stage, automaton.states, taken) }
  known.set(stage, compiled)
  return compiled
}

/** Renumbers places: the start, those that are nervous, the others. */
function ordered({ conditions, states }: Automaton): Pick<CompiledPattern, 'conditions' | 'states' | 'nervous'> {
  const places = states.map((_, i) => i).slice(1)
  const isQuiet = (i: number): boolean => staysPut(states[i].tree, i, conditions)
  const nervous = places.filter((i) => !isQuiet(i))
  const order = [0, ...nervous, ...places.filter(isQuiet)]
  const names = states.map((_, i) => order.indexOf(i))
  const renamed = order.map((i) => ({ ...states[i], tree: renumbered(states[i].tree, names) }))
  return { conditions, states: renamed, nervous: nervous.length }
}

/** Whether a thread stays as it is with an event of which no condition holds, whatever the thread has taken. */
function staysPut(tree: Tree, at: number, conditions: Automaton['conditions']): boolean {
  if (isLeaf(tree)) {
    return tree.hits.length === 0 && tree.next.length === 1 && tree.next[0].take === null && tree.next[0].to === at
  }
  const asksEvent = conditions[tree.ask].kind === 'event'
  return staysPut(tree.no, at, conditions) && (asksEvent || staysPut(tree.yes, at, conditions))
}

function renumbered(tree: Tree, names: readonly number[]): Tree {
  if (!isLeaf(tree)) return { ask: tree.ask, no: renumbered(tree.no, names), yes: renumbered(tree.yes, names) }
  return { hits: tree.hits, next: tree.next.map(({ take, to }) => ({ take, to: names[to] })) }
}

function roomOf(stage: PatternStage, states: readonly State[], taken: number): { room: number; scarce: boolean } {
  const leaves = states.flatMap((state) => leavesOf(state.tree).map((leaf) => ({ state, leaf })))
  const cut = leaves.some(({ leaf }) => leaf.next.some(({ take, to }) => take !== null && to === 0))
  const hits = leaves.flatMap(({ state, leaf }) => leaf.hits.map((hit) => ({ state, more: hit === null ? 0 : 1 })))
  if (cut && hits.length === 0 && !states.some(({ lasts }) => lasts)) throw tooLong(stage, taken)
  const longest = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), 1)
  const held = longest(states.map(({ most }) => most))
  const need = stage.skip.kind === 'noSkip' ? held : Math.max(held, longest(hits.map((h) => h.state.most + h.more)))
  return { room: Math.min(taken, need), scarce: cut || need > taken }
}

function tooLong({ id }: PatternStage, taken: number): RivuletError {
  const message = `a match of the pattern '${id}' takes more than the ${taken} events that limits.taken allows`
  return new RivuletError('E_UNSUPPORTED', message, { kind: 'usage', cure: 'raise limits.taken' })
}
