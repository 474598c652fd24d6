import { expect, test } from 'vitest'
import { printResult } from './print.ts'
import type { Result } from './result.ts'

test.each<[Result, string]>([
  [
    { aggs: { b: 1, a: null }, type: 'window', pane: 0, end: 10, start: 0, key: 'k', at: 3, stage: 'w' },
    '{"type":"window","stage":"w","at":3,"key":"k","start":0,"end":10,"pane":0,"aggs":{"b":1,"a":null}}',
  ],
  [
    { type: 'window', stage: 'w', at: 3, key: null, start: null, end: null, pane: 0, aggs: { x: -0 }, partial: true },
    '{"type":"window","stage":"w","at":3,"key":null,"start":null,"end":null,"pane":0,"aggs":{"x":0},"partial":true}',
  ],
  [
    { t: 5, ref: 'e', key: 1, at: 2, stage: 'w', type: 'late' },
    '{"type":"late","stage":"w","at":2,"key":1,"t":5,"ref":"e"}',
  ],
  [
    { peak: 9, durationMs: 4, since: 1, ref: 'e', t: 5, edge: 'end', key: 1, stage: 'd', type: 'detect' },
    '{"type":"detect","stage":"d","key":1,"edge":"end","t":5,"ref":"e","since":1,"durationMs":4,"peak":9}',
  ],
  [
    { alarm: true, score: 3.5, value: 7, ref: 'e', t: 5, key: true, stage: 'z', type: 'anomaly' },
    '{"type":"anomaly","stage":"z","key":true,"t":5,"ref":"e","value":7,"score":3.5,"alarm":true}',
  ],
  [
    { aggs: { n: 1 }, key: 'k', at: 1, stage: 'b', type: 'buffer' },
    '{"type":"buffer","stage":"b","at":1,"key":"k","aggs":{"n":1}}',
  ],
  [
    { values: { v: [1, null] }, events: ['a', 'b'], t: 5, by: 'd', key: 'k', at: 1, stage: 'b', type: 'buffer' },
    '{"type":"buffer","stage":"b","at":1,"key":"k","by":"d","t":5,"events":["a","b"],"values":{"v":[1,null]}}',
  ],
  [
    { lost: 1, action: 'fireEarly', t: 5, key: 'k', overflow: 'openWindows', stage: 'w', type: 'overflow' },
    '{"type":"overflow","stage":"w","overflow":"openWindows","key":"k","t":5,"action":"fireEarly","lost":1}',
  ],
  [{ message: 'oh', stage: null, type: 'error' }, '{"type":"error","stage":null,"message":"oh"}'],
])('%j', (result, line) => {
  expect(printResult(result)).toBe(line)
  expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(result)))
})
