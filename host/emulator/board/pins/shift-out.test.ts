/** `shiftOut` against its definition: a receiver that looks at the lines at each tick of the clock reads what was sent. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bench } from '../testing.ts'

/** Pins that the data go to, the one of the highest bit first, and the pin of the clock. */
const LINES = [4, 5, 13, 14, 16, 17, 18, 19]
const CLOCK = 2

interface Sent {
  readonly lines: number
  readonly repeat: number
  readonly rising: boolean
  readonly bytes: readonly number[]
}

/** What a receiver reads from the lines at each edge of the clock that counts, the highest line first. */
function received({ lines, repeat, rising, bytes }: Sent): number[] {
  const bench = new Bench()
  const { pins } = bench.board
  const got: number[] = []
  let last = rising
  pins.onWrite((write) => {
    if (write.pin !== CLOCK || !('level' in write)) return
    if (write.level === rising && last !== rising)
      got.push(LINES.slice(0, lines).reduce((bits, pin) => bits * 2 + Number(pins.level(pin)), 0))
    last = write.level
  })
  const names = LINES.slice(0, lines).map((pin) => `D${pin}`)
  const options = `{clk:D${CLOCK},repeat:${repeat},clkPol:${Number(!rising)}}`
  expect(bench.run(`shiftOut([${names.join()}],${options},[${bytes.join()}])`)).toBe('')
  return got
}

/** The definition: each byte in `repeat` portions of as many bits as there are lines, the lowest bits first. */
function sent({ lines, repeat, bytes }: Sent): number[] {
  return bytes.flatMap((byte) =>
    Array.from({ length: repeat }, (_, turn) => Math.floor(byte / 2 ** (turn * lines)) % 2 ** lines),
  )
}

test('a receiver reads what was sent, lowest bits first', () => {
  const cases = fc.record({
    lines: fc.integer({ min: 1, max: 8 }),
    repeat: fc.integer({ min: 1, max: 8 }),
    rising: fc.boolean(),
    bytes: fc.array(fc.nat(255), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(cases, (each) => {
      expect(received(each)).toEqual(sent(each))
    }),
    { numRuns: 60, seed: 4 },
  )
})

describe('pins', () => {
  const modes = (program: string): string =>
    new Bench().run(`${program};print(getPinMode(D4),getPinMode(D5),getPinMode(D2))`)

  test.each([
    ['shiftOut([D4,D5],{clk:D2},1)', 'output output output\n'],
    ['shiftOut([D4,"x"],{},1)', 'output undefined undefined\n'],
    ['pinMode(D4,"opendrain");shiftOut(D4,{clk:D2},1)', 'opendrain undefined output\n'],
    // the clock is an output whatever the program has chosen
    ['pinMode(D2,"opendrain");shiftOut(D4,{clk:D2},1)', 'output undefined output\n'],
    ['shiftOut([D4,D5],{clk:D2},[])', 'output output output\n'],
  ])('%s makes outputs', (program, expected) => {
    expect(modes(program)).toBe(expected)
  })

  test('one that is none takes its bit and shows nothing', () => {
    const bench = new Bench()
    const writes: string[] = []
    bench.board.pins.onWrite((write) => writes.push('level' in write ? `${write.pin}=${Number(write.level)}` : ''))
    bench.run('shiftOut([D4,"x",D5],{},0b101);shiftOut([D4,"x",D5],{},0b010)')
    expect(writes).toEqual(['5=1', '4=1', '5=0', '4=0'])
  })
})
