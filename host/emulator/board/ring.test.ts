import { describe, expect, test } from 'vitest'
import { EventRing, RING_BYTES } from './ring.ts'

const zeros = (count: number): number[] => Array<number>(count).fill(0)
const lengths = (ring: EventRing): number[] => {
  const found: number[] = []
  for (let event = ring.pop(); event; event = ring.pop()) found.push(event.bytes.length)
  return found
}

describe('cutting into events', () => {
  test.each([
    // receptions          events
    [[1], [1]],
    [[64], [64]],
    [[65], [64, 1]],
    [[256], [64, 64, 64, 64]],
    [
      [1, 1, 1],
      [1, 2],
    ],
    [
      [1, 10, 52, 1],
      [1, 63],
    ],
    [
      [1, 63, 1, 1],
      [1, 63, 2],
    ],
    [
      [10, 64],
      [10, 64],
    ],
    [
      [10, 10, 60],
      [10, 10, 60],
    ],
  ])('receptions of %j bytes become events of %j', (receptions, events) => {
    const ring = new EventRing()
    for (const count of receptions) ring.push('USB', zeros(count))
    expect(lengths(ring)).toEqual(events)
  })

  test('one byte after the other: the first alone, then 63 at a time', () => {
    const ring = new EventRing()
    for (let at = 0; at < 100; at++) ring.push('LoopbackB', [at])
    expect(lengths(ring)).toEqual([1, 63, 36])
  })

  test('devices are kept apart and in order', () => {
    const ring = new EventRing()
    ring.push('USB', [1])
    ring.push('USB', [2])
    ring.push('Serial1', [3])
    ring.push('USB', [4])
    const events = [ring.pop(), ring.pop(), ring.pop(), ring.pop()].map((event) => [event?.device, event?.bytes])
    expect(events).toEqual([
      ['USB', [1]],
      ['USB', [2]],
      ['Serial1', [3]],
      ['USB', [4]],
    ])
    expect(ring.pop()).toBeUndefined()
  })
})

describe('room', () => {
  test('an event takes its bytes and two more', () => {
    const ring = new EventRing()
    ring.push('USB', zeros(100))
    expect(ring.used).toBe(104)
    expect(ring.free).toBe(RING_BYTES - 104 - 4)
    ring.pop()
    expect(ring.used).toBe(38)
  })

  test('what does not fit is lost in whole events, and that is told', () => {
    const ring = new EventRing()
    for (let count = 0; count < 61; count++) ring.push('USB', zeros(64))
    ring.push('Serial1', [1])
    expect(ring.overflowed).toBe(false)
    ring.push('USB', [...zeros(64), 1])
    expect(ring.overflowed).toBe(true)
    expect(lengths(ring)).toEqual([...Array<number>(61).fill(64), 1, 1])
    expect(ring.used).toBe(0)
  })
})
