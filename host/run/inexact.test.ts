import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { compareOptions, inexactOutputs } from './inexact.ts'

const pipeline = loadPipeline({
  name: 'inexact',
  input: { fields: { v: 'double', i: 'int' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    {
      id: 'win',
      from: 'input',
      window: { type: 'tumbling', sizeMs: 10 },
      aggregates: {
        ...{ n: 'count()', m: 'mean(v)', s: 'sum(v)', d: 'stddev(v)' },
        ...{ mi: 'mean(i)', si: 'sum(i)', di: 'stddev(i)', x: 'max(v)', f: 'first(v)' },
      },
    },
    { id: 'moving', from: 'input', buffer: { size: 3 }, aggregates: { m: 'mean(v)' } },
    { id: 'odd', from: 'input', anomaly: { zscore: { field: 'v', size: 5, threshold: 2.5 } } },
  ],
})

test('sums of fractions may be added in another order, scores rest on a square root, all else is exact', () => {
  expect([...inexactOutputs(pipeline)]).toEqual(['win.m', 'win.s', 'win.d', 'win.di', 'moving.m', 'odd.score'])
})

test('thresholds are those of the anomaly stages', () => {
  expect([...compareOptions(pipeline).thresholds!]).toEqual([['odd', 2.5]])
})
