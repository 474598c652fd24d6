/** The `ESP32` object (FACTS 1): radio parts on and off, restarts, sleep and what woke the chip. */
import { Interrupt, Unimplemented } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, bool, Obj, str, wide, type Value } from '../values.ts'
import type { Woken } from './sleep.ts'
import { canWake, pinNumber } from './pins/pin-table.ts'

/** What ends a sleep. */
export type Wake =
  | { readonly kind: 'timer'; readonly micros: number }
  | { readonly kind: 'ext0'; readonly pin: number; readonly level: boolean }
  | { readonly kind: 'ext1'; readonly pins: readonly number[]; readonly any: boolean }

/** Which radio parts are on. The choice outlives everything but a new board. */
export interface Radio {
  ble: boolean
  wifi: boolean
}

/** What woke the chip: numbers as programs get them. */
export const WAKE_CAUSES = { none: 0, ext0: 2, ext1: 3, timer: 4 } as const

export interface Esp32Host {
  readonly radio: Radio
  /** Erases saved code and restarts; the chip does it at once. */
  eraseAndRestart(): void
  restart(): void
  sleep(wake: Wake): void
  /** Stops everything for so many virtual milliseconds; timers stand still. */
  lightSleep(ms: number): void
  /** Why the chip is running. */
  wokenBy(): Woken
  /** Prints as the libraries of the chip do, on the first serial line. */
  log(text: string): void
}

/** Heap that the firmware leaves to the libraries when it takes memory for variables. */
const FREE_HEAP = 40_000

export function registerEsp32(natives: NativeRegistry, host: Esp32Host): void {
  const choose = (part: keyof Radio): NativeFunction => {
    return (vm, _self, [on]) => {
      host.radio[part] = vm.truth(on)
      host.eraseAndRestart()
      return stop()
    }
  }
  natives.object('ESP32', {
    construct: () => undefined,
    statics: {
      enableBLE: choose('ble'),
      enableWifi: choose('wifi'),
      getState: () => state(host.radio),
      reboot: () => {
        host.restart()
        return stop()
      },
      ...sleeping(host),
      setAtten: (vm, _self, [_pin, range]) => {
        host.log(`Atten:${vm.toInt(range)}\r\n`)
        return undefined
      },
      setBLE_Debug: missing('ESP32.setBLE_Debug'),
      setOTAValid: missing('ESP32.setOTAValid'),
    },
  })
}

function sleeping(host: Esp32Host): Record<string, NativeFunction> {
  const sleep = (wake: Wake): Value => {
    host.sleep(wake)
    return stop()
  }
  return {
    deepSleep: (vm, _self, [micros]) => sleep({ kind: 'timer', micros: Math.max(0, vm.toInt(micros)) }),
    deepSleepExt0: (vm, _self, [pin, level]) =>
      sleep({ kind: 'ext0', pin: wakingPin(vm, pin), level: vm.toInt(level) !== 0 }),
    deepSleepExt1: (vm, _self, [given, mode]) => {
      const all = given instanceof Arr ? given.indices().map((at) => given.at(at) as Value) : [given]
      const pins = all.map((pin) => wakingPin(vm, pin))
      const number = vm.toInt(mode)
      if (number < 0 || number > 1) vm.raise('Error', `Invalid mode (${number})!`)
      return sleep({ kind: 'ext1', pins, any: number === 1 })
    },
    lightSleep: (vm, _self, [ms]) => {
      if (vm.toInt(ms) > 0) host.lightSleep(vm.toInt(ms))
      return undefined
    },
    getWakeupCause: () => WAKE_CAUSES[host.wokenBy().cause],
    getWakeupPin: (vm) => {
      const { pin } = host.wokenBy()
      return pin === undefined ? undefined : vm.touch(`D${pin}`)?.value
    },
  }
}

/** What the chip does from here on is not the program's any more. */
function stop(): never {
  throw new Interrupt('off')
}

function wakingPin(vm: Interpreter, value: Value): number {
  const pin = pinNumber(value)
  return canWake(pin) ? pin : vm.raise('Error', 'Invalid pin')
}

function state(radio: Radio): Obj {
  const found = new Obj()
  found.put('sdkVersion', str('v3.1'))
  found.put('freeHeap', wide(FREE_HEAP))
  found.put('BLE', bool(radio.ble))
  found.put('Wifi', bool(radio.wifi))
  found.put('minHeap', wide(FREE_HEAP))
  return found
}

function missing(what: string): NativeFunction {
  return () => {
    throw new Unimplemented(what)
  }
}
