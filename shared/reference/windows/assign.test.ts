import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { windowStart, windowStarts } from './assign.ts'

describe('the start of a window (3.1)', () => {
  test.each([
    // t, size, offset, start
    [-8, 7, 0, -14],
    [-7, 7, 0, -7],
    [-1, 7, 0, -7],
    [0, 7, 0, 0],
    [6, 7, 0, 0],
    [7, 7, 0, 7],
    [-9, 7, 3, -11],
    [-4, 7, 3, -4],
    [3, 7, 3, 3],
    [2, 7, 3, -4],
    [-3, 7, -2, -9],
    [-2, 7, -2, -2],
    [4, 7, -2, -2],
    [5, 7, -2, 5],
    [1470902048450, 86_400_000, -28_800_000, 1470844800000],
  ])('of %d, size %d, offset %d is %d', (t, size, offset, start) => {
    expect(windowStart(t, size, offset)).toBe(start)
  })
})

/** The starts, as the loop of the engine walks them. */
function starts(t: number, sizeMs: number, slideMs: number, offsetMs: number): number[] {
  const { first, last } = windowStarts(t, { sizeMs, slideMs, offsetMs })
  const all: number[] = []
  for (let start = first; start <= last; start += slideMs) all.push(start)
  return all
}

describe('the windows of an event (3.2)', () => {
  test.each([
    // t, size, slide, offset, starts
    [0, 5000, 1000, 0, [-4000, -3000, -2000, -1000, 0]],
    [4999, 5000, 1000, 0, [0, 1000, 2000, 3000, 4000]],
    [100, 5000, 1000, 500, [-4500, -3500, -2500, -1500, -500]],
    [12, 10, 10, 0, [10]],
    [5, 20, 10, 0, [-10, 0]],
    [10, 25, 10, 0, [-10, 0, 10]],
    [4, 25, 10, 0, [-20, -10, 0]],
    [5, 25, 10, 0, [-10, 0]],
    [2, 3, 10, 0, [0]],
    [3, 3, 10, 0, []],
    [9, 3, 10, 0, []],
    [-8, 3, 10, 0, [-10]],
  ])('%d, size %d, slide %d, offset %d: %j', (t, size, slide, offset, expected) => {
    expect(starts(t, size, slide, offset)).toEqual(expected)
  })

  test('are all that hold the event, and no other', () => {
    const shape = fc.tuple(
      fc.integer({ min: -60, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
    )
    fc.assert(
      fc.property(shape, fc.integer({ min: -19, max: 19 }), ([t, size, slide], offset) => {
        const expected: number[] = []
        for (let start = -200; start <= 200; start++) {
          if (Math.abs(start - offset) % slide === 0 && start <= t && t < start + size) expected.push(start)
        }
        expect(starts(t, size, slide, offset)).toEqual(expected)
      }),
    )
  })
})
