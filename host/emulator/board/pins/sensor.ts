/**
 * A virtual sensor: a quantity over virtual time, given by a function or by a recording, and how a board sees it: as a
 * voltage, as pulses, or as registers on a bus.
 */
import { RegisterDevice, wordRegisters, type Buses } from '../buses/devices.ts'
import type { Pins } from './pins.ts'

/** A quantity at a virtual time in ms. */
export type Signal = (ms: number) => number

/** A reading of a recording: when, in ms, and how much. */
export type Reading = readonly [ms: number, value: number]

/**
 * A recording as a signal. Between readings it keeps the last one, or, `linear`, goes straight from one to the next;
 * before the first and behind the last it stays at them. Readings are in order of time; there is at least one.
 */
export function recorded(readings: readonly Reading[], linear = false): Signal {
  if (readings.length === 0) throw new RangeError('a recording without a reading is no signal; give it at least one')
  return (ms) => {
    const next = firstAfter(readings, ms)
    if (next === 0) return readings[0][1]
    const [at, value] = readings[next - 1]
    if (!linear || next === readings.length) return value
    const [to, end] = readings[next]
    return value + ((end - value) * (ms - at)) / (to - at)
  }
}

/** Index of the first reading later than `ms`: by halving. */
function firstAfter(readings: readonly Reading[], ms: number): number {
  let low = 0
  let high = readings.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (readings[middle][0] > ms) high = middle
    else low = middle + 1
  }
  return low
}

/** What a sensor is connected to. */
export interface SensorBoard {
  readonly pins: Pins
  readonly buses: Buses
}

export class VirtualSensor {
  /** `signal` in the units of the sensor. */
  constructor(private readonly signal: Signal) {}

  /** As a voltage: `low` and `high` are the values at ground and at full supply. */
  toAnalog(board: SensorBoard, pin: number | string, low: number, high: number): void {
    board.pins.setAnalog(pin, (ms) => (this.signal(ms) - low) / (high - low))
  }

  /** As pulses, so many a second as the signal says, from `fromMs` to `toMs`; each is high for half of its time. */
  toPulses(board: SensorBoard, pin: number | string, fromMs: number, toMs: number): void {
    const levels: [number, boolean][] = []
    // pins change at whole microseconds: sums of periods that differ by less are the same moment
    for (let ms = fromMs; Math.round(ms * 1000) < Math.round(toMs * 1000);) {
      const rate = this.signal(ms)
      const period = rate > 0 ? 1000 / rate : QUIET_MS
      if (rate > 0) levels.push([ms, true], [ms + period / 2, false])
      ms += period
    }
    board.pins.schedule(pin, levels)
  }

  /** As a number of `bytes` bytes, the highest first, in registers from `register` on; `scale` steps a unit. */
  toRegisters(
    board: SensorBoard,
    bus: 'I2C1' | 'I2C2',
    address: number,
    register: number,
    bytes: number,
    scale: number,
  ): void {
    const registers = wordRegisters(register, bytes, (ms) => Math.round(this.signal(ms) * scale))
    board.buses.attachI2c(bus, address, new RegisterDevice(new Map(registers)))
  }
}

/** How often a signal without pulses is looked at, in ms. */
const QUIET_MS = 10
