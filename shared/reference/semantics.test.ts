/** The examples of SEMANTICS, sections 2 to 5, one by one, in its words. Sections 6 and 7 have their own. */
import { describe, expect, test } from 'vitest'
import { CombinedWatermark } from './combine.ts'
import { GeneratedWatermark, Watermark } from './watermark.ts'
import { windowStart, windowStarts } from './windows/assign.ts'
import { pipeline, PROCESSING, run, show } from './testkit.ts'

const N = { aggregates: { n: 'count()' } }

function windows(window: object, more: object = {}, time?: object) {
  return pipeline({ window, ...N, ...more }, time)
}

function combined(inputs: number, ...moves: [number, number | 'idle' | 'active'][]): unknown[] {
  const valve = new CombinedWatermark(inputs)
  return moves.map(([input, what]) => (typeof what === 'number' ? valve.watermark(input, what) : valve[what](input)))
}

describe('2 Watermarks', () => {
  test('2.1: wm 9, then wm 3: the watermark stays 9', () => {
    const watermark = new Watermark()
    watermark.raise(9)
    watermark.raise(3)
    expect(watermark.value).toBe(9)
  })

  test('2.2: out-of-orderness 10, events 12345, 12300, 12340: w = 12334', () => {
    const watermark = new GeneratedWatermark(10)
    for (const t of [12345, 12300, 12340]) watermark.observe(t)
    expect(watermark.value).toBe(12334)
  })

  test('2.2: out-of-orderness 0, event 1337: w = 1336', () => {
    const watermark = new GeneratedWatermark(0)
    watermark.observe(1337)
    expect(watermark.value).toBe(1336)
  })

  test('2.2: further events with the same t are on time', () => {
    const inOrder = windows({ type: 'tumbling', sizeMs: 10 }, {}, { mode: 'event', outOfOrdernessMs: 0 })
    expect(show(run(inOrder, '@9 @9 @9 @10'))).toBe('3:[0,10)=3')
  })

  test('2.5: inputs at 25, 10, 17: output 10', () => {
    expect(combined(3, [0, 25], [1, 10], [2, 17])).toEqual([[], [], [10]])
  })

  test('2.6: 10, 5, 3 (output 3); 0 idle, 1 idle, 2 idle: output 10, then idle', () => {
    const outputs = combined(3, [0, 10], [1, 5], [2, 3], [0, 'idle'], [1, 'idle'], [2, 'idle'])
    expect(outputs).toEqual([[], [], [3], [], [], [10, 'idle']])
  })

  test('2.6: 10, 7, 3 (output 3); 2 idle: 7; 2 active with 5: nothing; 2 at 9: nothing; 1 at 12: 9', () => {
    const moves = [
      [0, 10],
      [1, 7],
      [2, 3],
      [2, 'idle'],
      [2, 'active'],
      [2, 5],
      [2, 9],
      [1, 12],
    ] as const
    const outputs = combined(3, ...moves.map(([input, what]): [number, number | 'idle' | 'active'] => [input, what]))
    expect(outputs).toEqual([[], [], [3], [7], [], [], [], [9]])
  })
})

