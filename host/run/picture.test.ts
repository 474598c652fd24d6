import { expect, test } from 'vitest'
import { blocks, hours, marks, Slices } from './picture.ts'

test('means over slices; none where nothing came', () => {
  const slices = new Slices({ from: 0, to: 100 }, 4)
  for (const [t, value] of [
    [0, 1],
    [24, 3],
    [60, 5],
    [100, 8],
  ]) {
    slices.add(t, value)
  }
  expect(slices.means()).toEqual([2, null, 5, 8])
})

test.each([
  [-50, 0],
  [0, 0],
  [25, 1],
  [99, 3],
  [100, 3],
  [500, 3],
])('time %d falls into column %d', (t, column) => {
  expect(new Slices({ from: 0, to: 100 }, 4).column(t)).toBe(column)
})

test('an empty span has one column in use', () => {
  expect(new Slices({ from: 5, to: 5 }, 4).column(5)).toBe(0)
})

test('blocks rise from the smallest to the largest', () => {
  expect(blocks([0, 1, 2, 3, 4, 5, 6, 7, 8], 0, 8)).toBe('▁▂▃▄▅▆▇██')
  expect(blocks([0, null, 8], 0, 8)).toBe('▁ █')
  expect(blocks([5, 5], 5, 5)).toBe('▁▁')
  expect(blocks([-9, 99], 0, 8)).toBe('▁█')
  expect(blocks([0, 8], 0, 8, true)).toBe('_#')
})

test('later marks win', () => {
  expect(
    marks(6, [
      { column: 1, mark: '!' },
      { column: 3, mark: '!' },
      { column: 1, mark: 'S' },
    ]),
  ).toBe(' S !')
  expect(marks(6, [])).toBe('')
})

test('hours stand where they belong', () => {
  expect(hours({ from: 0, to: 3 * 3_600_000 }, 30)).toBe('0h        1h        2h')
  expect(hours({ from: 0, to: 1000 }, 30)).toBe('0h')
})
