import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Dictionary } from './dictionary.ts'

test('keys are numbered as they appear and announced once', () => {
  const dictionary = new Dictionary([], true)
  expect([4, 7, 4].map((key) => dictionary.key(key))).toEqual([0, 1, 0])
  expect(dictionary.takeNews()).toEqual([
    { type: 'D', of: 'k', i: 0, text: '4' },
    { type: 'D', of: 'k', i: 1, text: '7' },
  ])
  expect(dictionary.takeNews()).toEqual([])
})

test('texts of expressions have the first numbers and are not announced', () => {
  const dictionary = new Dictionary(['on', 'off'], true)
  expect(['off', 'idle', 'on'].map((text) => dictionary.text(text))).toEqual([1, 2, 0])
  expect(dictionary.takeNews()).toEqual([{ type: 'D', of: 't', i: 2, text: 'idle' }])
  expect(dictionary.textOf(0)).toBe('on')
})

test('keys and texts count apart', () => {
  const dictionary = new Dictionary([], true)
  expect([dictionary.key('a'), dictionary.text('b'), dictionary.text('a')]).toEqual([0, 0, 1])
})

test('without keys there is one number and nothing to announce', () => {
  const dictionary = new Dictionary([], false)
  expect(dictionary.key(null)).toBe(0)
  expect(dictionary.takeNews()).toEqual([])
  expect(dictionary.keyOf(0)).toBeNull()
})

test('keys come back in their type', () => {
  const key = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null))
  fc.assert(
    fc.property(fc.array(key), (keys) => {
      const dictionary = new Dictionary([], true)
      const numbers = keys.map((each) => dictionary.key(each))
      expect(numbers.map((i) => dictionary.keyOf(i))).toEqual(keys)
      expect(new Set(numbers).size).toBe(new Set(keys).size)
    }),
  )
})

test('numbers that were never given out are an error of the device', () => {
  const dictionary = new Dictionary(['on'], true)
  expect(() => dictionary.keyOf(0)).toThrow('key number 0, which was never sent')
  expect(() => dictionary.textOf(1)).toThrow('text number 1, which was never sent')
})

test('the lowest number of a forgotten key is given to the next new one, and announced again', () => {
  const dictionary = new Dictionary([], true)
  for (const key of ['a', 'b', 'c', 'd']) dictionary.key(key)
  dictionary.takeNews()
  for (const key of ['c', 'a', 'nobody']) dictionary.forget(key)
  expect(['d', 'x', 'a', 'y'].map((key) => dictionary.key(key))).toEqual([3, 0, 2, 4])
  expect(dictionary.takeNews().map(({ i, text }) => [i, text])).toEqual([
    [0, 'x'],
    [2, 'a'],
    [4, 'y'],
  ])
})

test('a number stands for the keys that had it, in turn', () => {
  const dictionary = new Dictionary([], true)
  dictionary.key('a')
  dictionary.forget('a')
  dictionary.key('b')
  expect([dictionary.keyOf(0), dictionary.keyOf(0, 0), dictionary.keyOf(0, 1)]).toEqual(['a', 'a', 'b'])
  expect(() => dictionary.keyOf(0, 2)).toThrow('key number 0, which was never sent')
})

test('what counts across keys has none', () => {
  expect(new Dictionary([], true).keyOf(NaN)).toBeNull()
})
