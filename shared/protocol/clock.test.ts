import { expect, test } from 'vitest'
import { SimulatedClock } from './clock.ts'

test('timers fire in the order of their time, then of their making', () => {
  const clock = new SimulatedClock()
  const fired: string[] = []
  clock.after(20, () => fired.push('c'))
  clock.after(10, () => fired.push('a'))
  clock.after(10, () => fired.push('b'))
  clock.advance(15)
  expect([fired.join(''), clock.now()]).toEqual(['ab', 15])
  clock.advance(5)
  expect(fired.join('')).toBe('abc')
})

test('a cancelled timer does not fire, and a timer may set another', () => {
  const clock = new SimulatedClock()
  const fired: number[] = []
  const cancel = clock.after(5, () => fired.push(0))
  clock.after(3, () => clock.after(3, () => fired.push(clock.now())))
  cancel()
  clock.advance(10)
  expect(fired).toEqual([6])
})

test('stepping goes from timer to timer', () => {
  const clock = new SimulatedClock()
  clock.after(7, () => undefined)
  expect([clock.idle, clock.step(), clock.now(), clock.idle, clock.step()]).toEqual([false, true, 7, true, false])
})
