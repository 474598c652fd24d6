import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeBytes, encodeText } from './base64.ts'
import {
  decodeDevice,
  decodeWords,
  encodeControl,
  encodeHandshake,
  encodeNumbered,
  encodeWords,
  harmless,
  VERSION,
  type ControlFrame,
  type NumberedFrame,
} from './frames.ts'
import { openLine, sealLine } from './line.ts'

const rows: [NumberedFrame, string][] = [
  [{ type: 'W', q: 7, w: 99 }, '["W",5,7,99]'],
  [{ type: 'T', q: 7, pt: 1700000000000 }, '["T",5,7,1700000000000]'],
  [{ type: 'D', of: 'k', i: 2, text: 'küche' }, `["D",5,"k",2,"${encodeText('küche')}"]`],
  [{ type: 'D', of: 't', i: 0, text: '' }, '["D",5,"t",0,""]'],
  [
    {
      type: 'e',
      q: 3,
      key: 1,
      w: null,
      t: 10,
      values: [
        [100, 4593],
        [1, null],
      ],
    },
    '["e",5,3,1,-9007199254740991,10,100,4593,1,null]',
  ],
  [{ type: 'e', side: 'left', q: 3, key: 1, w: 9, t: 10, values: [] }, '["e",5,3,1,9,10]'],
  [{ type: 'e', side: 'right', q: 3, key: 1, w: 9, t: 10, values: [] }, '["f",5,3,1,9,10]'],
  [
    { type: 'E', side: 'right', q: 3, key: 1, w: 9, t0: 10, dt: 5, n: 2, scales: [], bytes: new Uint8Array(0) },
    '["F",5,3,1,9,10,5,2,""]',
  ],
  [
    { type: 'E', q: 3, key: 1, w: 9, t0: 10, dt: 5, n: 2, scales: [100, null], bytes: Uint8Array.from([1, 2, 3]) },
    `["E",5,3,1,9,10,5,2,100,null,"${encodeBytes(Uint8Array.from([1, 2, 3]))}"]`,
  ],
]

test.each(rows)('%j is %s', (frame, body) => {
  expect(encodeNumbered(5, frame)).toBe(body)
})

const questions: [ControlFrame, string][] = [
  [{ type: 'P' }, '["P"]'],
  [{ type: 'S' }, '["S"]'],
  [{ type: 'Q' }, '["Q"]'],
  [{ type: 'R', n: 0 }, '["R",0]'],
  [{ type: 'K', n: 4711 }, '["K",4711]'],
  [{ type: 'B', n: 384 }, '["B",384]'],
]

test.each(questions)('the question %j is %s', (frame, body) => {
  expect(encodeControl(frame)).toBe(body)
})

test('the handshake as a frame names version, program and run', () => {
  expect(encodeHandshake('cafe0123', 4294967295)).toBe(`["H",${VERSION},"cafe0123",4294967295]`)
})

test('a frame that a console may read is an array and a comment there, and is sealed like any other', () => {
  const body = harmless(encodeHandshake('cafe0123', 7))
  expect(body).toBe('["H",2,"cafe0123",7]//')
  const line = sealLine(body)
  expect(openLine(line)).toBe(body)
  // What an interpreter makes of the line: the seal is part of the comment.
  expect(line.replace(/\/\/.*/, '')).toBe('["H",2,"cafe0123",7]')
})

test('a body is ASCII, whatever a text holds', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)) }),
      (text) => {
        expect(encodeNumbered(1, { type: 'D', of: 't', i: 1, text })).toMatch(/^[\x20-\x7e]*$/)
      },
    ),
  )
})

test('result words come back bit for bit', () => {
  const words = fc.array(fc.oneof(fc.double(), fc.constantFrom(-0, NaN, Infinity)))
  fc.assert(
    fc.property(words, (list) => {
      const back = decodeWords(encodeWords(list))
      expect([...back].every((word, i) => Object.is(word, list[i]))).toBe(true)
      expect(back).toHaveLength(list.length)
    }),
  )
})

test('frames of a device are read', () => {
  const hello = { type: 'H', version: 2, hash: '8ea2781f', boot: 77, grant: 2048, f: 9347717, q: 0, n: 0, w: null }
  expect(decodeDevice('["H",2,"8ea2781f",77,2048,9347717,0,0,null,99]')).toEqual({ ...hello, run: 99 })
  expect(decodeDevice('["H",2,"8ea2781f",77,2048,9347717,0,0,null]')).toEqual({ ...hello, run: 0 })
  expect(decodeDevice('["A",5,9,-3,7]')).toStrictEqual({ type: 'A', f: 5, q: 9, w: -3, n: 7 })
  expect(decodeDevice('["A",5,9,-3,7,4242]')).toStrictEqual({ type: 'A', f: 5, q: 9, w: -3, n: 7, boot: 4242 })
  expect(decodeDevice('["C",5,7,3,1200,8]')).toEqual({ type: 'C', f: 5, n: 7, serial: 3, bytes: 1200, slots: 8 })
  expect(decodeDevice('["L",36]')).toEqual({ type: 'L', n: 36 })
  expect(decodeDevice('["B",384,"AQI="]')).toEqual({ type: 'B', at: 384, bytes: Uint8Array.of(1, 2) })
  expect(decodeDevice('["B",768,""]')).toEqual({ type: 'B', at: 768, bytes: new Uint8Array(0) })
  expect(decodeDevice('["N",5,"gap"]')).toEqual({ type: 'N', f: 5, why: 'gap' })
  expect(decodeDevice(`["R",4,"${encodeWords([1.5, NaN])}"]`)).toEqual({
    type: 'R',
    n: 4,
    words: Float64Array.of(1.5, NaN),
  })
  const error = `["X",5,9,"exception","${encodeText('no')}","${encodeText('    at f')}"`
  const told = { type: 'X', f: 5, q: 9, kind: 'exception', message: 'no', stack: '    at f' }
  expect(decodeDevice(`${error},12]`)).toEqual({ ...told, at: 12 })
  expect(decodeDevice(`${error}]`)).toEqual({ ...told, at: null })
})

test('counters are read, and what is absent counts as nothing', () => {
  const full = '["S",{"m":[900,3000,14],"fates":[[1,2,3,4]],"refused":2,"crc":1,"gap":3,"dup":4,"long":5}]'
  expect(decodeDevice(full)).toEqual({
    type: 'S',
    counters: {
      memory: [900, 3000, 14],
      fates: [[1, 2, 3, 4]],
      refused: 2,
      faults: { crc: 1, gap: 3, dup: 4, long: 5 },
    },
  })
  expect(decodeDevice('["S",{}]')).toEqual({
    type: 'S',
    counters: { memory: null, fates: [], refused: 0, faults: { crc: 0, gap: 0, dup: 0, long: 0 } },
  })
})

test.each([
  '',
  '{}',
  '[]',
  '["Z",1]',
  '["A",1]',
  '["A","1",2,3]',
  '["A",1,2,"x"]',
  '["N",1]',
  '["R",0,5]',
  '["R",0,"*"]',
  '["C",5,7,3,1200]',
  '["L"]',
  '["L",0.5]',
  '["B",0]',
  '["B","0",""]',
])('%s is no frame of a device', (body) => {
  expect(decodeDevice(body)).toBeNull()
})
