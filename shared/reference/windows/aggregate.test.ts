import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import type { Aggregate } from '../../pipeline/pipeline.ts'
import type { Value } from '../../stream/event.ts'
import { Tally, tally } from './aggregate.ts'

const ALL: Aggregate[] = (['sum', 'mean', 'min', 'max', 'first', 'last', 'stddev'] as const).map((fn) => ({
  out: fn,
  fn,
  field: 'v',
}))
ALL.unshift({ out: 'n', fn: 'count', field: null })

function over(values: readonly Value[], aggregates = ALL): Record<string, Value> {
  return tally(
    aggregates,
    values.map((v) => ({ values: { v } })),
  ).results()
}

describe('aggregates (1.1)', () => {
  test.each([
    // values, n, sum, mean, min, max, first, last, stddev
    [[], 0, 0, null, null, null, null, null, null],
    [[null], 1, 0, null, null, null, null, null, null],
    [[5], 1, 5, 5, 5, 5, 5, 5, 0],
    [[2, 4, 4, 4, 5, 5, 7, 9], 8, 40, 5, 2, 9, 2, 9, 2],
    [[3, null, 1], 3, 4, 2, 1, 3, 3, 1, 1],
    [[null, -1, null], 3, -1, -1, -1, -1, -1, -1, 0],
    [[1e308, 1e308], 2, null, null, 1e308, 1e308, 1e308, 1e308, null],
  ])('of %j', (values, n, sum, mean, min, max, first, last, stddev) => {
    expect(over(values)).toEqual({ n, sum, mean, min, max, first, last, stddev })
  })

  test('name their outputs in the order of the pipeline', () => {
    expect(Object.keys(over([1]))).toEqual(['n', 'sum', 'mean', 'min', 'max', 'first', 'last', 'stddev'])
  })

  test('first, last, min and max work on texts', () => {
    const texts = ALL.filter(({ fn }) => ['first', 'last', 'min', 'max'].includes(fn))
    expect(over(['b', 'a', null, 'c', 'b'], texts)).toEqual({ min: 'a', max: 'c', first: 'b', last: 'b' })
  })

  test('a field that events do not carry is missing', () => {
    expect(tally([{ out: 's', fn: 'sum', field: 'v' }], [{ values: {} }]).results()).toEqual({ s: 0 })
  })

  test('several outputs may share a field', () => {
    const twice: Aggregate[] = [
      { out: 'a', fn: 'max', field: 'v' },
      { out: 'b', fn: 'max', field: 'v' },
      { out: 'c', fn: 'max', field: 'w' },
    ]
    const contents = new Tally(twice)
    contents.add({ v: 1, w: 8 })
    contents.add({ v: 3, w: 7 })
    expect(contents.results()).toEqual({ a: 3, b: 3, c: 8 })
    expect(contents.events).toBe(2)
  })

  test('equal the plain definitions bit for bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        let sum = 0
        for (const x of values) sum += x
        const mean = sum / values.length
        let squares = 0
        for (const x of values) squares += (x - mean) ** 2
        const result = over(values)
        expect(result).toMatchObject({ n: values.length, sum, mean, stddev: Math.sqrt(squares / values.length) })
        expect(result['min'] === Math.min(...values) && result['max'] === Math.max(...values)).toBe(true)
        expect(result).toMatchObject({ first: values[0], last: values.at(-1) })
      }),
    )
  })

  test('tell what the tolerance of sums, means and deviations rests on (decision 10)', () => {
    const values = [3, -9, null, 4].map((v) => ({ values: { v } }))
    expect(Object.fromEntries(tally(ALL, values).scales())).toMatchObject({ stddev: 9, mean: 9, sum: 27 })
    expect(Object.fromEntries(tally(ALL, []).scales())).toMatchObject({ stddev: 0, mean: 0, sum: 0 })
    expect(tally([{ out: 'm', fn: 'min', field: 'v' }], values).scales().size).toBe(0)
  })
})
