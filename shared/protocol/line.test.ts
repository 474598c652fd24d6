import fc from 'fast-check'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { crc32, decodeLine, encodeLine, LINE_OVERHEAD, openLine, sealLine } from './line.ts'

const ascii = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)) })

test.each([
  // body       crc
  ['hello', 907060870],
  ['', 0],
  ['123456789', 0xcbf43926],
])('CRC-32 of %j is %d', (body, crc) => {
  expect(crc32(body)).toBe(crc)
})

test('CRC-32 agrees with zlib, of texts and of bytes', () => {
  const reference = zlibCrc32 as ((data: Uint8Array) => number) | undefined
  if (reference === undefined) return
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(crc32(bytes)).toBe(reference(bytes))
      expect(crc32(String.fromCharCode(...bytes))).toBe(reference(bytes))
    }),
  )
})

test('a line of a device is marker, body, check sum of 8 digits', () => {
  expect(encodeLine('["P"]')).toBe(`~["P"]*${crc32('["P"]').toString(16).padStart(8, '0')}`)
})

test('any body comes back', () => {
  fc.assert(
    fc.property(ascii, (body) => {
      expect(decodeLine(encodeLine(body))).toEqual({ kind: 'frame', body })
    }),
  )
})

test('a changed character is noticed, whichever it is', () => {
  const line = encodeLine('["A",9347717,91,1700000099999]')
  for (let i = 1; i < line.length; i++) {
    const changed = line.slice(0, i) + (line[i] === 'x' ? 'y' : 'x') + line.slice(i + 1)
    expect(decodeLine(changed).kind, changed).toBe('corrupt')
  }
})

test('a cut line is noticed, wherever it is cut', () => {
  const line = encodeLine('["A",9347717,91,1700000099999]')
  for (let end = 1; end < line.length; end++) {
    const cut = decodeLine(line.slice(0, end))
    // Digits cut from the end leave a shorter check sum, which is another number.
    expect(cut.kind, line.slice(0, end)).toBe('corrupt')
  }
})

test.each([
  ['no leading zeros', '~["A",3]*' + crc32('["A",3]').toString(16), 'frame'],
  ['XON and XOFF anywhere', encodeLine('["P"]').replace('"P"', '"\x13P\x11"'), 'frame'],
  ['a carriage return at the end', encodeLine('["P"]') + '\r', 'frame'],
  ['console text', 'Uncaught Error: ~', 'text'],
  ['an empty line', '', 'text'],
  ['a marker alone', '~', 'corrupt'],
  ['a check sum alone', '~*00000000', 'frame'],
  ['upper case digits', '~["P"]*ABCDEF01', 'corrupt'],
  ['nine digits', `~["P"]*0${crc32('["P"]').toString(16).padStart(8, '0')}`, 'corrupt'],
])('%s', (_, line, kind) => {
  expect(decodeLine(line).kind).toBe(kind)
})

test('a body may hold a star', () => {
  expect(decodeLine(encodeLine('["N",1,"a*b"]'))).toEqual({ kind: 'frame', body: '["N",1,"a*b"]' })
})

describe('lines of the host', () => {
  test.each([
    // body     with its seal
    ['["P"]', '["P"]^GKWOUB'],
    ['', 'PRB_^GB'],
  ])('%j is sealed as %j', (body, line) => {
    expect(sealLine(body)).toBe(line)
  })

  test('any body comes back; the check sum of a line with its end is always 1', () => {
    fc.assert(
      fc.property(ascii, (body) => {
        const line = sealLine(body)
        expect(crc32(line + '\n')).toBe(1)
        expect(line).toHaveLength(body.length + LINE_OVERHEAD - 1)
        expect(line.slice(body.length)).toMatch(/^[@-_]*$/)
        expect(openLine(line)).toBe(body)
      }),
    )
  })

  test('a changed character, a cut and two lines in one are noticed', () => {
    const line = sealLine('["W",9347717,91,1700000099999]')
    for (let i = 0; i < line.length; i++) {
      expect(openLine(line.slice(0, i) + '~' + line.slice(i + 1)), `changed at ${i}`).toBeNull()
      expect(openLine(line.slice(0, i)), `cut at ${i}`).toBeNull()
    }
    expect(openLine(`${line}\n${line}`)).toBeNull()
  })
})
