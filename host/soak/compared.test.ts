/** How a soak tells what became of results. */
import { expect, test } from 'vitest'
import { compared } from './compared.ts'

const GOOD = { lost: 0, repeated: 0, reordered: 0, wrong: 0 }

test.each<[string, string, string, boolean, Partial<typeof GOOD>]>([
  ['the same', 'abcd', 'abcd', false, {}],
  ['nothing, where nothing was due', '', '', false, {}],
  ['the same, with results that are alike', 'aabba', 'aabba', false, {}],
  ['one less', 'abcd', 'abd', false, { lost: 1 }],
  ['none at all', 'abcd', '', false, { lost: 4 }],
  ['the last ones less', 'abcd', 'ab', false, { lost: 2 }],
  ['one twice', 'abcd', 'abbcd', false, { repeated: 1 }],
  ['one of those that are alike once more', 'aab', 'aaab', false, { repeated: 1 }],
  ['one of those that are alike less', 'aab', 'ab', false, { lost: 1 }],
  ['two in another order', 'abcd', 'acbd', false, { reordered: 2 }],
  ['one that nobody awaits', 'abcd', 'abxcd', false, { wrong: 1 }],
  ['one that is different', 'abcd', 'axcd', false, { wrong: 1, lost: 1 }],
  ['a run that ended early lacks its end', 'abcd', 'ab', true, {}],
  ['a run that ended before its first result', 'abcd', '', true, {}],
  ['a run that ended early, and lacks one before', 'abcd', 'ac', true, { lost: 1, wrong: 1 }],
  ['a run that ended early in another order', 'abcd', 'ba', true, { reordered: 2 }],
  ['a run that ended early with one twice', 'abcd', 'abb', true, { repeated: 1, lost: 1 }],
])('%s', (_, expected, got, ended, found) => {
  expect(compared([...expected], [...got], ended)).toEqual({ ...GOOD, ...found })
})
