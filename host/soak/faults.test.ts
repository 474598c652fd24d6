/** What seeds do: everything now and then, within bounds, and some of them nothing but blows. */
import { describe, expect, test } from 'vitest'
import { BLOWS, KINDS, noFaults, planOf, UNDISTURBED, type FaultPlan } from './faults.ts'

const ITEMS = 160
const plans = Array.from({ length: 1000 }, (_, seed) => planOf(seed, ITEMS))
const share = (holds: (plan: FaultPlan) => boolean): number => plans.filter(holds).length / plans.length

describe('a thousand plans', () => {
  test.each<[string, (plan: FaultPlan) => boolean, number, number]>([
    ['have between one and four blows', ({ blows }) => blows.length >= 1 && blows.length <= 4, 1, 1],
    ['have a line that loses', ({ line }) => line.loss > 0, 0.4, 0.6],
    ['have a line that troubles nobody', ({ line }) => Object.values(line).every((chance) => chance === 0), 0.01, 0.06],
    ['have no free pages', ({ freePages }) => !freePages, 0.2, 0.3],
    ['have a full Storage', ({ room }) => room !== null, 0.08, 0.17],
    [
      'have one that is full for others than those who need it',
      ({ room, freePages }) => room !== null && freePages,
      0,
      0,
    ],
    ['take their time', ({ paceMs }) => paceMs > 0, 0.4, 0.6],
    ['have a line with a speed', ({ baud }) => baud !== undefined, 0.2, 0.3],
    ['make checkpoints', ({ checkpointMs }) => checkpointMs >= 20 && checkpointMs < 420, 1, 1],
  ])('%s', (_, holds, least, most) => {
    expect(share(holds)).toBeGreaterThanOrEqual(least)
    expect(share(holds)).toBeLessThanOrEqual(most)
  })

  test.each([...BLOWS])('deal %s in more than every fifth', (kind) => {
    expect(share(({ blows }) => blows.some((blow) => blow.kind === kind))).toBeGreaterThan(0.2)
  })

  test('deal blows while there is something left to come, in order', () => {
    for (const { blows } of plans) {
      const places = blows.map(({ afterItems }) => afterItems)
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places.every((place) => place > 0 && place <= 0.75 * ITEMS)).toBe(true)
      expect(blows.every(({ strength }) => strength >= 0 && strength < 1)).toBe(true)
    }
  })

  test('differ, and the same seed draws the same', () => {
    expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(plans.length)
    expect(planOf(77, ITEMS)).toEqual(plans[77])
  })
})

test('nothing happens in an undisturbed run, and counts begin at nothing', () => {
  expect(UNDISTURBED).toMatchObject({ blows: [], room: null, checkpointMs: 0 })
  expect(Object.values(UNDISTURBED.line)).toEqual([0, 0, 0, 0, 0])
  expect(Object.keys(noFaults())).toEqual([...KINDS])
  expect(new Set(Object.values(noFaults()))).toEqual(new Set([0]))
})
