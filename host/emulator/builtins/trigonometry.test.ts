/** Sine, arc tangent, and the ends of exp and log: rounded correctly, and so the same everywhere. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumOf } from '../golden/repeatable.ts'
import { exp, log } from './exponential.ts'
import { atan, atan2, sin } from './trigonometry.ts'

/** How many numbers lie between two of the same sign. */
function apart(a: number, b: number): number {
  const [first, second] = new BigInt64Array(new Float64Array([a, b]).buffer)
  return Math.abs(Number(first - second))
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('sin', () => {
  test.each([
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [1e-9, 1e-9],
    [0.5, 0.479425538604203],
    [1, 0.8414709848078965],
    [2, 0.9092974268256817],
    [-4, 0.7568024953079282],
    [Math.PI, 1.2246467991473532e-16],
    [2 * Math.PI, -2.4492935982947064e-16],
    [355, -3.014435335948845e-5],
    [1e22, -0.8522008497671888],
    [Number.MAX_VALUE, 0.004961954789184062],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ])('of %d is %d', (x, result) => {
    expect(sin(x)).toBe(result)
  })

  test('is odd, and beside the result of the engine', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(sin(-x)).toBe(-sin(x))
        expect(apart(sin(x), Math.sin(x))).toBeLessThanOrEqual(1)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  test('of double the angle follows from sine and cosine', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), (x) => {
        expect(sin(2 * x)).toBeCloseTo(2 * sin(x) * sin(x + Math.PI / 2), 12)
      }),
      { seed: 2, numRuns: 300 },
    )
  })
})

describe('atan and atan2', () => {
  test.each([
    [0, 0],
    [-0, -0],
    [1e-10, 1e-10],
    [0.3, 0.2914567944778671],
    [1, Math.PI / 4],
    [-2, -1.1071487177940904],
    [1e300, Math.PI / 2],
    [Infinity, Math.PI / 2],
    [-Infinity, -Math.PI / 2],
    [NaN, NaN],
  ])('of %d is %d', (x, result) => {
    expect(atan(x)).toBe(result)
  })

  test.each([
    [0, 1, 0],
    [-0, 1, -0],
    [0, -1, Math.PI],
    [-0, -1, -Math.PI],
    [1, 0, Math.PI / 2],
    [-1, 0, -Math.PI / 2],
    [1, -1, (3 * Math.PI) / 4],
    [-3, -4, -2.498091544796509],
    [5e-324, 5e-324, Math.PI / 4],
    [5e-324, 1, 5e-324],
    [1e-300, -1, Math.PI],
    [-1e-300, -1, -Math.PI],
    [1, -1e-300, Math.PI / 2],
    [Infinity, -Infinity, (3 * Math.PI) / 4],
    [NaN, 1, NaN],
    [1, NaN, NaN],
  ])('of %d and %d is %d', (y, x, result) => {
    expect(atan2(y, x)).toBe(result)
  })

  test('all points: beside the result of the engine, and odd in y', () => {
    fc.assert(
      fc.property(finite, finite, (y, x) => {
        expect(apart(atan2(y, x), Math.atan2(y, x))).toBeLessThanOrEqual(1)
        expect(atan2(-y, x)).toBe(-atan2(y, x))
      }),
      { seed: 3, numRuns: 500 },
    )
  })

  test('the angle of a ratio is that of the point', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
        expect(atan(x)).toBe(atan2(x, 1))
        expect(atan(sin(x / 1e7) / sin(x / 1e7 + Math.PI / 2))).toBeCloseTo(x / 1e7, 14)
      }),
      { seed: 4, numRuns: 300 },
    )
  })
})

describe('exp and log at the ends of their range', () => {
  test.each([
    [710.5, Infinity],
    [Infinity, Infinity],
    [709.782712893384, 1.7976931348622732e308],
    [-745.13, 5e-324],
    [-746, 0],
    [-Infinity, 0],
    [NaN, NaN],
  ])('exp of %d is %d', (x, result) => {
    expect(exp(x)).toBe(result)
  })

  test.each([
    [5e-324, -744.4400719213812],
    [1e-305, -702.288453363184],
    [Number.MAX_VALUE, 709.782712893384],
    [Infinity, Infinity],
    [0, -Infinity],
    [-0, -Infinity],
    [-1, NaN],
    [NaN, NaN],
  ])('log of %d is %d', (x, result) => {
    expect(log(x)).toBe(result)
  })

  test('beside the results of the engine', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(apart(log(x), Math.log(x))).toBeLessThanOrEqual(1)
      }),
      { seed: 5, numRuns: 500 },
    )
  })
})

test('the bits of many results, recorded', () => {
  const results: number[] = []
  for (let i = 1; i < 2000; i++) {
    const x = (i * i) / 7 - 30 * i
    results.push(sin(x), atan(x / 1000), atan2(x, 5000 - i), exp(x / 1e5), log(i / 3))
  }
  expect(sumOf(String.fromCharCode(...new Uint8Array(new Float64Array(results).buffer)))).toBe('79960:db723735')
})
