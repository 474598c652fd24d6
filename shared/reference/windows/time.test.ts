import { describe, expect, test } from 'vitest'
import { ReferenceEngine } from '../engine.ts'
import { EXPLICIT, items, pipeline, PROCESSING, run, show } from '../testkit.ts'

type Options = { allowedLatenessMs?: number; purge?: boolean; fn?: string; time?: object }

function tumbling(sizeMs: number, options: Options = {}) {
  return windows({ type: 'tumbling', sizeMs }, options)
}

function sliding(sizeMs: number, slideMs: number, options: Options = {}) {
  return windows({ type: 'sliding', sizeMs, slideMs }, options)
}

function windows(window: object, { fn = 'count()', time = EXPLICIT, ...rest }: Options) {
  return pipeline({ id: 'w', window, aggregates: { out: fn }, ...rest }, time)
}

describe('tumbling windows (3)', () => {
  test.each([
    // rule, items, results
    ['3.3: nothing at end - 2', '@0 wm8', ''],
    ['3.3: fires when the watermark reaches end - 1', '@0 wm8 wm9', '2:[0,10)=1'],
    ['3.3: once', '@0 wm9 wm10 wm30', '1:[0,10)=1'],
    ['3.3: in order of end', '@25 @5 @15 wm100', '3:[0,10)=1 3:[10,20)=1 3:[20,30)=1'],
    ['3.3: then in the order of the keys', 'b:@5 a:@5 b:@15 wm100', '3:b:[0,10)=1 3:a:[0,10)=1 3:b:[10,20)=1'],
    ['3.2: without events there is nothing', 'wm1000', ''],
    ['2.1: a lower watermark is ignored', '@1 wm9 wm3 @2', '1:[0,10)=1 3:late=e3'],
    ['2.4: without the last mark a window stays open', '@1 @50', ''],
    ['2.4: the last mark flushes', '@1 @50 wmMAX', '2:[0,10)=1 2:[50,60)=1'],
    ['3.1: negative times', '@-1 @-10 @-11 @0 wm20', '4:[-20,-10)=1 4:[-10,0)=2 4:[0,10)=1'],
    ['3.6: late at the last millisecond of the watermark', 'wm9 @9 @10', '1:late=e1'],
    ['keys do not meet', 'a:@1 b:@2 a:@3 wm9', '3:a:[0,10)=2 3:b:[0,10)=1'],
  ])('%s: %s', (_rule, input, expected) => {
    expect(show(run(tumbling(10), input))).toBe(expected)
  })

  test.each([
    // rule, items, results with an allowed lateness of 5
    ['3.4: refires for each late event', '@1 wm9 @2 wm13 @3 wm14 @4', '1:[0,10)=1 2:[0,10)#1=2 4:[0,10)#2=3 6:late=e6'],
    ['3.4: fires at once for the first event', 'wm9 @1 @2', '1:[0,10)=1 2:[0,10)#1=2'],
    ['3.4: what fired at once does not fire again', 'wm9 @1 wm12 wm20', '1:[0,10)=1'],
    ['3.4: forgets the window', '@1 wm14 wm30 @31 wm100', '1:[0,10)=1 4:[30,40)=1'],
    ['3.6: late when t + lateness is behind', 'wm14 @9', '1:late=e1'],
  ])('with lateness, %s: %s', (_rule, input, expected) => {
    expect(show(run(tumbling(10, { allowedLatenessMs: 5 }), input))).toBe(expected)
  })

  test('3.5: purging clears the contents, not the window', () => {
    const purging = tumbling(2000, { allowedLatenessMs: 500, purge: true, fn: 'sum(v)' })
    const input = '1@500 wm1500 1@1300 wm2300 1@1997 wm6000 1@1998 wm7000'
    expect(show(run(purging, input))).toBe('3:[0,2000)=2 4:[0,2000)#1=1 6:late=e6')
  })

  test('3.5: an emptied window does not fire', () => {
    const purging = tumbling(10, { allowedLatenessMs: 5, purge: true })
    expect(show(run(purging, '@1 wm9 wm10 wm12 wm14'))).toBe('1:[0,10)=1')
  })

  test('2.3: the watermark made by an event comes after the event', () => {
    const generated = tumbling(10, { time: { mode: 'event', outOfOrdernessMs: 0 } })
    expect(show(run(generated, '@9 @10'))).toBe('1:[0,10)=1')
    expect(show(run(generated, '@9 @9 @10 @9'))).toBe('2:[0,10)=2 3:late=e3')
    const behind = tumbling(10, { time: { mode: 'event', outOfOrdernessMs: 5 } })
    expect(show(run(behind, '@9 @14 @9 @15'))).toBe('3:[0,10)=2')
  })

  test('2.7: the clock does not move event time', () => {
    expect(show(run(tumbling(10), '@1 pt1000 wm9'))).toBe('2:[0,10)=1')
  })
})

