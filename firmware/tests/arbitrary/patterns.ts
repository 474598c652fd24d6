/**
 * Random patterns over a small alphabet, and input for them: every contiguity, quantifier, group, negation, condition over
 * what was taken, bound and skip strategy. Drawn as small numbers, so that fast-check can shrink them to what fails.
 */
import * as fc from 'fast-check'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../../shared/pipeline/pipeline.ts'
import { MAX, type Event, type Item } from '../../../shared/stream/event.ts'
import { compilePattern } from '../../toolchain/pattern/compile.ts'
import type { Data } from './pipelines.ts'

const NAMES = ['a', 'b', 'c'] as const

/** One of the parts of a sequence, before it is known where it stands. */
interface Drawn {
  readonly where: number
  readonly contiguity: number
  readonly often: number
  readonly flags: number
  readonly until: number
  readonly bound: number
  /** A group when it has parts. */
  readonly parts: readonly Drawn[]
}

const part = (depth: number): fc.Arbitrary<Drawn> =>
  fc.record({
    where: fc.nat(29),
    contiguity: fc.nat(9),
    often: fc.nat(19),
    flags: fc.nat(31),
    until: fc.nat(19),
    bound: fc.nat(19),
    parts:
      depth === 0
        ? fc.constant([])
        : fc.oneof(
            { arbitrary: fc.constant<Drawn[]>([]), weight: 4 },
            { arbitrary: fc.array(part(depth - 1), { minLength: 1, maxLength: 3 }), weight: 1 },
          ),
  })

function choose<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length]
}

/** Conditions: mostly of the letter, some of the number, some that look back at a step. */
function condition(pick: number, steps: readonly string[]): string | undefined {
  if (pick === 0) return undefined
  const letter = `name == '${choose(NAMES, pick)}'`
  const step = choose(steps, pick)
  switch (pick % 10) {
    case 3:
      return `startsWith(name, '${choose(NAMES, pick)}') || x > 3`
    case 5:
      return `${letter} && x ${pick > 15 ? '>' : '<='} ${pick % 4}`
    case 7:
      return `${letter} && sum('${step}', 'x') + x < ${pick}`
    case 8:
      return `x >= ${choose(['last', 'first', 'min', 'max', 'avg'], pick)}('${step}', 'x') || count('${step}') == 0`
    case 9:
      return `${letter} && name != last('${step}', 'name')`
    default:
      return letter
  }
}

function quantifier({ often, flags, until }: Drawn, steps: readonly string[], group: boolean): Data | undefined {
  const kinds: (Data | undefined)[] = [
    undefined,
    { oneOrMore: true },
    { times: 2 },
    { times: [1, 2] },
    { timesOrMore: 2 },
    { times: [0, 2] },
    { oneOrMore: true },
    { optional: true },
  ]
  const found = often < 8 ? undefined : choose(kinds, often)
  if (found === undefined) return undefined
  const repeated = !('optional' in found)
  const endless = 'oneOrMore' in found || 'timesOrMore' in found
  return {
    ...found,
    ...(flags & 1 ? { optional: true } : {}),
    ...(flags & 2 && repeated && !group ? { greedy: true } : {}),
    ...(repeated && flags & 4 ? (flags & 8 ? { consecutive: true } : { allowCombinations: true }) : {}),
    ...(endless && until < 6 ? { until: condition(until + 4, steps) ?? 'x > 3' } : {}),
  }
}

const WAITS = ['next', 'followedBy', 'followedBy', 'followedByAny', 'followedBy', 'next', 'followedByAny'] as const

