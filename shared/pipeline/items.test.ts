import { describe, expect, test } from 'vitest'
import { itemFaults } from './items.ts'
import type { Time } from './pipeline.ts'

const event: Time = { mode: 'event', watermarks: 'explicit' }
const generated: Time = { mode: 'event', watermarks: 'generated', outOfOrdernessMs: 0, idlenessMs: null }

describe('itemFaults', () => {
  test.each([
    [[], []],
    [[{ t: 5, ref: 'a' }, { wm: 9 }, { probe: true }, { t: -3, ref: 'b' }], []],
    [[{ ref: 'a' }], ['items[0].t: the event has no time']],
    [
      [
        { t: 1, ref: 'a' },
        { ref: 'b', v: 3 },
      ],
      ['items[1].t: the event has no time'],
    ],
    [[{ t: 1.5, ref: 'a' }], ['items[0].t: the time of an event is whole milliseconds, but is 1.5']],
    [[{ t: '1', ref: 'a' }], ["items[0].t: the time of an event is whole milliseconds, but is '1'"]],
    [[{ t: null, ref: 'a' }], ['items[0].t: the time of an event is whole milliseconds, but is null']],
    [
      [{}, {}],
      ['items[0].t: the event has no time', 'items[1].t: the event has no time'],
    ],
    [[null, 3, 'x'], []],
  ])('%j', (items, expected) => {
    for (const time of [event, generated]) {
      expect(itemFaults(time, items).map(({ path, message }) => `${path}: ${message}`)).toEqual(expected)
    }
  })

  test('in processing time events have none', () => {
    expect(itemFaults({ mode: 'processing' }, [{ ref: 'a' }, { pt: 5 }])).toEqual([])
  })
})
