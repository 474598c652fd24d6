import { describe, expect, test } from 'vitest'
import { pipeline, run, show } from '../testkit.ts'

function counting(size: number, slide?: number, fn = 'sum(v)') {
  return pipeline({ window: { type: 'count', size, slide }, aggregates: { out: fn } })
}

describe('count windows (5.1)', () => {
  test.each([
    // rule, size, slide, items, results
    ['tumbling', 2, undefined, '1@0 2@1 4@2 8@3 16@4', '1:count=3 3:count=12'],
    ['slide equal to size is tumbling', 2, 2, '1@0 2@1 4@2 8@3 16@4', '1:count=3 3:count=12'],
    ['sliding: first results are short', 5, 2, '1@0 2@1 4@2 8@3 16@4 32@5', '1:count=3 3:count=15 5:count=62'],
    ['on every event', 2, 1, '1@0 2@1 4@2', '0:count=1 1:count=3 2:count=6'],
    ['a slide beyond the size leaves events out', 1, 3, '1@0 2@1 4@2 8@3 16@4 32@5', '2:count=4 5:count=32'],
    ['keys are counted apart', 2, undefined, 'a:1@0 b:10@1 a:2@2 b:20@3', '2:a:count=3 3:b:count=30'],
    ['time means nothing', 2, undefined, 'wm100 1@50 wmMAX 2@-9', '3:count=3'],
    ['an unfinished window never fires', 3, undefined, '1@0 2@1 wmMAX', ''],
    ['missing values count as events', 2, undefined, '?@0 2@1', '1:count=2'],
  ])('%s', (_rule, size, slide, input, expected) => {
    expect(show(run(counting(size, slide), input))).toBe(expected)
  })

  test('size 4, slide 2: results of 2, 4, 4, 4 events', () => {
    const input = '@0 @1 @2 @3 @4 @5 @6 @7'
    expect(show(run(counting(4, 2, 'count()'), input))).toBe('1:count=2 3:count=4 5:count=4 7:count=4')
  })

  test('the sums are made oldest first', () => {
    expect(show(run(counting(3, 1), '5@0 1e16@1 1@2 -1e16@3'))).toContain(`3:count=${1e16 + 1 - 1e16}`)
  })
})
