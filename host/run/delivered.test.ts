import { describe, expect, test } from 'vitest'
import type { NumberedFrame } from '../../shared/protocol/frames.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import type { Event, Item } from '../../shared/stream/event.ts'
import { Delivered, describeItem, describeItems, type DeliveredItem } from './delivered.ts'

const event = (i: number): Event => ({ kind: 'event', t: 1000 + i, ref: `r${i}`, key: null, values: { v: i } })

/** Items 0 … 9, delivered in this order. */
function delivered(order: readonly number[]): Delivered {
  const positions = new Positions()
  const items = new Delivered(positions)
  for (let i = 0; i < 10; i++) items.add(event(i))
  for (const at of order) positions.add({ at, ref: `r${at}`, t: 1000 + at })
  return items
}

const events = (q: number, n: number): NumberedFrame => ({
  ...{ type: 'E', q, key: 0, w: null, t0: 0, dt: 1, n, scales: [], bytes: new Uint8Array() },
})

describe('the items at work', () => {
  const inTurn = delivered([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const numbers = (items: readonly DeliveredItem[]): number[] => items.map(({ index }) => index)

  test.each<[string, number | null, boolean, number[]]>([
    ['the device does not say', null, false, [3, 4, 5, 6]],
    ['before the frame', 1, true, [3, 4, 5, 6]],
    ['behind the frame', 6, true, [3, 4, 5, 6]],
    ['inside: stages that take frames as a whole stand at the ends', 3, false, [4]],
    ['at the beginning, perhaps with all', 2, false, [3, 4, 5, 6]],
    ['at the end, perhaps with all', 5, false, [3, 4, 5, 6]],
    ['at the beginning, one at a time', 2, true, [3]],
    ['at the end, one at a time', 5, true, [6]],
  ])('%s', (_, at, single, expected) => {
    expect(numbers(inTurn.atWork(events(2, 4), at, single))).toEqual(expected)
  })

  test('a frame of one event needs no hint', () => {
    expect(numbers(inTurn.atWork({ type: 'e', q: 4, key: 0, w: null, t: 4, values: [] }, null, false))).toEqual([5])
    expect(numbers(inTurn.atWork({ type: 'W', q: 7, w: 1 }, null, false))).toEqual([8])
  })

  test('a dictionary frame has none', () => {
    expect(inTurn.atWork({ type: 'D', of: 'k', i: 0, text: 'a' }, 3, true)).toEqual([])
  })

  test('are told in order of arrival, whatever the order of delivery', () => {
    const mixed = delivered([4, 2, 0, 1, 3])
    expect(mixed.atWork(events(0, 3), 1, true)).toEqual([{ index: 3, ref: 'r2', item: event(2) }])
    expect(numbers(mixed.atWork(events(0, 3), null, false))).toEqual([5, 3, 1])
  })

  test('that are long gone have their number and nothing else', () => {
    const positions = new Positions()
    const items = new Delivered(positions)
    for (let i = 0; i < 10_000; i++) {
      items.add(event(i))
      positions.add({ at: i, ref: `r${i}`, t: i })
    }
    expect(items.atWork(events(5, 1), null, false)).toEqual([{ index: 6, ref: 'r5', item: null }])
    expect(items.atWork(events(9999, 1), null, false)).toEqual([{ index: 10_000, ref: 'r9999', item: event(9999) }])
  })
})

describe('in words', () => {
  const one = (index: number, item: Item | null = event(index - 1)): DeliveredItem => ({
    index,
    ref: `r${index}`,
    item,
  })

  test.each<[Item | null, string]>([
    [event(7), '{"t":1007,"v":7}'],
    [{ ...event(7), t: null }, '{"v":7}'],
    [{ ...event(7), side: 'right' }, '{"t":1007,"in":"right","v":7}'],
    [{ kind: 'watermark', wm: 5 }, '{"wm":5}'],
    [{ kind: 'watermark', wm: 5, side: 'left' }, '{"wm":5,"in":"left"}'],
    [{ kind: 'clock', pt: 6 }, '{"pt":6}'],
    [null, '(long ago)'],
  ])('%j', (item, text) => {
    expect(describeItem(one(8, item))).toBe(text)
  })

  test.each<[string, DeliveredItem[], string]>([
    ['one', [one(3)], 'item 3 of the input, ref r3: {"t":1002,"v":2}'],
    ['one without a ref', [{ ...one(3), ref: '' }], 'item 3 of the input: {"t":1002,"v":2}'],
    [
      'several in turn',
      [one(3), one(4), one(5)],
      'one of items 3 to 5 of the input (frame 7)\n    first {"t":1002,"v":2}\n    last  {"t":1004,"v":4}',
    ],
    ['several of one key', [one(3), one(7), one(9)], 'one of items 3, 7, 9 of the input (frame 7)'],
    ['none', [], 'none: frame 7 brought a key or a text'],
  ])('%s', (_, items, text) => {
    expect(describeItems({ frame: 7, items, waited: false })).toContain(text)
  })

  test('what had waited is not certain', () => {
    const text = describeItems({ frame: 7, items: [one(3)], waited: true })
    expect(text).toContain('item 3 of the input, ref r3: {"t":1002,"v":2}\n    or an earlier one, which waited')
  })

  test('a long list is cut', () => {
    const many = Array.from({ length: 20 }, (_, i) => one(2 * i + 1))
    expect(describeItems({ frame: 1, items: many, waited: false })).toContain(
      'one of items 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 8 more',
    )
  })
})
