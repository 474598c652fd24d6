/** `I2C1`, `I2C2`, `SPI1` and `SPI2` (FACTS 1): transfers go to the devices that were attached. */
import { Unimplemented } from '../../errors.ts'
import type { Interpreter } from '../../interpreter.ts'
import { immediate, type NativeFunction, type NativeRegistry } from '../../natives.ts'
import { Bool, Num, Obj, Pin, Str, str, wide, type Value } from '../../values.ts'
import { uint8Array } from '../built-ins.ts'
import { bytesOf } from '../bytes.ts'
import { configOptions } from '../config-options.ts'
import { output } from '../pins/pin-natives.ts'
import { pinNumber } from '../pins/pin-table.ts'
import type { Pins } from '../pins/pins.ts'
import type { Buses } from './devices.ts'

export interface BusHost {
  readonly buses: Buses
  readonly pins: Pins
  /** Virtual milliseconds. */
  ms(): number
}

/** Input of an SPI bus, if the program names none. */
const MISO: Readonly<Record<string, number>> = { SPI1: 12, SPI2: 19 }
/** Fewest bits a second. */
const SLOWEST = 100
/** What the driver answers before `setup`. */
const NOT_INSTALLED = 259

export function registerBuses(natives: NativeRegistry, host: BusHost): void {
  const set = new Set<string>()
  const device = (name: string, className: string): ReturnType<typeof immediate> =>
    immediate((vm) => vm.device(name, className))
  natives.functions({
    I2C1: device('I2C1', 'I2C'),
    I2C2: device('I2C2', 'I2C'),
    SPI1: device('SPI1', 'SPI'),
    SPI2: device('SPI2', 'SPI'),
  })
  natives.object('I2C', {
    construct: missing('I2C in software'),
    prototype: i2c(host, set),
    statics: { find: missing('I2C.find') },
  })
  natives.object('SPI', {
    construct: missing('SPI in software'),
    prototype: spi(host),
    statics: { find: missing('SPI.find') },
  })
}

function missing(what: string): NativeFunction {
  return () => {
    throw new Unimplemented(what)
  }
}

function nameOf(self: Value): string {
  const name = self instanceof Obj ? self.device : undefined
  if (name === undefined) throw new Unimplemented('buses in software')
  return name
}

function remember(self: Value, options: Value): void {
  if (!(self instanceof Obj)) return
  if (options === undefined) self.remove('_options')
  else self.put('_options', options)
}

// --------------------------------------------------------------------------------------------------- I2C

function i2c(host: BusHost, set: Set<string>): Record<string, NativeFunction> {
  const ready = (vm: Interpreter, self: Value, caller: string): string => {
    const name = nameOf(self)
    if (!set.has(name)) vm.raise('Error', `${caller}:, unknown error code ${NOT_INSTALLED}`)
    return name
  }
  const write = (vm: Interpreter, self: Value, address: number, bytes: readonly number[]): void => {
    const device = host.buses.i2c(ready(vm, self, 'jshI2CWrite'), address)
    if (device === undefined || device.write(bytes, host.ms()) === false)
      vm.raise('Error', "jshI2CWrite: slave doesn't ACK the transfer")
  }
  const read = (vm: Interpreter, self: Value, address: number, count: number): Value => {
    if (count <= 0) return undefined
    const device = host.buses.i2c(ready(vm, self, 'jshI2CRead'), address)
    if (device === undefined) return vm.raise('Error', "jshI2CRead: slave doesn't ACK the transfer")
    const bytes = new Uint8Array(count).fill(255)
    bytes.set(device.read(count, host.ms()).slice(0, count))
    return uint8Array(vm, bytes)
  }
  return {
    setup: (vm, self, [options]) => {
      const name = nameOf(self)
      const rate = configOptions(vm, options, ['scl', 'sda', 'bitrate'])('bitrate')
      if (rate !== undefined && vm.toInt(rate) < SLOWEST) vm.raise('Error', 'Invalid I2C bitrate')
      set.add(name)
      remember(self, options)
      return undefined
    },
    writeTo: (vm, self, [address, ...data]) => {
      const bytes = data.flatMap((each) => bytesOf(vm, each))
      if (bytes.length > 0) write(vm, self, addressOf(vm, address), bytes)
      return undefined
    },
    readFrom: (vm, self, [address, count]) => read(vm, self, addressOf(vm, address), vm.toInt(count)),
    readReg: (vm, self, [address, register, count]) => {
      const number = vm.toInt(address) & 0x7f
      write(vm, self, number, [vm.toInt(register) & 255])
      return read(vm, self, number, vm.toInt(count))
    },
  }
}

/** An address, or `{address, stop}`; seven bits of it go over the bus. */
function addressOf(vm: Interpreter, value: Value): number {
  return vm.toInt(value instanceof Obj ? (value.find('address')?.value as Value) : value) & 0x7f
}

// --------------------------------------------------------------------------------------------------- SPI

function spi(host: BusHost): Record<string, NativeFunction> {
  const { buses, pins } = host
  const transfer = (self: Value, bytes: readonly number[], select: number): number[] => {
    const name = nameOf(self)
    if (select >= 0) output(pins, select, false)
    // nobody drives the line: it reads as its pin does
    const idle = pins.level(misoOf(self, name)) ? 255 : 0
    const answer = buses.spi(name, select)?.transfer(bytes, host.ms()) ?? []
    if (select >= 0) output(pins, select, true)
    return bytes.map((_, at) => (answer[at] ?? idle) & 255)
  }
  return {
    setup: (vm, self, [options]) => {
      const order = options instanceof Obj ? (options.find('order')?.value as Value) : undefined
      const baud = options instanceof Obj ? (options.find('baud')?.value as Value) : undefined
      if (order !== undefined && !(order instanceof Str && ['msb', 'lsb'].includes(order.text)))
        vm.raise('Error', "SPI order should be 'msb' or 'lsb'")
      if (baud !== undefined && vm.toInt(baud) < SLOWEST) vm.raise('Error', 'Invalid SPI baud rate')
      // the firmware complains of others, but keeps them
      remember(self, options)
      configOptions(vm, options, ['sck', 'miso', 'mosi', 'baud', 'mode', 'order', 'bits'])
      return undefined
    },
    send: (vm, self, [data, select]) => {
      const bytes = bytesOf(vm, data)
      const answer = transfer(self, bytes, pinNumber(select))
      if (isNumeric(data)) return wide(answer[0])
      return data instanceof Str ? str(String.fromCharCode(...answer)) : uint8Array(vm, Uint8Array.from(answer))
    },
    write: (vm, self, args) => {
      const last = args.at(-1)
      const select = last instanceof Pin ? last.number : -1
      const data = last instanceof Pin ? args.slice(0, -1) : args
      transfer(
        self,
        data.flatMap((each) => bytesOf(vm, each)),
        select,
      )
      return undefined
    },
    send4bit: missing('SPI.send4bit'),
    send8bit: missing('SPI.send8bit'),
  }
}

function isNumeric(data: Value): boolean {
  return typeof data === 'number' || data instanceof Num || data instanceof Bool || data instanceof Pin
}

function misoOf(self: Value, name: string): number {
  const options = self instanceof Obj ? self.find('_options')?.value : undefined
  const chosen = options instanceof Obj ? pinNumber(options.find('miso')?.value as Value) : -1
  return chosen < 0 ? MISO[name] : chosen
}
