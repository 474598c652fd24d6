/** Wires by themselves: modes, pulls, what drives what, edges, changes in time, and the table of the board's pins. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { Num, Pin, str, type Value } from '../../values.ts'
import { analogChannel, canWake, canWatch, hasDac, isPulledUpAtReset, pinFunctions, pinNumber } from './pin-table.ts'
import { type Edge, type PinMode, Pins } from './pins.ts'

let now: number
let pins: Pins
let edges: string[]

beforeEach(() => {
  now = 0
  pins = new Pins(() => now)
  edges = []
  pins.onEdge = ({ pin, high, micros }: Edge) => edges.push(`${pin}${high ? '+' : '-'}@${micros}`)
})

describe('the level of a wire', () => {
  test.each([
    // mode             latch  outside   level
    ['output', true, undefined, true],
    ['output', false, undefined, false],
    ['output', true, false, true],
    ['output', false, true, false],
    ['input', true, undefined, false],
    ['input', false, true, true],
    ['input', true, false, false],
    ['analog', false, true, true],
    ['input_pullup', false, undefined, true],
    ['input_pullup', true, false, false],
    ['input_pulldown', true, undefined, false],
    ['input_pulldown', false, true, true],
    ['opendrain', false, undefined, false],
    ['opendrain', false, true, false],
    ['opendrain', true, true, true],
    ['opendrain', true, false, false],
    ['opendrain_pullup', true, undefined, true],
    ['opendrain_pullup', true, false, false],
    ['opendrain_pullup', false, true, false],
  ] as const)('%s, latch %s, outside %s: %s', (mode, latch, outside, level) => {
    pins.setMode(4, mode)
    pins.write(4, latch)
    pins.set(4, outside)
    expect(pins.level(4)).toBe(level)
    expect(pins.read(4)).toBe(level)
    expect(pins.mode(4)).toBe(mode)
  })

  test('a wire that nobody drives keeps its level', () => {
    pins.setMode(4, 'input')
    expect(pins.level(4)).toBe(false)
    pins.set(4, 1)
    pins.set(4, undefined)
    expect(pins.level(4)).toBe(true)
    pins.setMode(4, 'output')
    pins.write(4, false)
    pins.setMode(4, 'input')
    expect(pins.level(4)).toBe(false)
    pins.setMode(4, 'input_pullup')
    pins.setMode(4, 'input')
    expect(pins.level(4)).toBe(true)
  })

  test('the button is turned round for the program, written and read', () => {
    expect([pins.level(0), pins.read(0)]).toEqual([true, false])
    pins.setMode(0, 'output')
    pins.write(0, true)
    expect([pins.level(0), pins.read(0)]).toEqual([false, true])
  })

  test('it is what it is last driven to, whatever came before', () => {
    const act = fc.oneof(
      fc.constantFrom<PinMode>('input', 'input_pullup', 'input_pulldown', 'output', 'opendrain', 'opendrain_pullup'),
      fc.boolean().map((level) => ({ write: level })),
      fc.option(fc.boolean()).map((level) => ({ set: level ?? undefined })),
    )
    fc.assert(
      fc.property(fc.array(act), fc.boolean(), (acts, level) => {
        const wires = new Pins(() => 0)
        for (const each of acts) {
          if (typeof each === 'string') wires.setMode(4, each)
          else if ('write' in each) wires.write(4, each.write)
          else wires.set(4, each.set)
        }
        wires.setMode(4, 'output')
        wires.write(4, level)
        expect(wires.level(4)).toBe(level)
        wires.setMode(4, 'input')
        wires.set(4, !level)
        expect(wires.level(4)).toBe(!level)
      }),
    )
  })
})

describe('edges', () => {
  test('of a watched pin only, from outside and inside, with their moment', () => {
    pins.set(4, 0)
    pins.watch(4)
    now = 10
    pins.set(4, 1)
    pins.set(5, 1)
    now = 20
    pins.set(4, 1)
    pins.setMode(4, 'output')
    now = 30
    pins.write(4, true)
    pins.unwatch(4)
    pins.write(4, false)
    expect(edges).toEqual(['4+@10', '4-@20', '4+@30'])
  })

  test('a watched pin is an input that is pulled up', () => {
    pins.setMode(4, 'output')
    pins.watch(4)
    expect([pins.mode(4), pins.level(4)]).toEqual(['input', true])
    pins.setMode(5, 'input_pulldown')
    pins.watch(5)
    expect([pins.mode(5), pins.level(5)]).toEqual(['input_pulldown', true])
    expect(edges).toEqual([])
  })
})

describe('changes in time', () => {
  test('happen in order, at their moment, when time gets there', () => {
    pins.set(4, 0)
    pins.watch(4)
    pins.schedule(4, [
      [0.03, 1],
      [0.01, 1],
      [0.02, 0],
    ])
    expect([pins.next(), pins.advance()]).toEqual([10, false])
    now = 25
    expect([pins.advance(), pins.next()]).toEqual([true, 30])
    expect(edges).toEqual(['4+@10', '4-@20'])
    now = 100
    pins.level(4)
    expect([edges.at(-1), pins.next()]).toEqual(['4+@30', Infinity])
  })

  test('those of the same moment in the order in which they were asked for', () => {
    pins.schedule(4, [
      [1, 1],
      [1, 0],
    ])
    pins.schedule(4, [[1, 1]])
    now = 1000
    expect(pins.level(4)).toBe(true)
  })

  test('what is due happens before anything is written or driven', () => {
    const seen: string[] = []
    pins.onWrite((write) => seen.push('level' in write ? `${Number(write.level)}@${write.ms}` : 'pwm'))
    pins.pulse(4, 500, true)
    now = 1000
    pins.write(4, false)
    pins.pulse(4, 1500, true)
    now = 2000
    pins.set(5, 1)
    expect(seen).toEqual(['1@0.5', '0@1', '1@1.5'])
  })

  test('pulses are the program’s: a reset ends them, what the outside has planned stays', () => {
    pins.pulse(4, 500, true)
    pins.pulse(5, 700, true)
    pins.schedule(4, [[0.6, 1]])
    expect([pins.pulses(), pins.lastPulse(4), pins.lastPulse(6)]).toEqual([[500, 700], 500, undefined])
    pins.reset()
    expect([pins.pulses(), pins.next()]).toEqual([[], 600])
  })
})

describe('analog', () => {
  test.each([
    [0, 0],
    [0.5, 0.5],
    [1 / 4096 - 1e-9, 0],
    [1 / 4096, 1 / 4096],
    [1, 4095 / 4096],
    [7, 4095 / 4096],
    [-1, 0],
  ])('%d reads %d', (voltage, value) => {
    pins.setAnalog('D36', voltage)
    expect(pins.readAnalog(36)).toBe(value)
  })

  test('a function is asked for the present', () => {
    pins.setAnalog(36, (ms) => ms / 1000)
    now = 250_000
    expect(pins.readAnalog(36)).toBe(0.25)
  })

  test('PWM has a frequency, a converter has none', () => {
    pins.writePwm(4, 0.5, 0)
    pins.writePwm(5, 0.5, 20)
    pins.writePwm(25, 0.5, 20)
    expect([4, 5, 25, 26].map((pin) => pins.pwm(pin)?.frequency)).toEqual([50_000, 20, 0, undefined])
  })
})

describe('the board’s pins', () => {
  test.each([
    [new Pin(5), 5],
    [7, 7],
    [39, 39],
    [40, -1],
    [-1, -1],
    [new Num(5.5, true), -1],
    [new Num(5, true), -1],
    [new Num(100_000, false), -1],
    [str('D12'), 12],
    [str('D40'), -1],
    [str('D'), -1],
    [str('d5'), -1],
    [str('A0'), -1],
    [undefined, -1],
  ] as [Value, number][])('%o is number %d', (value, number) => {
    expect(pinNumber(value)).toBe(number)
  })

  const all = Array.from({ length: 40 }, (_, pin) => pin)

  test.each([
    ['pulled up at reset', isPulledUpAtReset, [0, 12, 13, 14, 15, 18, 19, 21, 22, 25, 26, 27, 34, 35, 36, 37, 38, 39]],
    ['not to be watched', (pin: number) => !canWatch(pin), [6, 7, 8, 9, 10, 11, 12]],
    ['with a converter', (pin: number) => analogChannel(pin) !== undefined, [32, 33, 34, 35, 36, 37, 38, 39]],
    ['with a converter to a voltage', hasDac, [25, 26]],
    ['that wake the chip', canWake, [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 37, 39]],
  ] as const)('%s', (_what, has, expected) => {
    expect(all.filter((pin) => has(pin))).toEqual(expected)
  })

  test('every channel and every line of a bus is at one pin', () => {
    const channels = all.flatMap((pin) => analogChannel(pin) ?? [])
    expect([...channels].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    const lines = all.flatMap((pin) => pinFunctions(pin).map(([device, type]) => `${device} ${type}`))
    expect(new Set(lines).size).toBe(lines.length)
    for (const line of [
      'I2C1 SDA',
      'I2C1 SCL',
      'I2C2 SDA',
      'I2C2 SCL',
      'SPI1 SCK',
      'SPI2 MISO',
      'USART2 TX',
      'DAC1 CH2',
    ])
      expect(lines).toContain(line)
  })
})
