/** Window operators on the device: SEMANTICS 3, 4 and 5, rule by rule. */
import { describe, expect, test } from 'vitest'
import { EXPLICIT, PROCESSING } from '../../shared/reference/testkit.ts'
import { IN_ORDER, outcomeOf, over, story } from './operators.ts'

const N = { aggregates: { n: 'count()' } }
const tumbling = (sizeMs: number, more: object = {}): object => ({
  window: { type: 'tumbling', sizeMs },
  ...N,
  ...more,
})
const sliding = (sizeMs: number, slideMs: number, more: object = {}): object => ({
  window: { type: 'sliding', sizeMs, slideMs },
  ...N,
  ...more,
})
const session = (gapMs: number, more: object = {}): object => ({ window: { type: 'session', gapMs }, ...N, ...more })
const offset = (sizeMs: number, offsetMs: number): object => ({ window: { type: 'tumbling', sizeMs, offsetMs }, ...N })

describe('tumbling', () => {
  test.each([
    ['fires when the watermark reaches the last millisecond', tumbling(10), '@0 wm8 wm9', '2:[0,10)=1'],
    ['several in order of their ends', tumbling(10), '@12 @5 wm30', '2:[0,10)=1 2:[10,20)=1'],
    ['empty ones do not exist', tumbling(10), '@5 @35 wm50', '2:[0,10)=1 2:[30,40)=1'],
    ['negative times', tumbling(7), '@-8 @-7 wm0', '2:[-14,-7)=1 2:[-7,0)=1'],
    ['an offset', offset(7, 3), '@-9 wm0', '1:[-11,-4)=1'],
    ['a negative offset', offset(7, -2), '@-3 wm9', '1:[-9,-2)=1'],
    ['keys apart', tumbling(10), 'a:@1 b:@2 a:@3 wm9', '3:a:[0,10)=2 3:b:[0,10)=1'],
    ['late events', tumbling(10), '@1 wm9 @5 @12', '1:[0,10)=1 2:late=e2'],
    ['the last watermark', tumbling(10), '@1 @2 wmMAX', '2:[0,10)=2'],
    ['a lower watermark means nothing', tumbling(10), '@1 wm5 wm3 @4 wm9', '4:[0,10)=2'],
  ])('%s', async (_, stage, words, expected) => {
    expect(await story(over(stage, EXPLICIT), words)).toBe(expected)
  })

  test.each([
    [
      'late events fire again, each at once',
      { allowedLatenessMs: 5 },
      '@1 wm9 @2 wm13 @3 wm14 @4',
      '1:[0,10)=1 2:[0,10)#1=2 4:[0,10)#2=3 6:late=e6',
    ],
    ['also the first of a window', { allowedLatenessMs: 5 }, 'wm9 @2', '1:[0,10)=1'],
    ['purged windows start anew', { allowedLatenessMs: 500, purge: true }, '@1 @2 wm9 @3', '2:[0,10)=2 3:[0,10)#1=1'],
  ])('%s', async (_, more, words, expected) => {
    expect(await story(over(tumbling(10, more), EXPLICIT), words)).toBe(expected)
  })

  test('generated watermarks: the event comes first, then the watermark', async () => {
    expect(await story(over(tumbling(10), { mode: 'event', outOfOrdernessMs: 3 }), '@1 @12 @9 @13 @2')).toBe(
      '3:[0,10)=2 4:late=e4',
    )
  })

  test('a frame that is taken as a whole fires at its last item', async () => {
    const bound = { mode: 'event', outOfOrdernessMs: 3 }
    expect(await story(over(tumbling(10), bound), '@1 @1 @2 @2 @12 @13')).toBe('5:[0,10)=4')
  })

  test('far ahead, then on', async () => {
    expect(await story(over(tumbling(10), IN_ORDER), '@1 @8000000005 @8000000009 @8000000011')).toBe(
      '1:[0,10)=1 3:[8000000000,8000000010)=2',
    )
  })
})

