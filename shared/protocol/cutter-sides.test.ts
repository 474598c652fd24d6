/** How an input of two sides is cut into frames (protocol, section 5). */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { ReferenceEngine } from '../reference/engine.ts'
import { sidedItems, sidedPipeline } from '../reference/join/testkit.ts'
import { EXPLICIT } from '../reference/testkit.ts'
import { Cutter, type CutterOptions } from './cutter.ts'
import { Dictionary } from './dictionary.ts'
import { encodeNumbered } from './frames.ts'
import { Positions } from './positions.ts'

const interval = { id: 'j', from: 'input', join: { type: 'interval', lowerMs: -5, upperMs: 5 } }
const count = { window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }
const behind = (outOfOrdernessMs: number): object => ({ mode: 'event', outOfOrdernessMs })

interface Shown {
  /** Side, key, the events by their places in order of arrival, and the watermark. */
  readonly text: string
  readonly side: string
  readonly places: number[]
}

function cut(
  stages: object[],
  words: string,
  time: object,
  limits = {},
  options: Partial<CutterOptions> = {},
): Shown[] {
  const pipeline = sidedPipeline(stages, time, { frame: 8, ...limits })
  const engine = new ReferenceEngine(pipeline)
  const positions = new Positions()
  const dictionary = new Dictionary([], true)
  const cutter = new Cutter(pipeline, { fields: [], dictionary, positions, ...options })
  const frames = sidedItems(words).flatMap((item) => cutter.push(item, engine.push(item)))
  return [...frames, ...cutter.flush()].flatMap((frame): Shown[] => {
    if (frame.type === 'D' || frame.type === 'T') return []
    const side = encodeNumbered(0, frame).slice(2, 3)
    if (frame.type === 'W') return [{ text: `W ${frame.w}`, side, places: [] }]
    const n = frame.type === 'E' ? frame.n : 1
    const places = Array.from({ length: n }, (_, i) => positions.of(frame.q + i).at)
    return [{ text: `${side} ${String(dictionary.keyOf(frame.key))} ${places.join(' ')} w ${frame.w}`, side, places }]
  })
}

const text = (...args: Parameters<typeof cut>): string[] => cut(...args).map((frame) => frame.text)

describe('sides', () => {
  test('are gathered apart where only times matter; the last arrival goes last', () => {
    expect(text([interval], 'L1 R2 L3 R4 L5', behind(90))).toEqual(['F - 1 3 w null', 'E - 0 2 4 w -87'])
  })

  test('and keys as before', () => {
    const words = 'a:L1 b:L2 a:R3 b:L4 a:L5'
    expect(text([interval], words, behind(90))).toEqual(['E b 1 3 w null', 'f a 2 w null', 'E a 0 4 w -88'])
  })

  test('keep the order of arrival of a key where it can be seen', () => {
    expect(text([interval, { ...count, from: 'input' }], 'L1 L2 R3 R4 L5', behind(90))).toEqual([
      ...['E - 0 1 w null', 'F - 2 3 w null', 'e - 4 w -87'],
    ])
    expect(text([interval, count], 'a:L1 b:L2 a:R3 b:L4 a:L5', behind(90))).toEqual([
      ...['e a 0 w null', 'f a 2 w null', 'E b 1 3 w null', 'e a 4 w -88'],
    ])
  })

  test('share one watermark, the lower of theirs', () => {
    expect(text([interval], 'L1 Lwm9 R20 Rwm4', EXPLICIT)).toEqual([
      'e - 0 w null',
      'W -9007199254740991',
      'f - 2 w null',
      'W 4',
    ])
  })
})

describe('interval joins', () => {
  test('see an event at the watermark with exactly that watermark', () => {
    // L5 raises nothing alone; R6 brings the watermark to 4, at which L4 arrives.
    expect(text([interval], 'L5 R6 L4 L9', behind(0))).toEqual(['e - 0 w null', 'f - 1 w 4', 'e - 2 w 4', 'e - 3 w 5'])
  })

  test('get the watermark early enough to drop what is of no use', () => {
    const words = Array.from({ length: 12 }, (_, i) => `L${3 * i} R${3 * i}`).join(' ')
    const frames = text([interval], words, behind(0), { joinBuffer: 4, frame: 32 })
    expect(frames).toEqual([
      ...['E - 0 2 4 6 w null', 'F - 1 3 5 7 w 8'],
      ...['E - 8 10 w 8', 'F - 9 11 w 14', 'E - 12 14 w 14', 'F - 13 15 w 20'],
      ...['E - 16 18 w 20', 'F - 17 19 w 26', 'E - 20 22 w 26', 'F - 21 23 w 32'],
    ])
  })
})

test('every frame is of one side, and whoever mixes them sees each key in order of arrival', () => {
  const word = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('L', 'R'), fc.integer({ min: -6, max: 9 }))
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 60 }),
      fc.nat(40),
      fc.boolean(),
      fc.nat(8),
      (drawn, bound, mixes, places) => {
        let clock = 0
        const words = drawn.map(([key, side, step], i) => `${key}:${side}${(clock = Math.max(0, clock + step))}n${i}`)
        const stages = mixes ? [interval, { ...count, from: 'input' }] : [interval]
        const frames = cut(stages, words.join(' '), behind(bound), { joinBuffer: places + 1 })
        const letter = (place: number): string => drawn[place][1]
        for (const { side, places: held } of frames)
          for (const place of held) expect(letter(place)).toBe(side.toLowerCase() === 'e' ? 'L' : 'R')
        const all = frames.flatMap((frame) => frame.places)
        expect([...all].sort((a, b) => a - b)).toEqual(drawn.map((_, i) => i))
        const of = (key: string, side: string): number[] =>
          all.filter((place) => drawn[place][0] === key && (mixes || letter(place) === side))
        for (const key of ['a', 'b'])
          for (const side of ['L', 'R']) expect(of(key, side)).toEqual([...of(key, side)].sort((a, b) => a - b))
      },
    ),
    { seed: 77, numRuns: 300 },
  )
})
