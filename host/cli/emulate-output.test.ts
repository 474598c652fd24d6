/** What becomes of the console text of an emulated program. */
import { expect, test } from 'vitest'
import { kept, shown } from './emulate-output.ts'

test.each([
  ['nothing', [], ''],
  ['lines', ['a\n', 'b\n'], 'a\nb\n'],
  ['a last line without end', ['a\nb', 'c'], 'a\nbc\n'],
  ['an empty piece at last', ['a\n', ''], 'a\n'],
])('shown: %s', (_, pieces, all) => {
  let text = ''
  const output = shown((part) => (text += part))
  for (const [i, piece] of pieces.entries()) {
    output.take(piece)
    expect(text, 'as it comes').toBe(pieces.slice(0, i + 1).join(''))
  }
  expect(output.end()).toEqual({ stdout: '' })
  expect(text).toBe(all)
})

test.each([
  ['less than there is room for', ['ab', 'c'], { stdout: 'abc' }],
  ['as much', ['ab', 'cd', ''], { stdout: 'abcd' }],
  ['more, in a piece', ['ab', 'cde'], { stdout: 'abcd', truncated: true }],
  ['more, in pieces of their own', ['abcd', 'e', 'f'], { stdout: 'abcd', truncated: true }],
])('kept: %s', (_, pieces, all) => {
  const output = kept(4)
  for (const piece of pieces) output.take(piece)
  expect(output.end()).toEqual(all)
})
