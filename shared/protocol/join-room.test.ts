/** How full a device's interval joins are, as far as the host can know. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { JoinRoom } from './join-room.ts'

const interval = (lowerMs: number, upperMs: number, more: object = {}): object => ({
  from: 'input',
  join: { type: 'interval', lowerMs, upperMs },
  ...more,
})

function room(stages: object[], sided = true): JoinRoom | null {
  const input = { fields: { v: 'double' }, ...(sided ? { sides: ['left', 'right'] } : {}) }
  const time = { mode: 'event', outOfOrdernessMs: 0 }
  return JoinRoom.of(loadPipeline({ name: 'room', input, time, stages, limits: { joinBuffer: 2 } }))
}

describe('events of a key and side', () => {
  test('are kept for as long as their side waits', () => {
    const joins = room([interval(-3, 5)])!
    for (const t of [10, 11]) {
      joins.add(0, 'left', t)
      joins.add(0, 'right', t)
    }
    // A left one of 10 goes at 15, a right one at 13.
    expect([12, 13, 14, 15].map((w) => joins.isCrowded(0, 'left', w))).toEqual([false, false, false, true])
    expect([12, 13].map((w) => joins.isCrowded(0, 'right', w))).toEqual([false, true])
    joins.deliver(13)
    expect(joins.isCrowded(0, 'right', 99)).toBe(false)
    expect(joins.isCrowded(0, 'left', 99)).toBe(true)
  })

  test('crowd only where the watermark under way would make room', () => {
    const joins = room([interval(0, 100)])!
    for (const t of [1, 2, 3]) joins.add(0, 'left', t)
    expect(joins.isCrowded(0, 'left', 100)).toBe(false)
    expect(joins.isCrowded(0, 'left', 101)).toBe(true)
    expect(joins.isCrowded(1, 'left', 101)).toBe(false)
  })

  test('wait no time on a side whose partners come first', () => {
    const joins = room([interval(2, 5)])!
    for (const t of [1, 2]) joins.add(0, 'right', t)
    expect([0, 1].map((w) => joins.isCrowded(0, 'right', w))).toEqual([false, true])
  })

  test('crowd each join for itself, as long as it waits', () => {
    const joins = room([interval(0, 5), { id: 'k', ...interval(0, 50) }])!
    for (const t of [1, 2]) joins.add(0, 'left', t)
    expect([5, 6].map((w) => joins.isCrowded(0, 'left', w))).toEqual([false, true])
    // Gone from the first join, they stay in the other.
    joins.deliver(7)
    expect([50, 51].map((w) => joins.isCrowded(0, 'left', w))).toEqual([false, true])
  })
})

describe('joins of two stages', () => {
  const filters = [
    { id: 'a', filter: 'v > 1' },
    { id: 'b', from: 'input', filter: 'v < 1' },
  ]
  const window = { id: 'w', from: 'input', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } }
  const count = { id: 'c', from: 'input', window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }
  const zscore = (emit: string): object => ({
    ...{ id: 'z', from: 'input' },
    anomaly: { zscore: { field: 'v', size: 2, threshold: 3 }, emit },
  })

  test('every event may come to either side', () => {
    const joins = room([...filters, interval(-9, 5, { from: ['a', 'b'] })], false)!
    for (const t of [1, 2]) joins.add(0, 'left', t)
    expect([5, 6].map((w) => joins.isCrowded(0, 'left', w))).toEqual([false, true])
    joins.deliver(7)
    expect([9, 10].map((w) => joins.isCrowded(0, 'left', w))).toEqual([false, true])
  })

  test.each<[string, object[], boolean]>([
    [
      'windows speak when the watermark comes',
      [window, { ...window, id: 'x' }, interval(0, 5, { from: ['w', 'x'] })],
      false,
    ],
    ['count windows with every event', [window, count, interval(0, 5, { from: ['w', 'c'] })], true],
    ['alarms are rare', [window, zscore('alarms'), interval(0, 5, { from: ['w', 'z'] })], false],
    ['scores are not', [window, zscore('scores'), interval(0, 5, { from: ['w', 'z'] })], true],
    [
      'pairs may be',
      [...filters, { id: 'p', ...interval(0, 1, { from: ['a', 'b'] }) }, window, interval(0, 5, { from: ['p', 'w'] })],
      true,
    ],
    ['no join', [window], false],
  ])('%s', (_, stages, expected) => {
    expect(room(stages, false) !== null).toBe(expected)
  })
})

test('window joins need no care', () => {
  expect(room([{ join: { type: 'window', window: { type: 'tumbling', sizeMs: 10 } } }])).toBeNull()
})

test('what is remembered does not grow while one side is silent', () => {
  const places = 2
  const joins = room([interval(-60, 60)])!
  const sizes = Array.from({ length: 5000 }, (_, i) => {
    joins.isCrowded(0, 'left', -1000)
    joins.add(0, 'left', 20 * i)
    return joins.size
  })
  expect(Math.max(...sizes)).toBe(places)
  expect(joins.isCrowded(0, 'left', -1000)).toBe(false)
  expect(joins.isCrowded(0, 'left', 60)).toBe(true)
  joins.deliver(200_000)
  expect(joins.size).toBe(0)
})
