/**
 * Which patterns the cheap operators take, and what these need: `stages/sequence.ts` a plain sequence of single steps,
 * `stages/repeat.ts` the same condition n times. All others are for the general one, which gives the same results.
 */
import type { Expr } from '../../shared/pipeline/expr/ast.ts'
import type { Limits, PatternStage, Pipeline, Wait } from '../../shared/pipeline/pipeline.ts'
import { condition, type Names } from './expression.ts'
import { looksAtTaken } from './pattern/conditions.ts'
import { never, type ScreenNames } from './screen.ts'
import type { Constants } from './stage-constants.ts'

/** One event of a match: a step that is met n times stands here n times. */
interface Place {
  /** Number of its step. */
  readonly step: number
  /** `null`: every event fits. */
  readonly where: Expr | null
  /** How events before it may be ignored; `null`: it is the first. */
  readonly wait: Wait | null
}

export interface Sequence {
  readonly operator: 'sequence' | 'repeat'
  readonly places: readonly Place[]
  /** A match ends everything that began before it or with its events. */
  readonly past: boolean
}

/** So many conditions are asked at once rather than whether there are threads. */
const FEW = 2
/** Bounds that counts in bytes set. */
const MOST_EVENTS = 128

/** `null`: the general operator is needed. */
export function sequenceOf({ steps, skip }: PatternStage, { threads, taken }: Limits): Sequence | null {
  const places: Place[] = []
  for (const [step, each] of steps.entries()) {
    if (each.kind !== 'step' || each.min !== each.max || each.optional || each.greedy || each.until !== null)
      return null
    if (each.withinPreviousMs !== null || (each.where !== null && looksAtTaken(each.where))) return null
    if (places.length + each.max > Math.min(taken, MOST_EVENTS)) return null
    const { where, contiguity, inner } = each
    for (let round = 0; round < each.max; round++) places.push({ step, where, wait: round > 0 ? inner : contiguity })
  }
  // A thread that stays where it was while a copy goes on would be overtaken by it.
  const overtaken = places.slice(0, -1).some(({ wait }) => wait === 'followedByAny')
  if (places.length < 2 || overtaken || skip.kind === 'skipToFirst' || skip.kind === 'skipToLast') return null
  const operator = repeats(places) && places.length <= threads ? 'repeat' : 'sequence'
  return {
    operator,
    places: skip.kind === 'noSkip' ? places : places.map(once),
    past: skip.kind === 'skipPastLastEvent',
  }
}

/** A thread that waits on after its match is removed by any skipping: it started first. */
function once(place: Place): Place {
  return place.wait === 'followedByAny' ? { ...place, wait: 'followedBy' } : place
}

/** All ask the same, and wait in the same way, of which a thread that stays is none. */
function repeats([first, second, ...others]: readonly Place[]): boolean {
  const same = [second, ...others].every(({ wait, where }) => wait === second.wait && sameText(where, first.where))
  return same && second.wait !== 'followedByAny'
}

/** Two expressions are the same wherever they stand in the text. */
function sameText(a: Expr | null, b: Expr | null): boolean {
  return JSON.stringify(a, withoutPlaces) === JSON.stringify(b, withoutPlaces)
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'start' || key === 'end' ? undefined : value
}

/** The constants of these operators; `null`: the general operator is needed. */
export function sequenceConstants({ limits }: Pipeline, stage: PatternStage): Constants | null {
  const sequence = sequenceOf(stage, limits)
  if (sequence === null) return null
  const { places, past } = sequence
  const last = places[places.length - 1].wait
  return {
    LENGTH: places.length,
    THREADS: limits.threads,
    WITHIN: stage.withinMs ?? 0,
    PAST: past,
    ANY: last === 'followedByAny',
    STRICT: last === 'next',
    HASTY: isHasty(places),
  }
}

/** What the text of conditions refers to. */
export interface SequenceNames extends Names {
  import(module: string, name: string): string
}

