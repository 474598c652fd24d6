/**
 * Random patterns that are plain sequences or ask for the same n times, as `toolchain/sequence.ts` takes them: every way of
 * waiting, repetition, time bound and skip strategy that may stand in one. Input is that of `patterns.ts`.
 */
import * as fc from 'fast-check'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import type { PatternStage, Pipeline } from '../../../shared/pipeline/pipeline.ts'
import { MAX, type Item } from '../../../shared/stream/event.ts'
import { sequenceOf, type Sequence } from '../../toolchain/sequence.ts'
import type { Data } from './pipelines.ts'

const LETTERS = [`name == 'a'`, `name == 'b'`, `name == 'c'`, 'x > 2', 'x <= 3', undefined] as const
/** Of a level that is nearly always 10 or 11: mostly not met, so that whole frames can be put aside. */
const LEVELS = ['x > 40', 'x < 5', 'x > 80', 'x >= 40 && x < 80', 'x < 5 || x > 80', 'x > 0'] as const
const TIMES = [
  { mode: 'event', watermarks: 'explicit' },
  { mode: 'event', outOfOrdernessMs: 3 },
  { mode: 'processing' },
] as const

const step = fc.record({
  where: fc.nat(5),
  wait: fc.constantFrom('next', 'followedBy', 'followedBy', 'followedBy'),
  times: fc.constantFrom(1, 1, 1, 2, 3),
  consecutive: fc.boolean(),
})

const shapes = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  /** All steps have the condition of the first; the last one is followedByAny. */
  alike: fc.boolean(),
  any: fc.boolean(),
  within: fc.option(fc.integer({ min: 1, max: 9 })),
  skip: fc.constantFrom('noSkip', 'noSkip', 'skipToNext', 'skipPastLastEvent'),
  time: fc.constantFrom(...TIMES),
  keyed: fc.boolean(),
})
type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never

function specOf(
  { steps, alike, any, within, skip, time, keyed }: Shape,
  conditions: readonly (string | undefined)[],
  x: string,
): Data {
  const list = steps.map(({ where, wait, times, consecutive }, i) => {
    const condition = conditions[alike ? steps[0].where : where]
    const contiguity = any && i === steps.length - 1 ? 'followedByAny' : wait
    return {
      name: `s${i}`,
      ...(condition === undefined ? {} : { where: condition }),
      ...(i === 0 ? {} : { contiguity }),
      ...(times === 1 ? {} : { quantifier: { times, ...(consecutive ? { consecutive } : {}) } }),
    }
  })
  return {
    name: 'sequence',
    input: { fields: { k: 'int', name: 'string', x }, key: keyed ? 'k' : null },
    time,
    stages: [{ id: 'p', pattern: { steps: list, skip, ...(within === null ? {} : { withinMs: within }) } }],
    limits: { threads: 128, waiting: 128, keys: 3 },
  }
}

/** How the pattern of a spec runs; `null`: by the general operator. */
export function operatorOfSpec(spec: Data): Sequence['operator'] | null {
  const { stages, limits } = loadPipeline(spec)
  return sequenceOf(stages[0] as PatternStage, limits)?.operator ?? null
}

/** Pipelines of one such pattern. */
export const sequences: fc.Arbitrary<Data> = shapes
  .map((shape) => specOf(shape, LETTERS, 'int?'))
  .filter((spec) => operatorOfSpec(spec) !== null)

/** The same over levels, for `levels`. */
export const sequencesOfLevels: fc.Arbitrary<Data> = shapes
  .map((shape) => specOf(shape, LEVELS, 'int'))
  .filter((spec) => operatorOfSpec(spec) !== null)

const level = fc.oneof(
  { arbitrary: fc.constantFrom(10, 11), weight: 9 },
  { arbitrary: fc.constantFrom(50, 90, 2), weight: 1 },
)

/** Long stretches in which nothing happens, events out of order, marks. */
export const levels: fc.Arbitrary<readonly LevelMove[]> = fc.array(
  fc.record({ kind: fc.nat(39), x: level, key: fc.nat(1), step: fc.nat(1), jitter: fc.constantFrom(0, 0, 0, -1, -3) }),
  { maxLength: 80, size: 'max' },
)
interface LevelMove {
  readonly kind: number
  readonly x: number
  readonly key: number
  readonly step: number
  readonly jitter: number
}

export function levelItems(drawn: readonly LevelMove[], { time, key }: Pipeline): Item[] {
  let clock = 0
  const items = drawn.map(({ kind, x, key: k, step, jitter }, at): Item => {
    clock += step
    const live = time.mode === 'processing'
    if (kind < 2) return live ? { kind: 'clock', pt: clock } : { kind: 'watermark', wm: clock - 2 }
    const values = { k, name: 'a', x }
    return { kind: 'event', t: live ? null : clock + jitter, ref: `e${at}`, key: key === null ? null : k, values }
  })
  return [...items, time.mode === 'processing' ? { kind: 'clock', pt: clock + 9 } : { kind: 'watermark', wm: MAX }]
}

/**
 * The same pattern for the general operator: a bound on the time since the event before means nothing to a first step, and no
 * plain sequence has one.
 */
export function generalised(spec: Data): Data {
  const [{ pattern, ...stage }] = spec.stages as [{ pattern: { steps: Data[]; withinMs?: number } }]
  const [first, ...others] = pattern.steps
  const steps = [{ ...first, withinPreviousMs: pattern.withinMs ?? 1 }, ...others]
  return { ...spec, stages: [{ ...stage, pattern: { ...pattern, steps } }] }
}
