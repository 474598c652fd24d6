import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { Schedule } from './schedule.ts'

/** Takes everything due, as `time/tie:thing`. */
function take(schedule: Schedule<string>, now: number): string[] {
  const taken: string[] = []
  for (let due = schedule.takeDue(now); due !== null; due = schedule.takeDue(now)) {
    taken.push(`${due.time}/${due.tie}:${due.thing}`)
  }
  return taken
}

describe('schedule', () => {
  test('gives what is due, by time and then by tie', () => {
    const schedule = new Schedule<string>()
    schedule.add(20, 0, 'c')
    schedule.add(10, 2, 'b')
    schedule.add(10, 1, 'a')
    schedule.add(30, 0, 'd')
    expect(take(schedule, 9)).toEqual([])
    expect(take(schedule, 20)).toEqual(['10/1:a', '10/2:b', '20/0:c'])
    expect(schedule.size).toBe(1)
    expect(take(schedule, 1e9)).toEqual(['30/0:d'])
    expect(schedule.takeDue(Infinity)).toBeNull()
  })

  test('what is added while taking finds its place', () => {
    const schedule = new Schedule<string>()
    schedule.add(1, 0, 'a')
    schedule.add(5, 0, 'c')
    expect(schedule.takeDue(9)?.thing).toBe('a')
    schedule.add(3, 0, 'b')
    expect(take(schedule, 9)).toEqual(['3/0:b', '5/0:c'])
  })

  test('agrees with sorting', () => {
    const entry = fc.record({
      time: fc.integer({ min: -20, max: 20 }),
      now: fc.option(fc.integer({ min: -20, max: 20 })),
    })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const schedule = new Schedule<string>()
        let plain: { time: number; tie: number }[] = []
        for (const [tie, { time, now }] of entries.entries()) {
          schedule.add(time, tie, 'x')
          plain.push({ time, tie })
          if (now === null) continue
          const due = plain.filter((each) => each.time <= now).sort((a, b) => a.time - b.time || a.tie - b.tie)
          plain = plain.filter((each) => each.time > now)
          expect(take(schedule, now)).toEqual(due.map((each) => `${each.time}/${each.tie}:x`))
          expect(schedule.size).toBe(plain.length)
        }
      }),
    )
  })
})
