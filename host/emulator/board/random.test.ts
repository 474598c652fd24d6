import { expect, test } from 'vitest'
import { seeded } from './random.ts'

const take = (seed: number, count: number): number[] => {
  const next = seeded(seed)
  return Array.from({ length: count }, () => next())
}

test('a seed gives the same numbers again, another seed others', () => {
  expect(take(7, 5)).toEqual(take(7, 5))
  expect(take(7, 5)).not.toEqual(take(8, 5))
})

test('numbers are spread over 0 to 1', () => {
  const numbers = take(1, 10_000)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  const tenths = Array<number>(10).fill(0)
  for (const each of numbers) tenths[Math.floor(each * 10)]++
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
