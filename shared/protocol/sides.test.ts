/** When frames of one key must keep the order of arrival across the two sides of the input. */
import { expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { sidesMix } from './sides.ts'

const interval = { id: 'j', from: 'input', join: { type: 'interval', lowerMs: 0, upperMs: 5 } }
const windows = { id: 'j', from: 'input', join: { type: 'window', window: { type: 'tumbling', sizeMs: 10 } } }
const count = { window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }

function mix(stages: object[], sided = true): boolean {
  const input = { fields: { v: 'double' }, ...(sided ? { sides: ['left', 'right'] } : {}) }
  return sidesMix(loadPipeline({ name: 'sides', input, time: { mode: 'event', outOfOrdernessMs: 0 }, stages }))
}

test.each<[string, object[], boolean]>([
  ['pairs of an interval join', [interval], false],
  ['read by others, in their order', [interval, count], true],
  ['pairs of windows, in the order of either side', [windows, count], false],
  [
    'filters and maps that see one event',
    [{ filter: 'v > 1' }, { map: { w: 'v + 1' } }, { ...interval, from: 'map2' }],
    false,
  ],
  [
    'a filter that looks back',
    [
      { id: 'f', filter: "v > prev('v')" },
      { ...interval, from: 'f' },
    ],
    true,
  ],
  [
    'a map that looks back',
    [
      { id: 'm', map: { d: 'dt()' } },
      { ...windows, from: 'm' },
    ],
    true,
  ],
  ['another reader of the input', [interval, { ...count, from: 'input' }], true],
  ['another reader behind a filter', [interval, { id: 'f', from: 'input', filter: 'v > 1' }, count], true],
  [
    'a join of two stages, which both give both sides',
    [windows, { id: 'f', from: 'input', filter: 'v > 1' }, { ...windows, id: 'k', from: ['f', 'input'] }],
    true,
  ],
  ['what reads results only', [windows, count, { detect: { when: 'n > 1' } }], false],
])('%s', (_, stages, expected) => {
  expect(mix(stages)).toBe(expected)
})

test('an input without sides has no such order', () => {
  expect(mix([{ ...count, from: 'input' }], false)).toBe(false)
})
