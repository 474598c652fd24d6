/** `require("heatshrink")` (FACTS 1). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BinaryRunner, ESPRUINO_BIN } from '../../../scripts/differential-binary.ts'
import { measured } from '../golden/measured.ts'
import { compress, decompress } from './heatshrink.ts'

measured('heatshrink', [
  [
    'there and back',
    `
    var h = require("heatshrink");
    var c = h.compress("Hello Hello Hello");
    print(c, E.toString(h.decompress(c)));
    print(h.compress("aaaaaaaaaaaaaaaaaaaaaaaaaa"), h.compress("\\0\\0\\0\\0"));
    `,
    `
    new Uint8Array([164, 89, 109, 150, 203, 124, 128, 10, 80]).buffer Hello Hello Hello
    new Uint8Array([176, 128, 24]).buffer new Uint8Array([0, 6]).buffer
    `,
  ],
  [
    'what can be packed',
    `
    var h = require("heatshrink");
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => h.compress(""));
    t(() => h.compress([]));
    t(() => h.compress([1, undefined, "3", 257, -1]));
    t(() => h.compress(new Uint16Array([1, 258, 515])));
    t(() => h.compress({ a: 1, b: 2 }));
    t(() => h.compress());
    t(() => h.compress(5));
    t(() => h.decompress(null));
    `,
    `
    new ArrayBuffer(0)
    new ArrayBuffer(0)
    new Uint8Array([128, 192, 32, 112, 31, 248]).buffer
    new Uint8Array([128, 192, 160, 96]).buffer
    new Uint8Array([128, 192, 128]).buffer
    TypeError: Expecting something iterable, got undefined
    TypeError: Expecting something iterable, got Number
    TypeError: Expecting something iterable, got null
    `,
  ],
  [
    'bits that end early',
    `
    var h = require("heatshrink");
    print(h.decompress("hello").byteLength, h.decompress([0, 0, 0, 0]), h.decompress([255]), h.decompress([128, 128]));
    `,
    `
    108 new ArrayBuffer(2) new ArrayBuffer(0) new Uint8Array([1]).buffer
    `,
  ],
  [
    'the last bits are lost when the output ends with a full buffer',
    `
    var h = require("heatshrink");
    function seen(n) {
      var a = new Uint8Array(n), x = 1;
      for (var i = 0; i < n; i++) { x = (x * 5 + 3) & 255; a[i] = x; }
      return h.compress(a).byteLength + "/" + h.decompress(h.compress(a)).byteLength;
    }
    print(seen(112), seen(113), seen(114), seen(115), seen(227), seen(228));
    `,
    `
    126/112 128/113 128/113 130/115 256/227 256/227
    `,
  ],
  [
    'variables of the result',
    `
    var h = require("heatshrink");
    print(E.getSizeOf(h.compress("abc")), E.getSizeOf(h.compress("abcdefghijklmnopqrstuvwxyz")));
    `,
    `
    2 5
    `,
  ],
])

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 700 }),
  fc.array(fc.constantFrom(0, 1, 65, 255), { maxLength: 900 }).map((list) => Uint8Array.from(list)),
)

test('what is unpacked is what was packed, or all of it but its end', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      const back = decompress(compress(data))
      expect(Buffer.from(data.subarray(0, back.length)).equals(Buffer.from(back))).toBe(true)
      // one item at most is lost; its match may be as long as any
      expect(data.length - back.length).toBeLessThanOrEqual(64)
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('long matches, and distances as far as the window', () => {
  const random = Uint8Array.from({ length: 256 }, (_, at) => (at * 167 + 13) & 255)
  const twice = Uint8Array.from([...random, ...random])
  // 256 literals of 9 bits, four matches of 15
  expect(compress(twice).length).toBe(Math.ceil((256 * 9 + 4 * 15) / 8))
  expect(decompress(compress(twice))).toEqual(twice)
})

test('a match of one byte is not worth its bits, one of two is', () => {
  expect(compress(Uint8Array.of(1, 2, 1, 3)).length).toBe(Math.ceil((4 * 9) / 8))
  expect(compress(Uint8Array.of(1, 2, 1, 2)).length).toBe(Math.ceil((2 * 9 + 15) / 8))
})

describe.skipIf(ESPRUINO_BIN === undefined)('against the binary', () => {
  test('random data give the same bytes, packed and unpacked', () => {
    const runner = new BinaryRunner(ESPRUINO_BIN!)
    const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64')
    const samples = fc.sample(bytes, { seed: 5, numRuns: 120 })
    const lines = samples.map(
      (data) => `r=h.compress(E.toArrayBuffer(atob("${base64(data)}")));print(btoa(r)+" "+btoa(h.decompress(r)))`,
    )
    const shown = runner.run(`var h=require("heatshrink"),r;\n${lines.join('\n')}`)
    runner.close()
    const mine = samples.map((data) => `${base64(compress(data))} ${base64(decompress(compress(data)))}`)
    expect(shown.trimEnd().split('\n').slice(-samples.length)).toEqual(mine)
  })
})
