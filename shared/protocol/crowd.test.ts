/** How many wait in a buffer, in bounded memory, against a list of them all. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { Crowd } from './crowd.ts'

/** Remembers everybody. */
class Everybody {
  #ends: number[] = []

  constructor(readonly places: number) {}

  get count(): number {
    return this.#ends.length
  }

  get first(): number {
    return Math.min(...this.#ends)
  }

  isCrowded(now: number): boolean {
    return this.count >= this.places && this.first <= now
  }

  add(end: number): void {
    this.#ends.push(end)
  }

  dropUpTo(now: number): void {
    this.#ends = this.#ends.filter((end) => end > now)
  }
}

type Step = { readonly end: number } | { readonly now: number }

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ end: fc.integer({ min: -20, max: 60 }) }) },
    fc.record({ now: fc.integer({ min: -20, max: 60 }) }),
  ),
  { maxLength: 60 },
)
const NOWS = Array.from({ length: 82 }, (_, i) => i - 21)

/** Calls `each` after every step, `over` telling whether more ever waited than there are places for. */
function sideBySide(
  places: number,
  taken: readonly Step[],
  each: (crowd: Crowd, all: Everybody, over: boolean) => void,
): void {
  const [crowd, all] = [new Crowd(places), new Everybody(places)]
  let over = false
  for (const step of taken) {
    for (const either of [crowd, all]) {
      if ('end' in step) either.add(step.end)
      else either.dropUpTo(step.now)
    }
    over = all.count > places || (over && all.count > 0)
    each(crowd, all, over)
  }
}

const isCrowded = (crowd: Crowd, now: number): boolean => crowd.isFull && crowd.first <= now

describe('a crowd', () => {
  test('that fits is known exactly; one that does not is full for as long as one of them is too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), steps, (places, taken) => {
        sideBySide(places, taken, (crowd, all, over) => {
          expect(crowd.size).toBe(Math.min(places, all.count))
          if (!over) expect([crowd.isFull, crowd.first]).toEqual([all.count === places, all.first])
        })
      }),
      { seed: 11, numRuns: 1000 },
    )
  })

  test('never makes less room than one that remembers everybody would', () => {
    let [said, more] = [0, 0]
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), steps, (places, taken) => {
        sideBySide(places, taken, (crowd, all) => {
          for (const now of NOWS) {
            if (all.isCrowded(now)) expect(isCrowded(crowd, now)).toBe(true)
            said += Number(all.isCrowded(now))
            more += Number(isCrowded(crowd, now)) - Number(all.isCrowded(now))
          }
        })
      }),
      { seed: 12, numRuns: 1000 },
    )
    // Nor does it cry wolf: only of those too many it does not know which go when.
    expect(said).toBeGreaterThan(10_000)
    expect(more / said).toBeLessThan(0.05)
  })

  test('of too many is crowded from the very first on, and afterwards with every step of time', () => {
    const crowd = new Crowd(2)
    for (const end of [10, 50, 30, 20, 40]) crowd.add(end)
    expect([crowd.size, crowd.isFull, crowd.first]).toEqual([2, true, 10])
    crowd.dropUpTo(15)
    expect([crowd.size, crowd.first]).toEqual([2, 16])
    crowd.dropUpTo(30)
    expect([crowd.size, crowd.isFull, crowd.first]).toEqual([2, true, 40])
    crowd.dropUpTo(40)
    expect([crowd.size, crowd.isFull, crowd.first]).toEqual([1, false, 50])
    crowd.dropUpTo(50)
    expect([crowd.size, crowd.first]).toEqual([0, Infinity])
  })
})
