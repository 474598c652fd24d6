import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deepFreeze, MAX_DEPTH, MAX_VALUES, plainCopy } from './plain.ts'

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

class Sensor {
  name = 'x'
}

describe('plainCopy', () => {
  test('equals the original and shares nothing with it', () => {
    const data = { a: [1, { b: 'x' }], c: null, d: true, e: -0.5 }
    const result = plainCopy(data)
    expect(result).toEqual({ value: data })
    const { value } = result as { value: typeof data }
    expect(value).not.toBe(data)
    expect(value.a).not.toBe(data.a)
    expect(value.a[1]).not.toBe(data.a[1])
  })

  test.each([
    ['an object without prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['absent values are left out', { a: undefined, b: 1 }, { b: 1 }],
    ['a text', 'x', 'x'],
    ['null', null, null],
  ])('%s', (_, data, expected) => {
    expect(plainCopy(data)).toEqual({ value: expected })
  })

  const circle: Record<string, unknown> = {}
  circle.self = circle
  test.each([
    ['NaN', { a: NaN }, 'a', 'NaN is not JSON'],
    ['infinity', { a: [1, -Infinity] }, 'a[1]', '-Infinity is not JSON'],
    ['a function', { stages: [() => 1] }, 'stages[0]', 'a function is not JSON'],
    ['a big integer', { a: 1n }, 'a', 'a bigint is not JSON'],
    ['a symbol', { a: Symbol('x') }, 'a', 'a symbol is not JSON'],
    ['undefined itself', undefined, '', 'an absent value is not JSON'],
    ['undefined in a list', [undefined], '[0]', 'an absent value is not JSON'],
    ['a hole in a list', { a: [, 1] }, 'a[0]', 'an absent value is not JSON'],
    ['an object of a class', { a: new Sensor() }, 'a', 'is an object of a class'],
    ['a date', { a: new Date(0) }, 'a', 'is an object of a class'],
    ['a map', new Map(), '', 'is an object of a class'],
    ['a typed array', { a: new Uint8Array(3) }, 'a', 'is an object of a class'],
    [
      '__proto__',
      JSON.parse('{"a":{"__proto__":1}}'),
      'a.__proto__',
      "'__proto__' has a meaning of its own in JavaScript",
    ],
    ['constructor', { constructor: 1 }, 'constructor', "'constructor' has a meaning of its own in JavaScript"],
    ['toString', { a: { toString: 'x' } }, 'a.toString', "'toString' has a meaning of its own in JavaScript"],
    ['a long key', { a: { ['k'.repeat(201)]: 1 } }, 'a', 'has a key of 201 characters'],
    ['a long list', { a: new Array(30_000).fill(1) }, 'a', 'has 30000 entries'],
    ['a giant list', { a: new Array(1e9) }, 'a', 'has 1000000000 entries'],
    [
      'too many values',
      [new Array(15_000).fill(1), new Array(15_000).fill(1)],
      '',
      `the pipeline has more than ${MAX_VALUES} values`,
    ],
    ['a circle', circle, 'self.self.self.self.self.self', 'is nested too deep'],
    ['absurd depth', { a: nested(100_000) }, 'a.a[0].a[0].a', 'is nested too deep'],
  ])('refuses %s', (_, data, path, message) => {
    expect(plainCopy(data)).toEqual({ fault: { path, message, cure: expect.any(String) } })
  })

  test('the deepest that is allowed', () => {
    expect(plainCopy(nested(MAX_DEPTH))).toHaveProperty('value')
    expect(plainCopy(nested(MAX_DEPTH + 1))).toHaveProperty('fault')
  })

  test('never throws, and copies exactly what JSON would', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (data) => {
          const result = plainCopy(data)
          if ('value' in result) expect(JSON.stringify(result.value)).toBe(JSON.stringify(data))
        },
      ),
    )
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (data) => {
        const text = JSON.stringify(data)
        const result = plainCopy(JSON.parse(text))
        if ('value' in result) expect(JSON.stringify(result.value)).toBe(text)
      }),
    )
  })
})

describe('deepFreeze', () => {
  test('freezes all the way down', () => {
    const value = deepFreeze({ a: [{ b: 1 }], c: 'x', d: null })
    expect(Object.isFrozen(value)).toBe(true)
    expect(Object.isFrozen(value.a)).toBe(true)
    expect(Object.isFrozen(value.a[0])).toBe(true)
    expect(() => (value.a[0].b = 2)).toThrow(TypeError)
  })
})