describe('3 Time windows', () => {
  test.each([
    // t, size, offset, window
    [-8, 7, 0, [-14, -7]],
    [-7, 7, 0, [-7, 0]],
    [-9, 7, 3, [-11, -4]],
    [-3, 7, -2, [-9, -2]],
  ])('3.1: t = %d, size %d, offset %d -> %j', (t, size, offset, window) => {
    const start = windowStart(t, size, offset)
    expect([start, start + size]).toEqual(window)
  })

  test('3.2: size 5000, slide 1000, t = 0', () => {
    expect(windowStarts(0, { sizeMs: 5000, slideMs: 1000, offsetMs: 0 })).toEqual({ first: -4000, last: 0 })
    const fired = show(run(windows({ type: 'sliding', sizeMs: 5000, slideMs: 1000 }), '@0 wmMAX'))
    expect(fired.replaceAll('1:', '').replaceAll('=1', '')).toBe(
      '[-4000,1000) [-3000,2000) [-2000,3000) [-1000,4000) [0,5000)',
    )
  })

  test('3.3: tumbling 10, event 0: wm 8 nothing, wm 9 fires', () => {
    expect(show(run(windows({ type: 'tumbling', sizeMs: 10 }), '@0 wm8 wm9'))).toBe('2:[0,10)=1')
  })

  test('3.4: size 10, lateness 5: fires n=1, n=2 at once, n=3 at once, then too late', () => {
    const late = windows({ type: 'tumbling', sizeMs: 10 }, { allowedLatenessMs: 5 })
    expect(show(run(late, '@1 wm9 @2 wm13 @3 wm14 @4'))).toBe('1:[0,10)=1 2:[0,10)#1=2 4:[0,10)#2=3 6:late=e6')
  })

  test('3.5: lateness 500, purge, size 2000', () => {
    const more = { allowedLatenessMs: 500, purge: true, aggregates: { sum: 'sum(v)' } }
    const purging = windows({ type: 'tumbling', sizeMs: 2000 }, more)
    expect(show(run(purging, '@500 @1300 wm2300 @1997 wm6000 @1998'))).toBe('2:[0,2000)=2 3:[0,2000)#1=1 5:late=e5')
  })

  test('3.6: sliding 20/10, wm 12: event 5 misses [-10,10) but enters [0,20): not late', () => {
    const sliding = windows({ type: 'sliding', sizeMs: 20, slideMs: 10 })
    expect(show(run(sliding, 'wm12 @5 wmMAX'))).toBe('2:[0,20)=1')
  })
})

describe('4 Session windows', () => {
  const session = (gapMs: number, more: object = {}) => windows({ type: 'session', gapMs }, more)

  test.each([
    ['0 and 10 -> [0,20)', '@0 @10 wmMAX', '2:[0,20)=2'],
    ['0 and 11 -> two sessions', '@0 @11 wmMAX', '2:[0,10)=1 2:[11,21)=1'],
    ['0, 15, then 8 -> one session [0,25)', '@0 @15 @8 wmMAX', '3:[0,25)=3'],
  ])('4.1: gap 10: events %s', (_text, input, expected) => {
    expect(show(run(session(10), input))).toBe(expected)
  })

  test.each([
    [0, '1:[11600,14600)=1 2:late=e2'],
    [10, '1:[11600,14600)=1 2:[10000,14600)=2'],
  ])('4.2: event 10000 behind wm 14600, lateness %d', (allowedLatenessMs, expected) => {
    expect(show(run(session(3000, { allowedLatenessMs }), '@11600 wm14600 @10000'))).toBe(expected)
  })

  test('4.3: lateness 10000: fired 5, fired 1; event 10000 fires 7; event 14500: at 17499 8', () => {
    const input = '@1000 @3000 @5000 @7000 @8500 wm11499 @11600 wm14599 @10000 @14500 wm17498 wm17499'
    expect(show(run(session(3000, { allowedLatenessMs: 10000 }), input))).toBe(
      '5:[1000,11500)=5 7:[11600,14600)=1 8:[1000,14600)=7 11:[1000,17500)=8',
    )
  })

  test('4.4: fires when the watermark reaches lastEvent + gap - 1', () => {
    expect(show(run(session(10), '@3 wm11 wm12'))).toBe('2:[3,13)=1')
  })
})

describe('5 Count windows and processing time', () => {
  test('5.1: size 4, slide 2: results of 2, 4, 4, 4 ... events', () => {
    const results = show(run(windows({ type: 'count', size: 4, slide: 2 }), '@0 @1 @2 @3 @4 @5 @6 @7'))
    expect(results).toBe('1:count=2 3:count=4 5:count=4 7:count=4')
  })

  test('5.2: tumbling 3000, clock 3, three events, clock 5000 -> [0,3000) n=3', () => {
    const tumbling = windows({ type: 'tumbling', sizeMs: 3000 }, {}, PROCESSING)
    expect(show(run(tumbling, 'pt3 1 1 1 pt5000'))).toBe('4:[0,3000)=3')
  })
})
