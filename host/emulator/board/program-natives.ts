/**
 * What a program can ask about itself and its processor (FACTS 1, 5.1): its state as text, its hidden variables, addresses
 * of its values, and the chip's clocks, of which an ESP32 tells next to nothing.
 */
import { Unimplemented } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { immediate, type NativeFunction, type NativeRegistry } from '../natives.ts'
import { float, FLAT_FROM, int, Obj, Str, str, type Value, Var, View, wide } from '../values.ts'
import { dumpText, type DumpHost } from './dump.ts'
import { editFunction } from './edit.ts'
import type { Flash } from './flash.ts'
import { textOf } from './storage-natives.ts'

/** The partition that is mapped into memory, as addresses of flash. */
const MAPPED_FROM = 0x320000
const MAPPED_TO = 0x400000
/** Addresses of the chip's data memory. */
const MEMORY_FROM = 0x3ffb0000
/** Characters of a string that fit into one variable. */
const IN_ONE_VARIABLE = 9
/** What the firmware reckons the processor to take, in microamperes. */
const PROCESSOR_MICROAMPERES = 20000

export interface ProgramHost {
  readonly flash: Flash
  dumpHost(): DumpHost
  /** Puts text into the input line. */
  replaceLine(text: string): void
}

export function registerProgram(natives: NativeRegistry, host: ProgramHost): void {
  natives.functions({
    dump: (vm) => {
      vm.host.print(dumpText(vm, host.dumpHost()))
      return undefined
    },
    edit: editFunction((text) => host.replaceLine(text)),
    setBusyIndicator: indicator('setBusyIndicator'),
    setSleepIndicator: indicator('setSleepIndicator'),
  })
  natives.object('E', {
    statics: {
      dumpStr: (vm) => str(dumpText(vm, host.dumpHost())),
      internal: immediate((vm) => vm.hidden),
      memoryArea: memoryArea(host.flash),
      getAddressOf: addresses(),
      asm: replaced('asm'),
      compiledC: replaced('compiledC'),
      getAnalogVRef: (vm) => {
        complain(vm, 'jshReadVRef')
        return float(NaN)
      },
      getClock: () => undefined,
      setClock: (vm) => {
        complain(vm, 'jshSetSystemClock')
        return 0
      },
      getPowerUsage: powerUsage,
    },
  })
}

/** The port of the firmware to this chip lacks a function. */
function complain(vm: Interpreter, what: string): void {
  vm.host.onError?.()
  vm.host.print(`ERROR: >> ${what} Not implemented\n`)
}

/** What the upload tools put something else for. */
function replaced(name: string): NativeFunction {
  return (vm) => {
    throw vm.error('Error', `'E.${name}' calls should have been replaced by the Espruino tools before upload`)
  }
}

/** A pin that shows what the interpreter does is not modelled; to have none is. */
function indicator(name: string): NativeFunction {
  return (_vm, _self, [pin]) => {
    if (pin !== undefined) throw new Unimplemented(`${name}(pin)`)
    return undefined
  }
}

/** A window on the part of flash that is mapped; the firmware would give any memory of the chip. */
function memoryArea(flash: Flash): NativeFunction {
  return (vm, _self, [address, length]) => {
    const from = vm.toInt(address)
    const size = vm.toInt(length)
    if (from === 0 || size < 0) return undefined
    if (size === 0) return str('')
    if (from < MAPPED_FROM || from + size > MAPPED_TO) throw new Unimplemented(`E.memoryArea(${from}, ${size})`)
    return new Str(textOf(flash.read(from, size)), 'native')
  }
}

/**
 * Addresses to tell values apart and to see whether their data lie in one piece: for the second argument true, 0 says
 * that they do not. There is nothing at them.
 */
function addresses(): NativeFunction {
  const given = new WeakMap<Var, number>()
  let next = MEMORY_FROM
  return (_vm, _self, [value, ofData]) => {
    if (value === undefined || (_vm.truth(ofData) && !isInOnePiece(value))) return 0
    if (!(value instanceof Var)) return wide((next += 16))
    const known = given.get(value) ?? (next += 16)
    given.set(value, known)
    return wide(known)
  }
}

function isInOnePiece(value: Value): boolean {
  if (value instanceof Str) return value.layout !== 'linked' || value.length <= IN_ONE_VARIABLE
  if (!(value instanceof View)) return false
  const { data, lender } = value.bytes
  if (data.length <= IN_ONE_VARIABLE) return true
  return lender === undefined ? data.length > FLAT_FROM : lender.layout !== 'linked'
}

const powerUsage: NativeFunction = () => {
  const devices = new Obj()
  devices.add('CPU', int(PROCESSOR_MICROAMPERES))
  const usage = new Obj()
  usage.add('device', devices)
  usage.add('total', float(PROCESSOR_MICROAMPERES))
  return usage
}
