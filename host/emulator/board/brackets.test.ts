/** Open brackets of a typed line, as a whole and as it grows line by line. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Brackets } from './brackets.ts'

test.each([
  ['', 0],
  ['1+1', 0],
  ['(', 1],
  ['f({', 2],
  ['if (a) {\n  b(', 2],
  ['())', -1],
  [')(((', -1],
  ['")"', 0],
  ['"(', 0],
  ['"([{', 0],
  ["'it", 0],
  ['{"(', 0],
  ['`a', 1000],
  ['`a\nb`', 0],
  ['/* (', 1000],
  ['/* ( */ {', 1],
  ['// (', 0],
  ['// (\n{', 1],
  ['/[(]/', 0],
  ['/(', 0],
  ['{/(', 1],
  ['a/(b', 1],
])('%j has %d open', (text, open) => {
  expect(new Brackets().open(text)).toBe(open)
})

describe('asked again for a text that has grown', () => {
  /** Asks after each newline, as the console does; gives the last answer. */
  function typed(text: string): number {
    const brackets = new Brackets()
    const lines = text.split('\n')
    return lines.map((_, i) => brackets.open(lines.slice(0, i + 1).join('\n'))).at(-1)!
  }

  test.each([
    ['a pattern after a bracket', '{\n/[(]/\n'],
    ['a division on the next line', 'f(1\n/2/(3'],
    ['a comment that goes on', '{\n/* (\n( */\n'],
    ['a template that goes on', '{`\n(\n`\n('],
    ['an operator at the end', '{a=\n/[(]/'],
    ['a line comment at the end', '{ // (\n('],
    ['closed too often, then opened', '}\n{\n{'],
  ])('%s', (_, text) => {
    expect(typed(text)).toBe(new Brackets().open(text))
  })

  test('the answer never depends on what was asked before', () => {
    const parts = fc.constantFrom(...'(){}[]"\'`/*\n\n\n a1+=;', '//', '/*', '*/', '\\', '\n/', 'x=/')
    fc.assert(
      fc.property(fc.array(fc.array(parts, { maxLength: 12 }), { maxLength: 8 }), (texts) => {
        const brackets = new Brackets()
        let text = ''
        for (const more of texts) {
          text += `${text === '' ? '' : '\n'}${more.join('')}`
          expect(brackets.open(text)).toBe(new Brackets().open(text))
        }
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test('a thousand open lines count one by one', () => {
    const brackets = new Brackets()
    let text = ''
    for (let line = 1; line <= 1000; line++) {
      text += `${line === 1 ? '' : '\n'}{a:[1,2,3],b:`
      expect(brackets.open(text)).toBe(line)
    }
  })
})
