import { describe, expect, test } from 'vitest'
import { allowance, isTie, near, same } from './tolerance.ts'
import { Waiting } from './waiting.ts'
import type { Result } from './result.ts'

describe('exact values', () => {
  test.each([
    [0, -0, true],
    [null, null, true],
    ['a', 'a', true],
    [undefined, undefined, true],
    [1, 1 + 2 ** -52, false],
    [null, 0, false],
    [null, undefined, false],
    ['1', 1, false],
    [true, 1, false],
  ])('%j and %j: %s', (a, b, equal) => expect(same(a, b)).toBe(equal))
})

describe('inexact numbers (decision 10)', () => {
  test.each([
    // a, b, scale, near
    [1, 1 + 0.9e-9, 0, true],
    [1, 1 + 1.1e-9, 0, false],
    [-1e12, -1e12 - 900, 0, true],
    [0, 1e-12, 0, false],
    [0, 1e-12, 1, true],
    [0, -0, 0, true],
    [1e-7, 2e-7, 100, true],
    [1e-7, 3e-7, 100, false],
    [null, null, 5, true],
    [null, 0, 5, false],
    ['a', 'a', 0, true],
    [Number.MAX_VALUE, -Number.MAX_VALUE, 0, false],
  ])('%j and %j at magnitude %d: %s', (a, b, scale, expected) => expect(near(a, b, scale)).toBe(expected))

  test('allow 1e-9 of the largest', () => expect(allowance(-4, 2, 1)).toBe(4e-9))
})

describe('ties', () => {
  test.each([
    [3, 3, true],
    [-3, 3, true],
    [3 + 2e-9, 3, true],
    [3 - 2e-9, 3, true],
    [3 + 4e-9, 3, false],
    [2.9, 3, false],
    [0, 3, false],
  ])('score %d at threshold %d: %s', (score, threshold, tie) => expect(isTie(score, threshold)).toBe(tie))
})

describe('what waits for its partner', () => {
  const entry = (message: string, place: number) => ({
    result: { type: 'error', stage: null, message } as Result,
    place,
  })

  test('is taken by identity, first come first served', () => {
    const waiting = new Waiting()
    for (const [i, name] of ['a', 'b', 'a'].entries()) waiting.add(name, entry(name, i))
    expect(waiting.size).toBe(3)
    expect([waiting.take('a')?.place, waiting.take('a')?.place, waiting.take('a')]).toEqual([0, 2, undefined])
    expect(waiting.size).toBe(1)
  })

  test('the oldest goes first', () => {
    const waiting = new Waiting()
    waiting.add('b', entry('b', 4))
    waiting.add('a', entry('a', 5))
    expect(waiting.takeOldest().place).toBe(4)
    expect(waiting.drain().map(({ place }) => place)).toEqual([5])
    expect(waiting.size).toBe(0)
    expect(() => waiting.takeOldest()).toThrow('nothing waits')
  })
})
