import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseScale, decodeColumns, encodeColumns, pairOf, widthOf, type Column } from './columns.ts'

test.each<[(number | null)[], number | null, string]>([
  // values                        scale   why
  [[1, 2, 3], 1, 'whole numbers'],
  [[45.93, 48.09], 100, 'two decimals as Int16'],
  [[0.5, 45.93], 100, 'the common power of ten'],
  [[327.67], 100, 'the largest Int16'],
  [[327.68], -100, 'one more asks for Int32'],
  [[-327.67, 1], 100, 'negative as well'],
  [[21474836.47], -100, 'the largest Int32'],
  [[21474836.48], 0, 'one more asks for Float64'],
  [[1700000000000], 0, 'large whole numbers'],
  [[0.123456], -1e6, 'six decimals'],
  [[0.1234567], 0, 'seven do not'],
  [[Math.PI], 0, 'no short decimal'],
  [[-0], 0, '-0 would lose its sign'],
  [[1, null], null, 'nulls are NaN in Float64'],
  [[], 1, 'an empty column'],
  [[0.1 + 0.2], 0, 'nearly 0.3 is not 0.3'],
])('%j travels as %s: %s', (values, scale) => {
  expect(chooseScale(values)).toBe(scale)
})

test.each([
  [27.97, [100, 2797]],
  [0, [1, 0]],
  [1700000012345, [1, 1700000012345]],
  [-0.5, [10, -5]],
  [0.123456789, [1e9, 123456789]],
  [null, [1, null]],
  [-0, null],
  [Math.PI, null],
  [2 ** 60, null],
  [1e300, null],
])('%d as a pair is %j', (value, pair) => {
  expect(pairOf(value)).toEqual(pair)
})

const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true })
const decimal = fc
  .tuple(fc.integer({ min: -40_000, max: 40_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([n, d]) => n / 10 ** d)
const value = fc.oneof(anyDouble, decimal, fc.integer(), fc.constantFrom(-0, 5e-324, 1.7976931348623157e308))

test('a pair gives the very same double', () => {
  fc.assert(
    fc.property(value, (x) => {
      const pair = pairOf(x)
      if (pair !== null) expect(pair[1]! / pair[0]).toBe(x)
    }),
  )
})

const columns = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5 })).chain(([n, c]) =>
  fc.array(fc.array(fc.oneof({ arbitrary: value, weight: 9 }, fc.constant(null)), { minLength: n, maxLength: n }), {
    minLength: c,
    maxLength: c,
  }),
)

test('columns come back bit for bit, whatever is in them', () => {
  fc.assert(
    fc.property(
      fc.oneof(columns, fc.array(fc.array(decimal, { minLength: 7, maxLength: 7 }), { minLength: 1 })),
      (all) => {
        const chosen = all.map((values): Column => ({ scale: chooseScale(values), values }))
        const bytes = encodeColumns(chosen)
        const back = decodeColumns(
          bytes,
          chosen.map(({ scale }) => scale),
          all[0].length,
        )
        back.forEach((column, c) => column.forEach((x, i) => expect(Object.is(x, all[c][i])).toBe(true)))
      },
    ),
  )
})

test('each column starts at a multiple of its element size, with zeros between', () => {
  const bytes = encodeColumns([
    { scale: 10, values: [0.1] },
    { scale: -1, values: [70_000] },
    { scale: 0, values: [Math.PI] },
  ])
  expect([...bytes.subarray(0, 8)]).toEqual([1, 0, 0, 0, 0x70, 0x11, 1, 0])
  expect(new DataView(bytes.buffer).getFloat64(8, true)).toBe(Math.PI)
  expect(bytes).toHaveLength(16)
})

test('widths', () => {
  expect([10, -10, 0, null].map(widthOf)).toEqual([2, 4, 8, 8])
})

test('no columns are no bytes', () => {
  expect(encodeColumns([])).toHaveLength(0)
})
