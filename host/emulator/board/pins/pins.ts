/**
 * The pins as wires (FACTS 1): what the program drives, what the outside drives, and the level that follows. The outside
 * is whoever runs the board: `set` and `setAnalog` are its side, `onWrite` tells it what the program did. Changes can be
 * scheduled at virtual microseconds, so that pulses keep their time while code runs.
 */
import { BUTTON, hasDac, isPulledUpAtReset, PIN_COUNT } from './pin-table.ts'

export type PinMode =
  'analog' | 'input' | 'input_pullup' | 'input_pulldown' | 'output' | 'opendrain' | 'opendrain_pullup'

/** A voltage between ground (0) and supply (1), fixed or over virtual milliseconds. */
export type AnalogInput = number | ((ms: number) => number)

/** What a program did to a pin, and when (virtual ms). */
export type PinWrite = { readonly pin: number; readonly ms: number } & (
  | { readonly level: boolean }
  /** Pulse width as a part of the period, and pulses a second; `dac`: a voltage instead of pulses. */
  | { readonly pwm: number; readonly frequency: number; readonly dac: boolean }
)

/** A change of level of a watched pin. */
export interface Edge {
  readonly pin: number
  /** As the program sees it. */
  readonly high: boolean
  /** Microseconds since power-on. */
  readonly micros: number
}

interface Wire {
  mode: PinMode | undefined
  /** The program has chosen the mode; reading and writing leave it. */
  isManual: boolean
  pull: 'up' | 'down' | 'none'
  /** What the program drives it to, when it does. */
  output: boolean
  /** What the outside drives it to; undefined when it leaves it alone. */
  outside: boolean | undefined
  analog: AnalogInput
  watched: boolean
  /** The level that it had last: a wire that nobody drives keeps it. */
  last: boolean
  pwm: { readonly value: number; readonly frequency: number } | undefined
}

interface Change {
  readonly due: number
  readonly pin: number
  readonly level: boolean
  readonly isOutside: boolean
}

/** Pulses that the timer of the firmware can hold. */
export const MOST_PULSES = 15
/** Steps of the converter. */
const ANALOG_STEPS = 4096
/** Pulses a second when the program names none. */
const PWM_FREQUENCY = 50_000

export class Pins {
  private readonly wires: Wire[] = Array.from({ length: PIN_COUNT }, newWire)
  private readonly listeners: ((write: PinWrite) => void)[] = []
  private changes: Change[] = []
  /** Told of edges of watched pins. */
  onEdge: (edge: Edge) => void = () => undefined

  /** `now` tells microseconds since power-on. */
  constructor(private readonly now: () => number) {}

  // ------------------------------------------------------------------------------------------ outside

  /** The outside drives a pin: high or low, or lets go of it. */
  set(pin: number | string, level: boolean | number | undefined): void {
    const outside = level === undefined ? undefined : Boolean(level)
    this.advance()
    this.change(this.check(pin), (wire) => (wire.outside = outside), this.now())
  }

  /** The voltage at a pin. */
  setAnalog(pin: number | string, input: AnalogInput): void {
    this.wires[this.check(pin)].analog = input
  }

  /** The outside will drive a pin at these virtual milliseconds. */
  schedule(pin: number | string, levels: readonly (readonly [ms: number, level: boolean | number])[]): void {
    const number = this.check(pin)
    for (const [ms, level] of levels) this.plan(number, Math.round(ms * 1000), Boolean(level), true)
  }

  /** Calls `listener` with everything that programs write to pins. */
  onWrite(listener: (write: PinWrite) => void): void {
    this.listeners.push(listener)
  }

  /** The level of a pin as a voltmeter shows it. */
  level(pin: number | string): boolean {
    this.advance()
    return levelOf(this.wires[this.check(pin)])
  }

  /** The mode of a pin; undefined before the first use of most pins. */
  mode(pin: number | string): PinMode | undefined {
    return this.wires[this.check(pin)].mode
  }

  /** What PWM puts out; undefined when there is none on this pin. */
  pwm(pin: number | string): { readonly value: number; readonly frequency: number } | undefined {
    return this.wires[this.check(pin)].pwm
  }

  // ------------------------------------------------------------------------------------------ program

  /** As after a reset of the chip; what the outside drives stays. */
  reset(): void {
    this.changes = this.changes.filter(({ isOutside }) => isOutside)
    this.wires.forEach((wire, pin) => Object.assign(wire, untouched(pin)))
  }

  isManual(pin: number): boolean {
    return this.wires[pin].isManual
  }

  setManual(pin: number, on: boolean): void {
    this.wires[pin].isManual = on
  }

  setMode(pin: number, mode: PinMode): void {
    this.change(pin, (wire) => Object.assign(wire, { mode, pull: pullOf(mode) }), this.now())
  }

  /** Reads a pin as the program sees it. */
  read(pin: number): boolean {
    this.advance()
    return levelOf(this.wires[pin]) !== (pin === BUTTON)
  }

  /** The level that the program asks for, as it sees it. */
  write(pin: number, value: boolean): void {
    this.advance()
    this.drive(pin, value, this.now())
  }

