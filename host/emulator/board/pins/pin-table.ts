/** The pins of the ESP32 board (FACTS 1): 40 of them, D0 to D39, and what each can do besides. */
import { Num, Pin, Str, type Value } from '../../values.ts'

export const PIN_COUNT = 40

/** Global names of pins; a button pressed pulls its pin down, and the firmware turns that round. */
export const ALIASES: Readonly<Record<string, number>> = { LED: 2, LED1: 2, BTN: 0, BTN1: 0 }
export const BUTTON = 0

/** Pins that the flash memory is connected to, and one by mistake: no watch is set on them. */
export function canWatch(pin: number): boolean {
  return pin < 6 || pin > 12
}

/** Pulled up after a reset. */
export function isPulledUpAtReset(pin: number): boolean {
  return pin === 0 || (pin >= 12 && pin <= 15) || pin === 18 || pin === 19 || isPulledUpHigh(pin)
}

function isPulledUpHigh(pin: number): boolean {
  return pin === 21 || pin === 22 || (pin >= 25 && pin <= 27) || pin >= 34
}

/** Channel of the first converter, by pin; the second is not used by the firmware. */
const CHANNELS: Readonly<Record<number, number>> = { 36: 0, 37: 1, 38: 2, 39: 3, 32: 4, 33: 5, 34: 6, 35: 7 }

export function analogChannel(pin: number): number | undefined {
  return CHANNELS[pin]
}

/** Pins with a converter to an analog voltage of their own. */
export function hasDac(pin: number): boolean {
  return pin === 25 || pin === 26
}

/** A peripheral that can use a pin: its name, what the pin is to it, and the number of the connection. */
export type PinFunction = readonly [device: string, type: string, connection: number]

const FUNCTIONS: Readonly<Record<number, readonly PinFunction[]>> = {
  1: [['USART1', 'TX', 0]],
  3: [['USART1', 'RX', 0]],
  4: [['USART2', 'TX', 0]],
  5: [['USART2', 'RX', 0]],
  12: [['SPI1', 'MISO', 0]],
  13: [['SPI1', 'MOSI', 0]],
  14: [['SPI1', 'SCK', 0]],
  16: [
    ['USART3', 'RX', 0],
    ['I2C2', 'SCL', 1],
  ],
  17: [
    ['USART3', 'TX', 0],
    ['I2C2', 'SDA', 1],
  ],
  18: [['SPI2', 'SCK', 0]],
  19: [['SPI2', 'MISO', 0]],
  21: [['I2C1', 'SDA', 0]],
  22: [['I2C1', 'SCL', 0]],
  23: [['SPI2', 'MOSI', 0]],
  25: [['DAC1', 'CH1', 0]],
  26: [['DAC1', 'CH2', 0]],
}

export function pinFunctions(pin: number): readonly PinFunction[] {
  return FUNCTIONS[pin] ?? []
}

/** Pins that can wake the chip from deep sleep. */
const WAKING = [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 37, 39]

export function canWake(pin: number): boolean {
  return WAKING.includes(pin)
}

/** The number of the pin that a value stands for: a pin, its number or its name; -1 when it is none. */
export function pinNumber(value: Value): number {
  const number = value instanceof Pin ? value.number : value instanceof Str ? named(value.text) : integerOf(value)
  return number >= 0 && number < PIN_COUNT ? number : -1
}

function named(text: string): number {
  return /^D\d{1,2}$/.test(text) ? Number(text.slice(1)) : -1
}

function integerOf(value: Value): number {
  if (typeof value === 'number') return value
  return value instanceof Num && !value.isFloat ? value.value : -1
}
