/** Random input for the pipelines of `pipelines.ts`: out of order, late, equal times, jumps, gaps, marks of all kinds. */
import * as fc from 'fast-check'
import type { Packing, Pipeline } from '../../../shared/pipeline/pipeline.ts'
import { MAX, MIN, type Event, type Item, type Key, type Side, type Value } from '../../../shared/stream/event.ts'
import type { Cut } from '../run.ts'
import { TEXTS } from './expressions.ts'

/** What happens next; times are relative to a clock that mostly goes on. */
interface Move {
  readonly kind: number
  readonly key: number
  readonly step: number
  readonly jitter: number
  readonly v: number
  readonly w: number
  readonly s: number
  /** Comes to the right side, where the input has two. */
  readonly right?: boolean
  /** Bit by bit: v, w, s, b are missing; b is true. */
  readonly bits: number
}

const step = fc.oneof(
  { arbitrary: fc.nat(6), weight: 20 },
  { arbitrary: fc.constantFrom(200, -150, 100_000, 2 ** 33), weight: 1 },
)
const jitter = fc.oneof(
  { arbitrary: fc.constant(0), weight: 2 },
  { arbitrary: fc.integer({ min: -25, max: 3 }), weight: 2 },
)
const decimal = fc.integer({ min: -400, max: 400 }).map((n) => n / 10)
const number = fc.oneof(
  { arbitrary: decimal, weight: 12 },
  { arbitrary: fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 7), weight: 1 },
)

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    kind: fc.nat(99),
    key: fc.nat(2),
    step,
    jitter,
    v: number,
    w: fc.integer({ min: -9, max: 9 }),
    s: fc.nat(TEXTS.length - 1),
    right: fc.boolean(),
    bits: fc.nat(31),
  }),
  { maxLength: 60, size: 'max' },
)

const KEYS: Record<string, readonly Key[]> = { string: ['a', 'b', 'ü'], int: [1, 7, -3], bool: [true, false, true] }

/** A value that a packed field can keep; -0 is none. */
function fitting(v: number, { bits, divisor }: Packing): number {
  return ((Math.round(v * divisor) % 2 ** (bits - 1)) + 0) / divisor
}

function eventOf(move: Move, pipeline: Pipeline, t: number | null, at: number): Event {
  const { bits } = move
  const drawn: Record<string, Value> = { v: move.v, w: move.w, s: TEXTS[move.s], b: (bits & 16) !== 0 }
  const values: Record<string, Value> = {}
  for (const [i, { name, optional, packed }] of pipeline.fields.filter(({ name }) => name !== pipeline.key).entries()) {
    const value = packed ? fitting(move.v, packed) : drawn[name]
    values[name] = optional && bits & (1 << i) ? null : value
  }
  const type = pipeline.fields.find(({ name }) => name === pipeline.key)?.type
  const key = type === undefined ? null : KEYS[type][move.key]
  if (pipeline.key !== null) values[pipeline.key] = key
  return { kind: 'event', t, ref: `e${at}`, key, values, ...sideOf(move, pipeline) }
}

function sideOf({ right }: Move, { spec }: Pipeline): { side?: Side } {
  return spec.input.sides === undefined ? {} : { side: right ? 'right' : 'left' }
}

/** Moves as items of a pipeline, in its kind of time. */
function itemsOf(drawn: readonly Move[], start: number, pipeline: Pipeline): Item[] {
  const { time } = pipeline
  let clock = start
  return drawn.map((move, at): Item => {
    clock += move.step
    const t = clock + move.jitter
    if (time.mode === 'processing') return move.kind < 30 ? { kind: 'clock', pt: t } : eventOf(move, pipeline, null, at)
    const marks = time.watermarks === 'explicit' ? 25 : 2
    if (move.kind >= marks) return eventOf(move, pipeline, t, at)
    const side = sideOf(move, pipeline)
    if (move.kind === 0) return { kind: 'watermark', wm: move.v > 0 ? MAX : MIN, ...side }
    return { kind: 'watermark', wm: t - (move.w + 9), ...side }
  })
}

/** An input before it is known for which pipeline. */
export interface Input {
  readonly start: number
  readonly moves: readonly Move[]
  readonly cut: Cut
}

const ways: fc.Arbitrary<Cut> = fc.oneof(
  fc.constant<Cut>({ single: true }),
  fc.record({ frame: fc.integer({ min: 1, max: 9 }), segment: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ frame: fc.integer({ min: 2, max: 32 }), bytes: fc.integer({ min: 1, max: 64 }) }),
)

/** Every other input has a device that loses power now and then. */
const restart = fc.option(fc.record({ every: fc.integer({ min: 2, max: 12 }), lag: fc.nat(11) }), {
  freq: 2,
  nil: undefined,
})
const cuts: fc.Arbitrary<Cut> = fc.tuple(ways, restart).map(([way, restart]) => ({ ...way, restart }))

export const inputs: fc.Arbitrary<Input> = fc.record({
  start: fc.constantFrom(0, -60, 1_700_000_000_000),
  moves,
  cut: cuts,
})

export function itemsFor(input: Input, pipeline: Pipeline): Item[] {
  return itemsOf(input.moves, input.start, pipeline)
}
