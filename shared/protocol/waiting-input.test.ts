import { expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { inputWaits } from './waiting-input.ts'

const EVENT = { mode: 'event', outOfOrdernessMs: 5 }
const window = { id: 'w', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { v: 'max(v)' } }
const session = { id: 'w', window: { type: 'session', gapMs: 10 }, aggregates: { v: 'max(v)' } }
const count = { id: 'w', window: { type: 'count', size: 3 }, aggregates: { v: 'max(v)' } }
const buffer = { id: 'w', buffer: { size: 3 }, aggregates: { v: 'max(v)' } }
const detect = { detect: { when: 'v > 3' } }
const pattern = { pattern: { steps: [{ name: 'a', where: 'v > 3' }] } }
const filter = { filter: 'v > 1' }

test.each([
  ['windows alone', [window], false],
  ['a detector of the input', [detect], true],
  ['a pattern behind a filter and a map', [filter, { map: { w: 'v + 1' } }, pattern], true],
  ['a detector of time windows', [window, detect], false],
  ['a detector of filtered time windows', [window, filter, detect], false],
  ['a detector of sessions', [session, detect], false],
  ['a detector of count windows, which come with an event', [count, detect], true],
  ['a detector of moving aggregates', [buffer, filter, detect], true],
  ['a count window of time windows', [window, { ...count, id: 'c' }, detect], false],
  [
    'a z-score of the input beside windows',
    [window, { from: 'input', anomaly: { zscore: { field: 'v', size: 3, threshold: 2 } } }],
    true,
  ],
])('%s', (_, stages, expected) => {
  const spec = (time: object): object => ({ name: 'waits', input: { fields: { v: 'double' } }, time, stages })
  expect(inputWaits(loadPipeline(spec(EVENT)))).toBe(expected)
  // In processing time nothing waits.
  expect(inputWaits(loadPipeline(spec({ mode: 'processing' })))).toBe(false)
})
