/**
 * The input of a long run: sensors in turn, whose values drift through the day, wave, are noisy and now and then leap; their times
 * are out of order as far as the pipeline allows, and grow to the end. The same seed gives the same items.
 */
import type { Field, Pipeline } from '../shared/pipeline/pipeline.ts'
import { chance } from '../shared/protocol/testing/chance.ts'
import type { Item } from '../shared/stream/event.ts'
import { isRefusal, ItemReader } from '../shared/stream/items.ts'

/** Windows that overlap, and a threshold that is met three times an hour: what the speed of a device is measured by. */
export const slidingAndThreshold = {
  name: 'sliding and threshold',
  input: { fields: { v: 'double' }, packed: { v: 'int16/100' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    {
      from: 'input',
      window: { type: 'sliding', sizeMs: 60_000, slideMs: 5000 },
      aggregates: { m: 'mean(v)', s: 'stddev(v)' },
    },
    { from: 'input', detect: { when: 'v > 70', until: 'v < 60' } },
  ],
}

const EPOCH_MS = 1_700_000_000_000
const DAY_MS = 86_400_000
/** A wave that crosses usual thresholds a few times an hour. */
const WAVE_MS = 1_200_000
/** One event in so many leaps. */
const LEAP = 20_000
/** One event in so many is late, but not too late. */
const DELAYED = 50
/** What every number is in a swing, above the thresholds of the labs, and in a calm, below them. */
const SWING = 100
const CALM = 50

/** `wild`: as sensors are. Otherwise one value, in order. */
export type Mood = 'wild' | 'swing' | 'calm'

export interface DayInput {
  readonly seed: number
  /** Events a second, of all keys together. */
  readonly rate: number
  /** In all. */
  readonly events: number
  /** How the sensors are at this time, in ms since the beginning; wild unless given. */
  readonly mood?: (at: number) => Mood
}

/** Items with the time, in ms since the beginning, at which each arrives. */
export function* dayItems(
  pipeline: Pipeline,
  { seed, rate, events, mood = () => 'wild' }: DayInput,
): Generator<{ readonly at: number; readonly item: Item }> {
  const reader = new ItemReader(pipeline)
  const random = chance(seed)
  const { keys } = pipeline.limits
  const slack = 'outOfOrdernessMs' in pipeline.time ? pipeline.time.outOfOrdernessMs : 0
  for (let i = 0; i < events; i++) {
    const at = Math.floor((1000 * i) / rate)
    const now = mood(at)
    const delay = now === 'wild' && slack > 0 && random() < 1 / DELAYED ? Math.floor(random() * slack) : 0
    const data: Record<string, unknown> = { t: EPOCH_MS + Math.max(0, at - delay) }
    for (const field of pipeline.fields)
      data[field.name] = field.name === pipeline.key ? keyOf(field, i % keys) : valueOf(field, now, at, random)
    const item = reader.read(data)
    if (isRefusal(item)) throw new Error(`${item.reason}: this input cannot be made for ${pipeline.name}`)
    yield { at, item }
  }
}

function keyOf({ type }: Field, number: number): unknown {
  return type === 'string' ? `k${number}` : number
}

function valueOf({ type, packed }: Field, mood: Mood, at: number, random: () => number): unknown {
  const wild = mood === 'wild'
  if (type === 'bool') return wild && random() < 0.5
  if (type === 'string') return `text ${wild ? Math.floor(random() * 4) : 0}`
  const steps = type === 'int' ? 1 : (packed?.divisor ?? 100)
  const value = wild ? level(at, random) : mood === 'calm' ? CALM : SWING
  return Math.round(value * steps) / steps
}

function level(at: number, random: () => number): number {
  const drift = 12 * Math.sin((2 * Math.PI * at) / DAY_MS)
  const wave = 18 * Math.sin((2 * Math.PI * at) / WAVE_MS)
  const leap = random() * LEAP < 1 ? 35 : 0
  return 55 + drift + wave + 2 * (random() - 0.5) + leap
}