describe('sliding windows (3.2, 3.6)', () => {
  test.each([
    // rule, size, slide, items, results
    [
      'every window of the event',
      5000,
      1000,
      '@0 wmMAX',
      '1:[-4000,1000)=1 1:[-3000,2000)=1 1:[-2000,3000)=1 1:[-1000,4000)=1 1:[0,5000)=1',
    ],
    ['partly late is not late', 20, 10, 'wm12 @5 wm19', '2:[0,20)=1'],
    ['late when all are gone', 20, 10, 'wm19 @5', '1:late=e1'],
    ['covered by none, in time: ignored', 3, 10, '@5 wmMAX', ''],
    ['covered by none, behind: late', 3, 10, 'wm5 @5', '1:late=e1'],
    ['covered again', 3, 10, '@5 @11 wmMAX', '2:[10,13)=1'],
  ])('%s', (_rule, size, slide, input, expected) => {
    expect(show(run(sliding(size, slide), input))).toBe(expected)
  })

  test('a late event refires each window that is due, and enters those that are not', () => {
    const late = sliding(20, 10, { allowedLatenessMs: 10 })
    expect(show(run(late, '@5 wm10 @6 wm19'))).toBe('1:[-10,10)=1 2:[-10,10)#1=2 3:[0,20)=2')
  })

  test('sums are made in the order of arrival', () => {
    const values = [0.1, 1e16, -1e16, 0.3]
    const input = values.map((v, i) => `${v}@${10 - i}`).join(' ')
    expect(show(run(sliding(20, 10, { fn: 'sum(v)' }), `${input} wm19`))).toContain(`[0,20)=${0.1 + 1e16 - 1e16 + 0.3}`)
  })
})

describe('processing time (5.2)', () => {
  const clock = { time: PROCESSING }

  test.each([
    // rule, items, results
    ['the clock is the watermark', 'pt3 1 1 1 pt5000', '4:[0,3000)=3'],
    ['fires at end - 1', 'pt3 1 pt2998 pt2999', '3:[0,3000)=1'],
    ['the time of an event means nothing', 'pt3 1@9000 1@-5 pt2999', '3:[0,3000)=2'],
    ['the clock never falls', 'pt3000 1 pt5 1 pt5999', '4:[3000,6000)=2'],
    ['a clock that was never set stands at 0', '1 pt2999', '1:[0,3000)=1'],
    ['a watermark means nothing', 'pt3 1 wmMAX pt2999', '3:[0,3000)=1'],
    [
      'an event of the last millisecond still enters',
      'pt3 1 pt2999 1 pt3000 1 pt5999',
      '2:[0,3000)=1 3:[0,3000)#1=2 6:[3000,6000)=1',
    ],
    ['nothing is late', 'pt2999 1 1', '1:[0,3000)=1 2:[0,3000)#1=2'],
  ])('%s: %s', (_rule, input, expected) => {
    expect(show(run(tumbling(3000, clock), input))).toBe(expected)
  })

  test('sliding', () => {
    const input = 'pt3 1 pt1000 1 1 pt2000'
    expect(show(run(sliding(3000, 1000, clock), input))).toBe('2:[-2000,1000)=1 5:[-1000,2000)=3')
  })
})

describe('what a host must know to cut frames', () => {
  /** `d` disturbs, `i` irregular, `.` neither, by item. */
  function flags(of: ReturnType<typeof pipeline>, input: string): string {
    const engine = new ReferenceEngine(of)
    return items(input)
      .map((item) => engine.push(item))
      .map(({ disturbs, irregular }) => `${disturbs ? 'd' : ''}${irregular ? 'i' : ''}` || '.')
      .join(' ')
  }

  test.each([
    ['firing and cleaning up', tumbling(10, { allowedLatenessMs: 5 }), '@1 wm8 wm9 wm13 wm14 wm30', '. . d . d .'],
    ['late and refired events', tumbling(10, { allowedLatenessMs: 5 }), '@1 wm9 @2 @12 wm14 @3', '. d i . d i'],
    ['a window that is gone, though the event enters another', sliding(20, 10), 'wm12 @5 @12', '. i .'],
    ['an event that no window covers', sliding(3, 10), '@5 wm5 @5', '. . i'],
  ])('%s', (_what, of, input, expected) => {
    expect(flags(of, input)).toBe(expected)
  })
})
