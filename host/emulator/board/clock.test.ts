import { expect, test } from 'vitest'
import { Clock } from './clock.ts'

test('time passes by computing and by waiting', () => {
  let worked = 0
  const clock = new Clock(0, () => worked)
  expect(clock.now()).toBe(0)
  worked = 12.7
  expect(clock.now()).toBe(12)
  clock.waitUntil(100)
  expect(clock.now()).toBe(100)
  worked += 5
  expect(clock.now()).toBe(105)
})

test('waiting for what is over takes no time', () => {
  const clock = new Clock(0, () => 50)
  clock.waitUntil(20)
  expect(clock.now()).toBe(50)
})

test('the wall time starts where it is told and can be set; the time since power-on goes on', () => {
  let worked = 0
  const clock = new Clock(1_700_000_000_000, () => worked)
  expect(clock.wall()).toBe(1_700_000_000_000_000)
  worked = 250
  clock.setWall(1000)
  expect(clock.wall()).toBe(1000)
  worked = 300
  expect(clock.wall()).toBe(1050)
  expect(clock.now()).toBe(300)
})
