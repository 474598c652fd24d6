import { describe, expect, test } from 'vitest'
import type { LateResult, Result, WindowResult } from '../../shared/stream/result.ts'
import { DemoLog } from './demo-log.ts'

const SPAN = { from: 0, to: 1000 }

function minute(key: number, end: number, meanHumidity: number | null): WindowResult {
  return { type: 'window', stage: 'minute', at: 0, key, start: end - 100, end, pane: 0, aggs: { meanHumidity } }
}

function late(ref: string, stage = 'minute'): LateResult {
  return { type: 'late', stage, at: 0, key: 1, ref, t: 5 }
}

function logOf(...results: Result[]): DemoLog {
  const log = new DemoLog(SPAN, 10)
  for (const result of results) log.add(result)
  return log
}

describe('windows', () => {
  test('the means of the minutes make the picture, by mote', () => {
    const log = logOf(minute(1, 100, 40), minute(2, 100, 60), minute(1, 101, 50), minute(1, 501, 90))
    expect(log.humidity.get(1)!.means()).toEqual([40, 50, null, null, null, 90, null, null, null, null])
    expect(log.humidity.get(2)!.means()[0]).toBe(60)
    expect([...log.newest]).toEqual([
      [1, 90],
      [2, 60],
    ])
  })

  test('other stages and missing means take no part', () => {
    const log = logOf({ ...minute(1, 100, 40), stage: 'trend' }, minute(1, 100, null), {
      ...minute(1, 100, 40),
      start: null,
      end: null,
    })
    expect(log.humidity.size).toBe(0)
    expect(log.counts.get('window')).toBe(3)
  })
})

describe('detections', () => {
  const edge = (key: number, which: 'start' | 'end', t: number, since: number): Result => ({
    ...{ type: 'detect', stage: 'steam', key, edge: which, t, ref: 'r', since },
    ...(which === 'end' ? { durationMs: t - since } : {}),
  })

  test('an end belongs to the last start of its mote', () => {
    const log = logOf(
      edge(1, 'start', 110, 100),
      edge(2, 'start', 130, 120),
      edge(1, 'end', 200, 100),
      edge(1, 'start', 310, 300),
    )
    expect(log.steam).toEqual([
      { key: 1, from: 100, to: 200 },
      { key: 2, from: 120, to: null },
      { key: 1, from: 300, to: null },
    ])
  })

  test('an end without a start changes nothing', () => {
    expect(logOf(edge(1, 'end', 200, 100)).steam).toEqual([])
  })

  test('alarms count, scores do not', () => {
    const anomaly = { type: 'anomaly', stage: 'hot', key: 1, t: 50, ref: 'r', value: 3, score: 9 } as const
    expect(logOf({ ...anomaly, alarm: true }, { ...anomaly, alarm: false }).hot).toEqual([{ key: 1, from: 50, to: 50 }])
  })
})

describe('late readings', () => {
  test('a reading that is late for several stages counts once', () => {
    const log = logOf(late('a'), late('a', 'steam'), late('b', 'steam'))
    expect(log.late).toBe(2)
    expect(log.firstLate.map(({ ref, stage }) => [ref, stage])).toEqual([
      ['a', 'minute'],
      ['b', 'steam'],
    ])
  })

  test('the first few are kept', () => {
    const log = logOf(...Array.from({ length: 50 }, (_, i) => late(`r${i}`)))
    expect([log.late, log.firstLate.length]).toEqual([50, 3])
  })
})

test('limits that were touched are kept', () => {
  const overflow = {
    type: 'overflow',
    stage: 'steam',
    overflow: 'waiting',
    key: 1,
    t: 5,
    action: 'advance',
    lost: 0,
  } as const
  expect(logOf(overflow).overflows).toEqual([overflow])
})
