import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBytes, decodeText, encodeBytes, encodeText } from './base64.ts'

test.each([
  // text          base64
  ['', ''],
  ['a', 'YQ=='],
  ['Grüße', 'R3LDvMOfZQ=='],
  ['\ufeffbom', '77u/Ym9t'],
])('text %j is %j', (text, base64) => {
  expect(encodeText(text)).toBe(base64)
  expect(decodeText(base64)).toBe(text)
})

test('bytes come back, also more than one call of fromCharCode takes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decodeBytes(encodeBytes(bytes))).toEqual(bytes)
    }),
  )
  const many = Uint8Array.from({ length: 100_000 }, (_, i) => i & 255)
  expect(Buffer.compare(decodeBytes(encodeBytes(many)), many)).toBe(0)
})

test('bytes as Node encodes them', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBytes(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    }),
  )
})

test('any text of whole characters comes back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCodePoint(code)) }),
      (text) => {
        expect(decodeText(encodeText(text))).toBe(text)
      },
    ),
  )
})

test('bytes that are no UTF-8 read as one character each', () => {
  expect(decodeText(encodeBytes(Uint8Array.from([0x66, 0xfc, 0x72])))).toBe('für')
})

test('what is no base64 throws', () => {
  expect(() => decodeBytes('a*b')).toThrow()
})
