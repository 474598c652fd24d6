/** `shiftOut`: data to one or more pins, bit by bit, with a clock. */
import type { Interpreter } from '../../interpreter.ts'
import type { NativeFunction } from '../../natives.ts'
import { Arr, type Value } from '../../values.ts'
import { bytesOf } from '../bytes.ts'
import { configOptions } from '../config-options.ts'
import { pinNumber } from './pin-table.ts'
import type { Pins } from './pins.ts'

const MOST_PINS = 8

interface Clock {
  readonly clk: number
  readonly polarity: boolean
  readonly repeat: number
}

export function shiftOut(pins: Pins): NativeFunction {
  return (vm, _self, [target, options, data]) => {
    const clock = clockOf(vm, options)
    const lines =
      target instanceof Arr ? target.indices().map((at) => pinNumber(target.at(at) as Value)) : [pinNumber(target)]
    if (lines.length > MOST_PINS) vm.raise('Error', `Too many pins! ${MOST_PINS} Maximum`)
    for (const pin of lines) if (pin >= 0 && !pins.isManual(pin)) pins.setMode(pin, 'output')
    if (clock.clk >= 0) pins.setMode(clock.clk, 'output')
    for (const byte of bytesOf(vm, data)) shift(pins, lines, clock, byte)
    return undefined
  }
}

function clockOf(vm: Interpreter, options: Value): Clock {
  const option = configOptions(vm, options, ['clk', 'clkPol', 'repeat'])
  return {
    clk: pinNumber(option('clk')),
    polarity: vm.truth(option('clkPol')),
    repeat: Math.max(1, vm.toInt(option('repeat'))),
  }
}

/** The last pin gets the lowest bit; then the clock pulses. */
function shift(pins: Pins, lines: readonly number[], { clk, polarity, repeat }: Clock, byte: number): void {
  let bits = byte
  for (let time = 0; time < repeat; time++) {
    for (const pin of [...lines].reverse()) {
      if (pin >= 0) pins.write(pin, (bits & 1) === 1)
      bits >>= 1
    }
    if (clk < 0) continue
    pins.write(clk, polarity)
    pins.write(clk, !polarity)
  }
}
