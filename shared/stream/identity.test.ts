import { describe, expect, test } from 'vitest'
import { identify, statements } from './identity.ts'
import { Losses } from './losses.ts'
import type { Result } from './result.ts'

const WINDOW: Result = { type: 'window', stage: 'w', at: 3, key: 'k', start: 0, end: 10, pane: 0, aggs: { n: 2 } }
const COUNT: Result = { ...WINDOW, start: null, end: null }
const LATE: Result = { type: 'late', stage: 'w', at: 3, key: 'k', ref: 'e3', t: 5 }
const DETECT: Result = { type: 'detect', stage: 'd', key: 'k', edge: 'start', t: 5, ref: 'e3', since: 2 }
const ANOMALY: Result = { type: 'anomaly', stage: 'z', key: 'k', t: 5, ref: 'e3', value: 1, score: 2, alarm: true }
const BUFFER: Result = { type: 'buffer', stage: 'b', at: 3, key: 'k', aggs: { n: 2 } }
const DUMP: Result = { type: 'buffer', stage: 'b', at: 3, key: 'k', by: 'd', t: 5, events: ['e3'], values: { v: [1] } }
const OVERFLOW: Result = { type: 'overflow', stage: 'w', overflow: 'keys', key: 'k', t: 5, action: 'reject', lost: 1 }
const ERROR: Result = { type: 'error', stage: 'w', message: 'oh' }
const ALL = [WINDOW, COUNT, LATE, DETECT, ANOMALY, BUFFER, DUMP, OVERFLOW, ERROR]

describe('identity', () => {
  test('tells all kinds apart', () => {
    expect(new Set(ALL.map(identify)).size).toBe(ALL.length)
  })

  test.each<[Result, object]>([
    // result, what it says, which does not make it another
    [WINDOW, { at: 4, aggs: { n: 3 }, partial: true }],
    [COUNT, { aggs: { n: 3 }, pane: 1 }],
    [DETECT, { since: 1, durationMs: 4, peak: 9 }],
    [ANOMALY, { value: 7, score: 8, alarm: false }],
    [BUFFER, { aggs: {} }],
    [DUMP, { events: [], values: {} }],
    [OVERFLOW, { action: 'fireEarly', lost: 5 }],
  ])('of %j stays with %j', (result, more) => {
    expect(identify({ ...result, ...more })).toBe(identify(result))
  })

  test.each<[Result, object]>([
    [WINDOW, { stage: 'x' }],
    [WINDOW, { key: null }],
    [WINDOW, { key: 'K' }],
    [WINDOW, { start: 1 }],
    [WINDOW, { end: 11 }],
    [WINDOW, { pane: 1 }],
    [COUNT, { at: 4 }],
    [COUNT, { key: 'x' }],
    [LATE, { ref: 'e4' }],
    [LATE, { t: 6 }],
    [LATE, { at: 4 }],
    [DETECT, { edge: 'end' }],
    [DETECT, { t: 6 }],
    [DETECT, { ref: 'e4' }],
    [ANOMALY, { t: 6 }],
    [ANOMALY, { ref: 'e4' }],
    [BUFFER, { at: 4 }],
    [DUMP, { at: 4 }],
    [DUMP, { by: 'z' }],
    [DUMP, { t: 6 }],
    [OVERFLOW, { overflow: 'waiting' }],
    [ERROR, { message: 'no' }],
    [ERROR, { stage: null }],
  ])('of %j changes with %j', (result, more) => {
    expect(identify({ ...result, ...more })).not.toBe(identify(result))
  })

  test('no text can be mistaken for another place', () => {
    const tricky = { ...LATE, key: '","', ref: 'e' }
    expect(identify(tricky)).not.toBe(identify({ ...tricky, key: '', ref: '","e' }))
  })
})

describe('statements', () => {
  test.each<[Result, string[]]>([
    [WINDOW, ['n', 'at']],
    [LATE, []],
    [DETECT, ['since', 'durationMs', 'peak']],
    [ANOMALY, ['value', 'score', 'alarm']],
    [BUFFER, ['n']],
    [DUMP, ['events[0]', 'v[0]']],
    [OVERFLOW, []],
    [ERROR, []],
  ])('of %j are %j', (result, names) => {
    expect(statements(result).map(([name]) => name)).toEqual(names)
  })
})

describe('losses', () => {
  test('touch the stage and key of the record, and the dumps that they ask for', () => {
    const losses = new Losses()
    losses.add({ ...OVERFLOW, stage: 'd' })
    const touched = ALL.map((result) => losses.touch(result))
    expect(touched).toEqual([false, false, false, true, false, false, true, false, false])
    expect(losses.touch({ ...DETECT, key: 'x' })).toBe(false)
    expect(ALL.some((result) => losses.stopped(result))).toBe(false)
  })

  test('stop the comparison when events had to wait in vain', () => {
    const losses = new Losses()
    losses.add({ ...OVERFLOW, stage: 'd', overflow: 'waiting' })
    expect(ALL.map((result) => losses.stopped(result))).toEqual(
      ALL.map((result) => result === DETECT || result === DUMP),
    )
  })
})
