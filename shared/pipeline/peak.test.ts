import { describe, expect, test } from 'vitest'
import { compileCondition } from './expr/type.ts'
import { peakOf } from './peak.ts'
import type { Field } from './pipeline.ts'

const fields: Field[] = [
  { name: 'v', type: 'double', optional: false },
  { name: 'w', type: 'int', optional: true },
  { name: 'name', type: 'string', optional: false },
  { name: 'on', type: 'bool', optional: false },
]

function peak(when: string, written?: string): string | null {
  const { expr, faults } = compileCondition(when, { fields, history: true, steps: null })
  expect(faults).toEqual([])
  const found = peakOf(written, expr, fields)
  return found === null ? null : `${found.fn}(${found.field})`
}

describe('the peak that a condition suggests', () => {
  test.each([
    ['v > 3', 'max(v)'],
    ['v >= 3', 'max(v)'],
    ['v < 3', 'min(v)'],
    ['v <= -3', 'min(v)'],
    ['3 < v', 'max(v)'],
    ['3 <= v', 'max(v)'],
    ['3 > v', 'min(v)'],
    ['-3 >= v', 'min(v)'],
    ['w > 3', 'max(w)'],
    ['on && v > 3', 'max(v)'],
    ['on || (w < 3 && v > 3)', 'min(w)'],
    ['v > 3 && w < 3', 'max(v)'],
    ['!(v > 3)', 'max(v)'],
    ["name == 'a' && v < 2", 'min(v)'],
    ['(v > 3) == on', 'max(v)'],
    ['on', null],
    ['v == 3', null],
    ['v > w', null],
    ["name > 'a'", null],
    ['abs(v) > 3', null],
    ['v * 2 > 3', null],
    ["prev('v') > 3", null],
    ['dt() > 5000', null],
    ['dt() > 5000 && v > 3', 'max(v)'],
    ['v > w && w > 2', 'max(w)'],
  ])('%s: %s', (when, expected) => {
    expect(peak(when)).toBe(expected)
  })
})

describe('a written peak', () => {
  test.each([
    ['max(w)', 'max(w)'],
    ['min( v )', 'min(v)'],
  ])('%s', (written, expected) => {
    expect(peak('v > 3', written)).toBe(expected)
  })
})
