/** Several pins as the bits of a number: what is written to an array of pins is read from it (FACTS 4). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bench } from '../testing.ts'

/** Pins that nothing else uses. */
const PINS = [2, 4, 5, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33]
const SOME = fc.shuffledSubarray(PINS, { minLength: 1 })

const names = (pins: readonly number[]): string => `[${pins.map((pin) => `D${pin}`).join()}]`

test('a number is written to the pins, the last one its lowest bit, and read again', () => {
  const bench = new Bench()
  bench.run(`${names(PINS)}.forEach(function(p){p.mode("output")})`)
  fc.assert(
    fc.property(SOME, fc.integer(), (pins, value) => {
      const list = names(pins)
      const kept = value & (2 ** pins.length - 1)
      expect(bench.run(`digitalWrite(${list},${value});print(digitalRead(${list}))`)).toBe(`${kept}\n`)
      pins.forEach((pin, at) => expect(bench.board.pins.level(pin)).toBe(((kept >> (pins.length - 1 - at)) & 1) === 1))
    }),
    { seed: 25, numRuns: 80 },
  )
})

test('levels from outside are read as a number', () => {
  const bench = new Bench()
  fc.assert(
    fc.property(SOME, fc.nat(2 ** PINS.length - 1), (pins, value) => {
      pins.forEach((pin, at) => bench.board.pins.set(pin, (value >> (pins.length - 1 - at)) & 1))
      const kept = value & (2 ** pins.length - 1)
      expect(bench.run(`print(digitalRead(${names(pins)}))`)).toBe(`${kept}\n`)
    }),
    { seed: 26, numRuns: 60 },
  )
})

test('a pin that stands twice has its first bit in the end: it is written last', () => {
  const bench = new Bench()
  for (const value of [0, 1, 2, 3]) {
    bench.run(`digitalWrite([D4,D4],${value})`)
    expect(bench.board.pins.level(4)).toBe(value > 1)
  }
})