/** Steps as written; `steps` are the names so far. */
function sequence(drawn: readonly Drawn[], steps: string[]): Data[] {
  return drawn.map((each, i) => {
    const contiguity = i === 0 ? {} : { contiguity: choose(WAITS, each.contiguity) }
    if (each.parts.length > 0) {
      const group = sequence(each.parts, steps)
      return { group, ...contiguity, ...quantified(each, steps, true) }
    }
    const name = `s${steps.push(`s${steps.length}`) - 1}`
    const where = condition(each.where, steps)
    const common = { name, ...(where === undefined ? {} : { where }) }
    const bound = each.bound < 3 ? { withinPreviousMs: each.bound + 2 } : {}
    if (i > 0 && each.contiguity > 7) {
      return { ...common, ...bound, contiguity: each.contiguity === 8 ? 'notNext' : 'notFollowedBy' }
    }
    return { ...common, ...bound, ...contiguity, ...quantified(each, steps, false) }
  })
}

function quantified(each: Drawn, steps: readonly string[], group: boolean): Data {
  const found = quantifier(each, steps, group)
  return found === undefined ? {} : { quantifier: found }
}

const SKIPS = ['skipToNext', 'skipPastLastEvent', 'skipToFirst:', 'skipToLast:'] as const

const shapes = fc.record({
  parts: fc.array(part(2), { minLength: 1, maxLength: 4 }),
  within: fc.nat(19),
  skip: fc.nat(39),
  time: fc.nat(3),
  keyed: fc.boolean(),
  forgets: fc.nat(5),
})

/** Wide enough that bounds are rarely touched. */
const WIDE = { threads: 128, taken: 40, held: 64, waiting: 128, keys: 3 }

function specOf({
  parts,
  within,
  skip,
  time,
  keyed,
  forgets,
}: typeof shapes extends fc.Arbitrary<infer S> ? S : never): Data {
  const names: string[] = []
  const steps = sequence(parts, names)
  const target = steps.flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
  const kind = choose(SKIPS, skip)
  const named = kind.endsWith(':') ? `${kind}${choose(target, skip)}${skip % 5 === 0 ? ':strict' : ''}` : kind
  return {
    name: 'pattern',
    input: { fields: { k: 'int', name: 'string', x: 'int?' }, key: keyed ? 'k' : null },
    time: [{ mode: 'event', watermarks: 'explicit' }, { mode: 'event', outOfOrdernessMs: 3 }, { mode: 'processing' }][
      time % 3
    ],
    stages: [
      {
        id: 'p',
        pattern: { steps, ...(within < 8 ? { withinMs: within + 2 } : {}), ...(skip < 16 ? { skip: named } : {}) },
      },
    ],
    limits: { ...WIDE, ...(forgets === 5 ? { ttlMs: 12 } : {}) },
  }
}

/** Whether a pattern fits its limits. */
export function isBuildable(spec: Data): boolean {
  try {
    const { stages, limits } = loadPipeline(spec)
    for (const stage of stages) if (stage.kind === 'pattern') compilePattern(stage, limits)
    return true
  } catch {
    return false
  }
}

/** Pipelines of one pattern. */
export const patterns: fc.Arbitrary<Data> = shapes.map(specOf).filter(isBuildable)

interface Move {
  readonly kind: number
  readonly name: number
  readonly x: number
  readonly key: number
  readonly step: number
}

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({ kind: fc.nat(19), name: fc.nat(3), x: fc.nat(5), key: fc.nat(1), step: fc.nat(2) }),
  { maxLength: 14, size: 'max' },
)

/** Events a little out of order, marks, and an end that leaves nothing waiting. */
export function itemsOf(drawn: readonly Move[], { time, key }: Pipeline): Item[] {
  let clock = 0
  const items = drawn.map(({ kind, name, x, key: k, step }, at): Item => {
    clock += step
    const t = kind > 15 ? clock - 2 : clock
    if (kind < 3)
      return time.mode === 'processing' ? { kind: 'clock', pt: clock } : { kind: 'watermark', wm: clock - 2 }
    const values = { k, name: ['a', 'b', 'c', 'd'][name], x: x === 5 ? null : x }
    const event: Event = { kind: 'event', t, ref: `e${at}`, key: key === null ? null : k, values }
    return time.mode === 'processing' ? { ...event, t: null } : event
  })
  return [...items, time.mode === 'processing' ? { kind: 'clock', pt: clock + 9 } : { kind: 'watermark', wm: MAX }]
}
