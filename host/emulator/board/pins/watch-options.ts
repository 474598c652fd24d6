/** The second and third argument of `setWatch` as the firmware reads them (FACTS 6): any value, few complaints. */
import type { Interpreter } from '../../interpreter.ts'
import { Bool, Num, Obj, Pin, Str, type Stored, type Value } from '../../values.ts'
import { BUTTON, pinNumber } from './pin-table.ts'

/** Debounce time of the button, in ms. */
const BUTTON_DEBOUNCE = 25

export interface WatchOptions {
  readonly repeat: boolean
  /** Microseconds as the firmware keeps them, in 32 bits; undefined without debouncing. */
  readonly debounce: number | undefined
  /** 1: rising, -1: falling, 0: both. */
  readonly edge: number
  readonly irq: boolean
  /** The pin that is read together with the watched one, or -1. */
  readonly data: number
}

const EDGES: Readonly<Record<string, number>> = { rising: 1, falling: -1, both: 0 }

/** What is to be watched on a pin; undefined when the edge is none. What is no object says whether to repeat. */
export function watchOptions(vm: Interpreter, given: Value, pin: number): WatchOptions | undefined {
  const isButton = pin === BUTTON
  const usual = isButton ? { debounce: BUTTON_DEBOUNCE * 1000, edge: 1 } : { debounce: undefined, edge: 0 }
  if (!(given instanceof Obj)) return { ...usual, repeat: vm.truth(given), irq: false, data: -1 }
  const option = (name: string): Value => given.find(name)?.value as Value
  const edge = option('edge') === undefined ? usual.edge : edgeOf(option('edge'))
  if (edge === undefined) return undefined
  return {
    repeat: vm.truth(option('repeat')),
    debounce: option('debounce') === undefined ? usual.debounce : microseconds(vm.toFloat(option('debounce'))),
    edge,
    irq: vm.truth(option('irq')),
    data: pinNumber(option('data')),
  }
}

/** Whole microseconds modulo 2^32: an hour and twelve minutes is none any more. */
function microseconds(ms: number): number | undefined {
  return ms > 0 ? Math.trunc(ms * 1000) | 0 : undefined
}

/** A name, or the sign of whatever counts as a number: of pins and booleans, too. */
function edgeOf(value: Value): number | undefined {
  if (value instanceof Str) return EDGES[value.text]
  const isNumber = typeof value === 'number' || value instanceof Num || value instanceof Bool || value instanceof Pin
  return isNumber ? Math.sign(Math.trunc(numberOf(value)) || 0) : undefined
}

/** The number in a member of a watch or timer; 0 when it is none. */
export function numberOf(value: Stored): number {
  if (typeof value === 'number') return value
  if (value instanceof Num) return value.value
  if (value instanceof Pin) return value.number
  return value instanceof Bool ? Number(value.value) : 0
}
