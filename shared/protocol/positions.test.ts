import { expect, test } from 'vitest'
import { Positions } from './positions.ts'

const position = (at: number): { at: number; ref: string; t: number } => ({ at, ref: `r${at}`, t: 10 * at })

test('item numbers count in the order of delivery', () => {
  const positions = new Positions()
  expect([5, 3, 4].map((at) => positions.add(position(at)))).toEqual([0, 1, 2])
  expect(positions.next).toBe(3)
  expect(positions.of(1)).toEqual(position(3))
})

test('only so many are remembered', () => {
  const positions = new Positions(3)
  for (let at = 0; at < 8; at++) positions.add(position(at))
  expect([5, 6, 7].map((q) => positions.of(q).at)).toEqual([5, 6, 7])
  expect(() => positions.of(4)).toThrow(
    expect.objectContaining({ code: 'E_ITEM_FORGOTTEN', cure: expect.stringContaining('withinMs') }),
  )
  expect(() => positions.of(4)).toThrow('items 5 to 7 are known')
})

test.each([-1, 1, 99])('item %d that was never sent is an error of the device', (q) => {
  const positions = new Positions()
  positions.add(position(0))
  expect(() => positions.of(q)).toThrow(`named item ${q}`)
})
