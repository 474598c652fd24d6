/** Joins (SEMANTICS 6), rule by rule; the examples of its text are among the rows. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { ReferenceEngine } from '../engine.ts'
import { EXPLICIT, PROCESSING } from '../testkit.ts'
import { showPair, sidedItems, sidedPipeline } from './testkit.ts'

function run(join: object, words: string, time: object = EXPLICIT): string {
  const engine = new ReferenceEngine(sidedPipeline([{ id: 'j', join }], time))
  return sidedItems(words)
    .flatMap((item) => engine.push(item).results)
    .map(showPair)
    .join(' ')
}

const interval = (lowerMs: number, upperMs: number, more: object = {}) => ({
  type: 'interval',
  lowerMs,
  upperMs,
  ...more,
})
const tumbling = (sizeMs: number, more: object = {}) => ({
  type: 'window',
  window: { type: 'tumbling', sizeMs },
  ...more,
})

describe('interval join (6.2 to 6.4)', () => {
  test.each([
    ['pairs when the second event arrives, at the later time', interval(-2, -1), 'L3 R1 R2 R3', '1:L3-R1@3 2:L3-R2@3'],
    ['bounds inclusive', interval(0, 2), 'L1 R0 R1 R3 R4', '2:L1-R1@1 3:L1-R3@3'],
    ['exclusive ones move inwards', interval(1, 3, { upperInclusive: false }), 'L1 R1 R2 R3 R4', '2:L1-R2@2 3:L1-R3@3'],
    ['both exclusive', interval(0, 2, { lowerInclusive: false, upperInclusive: false }), 'L0 R0 R1 R2', '2:L0-R1@1'],
    ['an empty range pairs nothing', interval(1, 1, { lowerInclusive: false }), 'L0 R0 R1 R2', ''],
    ['the left side may come second', interval(0, 2), 'R1 L0', '1:L0-R1@1'],
    ['in the order of time of the other side', interval(-9, 9), 'R5 R1 R3 L4', '3:L4-R1@4 3:L4-R3@4 3:L4-R5@5'],
    ['equal times in order of arrival', interval(0, 0), 'R1 R1b L1', '2:L1-R1@1 2:L1-R1b@1'],
    ['keys never meet', interval(0, 9), 'a:L1 b:R1 a:R2 b:L1b', '2:L1-R2@2 3:L1b-R1@1'],
  ])('%s', (_, join, words, expected) => {
    expect(run(join, words)).toBe(expected)
  })

  test.each([
    ['strictly behind the watermark is late', interval(0, 1), 'L5 Lwm5 Rwm5 R5 R4', '3:L5-R5@5 4:late=R4'],
    ['the watermark is the lower of the two', interval(-9, 9), 'Lwm9 R5 Rwm3 L2 L4', '3:late=L2 4:L4-R5@5'],
    ['a left event goes at t + upper', interval(-1, 0), 'L1 R2 Lwm1 Rwm1 R1 L2', '5:L2-R2@2 5:L2-R1@2'],
    ['a right one stays as long as left ones may come', interval(-5, 0), 'R1 Lwm5 Rwm5 L6', '3:L6-R1@6'],
    ['and no longer', interval(-5, 0), 'R1 Lwm6 Rwm6 L6', ''],
  ])('%s', (_, join, words, expected) => {
    expect(run(join, words).split(' ').sort().join(' ')).toBe(expected.split(' ').sort().join(' '))
  })

  test('all pairs of in-order input, whatever the bounds and the watermarks between', () => {
    const event = fc.record({ side: fc.constantFrom('L', 'R'), t: fc.integer({ min: 0, max: 30 }) })
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 25 }),
        fc.integer({ min: -8, max: 8 }),
        fc.nat(8),
        (drawn, lower, width) => {
          const ordered = [...drawn]
            .sort((a, b) => a.t - b.t)
            .map(({ side, t }, i) => ({ side, t, name: `${side}${t}n${i}` }))
          const words = ordered.flatMap(({ t, name }) => [name, `Lwm${t - 1}`, `Rwm${t - 1}`]).join(' ')
          const expected = ordered.flatMap((l) =>
            ordered
              .filter((r) => l.side === 'L' && r.side === 'R' && r.t - l.t >= lower && r.t - l.t <= lower + width)
              .map((r) => `${l.name}-${r.name}`),
          )
          const pairs = run(interval(lower, lower + width), words).match(/[LR]\d+n\d+-[LR]\d+n\d+/g) ?? []
          expect([...pairs].sort()).toEqual(expected.sort())
        },
      ),
      { seed: 6, numRuns: 300 },
    )
  })
})

describe('window join (6.5)', () => {
  test.each([
    [
      'every combination when the window fires',
      tumbling(3),
      'L0 L2 R0 R1 Lwm2 Rwm2',
      '5:L0-R0@2 5:L0-R1@2 5:L2-R0@2 5:L2-R1@2',
    ],
    ['one side empty: nothing', tumbling(3), 'L0 Lwm9 Rwm9', ''],
    ['the lower watermark fires', tumbling(10), 'L1 R2 Lwm100 Rwm8 R3 Rwm9', '5:L1-R2@9 5:L1-R3@9'],
    ['late when the window is gone', tumbling(10), 'L1 R2 Lwm9 Rwm9 L3 R12', '3:L1-R2@9 4:late=L3'],
    [
      'within the allowed lateness all fire again',
      tumbling(10, { allowedLatenessMs: 5 }),
      'L1 R2 Lwm9 Rwm9 R3 Lwm14 Rwm14 R4',
      '3:L1-R2@9 4:L1-R2@9 4:L1-R3@9 7:late=R4',
    ],
    ['keys never meet', tumbling(3), 'a:L0 b:R0 Lwm2 Rwm2', ''],
  ])('%s', (_, join, words, expected) => {
    expect(run(join, words)).toBe(expected)
  })

  test('an event of several sliding windows pairs in each', () => {
    const sliding = { type: 'window', window: { type: 'sliding', sizeMs: 4, slideMs: 2 } }
    expect(run(sliding, 'L2 R3 R4 LwmMAX RwmMAX')).toBe('4:L2-R3@3 4:L2-R3@5 4:L2-R4@5')
  })

  test('where no window covers an event it is not late', () => {
    const sparse = { type: 'window', window: { type: 'sliding', sizeMs: 2, slideMs: 10 } }
    expect(run(sparse, 'L5 R1 L1 LwmMAX RwmMAX')).toBe('4:L1-R1@1')
  })

  test('processing time: the clock fires', () => {
    expect(run(tumbling(10), 'pt3 L R pt10', PROCESSING)).toBe('3:L-R@9')
  })
})

describe('watermarks of two sides (2.5, 2.6)', () => {
  const generated = (more: object = {}) => ({ mode: 'event', outOfOrdernessMs: 0, ...more })

  test('each side makes its own, the lower counts', () => {
    expect(run(tumbling(10), 'L1 R2 L50 R9 R50', generated())).toBe('4:L1-R2@9 4:L1-R9@9')
  })

  test('a side without events holds everything back', () => {
    expect(run(tumbling(10), 'L1 L50 L90', generated())).toBe('')
  })

  test('unless it falls idle', () => {
    const time = generated({ idlenessMs: 10 })
    expect(run(tumbling(10), 'L1 R2 pt0 L50 pt5 L51 pt30 L52', time)).toBe('6:L1-R2@9')
    expect(run(tumbling(10), 'L1 R2 pt0 L50 pt5 L51 pt15 L52', time)).toBe('')
  })
})
