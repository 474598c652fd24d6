import { expect, test } from 'vitest'
import type { Field } from '../pipeline.ts'
import { looksBack } from './looks-back.ts'
import { compileCondition, sound } from './type.ts'

const fields: Field[] = [
  { name: 'v', type: 'double', optional: true },
  { name: 's', type: 'string', optional: true },
]

test.each([
  ["v > prev('v')", true],
  ['dt() > 5', true],
  ["!(1 < -(prev('v')))", true],
  ["v > 1 || contains(prev('s'), 'x')", true],
  ["max(v, abs(prev('v'))) == 3", true],
  ["s == prev('s')", true],
  ['v > 1 && has(s) && !(s == null)', false],
  ["startsWith(s, 'prev') || min(v, 2) > -v % 3", false],
])('%s: %s', (text, expected) => {
  expect(looksBack(sound(compileCondition(text, { fields, history: true, steps: null })))).toBe(expected)
})