/** The functions of `expressions` for these operators; `null`: the general operator is needed. */
export function sequenceFunctions({ limits }: Pipeline, stage: PatternStage, names: SequenceNames): string[] | null {
  const sequence = sequenceOf(stage, limits)
  if (sequence === null) return null
  const { operator, places } = sequence
  const own = (name: string): string => names.import(`./firmware/stages/sequence.ts?stage=${stage.index}`, name)
  const asked = places.map(({ where }) => (where === null ? '1' : condition(where, names)))
  const numbers = `export function stepOf(i){return ${stepText(places)}}`
  if (operator === 'repeat') return [`export function test(){return ${asked[0]}}`, numbers]
  return [
    `export function starts(){return ${asked[0]}}`,
    `export function goes(){return ${movesText(places, asked, own)}}`,
    `export function turn(){${turnText(sequence, asked, own)}}`,
    numbers,
  ]
}

/** What the text calls a name of the operator's module. */
type Own = (name: string) => string

/** The number of the step of event `i`. */
function stepText(places: readonly Place[]): string {
  if (places.every(({ step }, i) => step === i)) return 'i'
  const last = places[places.length - 1].step
  return (
    Array.from({ length: last }, (_, step) => `i<${places.findIndex((p) => p.step > step)}?${step}:`).join('') + last
  )
}

/**
 * Whether the event, which begins nothing, concerns a thread: its step is met, or it ends when its step is not. Whether there
 * are threads is asked first where it spares more than it costs.
 */
function movesText(places: readonly Place[], asked: readonly string[], own: Own): string {
  const met = places.flatMap(({ wait }, i) => (wait === 'next' || asked[i] === asked[0] ? [] : [asked[i]]))
  const all = [...new Set([...(isHasty(places) ? [`${own('hasty')}()`] : []), ...met])]
  return all.length > FEW ? `${own('live')}()&&(${all.join('||')})` : all.join('||') || '0'
}

/** Whether a step must be met by the very next event. */
function isHasty(places: readonly Place[]): boolean {
  return places.some(({ wait }) => wait === 'next')
}

/** What threads do: from the last step to the first, so that none takes the event twice. True: a match has used it up. */
function turnText({ places, past }: Sequence, asked: readonly string[], own: Own): string {
  const lines = places.map(({ wait }, i) => {
    if (wait === null) return past ? 'return false' : ''
    if (i < places.length - 1) return met(asked[i], `${own('advance')}(${i})`, i, wait, own)
    const finish = `${own('finish')}()`
    return met(asked[i], past ? `if(${finish})return true` : finish, i, wait, own)
  })
  return (isHasty(places) ? `${own('settle')}()\n` : '') + lines.reverse().join('\n')
}

function met(asked: string, moves: string, i: number, wait: Wait, own: Own): string {
  return `if(${asked}){${moves}}${wait === 'next' ? `else ${own('kill')}(${i})` : ''}`
}

/** The conditions of these operators; `null`: the general operator is needed. */
export function conditionsOf({ limits }: Pipeline, stage: PatternStage): (Expr | null)[] | null {
  return sequenceOf(stage, limits)?.places.map(({ where }) => where) ?? null
}

/**
 * What the virtual module `quiet` asks for the stage in `module`: whether no event of the current frame, or the single event,
 * concerns it. Nothing of it may begin a thread; where there are some, no step may be met, and none may have to be.
 */
export function sequenceScreen(
  { places, operator }: Sequence,
  module: string,
  key: string,
  names: SequenceNames & ScreenNames,
): { frames: string; single: string } {
  const count = `${names.import(module, 'C')}[${key}]`
  const [first, ...others] = places.map(({ where }) => where)
  const distinct = operator === 'repeat' ? [] : others.filter((where) => !sameText(where, first))
  const hasty = !isHasty(places) ? [] : operator === 'repeat' ? ['0'] : [`!${names.import(module, 'Z')}[${key}]`]
  const frames = distinct.map((where) => (where && never(where, names)) ?? '0')
  const single = distinct.map((where) => (where === null ? '0' : `!${condition(where, names)}`))
  const unless = (list: readonly string[]): string => (list.length === 0 ? '' : `&&(!${count}||${list.join('&&')})`)
  return {
    frames: `${(first && never(first, names)) ?? '0'}${unless([...hasty, ...frames])}`,
    single: `${first === null ? '0' : `!${condition(first, names)}`}${unless([...hasty, ...single])}`,
  }
}
