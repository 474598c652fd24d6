import { describe, expect, test } from 'vitest'
import { Keyed } from './keyed.ts'
import { Ring } from './ring.ts'

describe('ring', () => {
  test.each([
    // size, how many were pushed, oldest first, slots
    [3, 0, [], []],
    [3, 2, [0, 1], [0, 1]],
    [3, 3, [0, 1, 2], [0, 1, 2]],
    [3, 4, [1, 2, 3], [3, 1, 2]],
    [3, 8, [5, 6, 7], [6, 7, 5]],
    [1, 5, [4], [4]],
  ])('of %d after %d', (size, pushed, oldestFirst, slots) => {
    const ring = new Ring<number>(size)
    for (let i = 0; i < pushed; i++) ring.push(i)
    expect(ring.oldestFirst()).toEqual(oldestFirst)
    expect(ring.slots()).toEqual(slots)
    expect(ring.length).toBe(Math.min(size, pushed))
    expect(ring.full).toBe(pushed >= size)
  })
})

describe('keyed state', () => {
  test('is made once a key, numbered by first appearance', () => {
    const keyed = new Keyed((key, order) => ({ key, order }))
    expect(keyed.seen('b')).toBeUndefined()
    expect(keyed.of('b')).toEqual({ key: 'b', order: 0 })
    expect(keyed.of(1)).toEqual({ key: 1, order: 1 })
    expect(keyed.of('b').order).toBe(0)
    expect(keyed.seen('b')).toBe(keyed.of('b'))
  })

  test('tells a number from its text and null from both', () => {
    const keyed = new Keyed((_key, order) => order)
    expect([1, '1', null, 'null', true, 'true'].map((key) => keyed.of(key))).toEqual([0, 1, 2, 3, 4, 5])
  })
})
