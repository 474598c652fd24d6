import { describe, expect, test } from 'vitest'
import { ReferenceEngine } from '../engine.ts'
import { EXPLICIT, items, pipeline, PROCESSING, run, show } from '../testkit.ts'

function sessions(
  gapMs: number,
  options: { allowedLatenessMs?: number; purge?: boolean; fn?: string; time?: object } = {},
) {
  const { fn = 'count()', time = EXPLICIT, ...rest } = options
  return pipeline({ id: 's', window: { type: 'session', gapMs }, aggregates: { out: fn }, ...rest }, time)
}

describe('session windows (4)', () => {
  test.each([
    // rule, items with a gap of 10, results
    ['4.1: a distance of exactly the gap merges', '@0 @10 wmMAX', '2:[0,20)=2'],
    ['4.1: one more does not', '@0 @11 wmMAX', '2:[0,10)=1 2:[11,21)=1'],
    ['4.1: an event between two joins them', '@0 @15 @8 wmMAX', '3:[0,25)=3'],
    ['4.1: and may join more than it touches by itself', '@0 @20 @40 @10 @30 wmMAX', '5:[0,50)=5'],
    ['4.1: an earlier event opens the session earlier', '@20 @15 wmMAX', '2:[15,30)=2'],
    ['4.1: an event inside changes no bound', '@0 @10 @5 wmMAX', '3:[0,20)=3'],
    ['4.1: keys do not meet', 'a:@0 b:@5 a:@9 wmMAX', '3:b:[5,15)=1 3:a:[0,19)=2'],
    ['4.4: fires at last + gap - 1', '@0 @4 wm12 wm13', '3:[0,14)=2'],
    ['4.4: not at the end of the first event', '@0 @4 wm9 wm20', '3:[0,14)=2'],
    ['4.4: order of end', '@30 @0 b:@15 wm100', '3:[0,10)=1 3:b:[15,25)=1 3:[30,40)=1'],
    ['a session that is gone does not merge', '@0 wm9 @10 wm19', '1:[0,10)=1 3:[10,20)=1'],
    ['negative times', '@-15 @-5 wm4', '2:[-15,5)=2'],
    ['4.2: alone and behind', 'wm20 @10 @11 @12', '1:late=e1 2:late=e2'],
  ])('%s: %s', (_rule, input, expected) => {
    expect(show(run(sessions(10), input))).toBe(expected)
  })

  test.each([
    // lateness, results of the example in 4.2
    [0, '1:[11600,14600)=1 2:late=e2'],
    [10, '1:[11600,14600)=1 2:[10000,14600)=2'],
  ])('4.2: judged on the merged window, lateness %d', (allowedLatenessMs, expected) => {
    expect(show(run(sessions(3000, { allowedLatenessMs }), '@11600 wm14600 @10000'))).toBe(expected)
  })

  const LATE = '@1000 @2000 @4500 @8500 @7000 wm11501 @11600 wm14600 @10000 @14500 wm20000'

  test('4.3: a merged window fires anew, with its parts', () => {
    const expected = '5:[1000,11500)=5 7:[11600,14600)=1 8:[1000,14600)=7 10:[1000,17500)=8'
    expect(show(run(sessions(3000, { allowedLatenessMs: 10000 }), LATE))).toBe(expected)
  })

  test('4.3 with purge: without what its parts have shown', () => {
    const expected = '5:[1000,11500)=5 7:[11600,14600)=1 8:[1000,14600)=1 10:[1000,17500)=1'
    expect(show(run(sessions(3000, { allowedLatenessMs: 10000, purge: true }), LATE))).toBe(expected)
  })

  test.each([
    // rule, items with a gap of 10 and a lateness of 20, results
    ['pane counts while the bounds stay', '@0 @10 wm19 @5 @6', '2:[0,20)=2 3:[0,20)#1=3 4:[0,20)#2=4'],
    ['and starts anew with the bounds', '@0 wm9 @0 @1 wm10', '1:[0,10)=1 2:[0,10)#1=2 4:[0,11)=3'],
    ['a session extended beyond the watermark waits', '@0 wm9 @8 wm16 wm17', '1:[0,10)=1 4:[0,18)=2'],
    ['the firings of the parts vanish', '@0 @15 @8 wm9 wm24', '4:[0,25)=3'],
    ['the last moment to join', '@0 wm28 @10', '1:[0,10)=1 2:[0,20)=2'],
    ['gone after the lateness', '@0 wm29 @10', '1:[0,10)=1 2:[10,20)=1'],
    ['late at last', '@0 wm29 @0', '1:[0,10)=1 2:late=e2'],
  ])('%s: %s', (_rule, input, expected) => {
    expect(show(run(sessions(10, { allowedLatenessMs: 20 }), input))).toBe(expected)
  })

  test('first, last and sums follow the order of arrival, whatever was merged', () => {
    expect(show(run(sessions(10, { fn: 'first(v)' }), '1@20 2@0 3@10 wmMAX'))).toBe('3:[0,30)=1')
    expect(show(run(sessions(10, { fn: 'last(v)' }), '1@0 2@20 3@1 4@10 wmMAX'))).toBe('4:[0,30)=4')
    const sum = 1 + 1e16 + 1 - 1e16
    expect(show(run(sessions(10, { fn: 'sum(v)' }), '1@0 1e16@20 1@1 -1e16@10 wmMAX'))).toBe(`4:[0,30)=${sum}`)
  })

  test('many sessions of a key, opened out of order and closed one by one', () => {
    const input = '@60 @0 @30 @90 wm9 wm39 @55 wm69 wm200'
    expect(show(run(sessions(10), input))).toBe('4:[0,10)=1 5:[30,40)=1 7:[55,70)=2 8:[90,100)=1')
  })

  test('processing time (5.2)', () => {
    const clock = sessions(10, { time: PROCESSING })
    expect(show(run(clock, 'pt0 1 pt5 1 pt14 pt15 1 pt100'))).toBe('4:[0,15)=2 7:[15,25)=1')
    expect(show(run(clock, 'pt0 1 pt9 1 pt18'))).toBe('2:[0,10)=1 4:[0,19)=2')
  })

  test('tells a host where to cut frames', () => {
    const engine = new ReferenceEngine(sessions(10, { allowedLatenessMs: 5 }))
    const steps = items('@0 @5 wm9 wm14 wm19 @0 wm100').map((item) => engine.push(item))
    expect(steps.map(({ disturbs }) => disturbs)).toEqual([false, false, false, true, true, false, false])
    expect(steps.map(({ irregular }) => irregular)).toEqual([false, false, false, false, false, true, false])
  })

  test('an event that is due by itself is irregular, though it joins an open session', () => {
    const engine = new ReferenceEngine(sessions(10))
    const steps = items('@0 @5 wm12 @2').map((item) => engine.push(item))
    expect(steps[3]).toMatchObject({ irregular: true, results: [] })
  })
})
