/** `digitalWrite` and its kin, and the methods of pins (FACTS 4). */
import { Unimplemented } from '../../errors.ts'
import type { Interpreter } from '../../interpreter.ts'
import { typeInMessage } from '../../language/convert.ts'
import { immediate, type NativeFunction, type NativeRegistry, type NativeTable } from '../../natives.ts'
import {
  Arr,
  Bool,
  bool,
  float,
  isFunction,
  isHolder,
  Num,
  Obj,
  Pin,
  Str,
  str,
  View,
  wide,
  type Value,
} from '../../values.ts'
import { ALIASES, analogChannel, BUTTON, hasDac, pinFunctions, pinNumber } from './pin-table.ts'
import { MOST_PULSES, type PinMode, type Pins } from './pins.ts'
import { shiftOut } from './shift-out.ts'

export interface PinHost {
  readonly pins: Pins
  /** Microseconds since power-on. */
  now(): number
  /** Blocks, as a busy firmware does, until `micros` since power-on. */
  waitUntil(micros: number): void
}

const MODES: readonly PinMode[] = [
  'analog',
  'input',
  'input_pullup',
  'input_pulldown',
  'output',
  'opendrain',
  'opendrain_pullup',
]

/** Pulses a second that the timer of the firmware makes, when the program names none. */
const SOFT_FREQUENCY = 50

export function registerPins(natives: NativeRegistry, host: PinHost): void {
  const { pins } = host
  const names = Object.entries(ALIASES).map(([name, number]) => [name, immediate(() => new Pin(number))] as const)
  natives.functions({
    ...Object.fromEntries(names),
    digitalWrite: (vm, _self, [pin, value]) => digitalWrite(vm, pins, pin, value),
    digitalRead: (vm, _self, [pin]) => digitalRead(vm, pins, pin),
    pinMode: (vm, _self, [pin, mode, automatic]) => pinMode(vm, pins, valid(vm, pin), mode, vm.truth(automatic)),
    getPinMode: (vm, _self, [pin]) => modeName(pins, valid(vm, pin)),
    analogRead: (_vm, _self, [pin]) => analogRead(pins, pin),
    analogWrite: (vm, _self, [pin, value, options]) => analogWrite(vm, pins, pin, value, options),
    digitalPulse: (vm, _self, [pin, value, times]) => pulse(vm, host, pin, vm.truth(value), times),
    shiftOut: shiftOut(pins),
  })
  natives.object('Pin', {
    construct: (_vm, _self, [value]) => (pinNumber(value) < 0 ? undefined : new Pin(pinNumber(value))),
    prototype: pinMethods(host),
  })
}

function pinMethods(host: PinHost): NativeTable {
  const { pins } = host
  const write = (value: (vm: Interpreter, arg: Value) => boolean): NativeFunction => {
    return (vm, self, [arg]) => {
      output(pins, valid(vm, self), value(vm, arg))
      return undefined
    }
  }
  return {
    read: (vm, self) => bool(input(pins, valid(vm, self))),
    set: write(() => true),
    reset: write(() => false),
    write: write((vm, arg) => vm.truth(arg)),
    toggle: (vm, self) => {
      const pin = valid(vm, self)
      const on = !pins.read(pin)
      output(pins, pin, on)
      return bool(on)
    },
    getMode: (vm, self) => modeName(pins, valid(vm, self)),
    mode: (vm, self, [mode]) => pinMode(vm, pins, valid(vm, self), mode, false),
    pulse: (vm, self, [value, times]) => pulse(vm, host, self, vm.truth(value), times),
    analog: (_vm, self) => analogRead(pins, self),
    pwm: (vm, self, [value, options]) => analogWrite(vm, pins, self, value, options),
    getInfo: (_vm, self) => (pinNumber(self) < 0 ? undefined : info(pins, pinNumber(self))),
  }
}

/** The number of a pin, or an error. */
function valid(vm: Interpreter, value: Value): number {
  const pin = pinNumber(value)
  return pin < 0 ? vm.raise('Error', 'Invalid pin') : pin
}

/** Reads a pin, which becomes an input unless the program has chosen its mode. */
export function input(pins: Pins, pin: number): boolean {
  if (!pins.isManual(pin)) pins.setMode(pin, 'input')
  return pins.read(pin)
}

/** Writes a pin, which becomes an output unless the program has chosen its mode. */
export function output(pins: Pins, pin: number, value: boolean): void {
  pins.write(pin, value)
  if (!pins.isManual(pin)) pins.setMode(pin, 'output')
}

/** An array of pins takes the bits of the value, the last pin the lowest; an object takes it by its `write`. */
function digitalWrite(vm: Interpreter, pins: Pins, target: Value, value: Value): Value {
  let bits = value instanceof Bool ? (value.value ? -1 : 0) : vm.toInt(value)
  if (target instanceof Arr) {
    for (const at of target.indices().reverse()) {
      output(pins, valid(vm, target.at(at) as Value), (bits & 1) === 1)
      bits >>= 1
    }
  } else if (target instanceof Obj) {
    const method = vm.member(target, 'write')
    if (!isFunction(method)) return vm.raise('Error', 'Invalid pin')
    vm.call(method, target, [wide(bits)])
  } else output(pins, valid(vm, target), bits !== 0)
  return undefined
}

