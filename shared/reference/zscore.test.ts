import { describe, expect, test } from 'vitest'
import { pipeline, run, show } from './testkit.ts'
import { judge } from './zscore.ts'

function scoring(size: number, threshold: number, emit = 'scores') {
  return pipeline({ id: 'z', anomaly: { zscore: { field: 'v', size, threshold }, emit } })
}

describe('the score of a value', () => {
  test.each([
    // x, values before it, score
    [3, [1, 3], 1],
    [5, [1, 3], 3],
    [-1, [1, 3], -3],
    [2, [1, 3], 0],
    [9, [4, 4, 4], 0],
    [7, [2, 4, 4, 4, 5, 5, 7, 9], 1],
    [1, [1e200, -1e200], 0],
    [1, [1e308, 1e308], 0],
  ])('%d after %j is %d', (x, before, score) => expect(judge(x, before, 3).score).toBe(score))

  test('is made in the order of the slots', () => {
    const slots = [0.1, 1e16, -1e16, 0.7]
    const mean = (0 + 0.1 + 1e16 + -1e16 + 0.7) / 4
    let squares = 0
    for (const r of slots) squares += (r - mean) ** 2
    expect(judge(5e15, slots, 3).score).toBe((5e15 - mean) / Math.sqrt(squares / 4))
    expect(judge(1, [1e16, 1, -1e16, 3], 3).score).not.toBe(judge(1, [1, 1e16, 3, -1e16], 3).score)
  })
})

describe('z-score stage', () => {
  test.each([
    // what, size, threshold, items, results
    ['no score before the slots are full', 2, 3, '1@0 3@1 wmMAX', ''],
    ['then one for every value', 2, 3, '1@0 3@1 4@2 wmMAX', 'score@2=2'],
    ['an alarm at the threshold', 2, 3, '1@0 3@1 5@2 wmMAX', 'alarm@2=3'],
    ['below, too', 2, 3, '1@0 3@1 -1@2 wmMAX', 'alarm@2=-3'],
    ['a value takes its slot, alarm or not', 2, 3, '1@0 3@1 5@2 4@3 wmMAX', 'alarm@2=3 score@3=0'],
    ['missing values are passed over', 2, 3, '1@0 ?@1 3@2 ?@3 4@4 wmMAX', 'score@4=2'],
    ['keys apart', 2, 3, 'a:1@0 b:2@1 a:3@2 b:2@3 a:4@4 wmMAX', 'a:score@4=2'],
    ['in the order of event time', 2, 3, '4@2 3@1 1@0 wmMAX', 'score@2=2'],
  ])('%s: %s', (_what, size, threshold, input, expected) => {
    expect(show(run(scoring(size, threshold), input))).toBe(expected)
  })

  test('alarms only, when asked', () => {
    expect(show(run(scoring(2, 3, 'alarms'), '1@0 3@1 4@2 9@3 wmMAX'))).toBe(`alarm@3=${(9 - 3.5) / 0.5}`)
  })

  test('a result says all', () => {
    expect(run(scoring(2, 3), '1@0 3@1 5@2 wmMAX')).toEqual([
      { type: 'anomaly', stage: 'z', key: '-', t: 2, ref: 'e2', value: 5, score: 3, alarm: true },
    ])
  })

  test('late events are reported and leave no trace', () => {
    expect(show(run(scoring(2, 3), '1@0 wm0 9@0 3@1 4@2 wmMAX'))).toBe('2:late=e2 score@2=2')
  })
})
