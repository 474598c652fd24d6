import { describe, expect, test } from 'vitest'
import { EXPLICIT, pipeline, PROCESSING, run, show } from './testkit.ts'

function detecting(detect: object, time: object = EXPLICIT) {
  return pipeline({ id: 'd', detect: { when: 'v > 10', ...detect } }, time)
}

describe('detect', () => {
  test.each([
    // what, options, items, results
    ['starts and ends', {}, '1@0 11@1 12@2 5@3 wmMAX', 'start@1 end@3+2^12'],
    ['nothing to see', {}, '1@0 10@1 ?@2 wmMAX', ''],
    ['stays open without an end', {}, '11@1 12@2 wmMAX', 'start@1'],
    ['a missing value ends it', {}, '11@1 ?@2 wmMAX', 'start@1 end@2+1^11'],
    ['starts again at once', {}, '11@1 5@2 12@3 5@4 wmMAX', 'start@1 end@2+1^11 start@3 end@4+1^12'],
    ['hysteresis', { until: 'v < 8' }, '11@1 9@2 12@3 7@4 wmMAX', 'start@1 end@4+3^12'],
    ['until does not matter before the start', { until: 'v < 8' }, '5@0 11@1 wmMAX', 'start@1'],
    [
      'the end is no new start, though when holds',
      { until: 'v > 20' },
      '11@1 21@2 12@3 wmMAX',
      'start@1 end@2+1^11 start@3',
    ],
    ['the ending event is not in the peak', { until: 'v > 20' }, '11@1 15@2 99@3 wmMAX', 'start@1 end@3+2^15'],
    ['peak of a minimum', { when: 'v < 0', peak: 'min(v)' }, '-1@1 -9@2 -3@3 0@4 wmMAX', 'start@1 end@4+3^-9'],
    ['dwell', { forMs: 10 }, '11@0 11@9 11@10 5@11 wmMAX', 'start@10 end@11+11^11'],
    ['dwell of exactly forMs', { forMs: 10 }, '11@0 11@10 wmMAX', 'start@10'],
    ['dwell broken off', { forMs: 10 }, '11@0 5@5 11@6 11@15 11@16 wmMAX', 'start@16'],
    ['the peak runs from the dwell', { forMs: 10 }, '99@0 11@10 5@11 wmMAX', 'start@10 end@11+11^99'],
    ['and not from a dwell that was broken off', { forMs: 5 }, '99@0 5@1 11@2 12@7 5@8 wmMAX', 'start@7 end@8+6^12'],
    ['cool-down', { cooldownMs: 10 }, '11@0 5@1 11@10 11@11 wmMAX', 'start@0 end@1+1^11 start@11'],
    [
      'the dwell begins after the cool-down',
      { cooldownMs: 10, forMs: 5 },
      '11@0 11@5 5@6 11@12 11@16 11@20 11@21 wmMAX',
      'start@5 end@6+6^11 start@21',
    ],
    ['keys apart', {}, 'a:11@1 b:11@2 a:5@3 b:12@4 wmMAX', 'a:start@1 b:start@2 a:end@3+2^11'],
  ])('%s: %s', (_what, options, input, expected) => {
    expect(show(run(detecting({ peak: 'max(v)', ...options }), input))).toBe(expected)
  })

  test('results carry the event, since when, and at the end duration and peak', () => {
    const [start, end] = run(detecting({ forMs: 5, peak: 'max(v)' }), '11@0 14@5 5@7 wmMAX')
    const common = { type: 'detect', stage: 'd', key: '-', since: 0 }
    expect(start).toEqual({ ...common, edge: 'start', t: 5, ref: 'e1' })
    expect(end).toEqual({ ...common, edge: 'end', t: 7, ref: 'e2', durationMs: 7, peak: 14 })
  })

  test('a detection without numbers has no peak', () => {
    const flat = detecting({ when: "k == 'a'", until: "k != 'a' || has(v)" })
    const results = run(flat, 'a:?@1 a:1@2 wmMAX')
    expect(results.map((result) => 'peak' in result)).toEqual([false, false])
  })

  test('a peak over missing values alone is null', () => {
    const gone = detecting({ when: '!has(v)', until: 'has(v)', peak: 'max(v)' })
    expect(show(run(gone, '?@1 ?@2 3@5 wmMAX'))).toBe('start@1 end@5+4^null')
  })

  test('flat line: prev and dt in the order of event time', () => {
    const flat = detecting({ when: "v == prev('v') && dt() <= 10", forMs: 0 })
    expect(show(run(flat, '5@20 5@10 6@0 wmMAX'))).toBe('start@20')
  })
})

describe('the order of event time (7.1)', () => {
  test('waits for the watermark', () => {
    expect(show(run(detecting({}), '11@5 wm4'))).toBe('')
    expect(show(run(detecting({}), '11@5 wm4 wm5'))).toBe('start@5')
  })

  test('sorts by time, equal times by arrival', () => {
    expect(show(run(detecting({ peak: 'max(v)' }), '5@5 12@1 13@3 wm5'))).toBe('start@1 end@5+4^13')
    expect(show(run(detecting({ peak: 'max(v)' }), '11@3 5@3 12@3 wm5'))).toBe('start@3 end@3+0^11 start@3')
  })

  test('an event at the watermark is late, and never seen', () => {
    expect(show(run(detecting({}), 'wm5 11@5 11@6 wm6'))).toBe('1:late=e1 start@6')
  })

  test('processing time: at once, with the time of the clock', () => {
    const clock = detecting({ forMs: 10, peak: 'max(v)' }, PROCESSING)
    expect(show(run(clock, 'pt100 11 pt109 11@500 pt110 12 5 pt200'))).toBe('start@110 end@110+10^12')
  })
})