function digitalRead(vm: Interpreter, pins: Pins, source: Value): Value {
  if (source instanceof Arr) {
    let bits = 0
    for (const at of source.indices()) bits = (bits << 1) | Number(input(pins, valid(vm, source.at(at) as Value)))
    return wide(bits)
  }
  if (source instanceof Obj) {
    const method = vm.member(source, 'read')
    if (!isFunction(method)) return vm.raise('Error', 'Invalid pin')
    return wide(vm.toInt(vm.call(method, source, [])))
  }
  return Number(input(pins, valid(vm, source)))
}

function pinMode(vm: Interpreter, pins: Pins, pin: number, mode: Value, automatic: boolean): Value {
  const wanted = mode instanceof Str ? mode.text : undefined
  const known = MODES.find((each) => each === wanted)
  if (known !== undefined) {
    pins.setManual(pin, !automatic)
    pins.setMode(pin, known)
    return undefined
  }
  if (wanted === 'af_output' || wanted === 'af_opendrain') throw new Unimplemented(`pinMode ${wanted}`)
  pins.setManual(pin, false)
  if (mode !== undefined && wanted !== 'auto') vm.raise('Error', 'Unknown pin mode')
  return undefined
}

function modeName(pins: Pins, pin: number): Value {
  const mode = pins.mode(pin)
  return mode === undefined ? undefined : str(mode)
}

/** Pins without converter are not a number. */
function analogRead(pins: Pins, value: Value): Value {
  const pin = pinNumber(value)
  return float(pin < 0 || analogChannel(pin) === undefined ? NaN : pins.readAnalog(pin))
}

/** PWM; of `soft` alone the firmware's timer makes the pulses, and they are slower. */
function analogWrite(vm: Interpreter, pins: Pins, target: Value, value: Value, options: Value): Value {
  const pin = pinNumber(target)
  // the firmware writes to memory that is not its own
  if (pin < 0) throw new Unimplemented('analogWrite without a pin')
  const option = (name: string): Value => (options instanceof Obj ? (options.find(name)?.value as Value) : undefined)
  const frequency = vm.toFloat(option('freq'))
  const wanted = Number.isFinite(frequency) && frequency > 0 ? frequency : undefined
  const isSoft = vm.truth(option('soft')) && !vm.truth(option('forceSoft'))
  const asked = vm.toFloat(value)
  const part = Math.min(1, Math.max(0, (pin === BUTTON ? 1 - asked : asked) || 0))
  if (isSoft && !hasDac(pin)) {
    if (!pins.isManual(pin)) pins.setMode(pin, 'output')
    pins.writePwm(pin, part, wanted ?? SOFT_FREQUENCY)
  } else pins.writePwm(pin, part, wanted ?? 0)
  return undefined
}

/** Pulses by a timer: they go on while code runs. Time 0 waits for the end of all pulses. */
function pulse(vm: Interpreter, host: PinHost, target: Value, value: boolean, times: Value): Value {
  const { pins } = host
  const pin = valid(vm, target)
  pins.advance()
  const last = pins.lastPulse(pin)
  if (last === undefined) output(pins, pin, value)
  if (isNumber(times)) {
    const ms = vm.toFloat(times)
    if (ms > 0) addPulse(host, pin, (last ?? host.now()) + ms * 1000, !value)
    else if (ms === 0) host.waitUntil(Math.max(host.now(), ...pins.pulses()))
    else vm.raise('Error', 'Pulse Time is less than 0 or not a number')
    return undefined
  }
  if (!(times instanceof Arr || times instanceof View || times instanceof Str || isHolder(times)))
    return vm.raise('Error', `Expecting Number or Array, got ${typeInMessage(times)}`)
  let due = last ?? host.now()
  let level = value
  for (const ms of durations(vm, times)) {
    if (ms > 0) addPulse(host, pin, (due += ms * 1000), !level)
    level = !level
  }
  return undefined
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || value instanceof Num || value instanceof Bool || value instanceof Pin
}

function durations(vm: Interpreter, times: Value): number[] {
  if (times instanceof Arr) return times.indices().map((at) => vm.toFloat(times.at(at) as Value))
  if (times instanceof View) return Array.from({ length: times.length }, (_, at) => times.cells.get(at))
  if (times instanceof Str) return Array.from(times.text, (char) => vm.toFloat(str(char)))
  return []
}

/** The timer holds so many pulses; the firmware waits until there is room. */
function addPulse(host: PinHost, pin: number, due: number, level: boolean): void {
  for (;;) {
    const waiting = host.pins.pulses()
    if (waiting.length < MOST_PULSES) break
    host.waitUntil(waiting[0])
    host.pins.advance()
  }
  host.pins.pulse(pin, Math.round(due), level)
}

function info(pins: Pins, pin: number): Obj {
  const found = new Obj()
  found.put('port', str('D'))
  found.put('num', wide(pin))
  if (pin === ALIASES.BTN) found.put('negated', bool(true))
  found.put('mode', modeName(pins, pin))
  found.put('output', wide(Number(pins.read(pin))))
  const channel = analogChannel(pin)
  if (channel !== undefined) {
    const analog = new Obj()
    analog.put('ADCs', new Arr([1]))
    analog.put('channel', wide(channel))
    found.put('channel', wide(channel))
    found.put('analog', analog)
  }
  const functions = new Obj()
  for (const [device, type, connection] of pinFunctions(pin)) {
    const use = new Obj()
    use.put('type', str(type))
    use.put('af', wide(connection))
    functions.put(device, use)
  }
  found.put('functions', functions)
  return found
}
