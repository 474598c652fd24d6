/** What a device may send, row by row: every field of every frame must be what the protocol says, or it is no frame. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeText } from './base64.ts'
import { decodeDevice, decodeWords, encodeWords } from './frames.ts'

const hello = ['H', 1, 'cafe0123', 7, 2048, 5, 0, 0, null]
const good: readonly (readonly unknown[])[] = [
  hello,
  ['A', 5, 9, null, 0],
  ['A', 5, 9, -30, 12],
  ['N', 5, 'crc'],
  ['R', 0, encodeWords([1, 2])],
  ['X', 5, 9, 'memory', '', ''],
  ['C', 5, 12, 3, 1200, 8],
  ['L', 36],
  ['B', 384, 'AQI='],
]

describe('fields that are not what they should be', () => {
  const replaced = (body: readonly unknown[], at: number, value: unknown): unknown[] =>
    body.map((each, i) => (i === at ? value : each))

  test.each(good.map((body) => [JSON.stringify(body), body] as const))(
    '%s is a frame; with a field less it is none',
    (_, body) => {
      expect(decodeDevice(JSON.stringify(body))).not.toBeNull()
      for (let length = 0; length < body.length; length++) {
        expect(decodeDevice(JSON.stringify(body.slice(0, length))), `${length} fields`).toBeNull()
      }
    },
  )

  test.each(good.map((body) => [JSON.stringify(body), body] as const))(
    '%s with a field of another kind is none',
    (_, body) => {
      for (let at = 0; at < body.length; at++) {
        for (const wrong of [{}, [], true, 1.5, 2 ** 60]) {
          expect(
            decodeDevice(JSON.stringify(replaced(body, at, wrong))),
            `field ${at} is ${JSON.stringify(wrong)}`,
          ).toBeNull()
        }
        const other = typeof body[at] === 'string' ? 5 : 'five'
        expect(decodeDevice(JSON.stringify(replaced(body, at, other))), `field ${at} is ${other}`).toBeNull()
      }
    },
  )

  test('more fields than this version knows are no matter', () => {
    for (const body of good) {
      const whole = body === hello ? [...hello, 99] : body
      expect(decodeDevice(JSON.stringify([...whole, 'later']))).not.toBeNull()
    }
  })

  test('a watermark may be none, but not absent', () => {
    expect(decodeDevice('["A",5,9,null,0]')).toMatchObject({ w: null })
    expect(decodeDevice('["A",5,9,0]')).toBeNull()
  })
})

test.each([
  ['nothing', undefined, { memory: null, fates: [], refused: 0 }],
  ['null', null, { memory: null, fates: [], refused: 0 }],
  ['memory of two numbers', { m: [1, 2] }, { memory: null }],
  ['memory of texts', { m: ['a', 'b', 'c'] }, { memory: null }],
  ['fates that are no list', { fates: 7 }, { fates: [] }],
  ['fates of no lists', { fates: [7, [1, 2, 3, 4]] }, { fates: [[], [1, 2, 3, 4]] }],
  ['half a count', { refused: 1.5 }, { refused: 0 }],
  ['one fault of four', { gap: 3 }, { faults: { crc: 0, gap: 3, dup: 0, long: 0 } }],
])('counters with %s', (_, data, expected) => {
  expect(decodeDevice(JSON.stringify(['S', data]))).toMatchObject({ type: 'S', counters: expected })
})

test('an error keeps its text, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (message, stack) => {
      const body = JSON.stringify(['X', 1, 2, 'exception', encodeText(message), encodeText(stack)])
      expect(decodeDevice(body)).toMatchObject({ message, stack })
    }),
  )
})

test.each([
  ['', 0],
  ['AAAA', 0],
  ['AAAAAAAAAAA=', 1],
  ['AAAAAAAAAAAAAAAA', 1],
])('%j holds %d whole words; a rest of bytes is none', (base64, count) => {
  expect(decodeWords(base64)).toHaveLength(count)
})

test('no body whatever makes the reader fail', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(() => decodeDevice(body)).not.toThrow()
    }),
    { numRuns: 500 },
  )
})
