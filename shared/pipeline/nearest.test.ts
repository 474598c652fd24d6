import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cureForName, editDistance, nearest } from './nearest.ts'

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'ab', 1],
    ['abc', 'abcd', 1],
    ['abc', 'acb', 1],
    ['humidty', 'humidity', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
  })

  test('is symmetric, zero for equal texts only, and at most the longer length', () => {
    const text = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b)
        expect(editDistance(b, a)).toBe(distance)
        expect(distance === 0).toBe(a === b)
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})

describe('nearest', () => {
  const known = ['humidity', 'temperature', 'mote', 't2', 'min', 'max']
  test.each([
    ['humidty', 'humidity'],
    ['Humidity', 'humidity'],
    ['TEMPERATURE', 'temperature'],
    ['tempreature', 'temperature'],
    ['moet', 'mote'],
    ['mim', 'min'],
    ['volume', null],
    ['x', null],
    ['', null],
    ['humid', null],
  ])('of %s is %s', (name, expected) => {
    expect(nearest(name, known)).toBe(expected)
  })

  test('a third of the letters may differ, no more', () => {
    expect(nearest('abcdef', ['abcdxy'])).toBe('abcdxy')
    expect(nearest('abcdef', ['abcxyz'])).toBeNull()
    expect(nearest('ab', ['xb'])).toBe('xb')
    expect(nearest('ab', ['xy'])).toBeNull()
  })

  test('of several the nearest, of equals the first', () => {
    expect(nearest('sizeM', ['slideMs', 'sizeMs'])).toBe('sizeMs')
    expect(nearest('ac', ['ab', 'ad'])).toBe('ab')
  })

  test('a very long name costs nothing', () => {
    expect(nearest('x'.repeat(200_000), known)).toBeNull()
  })
})

describe('cureForName', () => {
  test.each([
    ['humidty', ['humidity', 'mote'], 'field', "did you mean 'humidity'?"],
    ['zzz', ['humidity', 'mote'], 'field', 'use one of the known fields: humidity, mote'],
    ['zzz', [], 'field', 'there is no field here; remove it'],
  ])('%s among %j', (name, known, what, expected) => {
    expect(cureForName(name, known, what)).toBe(expected)
  })

  test('a hint stands in for the list, not for the nearest', () => {
    expect(cureForName('zzz', ['humidity'], 'field', 'look elsewhere')).toBe('look elsewhere')
    expect(cureForName('humidty', ['humidity'], 'field', 'look elsewhere')).toBe("did you mean 'humidity'?")
  })

  test('lists at most twelve', () => {
    const many = Array.from({ length: 20 }, (_, i) => `field${i}`)
    expect(cureForName('zzz', many, 'field')).toMatch(/field11, …$/)
  })
})
