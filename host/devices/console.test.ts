import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPrompt, LineReader, troubleIn } from './console.ts'

test.each([
  // received                              lines            partial
  ['a\r\nb\r\n', ['a', 'b'], ''],
  ['a\nb', ['a'], 'b'],
  ['\r\n>', [''], '>'],
  ['\x13a\x11b\n', ['ab'], ''],
  ['\r\x1b[Jtext\r\n>', ['text'], '>'],
  ['>~["A",1]*0\n', ['~["A",1]*0'], ''],
  ['>\r\x1b[J>7\n', ['7'], ''],
  ['a > b\n', ['a > b'], ''],
  ['=undefined\r\n>', ['=undefined'], '>'],
  ['New interpr~["A",1]*0\neter error\n', ['New interpr', '~["A",1]*0', 'eter error'], ''],
  ['a ~ b ~[1]\n', ['a ~ b ~[1]'], ''],
])('%j', (text, lines, partial) => {
  const reader = new LineReader()
  expect(reader.push(text)).toEqual(lines)
  expect(reader.partial).toBe(partial)
})

test('lines do not depend on how the bytes are cut', () => {
  const text = '\r\n>one\r\n\x1b[Jtwo\x13\r\n~["A",1,2,3]*abc\r\n>'
  const whole = new LineReader().push(text)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length })), (cuts) => {
      const reader = new LineReader()
      const edges = [0, ...cuts.sort((a, b) => a - b), text.length]
      const lines = edges.slice(1).flatMap((to, i) => reader.push(text.slice(edges[i], to)))
      expect(lines).toEqual(whole)
      expect(isPrompt(reader.partial)).toBe(true)
    }),
  )
})

test('a line that never ends does not fill the memory', () => {
  const reader = new LineReader()
  for (let i = 0; i < 100; i++) reader.push('x'.repeat(10_000))
  expect(reader.partial.length).toBeLessThanOrEqual(65_536)
})

test.each([
  ['>', true],
  ['debug>', true],
  ['', false],
  ['a>', false],
  ['>a', false],
])('%j is a prompt: %s', (text, is) => {
  expect(isPrompt(text)).toBe(is)
})

test.each([
  ['Uncaught ReferenceError: "foo" is not defined', 'exception'],
  ['Uncaught 5', 'exception'],
  ['WARNING: Out of Memory!', 'memory'],
  ['Execution Interrupted during event processing.', 'interrupted'],
  ['ERROR: Too much recursion - the stack is about to overflow', 'recursion'],
  ['New interpreter error: LOW_MEMORY,MEMORY', 'interpreter'],
  ['the word Uncaught inside a line', null],
  ['', null],
])('%j is trouble: %s', (line, kind) => {
  expect(troubleIn(line)).toBe(kind)
})
