/** Virtual sensors: recordings as signals, and how a board sees them on a pin, as pulses, and on its buses. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Buses } from '../buses/devices.ts'
import { Bench } from '../testing.ts'
import { Pins } from './pins.ts'
import { recorded, type Signal, VirtualSensor } from './sensor.ts'

describe('a recording as a signal', () => {
  const READINGS = [
    [0, 10],
    [100, 20],
    [300, 0],
  ] as const

  test.each([
    // ms   kept  straight
    [-5, 10, 10],
    [0, 10, 10],
    [50, 10, 15],
    [100, 20, 20],
    [200, 20, 10],
    [299, 20, 0.1],
    [300, 0, 0],
    [1e9, 0, 0],
  ])('at %d ms', (ms, kept, straight) => {
    expect(recorded(READINGS)(ms)).toBe(kept)
    expect(recorded(READINGS, true)(ms)).toBeCloseTo(straight, 9)
  })

  test('one reading is always', () => {
    expect(recorded([[5, 7]], true)(0)).toBe(7)
  })

  test('none is no signal', () => {
    expect(() => recorded([])).toThrow('give it at least one')
  })

  test('a kept value is one of the readings: the last that is not later', () => {
    const times = fc.uniqueArray(fc.nat(1000), { minLength: 1 }).map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(times, fc.nat(1100), (all, ms) => {
        const expected = all.filter((time) => time <= ms).at(-1) ?? all[0]
        expect(recorded(all.map((time) => [time, time]))(ms)).toBe(expected)
      }),
    )
  })
})

describe('on a board', () => {
  test('as a voltage', () => {
    const bench = new Bench()
    const { board } = bench
    const start = board.ms
    new VirtualSensor(
      recorded(
        [
          [start, 20],
          [start + 1000, 30],
        ],
        true,
      ),
    ).toAnalog(board, 'D36', 0, 40)
    const celsius = (): number => Number(bench.run('print(Math.round(analogRead(D36)*400)/10)', 500))
    expect([celsius(), celsius(), celsius()]).toEqual([20, 25, 30])
  })

  test('as pulses: a watch counts them', () => {
    const bench = new Bench()
    const { board } = bench
    board.pins.set(4, 0)
    bench.run('var n=0;setWatch(function(){n++},D4,{repeat:true,edge:"rising"})', 1)
    const start = board.ms
    new VirtualSensor((ms) => (ms < start + 495 ? 100 : 0)).toPulses(board, 4, start, start + 1000)
    bench.wait(1000)
    expect(bench.run('print(n)')).toBe('50\n')
  })

  /** Microseconds of the edges that a signal makes on pin 4. */
  function edges(signal: Signal, from: number, to: number): { rising: number[]; falling: number[] } {
    const found = { rising: [] as number[], falling: [] as number[] }
    let now = 0
    const pins = new Pins(() => now)
    pins.set(4, 0)
    pins.watch(4)
    pins.onEdge = ({ high, micros }) => found[high ? 'rising' : 'falling'].push(micros)
    new VirtualSensor(signal).toPulses({ pins, buses: new Buses() }, 4, from, to)
    now = Infinity
    pins.advance()
    return found
  }

  test('as many pulses as periods have begun, whatever the start, the rate and their fractions', () => {
    const rate = fc.integer({ min: 1, max: 2000 })
    const start = fc.integer({ min: 0, max: 1e8 }).map((micros) => micros / 1000)
    fc.assert(
      fc.property(rate, start, fc.integer({ min: 1, max: 300 }), (hertz, from, periods) => {
        const { rising, falling } = edges(() => hertz, from, from + (periods * 1000) / hertz)
        expect([rising.length, falling.length]).toEqual([periods, periods])
        rising.forEach((micros, at) => {
          // half a microsecond of rounding
          expect(Math.abs(micros - (from * 1000 + (at * 1e6) / hertz))).toBeLessThan(0.51)
          expect(Math.abs(falling[at] - micros - 500_000 / hertz)).toBeLessThan(1.01)
        })
      }),
      { seed: 12, numRuns: 60 },
    )
  })

  test('as pulses of a rate that changes and pauses: each takes the rate at its beginning', () => {
    const signal = (ms: number): number => (ms < 20 ? 100 : ms < 55 ? 0 : ms < 56 ? -5 : 500)
    expect(edges(signal, 0, 64)).toEqual({
      rising: [0, 10_000, 60_000, 62_000],
      falling: [5_000, 15_000, 61_000, 63_000],
    })
  })

  test('as registers of an I2C device', () => {
    const bench = new Bench()
    const { board } = bench
    const start = board.ms
    new VirtualSensor((ms) => 21.5 + (ms - start) / 1000).toRegisters(board, 'I2C1', 0x48, 0, 2, 256)
    const read = `I2C1.setup({sda:D21,scl:D22,bitrate:100000});I2C1.writeTo(0x48,0);
      var d=I2C1.readFrom(0x48,2);print((d[0]<<8|d[1])/256)`
    expect(Math.round(Number(bench.run(read)) * 10)).toBe(215)
    bench.wait(1000)
    expect(Math.round(Number(bench.run('var d=I2C1.readReg(0x48,0,2);print((d[0]<<8|d[1])/256)')) * 10)).toBe(225)
  })
})
