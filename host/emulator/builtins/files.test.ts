/** Files of a board without an SD card; the Linux build reads those of its host, so nothing is measured here. */
import { expect, test } from 'vitest'
import { emulate } from '../emulate.ts'

const outcome = (expression: string): string => {
  const { stdout, error } = emulate(`print(${expression})`)
  return error ?? stdout.trim()
}
const NO_CARD = 'Error: SD card must be setup with E.connectSDCard first'
const TOO_LONG = 'Error: File path too long'
const path = (length: number): string => `"${'x'.repeat(length)}"`

test.each([
  ['E.openFile("a","w")', NO_CARD],
  ['E.openFile()', NO_CARD],
  ['require("fs").readFile("a")', NO_CARD],
  ['require("fs").readFileSync("a")', NO_CARD],
  ['require("fs").writeFile("a","b")', NO_CARD],
  ['require("fs").writeFileSync("a","")', NO_CARD],
  ['require("fs").appendFile("a","b")', NO_CARD],
  ['require("fs").readdir()', NO_CARD],
  ['require("fs").readdirSync("/")', NO_CARD],
  ['require("fs").statSync("a")', NO_CARD],
  ['require("fs").unlink("a")', NO_CARD],
  ['require("fs").mkdirSync("a")', NO_CARD],
  // nothing to write is found out first, and so is a path that does not fit
  ['require("fs").writeFile("a")', 'false'],
  ['require("fs").appendFileSync("a")', 'false'],
  [`require("fs").unlinkSync(${path(63)})`, NO_CARD],
  [`require("fs").unlinkSync(${path(64)})`, TOO_LONG],
  [`require("fs").readdir(${path(64)})`, TOO_LONG],
  [`require("fs").readFile(${path(64)})`, NO_CARD],
  ['E.unmountSD()', 'undefined'],
])('%s', (expression, expected) => {
  expect(outcome(expression)).toBe(expected)
})

test('a program can go on without a card', () => {
  const { stdout } = emulate('try{require("fs").readFile("a")}catch(e){print(e.message)}print("on")')
  expect(stdout).toBe('SD card must be setup with E.connectSDCard first\non\n')
})

test('to connect one is refused', () => {
  expect(() => emulate('E.connectSDCard()')).toThrow('Unimplemented: E.connectSDCard')
})
