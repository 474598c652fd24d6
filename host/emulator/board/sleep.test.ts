/** What ends a deep sleep, and when there is something to look at. */
import { expect, test } from 'vitest'
import type { Wake } from './esp32-natives.ts'
import { Pins } from './pins/pins.ts'
import { Sleep } from './sleep.ts'

function asleep(
  wake: Wake,
  levels: Readonly<Record<number, number>> = {},
): { sleep: Sleep; pins: Pins; clock: { now: number } } {
  const clock = { now: 1000 }
  const pins = new Pins(() => clock.now)
  for (const [pin, level] of Object.entries(levels)) pins.set(Number(pin), level)
  return { sleep: new Sleep(wake, pins, clock.now), pins, clock }
}

test('a timer: not before its time', () => {
  const { sleep } = asleep({ kind: 'timer', micros: 500 })
  expect([sleep.next(), sleep.ended(1499), sleep.ended(1500)]).toEqual([1500, undefined, { cause: 'timer' }])
})

test.each([
  // levels of pins 4 and 13    wake                                                  by
  [{ 4: 1 }, { kind: 'ext0', pin: 4, level: true }, { cause: 'ext0' }],
  [{ 4: 0 }, { kind: 'ext0', pin: 4, level: true }, undefined],
  [{ 4: 0 }, { kind: 'ext0', pin: 4, level: false }, { cause: 'ext0' }],
  [
    { 4: 0, 13: 1 },
    { kind: 'ext1', pins: [4, 13], any: true },
    { cause: 'ext1', pin: 13 },
  ],
  [
    { 4: 1, 13: 1 },
    { kind: 'ext1', pins: [13, 4], any: true },
    { cause: 'ext1', pin: 4 },
  ],
  [{ 4: 0, 13: 0 }, { kind: 'ext1', pins: [4, 13], any: true }, undefined],
  [{ 4: 0, 13: 1 }, { kind: 'ext1', pins: [4, 13], any: false }, undefined],
  [
    { 4: 0, 13: 0 },
    { kind: 'ext1', pins: [13, 4], any: false },
    { cause: 'ext1', pin: 4 },
  ],
] as [Record<number, number>, Wake, unknown][])('levels %o and %o: %o', (levels, wake, woken) => {
  const { sleep } = asleep(wake, levels)
  expect(sleep.ended(1000)).toEqual(woken)
  expect(sleep.next()).toBe(Infinity)
})

test('a level that comes by itself', () => {
  const { sleep, pins, clock } = asleep({ kind: 'ext0', pin: 4, level: true })
  pins.schedule(4, [[3, 1]])
  expect([sleep.next(), sleep.ended(clock.now)]).toEqual([3000, undefined])
  clock.now = 3000
  expect(sleep.ended(clock.now)).toEqual({ cause: 'ext0' })
})
