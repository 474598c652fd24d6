import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenBucket } from './rate.ts'

/** How many tokens there are at once. */
function all(bucket: TokenBucket, now: number): number {
  let taken = 0
  while (bucket.take(now)) taken += 1
  return taken
}

test('a burst at first, and no more than that after any rest', () => {
  const bucket = new TokenBucket(10, 3)
  expect([all(bucket, 0), all(bucket, 100), all(bucket, 60_000)]).toEqual([3, 1, 3])
})

test.each([
  [1, 1],
  [5, 1],
  [100, 10],
  [2000, 200],
])('%d a second: %d at once unless told otherwise', (perSecond, burst) => {
  expect(all(new TokenBucket(perSecond), 0)).toBe(burst)
})

test('says how long to wait, and then there is one', () => {
  const bucket = new TokenBucket(8, 1)
  expect([bucket.waitMs(5), bucket.take(5), bucket.waitMs(5), bucket.waitMs(100)]).toEqual([0, true, 125, 30])
  expect([bucket.take(129), bucket.take(130), bucket.waitMs(130)]).toEqual([false, true, 125])
})

test('time that stands or goes back gives nothing', () => {
  const bucket = new TokenBucket(10, 1)
  expect([bucket.take(50), bucket.take(50), bucket.take(0), bucket.take(140)]).toEqual([true, false, false, false])
  expect(bucket.take(150)).toBe(true)
})

test('over any time no more than the rate and a burst, and whoever always asks gets all of it', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 50, noNaN: true }), { minLength: 50 }), (steps) => {
      const bucket = new TokenBucket(100, 5)
      let now = 0
      let taken = 0
      for (const step of steps) taken += all(bucket, (now += step))
      expect(taken).toBeLessThanOrEqual(5 + now / 10 + 1e-6)
      if (steps.every((step) => step < 40)) expect(taken).toBeGreaterThanOrEqual(4 + (now - steps[0]) / 10 - 1)
    }),
  )
})