describe('sliding, by panes and in general', () => {
  test.each([
    ['an event is in all windows that cover it', sliding(20, 10), '@12 wm40', '1:[0,20)=1 1:[10,30)=1'],
    ['panes add up', sliding(30, 10), '@1 @12 @25 wm29', '3:[-20,10)=1 3:[-10,20)=2 3:[0,30)=3'],
    ['a slide that does not divide', sliding(10, 4), '@9 wm30', '1:[0,10)=1 1:[4,14)=1 1:[8,18)=1'],
    ['a slide beyond the size', sliding(4, 10), '@3 @5 @11 wm30', '3:[0,4)=1 3:[10,14)=1'],
    ['missed some, entered some: not late', sliding(20, 10), 'wm12 @5 wm30', '2:[0,20)=1'],
    ['too late for all', sliding(20, 10), 'wm30 @5', '1:late=e1'],
    [
      'late in some, again',
      sliding(20, 10, { allowedLatenessMs: 10 }),
      '@5 wm9 @6 wm19',
      '1:[-10,10)=1 2:[-10,10)#1=2 3:[0,20)=2',
    ],
  ])('%s', async (_, stage, words, expected) => {
    expect(await story(over(stage, EXPLICIT), words)).toBe(expected)
  })

  test('first and last follow arrival, not time', async () => {
    const ends = { aggregates: { f: 'first(v)', l: 'last(v)' } }
    expect(await story(over(sliding(20, 10, ends), EXPLICIT), '1@15 3@12 2@5 wm19')).toBe('3:[-10,10)=2/2 3:[0,20)=1/2')
    expect(await story(over(session(10, ends), EXPLICIT), '1@20 2@0 3@21 4@10 wm40')).toBe('4:[0,31)=1/4')
  })
})

describe('session', () => {
  test.each([
    ['ends a gap after the last event', session(10), '@0 @5 wm13 wm14', '3:[0,15)=2'],
    ['touching merges', session(10), '@0 @10 wm30', '2:[0,20)=2'],
    ['one millisecond more does not', session(10), '@0 @11 wm30', '2:[0,10)=1 2:[11,21)=1'],
    ['a bridge makes one of two', session(10), '@0 @15 @8 wm30', '3:[0,25)=3'],
    ['late alone', session(10), 'wm20 @5', '1:late=e1'],
    ['an old event that joins a kept session', session(10), '@15 wm20 @6 wm24', '3:[6,25)=2'],
    ['of a key in order of ends', session(5), 'a:@20 b:@1 a:@0 wm40', '3:a:[0,5)=1 3:a:[20,25)=1 3:b:[1,6)=1'],
  ])('%s', async (_, stage, words, expected) => {
    expect(await story(over(stage, EXPLICIT), words)).toBe(expected)
  })

  test('a merged session fires at once when its end has passed, and again later', async () => {
    const ends = { allowedLatenessMs: 10000, aggregates: { s: 'sum(v)' } }
    const words = '5@1000 wm11500 1@11600 wm14600 1@11550 wm22098 wm22099'
    expect(await story(over(session(10500, ends), EXPLICIT), words)).toBe('1:[1000,11500)=5 6:[11550,22100)=2')
  })
})

describe('count', () => {
  const count = (size: number, slide?: number): object => ({
    window: { type: 'count', size, slide },
    aggregates: { n: 'count()', s: 'sum(v)' },
  })
  test.each([
    ['every so many events', count(2), '1@9 2@3 3@3 4@0 5@1', '1:count=2/3 3:count=2/7'],
    ['of each key', count(2), 'a:1@1 b:2@1 a:3@1 b:4@1', '2:a:count=2/4 3:b:count=2/6'],
    [
      'sliding: first results are short',
      count(4, 2),
      '1@1 2@1 3@1 4@1 5@1 6@1',
      '1:count=2/3 3:count=4/10 5:count=4/18',
    ],
    ['watermarks mean nothing', count(2), 'wmMAX 1@1 2@1', '2:count=2/3'],
    ['of missing values', count(2), '?@1 ?@1 ?@1 4@1', '1:count=2/0 3:count=2/4'],
  ])('%s', async (_, stage, words, expected) => {
    expect(await story(over(JSON.parse(JSON.stringify(stage)) as object, EXPLICIT), words)).toBe(expected)
  })
})

