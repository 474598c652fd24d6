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

test('what each stage rests on, through filters, maps and joins', () => {
  const { input, time } = pipeline.spec
  const { above } = compareOptions(
    loadPipeline({
      ...{ name: 'above', input, time },
      stages: [
        { id: 'win', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } },
        { id: 'all', filter: 'n > 1' },
        { id: 'raw', from: 'input', filter: 'v > 1' },
        { id: 'both', from: ['all', 'raw'], join: { type: 'interval', lowerMs: 0, upperMs: 5 } },
        { id: 'end', detect: { when: 'left_n > right_v' } },
      ],
    }),
  )
  expect(Object.fromEntries(above!)).toEqual({
    ...{ win: [], all: ['win'], raw: [], both: ['all', 'win', 'raw'] },
    end: ['both', 'all', 'win', 'raw'],
  })
})

test('what rests on inexact results is inexact, through filters and maps', () => {
  const { input, time } = pipeline.spec
  const read = loadPipeline({
    name: 'rests',
    input,
    time,
    stages: [
      { id: 'win', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { m: 'mean(v)', x: 'max(v)', n: 'count()' } },
      { id: 'all', filter: 'n > 1' },
      { id: 'made', map: { y: 'm + 1', z: 'x + 1', m: 'n' } },
      {
        id: 'top',
        window: { type: 'count', size: 2 },
        aggregates: { a: 'max(y)', b: 'max(z)', c: 'max(m)', d: 'sum(n)' },
      },
      { id: 'low', from: 'win', detect: { when: 'n > 1', peak: 'min(m)' } },
      { id: 'kept', from: 'made', buffer: { size: 3 }, dumpOn: 'low' },
      { id: 'odd', from: 'win', anomaly: { zscore: { field: 'm', size: 5, threshold: 2 } } },
    ],
  })
  expect([...inexactOutputs(read)]).toEqual(['win.m', 'top.a', 'low.peak', 'kept.y', 'odd.value', 'odd.score'])
})
