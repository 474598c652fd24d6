import { describe, expect, test } from 'vitest'
import { ReferenceEngine } from './engine.ts'
import { items, pipeline, run, show } from './testkit.ts'

const RECORDER = { id: 'r', from: 'input', buffer: { size: 3 }, dumpOn: 'd' }
const DETECTOR = { id: 'd', from: 'input', detect: { when: 'v > 10' } }

describe('buffer', () => {
  test.each([
    // what, size, fn, items, results
    ['reports after every event', 2, 'sum(v)', '1@0 2@1 4@2', '0:buffer=1 1:buffer=3 2:buffer=6'],
    [
      'in the order of arrival, whatever the times',
      2,
      'last(v)',
      '1@9 2@1 wmMAX 4@0',
      '0:buffer=1 1:buffer=2 3:buffer=4',
    ],
    ['keys apart', 2, 'sum(v)', 'a:1@0 b:2@1 a:4@2', '0:a:buffer=1 1:b:buffer=2 2:a:buffer=5'],
    ['missing values take no part', 2, 'mean(v)', '?@0 2@1', '0:buffer=null 1:buffer=2'],
    [
      'sums oldest first',
      3,
      'sum(v)',
      '5@0 1e16@1 1@2 -1e16@3',
      `0:buffer=5 1:buffer=${5 + 1e16} 2:buffer=${5 + 1e16 + 1} 3:buffer=${1e16 + 1 - 1e16}`,
    ],
  ])('%s', (_what, size, fn, input, expected) => {
    expect(show(run(pipeline({ buffer: { size }, aggregates: { out: fn } }), input))).toBe(expected)
  })
})

describe('flight recorder', () => {
  const recorder = pipeline([RECORDER, DETECTOR])

  test('dumps the last events when a detection starts, not when it ends', () => {
    expect(show(run(recorder, '1@0 2@1 3@2 11@3 5@4 wmMAX'))).toBe('start@3 end@4+1^11 5:dump=e2,e3,e4')
  })

  test('at the end of the item, after the watermark', () => {
    expect(show(run(recorder, '11@1 5@2 wm1 7@3'))).toBe('start@1 2:dump=e0,e1')
    const generated = pipeline([RECORDER, DETECTOR], { mode: 'event', outOfOrdernessMs: 0 })
    expect(show(run(generated, '11@1 5@2'))).toBe('start@1 1:dump=e0,e1')
  })

  test('a dump says who asked and what was held', () => {
    expect(run(recorder, 'a:11@5 b:1@1 a:?@7 wm5').at(-1)).toEqual({
      ...{ type: 'buffer', stage: 'r', at: 3, key: 'a', by: 'd', t: 5 },
      ...{ events: ['e0', 'e2'], values: { v: [11, null] } },
    })
  })

  test('one for each report', () => {
    expect(show(run(recorder, 'a:11@1 b:12@2 a:1@3 a:13@4 wm4'))).toBe(
      'a:start@1 b:start@2 a:end@3+2^11 a:start@4 4:a:dump=e0,e2,e3 4:b:dump=e1 4:a:dump=e0,e2,e3',
    )
  })

  test('on alarms, also when all scores are reported', () => {
    const anomaly = { zscore: { field: 'v', size: 2, threshold: 3 }, emit: 'scores' }
    const stages = [RECORDER, { id: 'd', from: 'input', anomaly }]
    expect(show(run(pipeline(stages), '1@0 3@1 2@2 9@3 wmMAX'))).toBe('score@2=0 alarm@3=13 4:dump=e1,e2,e3')
  })

  test('is empty for a key that the buffer never saw', () => {
    const behind = [{ ...DETECTOR }, { id: 'f', from: 'input', filter: 'v < 0' }, { ...RECORDER, from: 'f' }]
    expect(show(run(pipeline(behind), '11@0 wmMAX'))).toBe('start@0 1:dump=')
  })

  test('a dump disturbs', () => {
    const engine = new ReferenceEngine(recorder)
    expect(items('11@1 wm1 wm2').map((item) => engine.push(item).disturbs)).toEqual([false, true, false])
  })
})