describe('processing time', () => {
  test.each([
    ['tumbling', tumbling(3000), 'pt3 1 1 1 pt5000', '4:[0,3000)=3'],
    ['an event in the last millisecond fires at once', tumbling(10), 'pt9 1 1 pt10', '1:[0,10)=1 2:[0,10)#1=2'],
    ['the clock never falls', tumbling(10), 'pt5 pt2 1 pt9', '3:[0,10)=1'],
    ['session', session(10), 'pt0 1 pt5 1 pt14', '4:[0,15)=2'],
    ['a clock that was never set stands at 0', tumbling(10), '1 1 pt9', '2:[0,10)=2'],
  ])('%s', async (_, stage, words, expected) => {
    expect(await story(over(stage, PROCESSING), words)).toBe(expected)
  })
})

describe('aggregates', () => {
  const ALL = {
    aggregates: {
      n: 'count()',
      s: 'sum(v)',
      m: 'mean(v)',
      l: 'min(v)',
      h: 'max(v)',
      d: 'stddev(v)',
      f: 'first(v)',
      e: 'last(v)',
    },
  }
  const NOTHING = 'null/null/null/null/null/null'

  test.each([
    ['of values', '2@0 4@0 4@1 4@1 5@2 5@2 7@3 9@3 wm9', '8:[0,10)=8/40/5/2/9/2/2/9'],
    ['of one value', '2.5@0 wm9', '1:[0,10)=1/2.5/2.5/2.5/2.5/0/2.5/2.5'],
    ['missing values take no part', '2@0 ?@1 4@2 wm9', '3:[0,10)=3/6/3/2/4/1/2/4'],
    ['of nothing but missing ones', '?@0 ?@1 wm9', `2:[0,10)=2/0/${NOTHING}`],
    ['after a slot was used before', '7@0 wm9 ?@120 wm129', `1:[0,10)=1/7/7/7/7/0/7/7 3:[120,130)=1/0/${NOTHING}`],
  ])('%s', async (_, words, expected) => {
    expect(await story(over(tumbling(10, ALL), EXPLICIT), words)).toBe(expected)
    const panes = await story(over(sliding(20, 10, ALL), EXPLICIT), words)
    expect(panes).toContain(expected.split(' ')[0].split('=')[1])
  })
})

describe('limits', () => {
  test('a window too many: the event is refused and reported, what may lack it is flagged', async () => {
    const pipeline = over(tumbling(10), EXPLICIT, { openWindows: 2 })
    const { device, counters, verdict } = await outcomeOf(pipeline, '@1 @11 @21 wm19 @22 @32 wm40 @45 wm60')
    expect(device.map((each) => (each.type === 'window' ? [each.start, each.partial ?? false] : each.type))).toEqual([
      'overflow',
      [0, true],
      [10, true],
      [20, true],
      [30, false],
      [40, false],
    ])
    expect(device[0]).toEqual({
      type: 'overflow',
      stage: 'window1',
      overflow: 'openWindows',
      key: '-',
      t: 20,
      action: 'reject',
      lost: 1,
    })
    expect(counters.fates).toEqual([[5, 0, 0, 1]])
    expect(verdict).toMatchObject({ equal: true, lost: 6 })
  })

  test('a pane too many flags every window that it would be in', async () => {
    const { device } = await outcomeOf(
      over(sliding(20, 10), EXPLICIT, { openWindows: 2 }),
      '@1 @11 @21 wm29 @31 @45 wm80',
    )
    const windows = device.flatMap((each) =>
      each.type === 'window' ? [[each.start, each.aggs.n, each.partial ?? false]] : [],
    )
    expect(windows).toEqual([
      [-10, 1, true],
      [0, 2, true],
      [10, 1, true],
      [20, 1, true],
      [30, 2, false],
      [40, 1, false],
    ])
  })

  test('a session too many', async () => {
    const { device } = await outcomeOf(over(session(5), EXPLICIT, { openWindows: 1 }), '@0 @20 wm10 @23 wm50 @60 wm90')
    const windows = device.flatMap((each) => (each.type === 'window' ? [[each.start, each.partial ?? false]] : []))
    expect(device.filter(({ type }) => type === 'overflow')).toHaveLength(1)
    expect(windows).toEqual([
      [0, true],
      [23, true],
      [60, false],
    ])
  })

  test('only the first refusal of a key is reported', async () => {
    const { device } = await outcomeOf(
      over(tumbling(10), EXPLICIT, { openWindows: 1 }),
      'a:@1 a:@11 a:@21 b:@1 b:@11 wm5',
    )
    expect(device.map((each) => each.type === 'overflow' && each.key)).toEqual(['a', 'b'])
  })
})