  private drive(pin: number, value: boolean, micros: number): void {
    const output = value !== (pin === BUTTON)
    this.change(pin, (wire) => Object.assign(wire, { output, pwm: undefined }), micros)
    this.tell({ pin, ms: micros / 1000, level: output })
  }

  /** The voltage as the converter reads it, in steps of 1/4096 below 1. */
  readAnalog(pin: number): number {
    const { analog } = this.wires[pin]
    const value = typeof analog === 'number' ? analog : analog(this.now() / 1000)
    return Math.min(ANALOG_STEPS - 1, Math.max(0, Math.floor(value * ANALOG_STEPS))) / ANALOG_STEPS
  }

  writePwm(pin: number, value: number, wanted: number): void {
    const dac = hasDac(pin)
    const frequency = dac ? 0 : wanted > 0 ? wanted : PWM_FREQUENCY
    this.wires[pin].pwm = { value, frequency }
    this.tell({ pin, ms: this.now() / 1000, pwm: value, frequency, dac })
  }

  /** Edges of the pin are told from now on; the firmware makes it an input with a pull-up. */
  watch(pin: number): void {
    this.change(pin, (wire) => Object.assign(wire, { pull: 'up', mode: inputOf(wire.mode) }), this.now())
    this.wires[pin].watched = true
  }

  unwatch(pin: number): void {
    this.wires[pin].watched = false
  }

  /** When the last pulse of this pin ends (microseconds); undefined when there is none. */
  lastPulse(pin: number): number | undefined {
    const ends = this.changes.filter((each) => each.pin === pin && !each.isOutside).map(({ due }) => due)
    return ends.length === 0 ? undefined : Math.max(...ends)
  }

  /** The program's pulses that are still to come, soonest first (microseconds). */
  pulses(): number[] {
    return this.changes.filter(({ isOutside }) => !isOutside).map(({ due }) => due)
  }

  /** A pulse of the program ends, or the next one begins. */
  pulse(pin: number, due: number, level: boolean): void {
    this.plan(pin, due, level, false)
  }

  /** Lets happen what is due; true when something did. */
  advance(): boolean {
    const now = this.now()
    let any = false
    for (let next = this.changes.at(0); next !== undefined && next.due <= now; next = this.changes.at(0)) {
      const { pin, level, due, isOutside } = next
      this.changes.shift()
      if (isOutside) this.change(pin, (wire) => (wire.outside = level), due)
      else this.drive(pin, level, due)
      any = true
    }
    return any
  }

  /** When the next change is due, in microseconds; Infinity when none is. */
  next(): number {
    return this.changes.at(0)?.due ?? Infinity
  }

  private plan(pin: number, due: number, level: boolean, isOutside: boolean): void {
    const behind = this.changes.findIndex((each) => each.due > due)
    this.changes.splice(behind < 0 ? this.changes.length : behind, 0, { pin, due, level, isOutside })
  }

  private change(pin: number, act: (wire: Wire) => void, micros: number): void {
    const wire = this.wires[pin]
    const before = levelOf(wire)
    act(wire)
    const after = (wire.last = levelOf(wire))
    if (wire.watched && before !== after) this.onEdge({ pin, high: after !== (pin === BUTTON), micros })
  }

  private tell(write: PinWrite): void {
    for (const listener of this.listeners) listener(write)
  }

  private check(pin: number | string): number {
    const number = typeof pin === 'number' ? pin : /^D\d{1,2}$/.test(pin) ? Number(pin.slice(1)) : -1
    if (!Number.isInteger(number) || number < 0 || number >= PIN_COUNT)
      throw new RangeError(
        `the board has no pin ${pin}; its pins are 0 to ${PIN_COUNT - 1}, or D0 to D${PIN_COUNT - 1}`,
      )
    return number
  }
}

/** A wire at power-on: the board holds the pin of its button up. */
function newWire(_: unknown, pin: number): Wire {
  return { ...untouched(pin), outside: pin === BUTTON ? true : undefined, analog: 0 }
}

/** A wire as far as the program is concerned that has not touched it. */
function untouched(pin: number): Omit<Wire, 'outside' | 'analog'> {
  const mode = isPulledUpAtReset(pin) ? 'input_pullup' : undefined
  return { mode, isManual: false, pull: pullOf(mode), output: false, watched: false, last: false, pwm: undefined }
}

function pullOf(mode: PinMode | undefined): Wire['pull'] {
  if (mode === 'input_pullup' || mode === 'opendrain_pullup') return 'up'
  return mode === 'input_pulldown' ? 'down' : 'none'
}

function inputOf(mode: PinMode | undefined): PinMode {
  return mode === undefined || mode === 'output' || mode.startsWith('opendrain') ? 'input' : mode
}

/** An output has the level it is driven to; otherwise the outside decides, then the pull resistor, then the past. */
function levelOf(wire: Wire): boolean {
  if (wire.mode === 'output' || (wire.mode?.startsWith('opendrain') === true && !wire.output)) return wire.output
  return wire.outside ?? (wire.pull === 'none' ? wire.last : wire.pull === 'up')
}
