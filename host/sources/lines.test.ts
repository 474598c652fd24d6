import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

async function read(pieces: readonly string[], most?: number): Promise<(string | null)[]> {
  const lines: (string | null)[] = []
  for await (const line of linesOf(Readable.from(pieces), most)) lines.push(line)
  return lines
}

test.each<[string[], (string | null)[]]>([
  [[], []],
  [['a\nb\r\nc'], ['a', 'b', 'c']],
  [
    ['a', 'b\n', '\n'],
    ['ab', ''],
  ],
  [
    ['a\r', '\nb\n'],
    ['a', 'b'],
  ],
  [['123456\n12345\n'], [null, '12345']],
  [
    ['123', '456', '789\nab', 'c'],
    [null, 'abc'],
  ],
  [['123456'], [null]],
])('%j', async (pieces, lines) => {
  expect(await read(pieces, 5)).toEqual(lines)
})

test('where a text is cut cannot be seen', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é'), maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (pieces) => {
      expect(await read(pieces, 7)).toEqual(await read([pieces.join('')], 7))
    }),
  )
})

test('a file without a line end is not kept', async () => {
  const before = process.memoryUsage().heapUsed
  const piece = 'x'.repeat(1 << 16)
  const endless = Readable.from(
    (function* () {
      for (let i = 0; i < 2000; i++) yield piece
    })(),
  )
  const lines: (string | null)[] = []
  for await (const line of linesOf(endless)) lines.push(line)
  expect(lines).toEqual([null])
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6)
})
