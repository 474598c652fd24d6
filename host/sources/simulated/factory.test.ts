import { describe, expect, test } from 'vitest'
import { factory, faultOf, type Reading } from './factory.ts'

const options = { machines: 6, seconds: 150, seed: 1 }
const readings = [...factory(options)]
const { machine: worn, from } = faultOf(options)
const of = (machine: number): Reading[] => readings.filter((reading) => reading.machine === machine)

function rms(some: readonly Reading[]): number {
  return Math.sqrt(some.reduce((sum, { velocity }) => sum + velocity ** 2, 0) / some.length)
}

test('every machine reports ten times a second', () => {
  for (let machine = 1; machine <= 6; machine++) {
    const times = of(machine)
      .map(({ t }) => t)
      .sort((a, b) => a - b)
    expect(times).toHaveLength(1500)
    expect(new Set(times.slice(1).map((t, i) => t - times[i]))).toEqual(new Set([100]))
  }
})

test('readings arrive out of order, but never more than 200 ms behind', () => {
  let newest = -Infinity
  let outOfOrder = 0
  for (const { t } of readings) {
    if (t < newest) outOfOrder += 1
    expect(newest - t).toBeLessThan(200)
    newest = Math.max(newest, t)
  }
  expect(outOfOrder).toBeGreaterThan(readings.length / 10)
})

test('values are what a field packed as int16/100 holds', () => {
  for (const { velocity } of readings) {
    expect(Math.round(velocity * 100) / 100).toBe(velocity)
    expect(Object.is(velocity, -0)).toBe(false)
    expect(Math.abs(velocity)).toBeLessThan(30)
  }
})

describe('vibration', () => {
  test.each([1, 2, 3, 4, 5, 6].filter((machine) => machine !== worn))('machine %d is well all the time', (machine) => {
    expect(rms(of(machine))).toBeGreaterThan(0.7)
    expect(rms(of(machine))).toBeLessThan(1.5)
  })

  test('one machine is well for a third of the time, then wears out', () => {
    expect(rms(of(worn).filter(({ t }) => t < from))).toBeLessThan(1.5)
    expect(rms(of(worn).filter(({ t }) => t >= from + 20_000 && t < from + 25_000))).toBeGreaterThan(4)
    expect(rms(of(worn).filter(({ t }) => t > from + 45_000))).toBeGreaterThan(8)
  })
})

test.each([
  [50, 17],
  [1, 1],
  [3, 1],
  [4, 2],
])('of %d machines it is machine %d', (machines, machine) => {
  expect(faultOf({ machines, seconds: 90, seed: 1 })).toEqual({ machine, from: 1_700_000_030_000 })
})
