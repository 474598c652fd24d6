import { expect, test } from 'vitest'
import { episodesOf, score } from './episodes.ts'

const readings = (key: number, ...times: number[]): { key: number; t: number }[] => times.map((t) => ({ key, t }))

test('readings close to each other make an episode; keys do not mix', () => {
  expect(episodesOf([...readings(1, 0, 10, 20, 200), ...readings(2, 5, 15)], 50)).toEqual([
    { key: 1, from: 0, to: 20, readings: 3 },
    { key: 2, from: 5, to: 15, readings: 2 },
    { key: 1, from: 200, to: 200, readings: 1 },
  ])
})

test('nothing labelled, no episodes', () => {
  expect(episodesOf([], 50)).toEqual([])
})

const episodes = episodesOf([...readings(1, 100, 110, 120), ...readings(2, 300)], 50)

test.each([
  // findings                                       hits    after        false
  [[], [0, 0], [null, null], 0],
  [[{ key: 1, from: 105, to: 110 }], [1, 0], [5, null], 0],
  [[{ key: 1, from: 90, to: 101 }], [1, 0], [0, null], 0],
  [
    [
      { key: 1, from: 110, to: null },
      { key: 1, from: 115, to: 130 },
    ],
    [2, 0],
    [10, null],
    0,
  ],
  [[{ key: 2, from: 105, to: 110 }], [0, 0], [null, null], 1],
  [
    [
      { key: 1, from: 121, to: 150 },
      { key: 2, from: 300, to: 300 },
    ],
    [0, 1],
    [null, 0],
    1,
  ],
])('%j', (findings, hits, after, falseAlarms) => {
  const result = score(episodes, findings)
  expect(result.scores.map((each) => each.hits)).toEqual(hits)
  expect(result.scores.map((each) => each.afterMs)).toEqual(after)
  expect(result.falseAlarms).toBe(falseAlarms)
})
