/**
 * The code of a pattern: its conditions and, for every place, what becomes of a thread there. Conditions of the event are
 * found out once; `move` goes to a place by halving and asks only what matters there.
 */
import { isLeaf, type Leaf, type Tree } from './automaton.ts'
import type { CompiledPattern } from './compile.ts'

/** How a condition reads as code; `event` conditions may be kept in a variable. */
export type ConditionText = (condition: number) => string

/** Functions `begins`, `looks`, `begin`, `move`, `lasts` and `bound` as text. */
export function patternCode(pattern: CompiledPattern, text: ConditionText): string[] {
  const [start, ...places] = pattern.states
  const asked = { start: questions(start.tree), places: new Set(places.flatMap(({ tree }) => [...questions(tree)])) }
  const isEvent = (i: number): boolean => pattern.conditions[i].kind === 'event'
  // What only the start thread asks is asked on the spot.
  const kept = [...asked.places].filter(isEvent)
  const read: ConditionText = (i) => (kept.includes(i) ? `b${i}` : text(i))
  const assign = (list: readonly number[]): string => list.map((i) => `b${i}=${text(i)}`).join('\n')
  const first = kept.filter((i) => asked.start.has(i))
  const rest = kept.filter((i) => !asked.start.has(i))
  return [
    ...kept.map((i) => `let b${i}=0`),
    `export function begins(){${assign(first)}}`,
    `export function looks(){${assign(rest)}\nreturn ${kept.map((i) => `b${i}`).join('||') || 'false'}}`,
    `export function begin(){${beginText(pattern, read)}}`,
    `export function move(p){${dispatch(pattern, [1, places.length], read)}}`,
    `export function lasts(p){return ${anyOf(places.map(({ lasts }) => lasts)) || 'false'}}`,
    `export function bound(p){return ${boundText(places)}}`,
  ]
}

function questions(tree: Tree): Set<number> {
  return isLeaf(tree) ? new Set() : new Set([tree.ask, ...questions(tree.no), ...questions(tree.yes)])
}

/** Chooses among a range of places by halving. */
function dispatch(pattern: CompiledPattern, [from, to]: readonly [number, number], read: ConditionText): string {
  if (from > to) return ''
  if (from === to) return treeText(pattern.states[from].tree, read, (leaf) => leafText(leaf, from, pattern.nervous))
  const half = (from + to + 1) >> 1
  return choice(`p<${half}`, dispatch(pattern, [from, half - 1], read), dispatch(pattern, [half, to], read))
}

function treeText(tree: Tree, read: ConditionText, leaf: (leaf: Leaf) => string): string {
  if (isLeaf(tree)) return leaf(tree)
  return choice(read(tree.ask), treeText(tree.yes, read, leaf), treeText(tree.no, read, leaf))
}

function choice(condition: string, yes: string, no: string): string {
  if (yes === no) return yes
  if (yes === '') return `if(!${condition.startsWith('p<') ? `(${condition})` : condition}){${no}}`
  return no === '' ? `if(${condition}){${yes}}` : `if(${condition}){${yes}}else{${no}}`
}

/** A thread that stays as it is needs nothing, or a reminder; further threads come before the one at work goes on. */
function leafText({ hits, next }: Leaf, at: number, nervous: number): string {
  const calls = hits.map((step) => `hit(${step ?? -1})`)
  const last = next.at(-1)
  for (const { take, to } of next.slice(0, -1)) calls.push(`fork(${take ?? -1},${to})`)
  if (last === undefined) calls.push('gone()')
  else if (last.take !== null || last.to !== at) calls.push(`on(${last.take ?? -1},${last.to})`)
  else if (at <= nervous) calls.push('stay()')
  return calls.join('\n')
}

/** The start thread is turned to when it begins something, or when its conditions look back: at nothing. */
function beginText({ states: [start], conditions }: CompiledPattern, read: ConditionText): string {
  const opened = (calls: string): string => (calls === '' ? '' : `open()\n${calls}\nclose()`)
  const looksBack = [...questions(start.tree)].some((i) => conditions[i].kind === 'taken')
  if (looksBack) return opened(treeText(start.tree, read, startLeaf))
  return treeText(start.tree, read, (leaf) => opened(startLeaf(leaf)))
}

function startLeaf({ hits, next }: Leaf): string {
  const calls = [
    ...hits.map((step) => `hit(${step ?? -1})`),
    ...next.map(({ take, to }) => `fork(${take ?? -1},${to})`),
  ]
  return calls.join('\n')
}

function anyOf(places: readonly boolean[]): string {
  return places.flatMap((holds, i) => (holds ? [`p===${i + 1}`] : [])).join('||')
}

function boundText(places: readonly { waitsMs: number | null }[]): string {
  const cases = places.flatMap(({ waitsMs }, i) => (waitsMs === null ? [] : [`p===${i + 1}?${waitsMs}:`]))
  return `${cases.join('')}Infinity`
}
