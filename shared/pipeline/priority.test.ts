import { expect, test } from 'vitest'
import { pipeline } from './builder.ts'
import { prioritiesOf } from './priority.ts'
import { loadPipeline } from './resolve.ts'
import { faultsOf, specOf } from './testing.ts'

test('each stage has the priority that is written, or none', () => {
  const spec = pipeline('dear')
    .input({ v: 'double' })
    .outOfOrder('1s')
    .filter('v > 0', { id: 'clean' })
    .detect({ when: 'v > 3' }, { id: 'hot', priority: 9 })
    .toSpec()
  expect([...prioritiesOf(loadPipeline(spec))]).toEqual([
    ['clean', 0],
    ['hot', 9],
  ])
})

test.each([-1, 10, 1.5, '3'])('%j is no priority', (priority) => {
  expect(faultsOf(specOf([{ filter: 'v > 3', priority }]))).toEqual([expect.stringContaining('stages[0].priority')])
})
