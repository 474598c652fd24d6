/**
 * What is around the processor: pins, buses, radio and sockets. They outlast the interpreter, whose restart resets what
 * the firmware resets; each new interpreter is given their functions and objects.
 */
import { Unimplemented } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { immediate, type NativeFunction, type NativeTable } from '../natives.ts'
import { float, str } from '../values.ts'
import { registerBuses } from './buses/bus-natives.ts'
import { Buses } from './buses/devices.ts'
import type { Clock } from './clock.ts'
import type { Console } from './console.ts'
import { type Esp32Host, type Radio, registerEsp32 } from './esp32-natives.ts'
import type { EventLoop } from './loop.ts'
import { registerNet } from './net/net-natives.ts'
import type { Network } from './net/network.ts'
import { SocketTable } from './net/socket-table.ts'
import { Sockets } from './net/sockets.ts'
import type { WifiHost } from './net/wifi-host.ts'
import { registerWifi, wifiEvents } from './net/wifi-natives.ts'
import { restoreWifi } from './net/wifi-settings.ts'
import { Wifi, type WifiOptions } from './net/wifi.ts'
import { registerPins } from './pins/pin-natives.ts'
import { Pins } from './pins/pins.ts'
import { Watches } from './pins/watches.ts'
import type { Wires } from './serial.ts'
import type { Woken } from './sleep.ts'
import type { Storage } from './storage.ts'

export interface PeripheralOptions {
  /** Who carries the bytes of sockets while Wi-Fi is up. Without one a board reaches its own ports only. */
  readonly network?: Network
  /** The networks in the air and how long joining one takes. */
  readonly wifi?: WifiOptions
}

/** What of the chip the peripherals need. */
export interface PeripheralHost {
  readonly clock: Clock
  readonly console: Console
  readonly storage: Storage
  readonly wires: Wires
  readonly vm: Interpreter
  readonly loop: EventLoop
}

/** What the peripherals can make the chip do. */
export interface ChipControl extends Pick<Esp32Host, 'eraseAndRestart' | 'restart' | 'sleep'> {
  wokenBy(): Woken
}

/** A call at a virtual time, in whole microseconds since power-on. */
interface Later {
  readonly due: number
  readonly act: () => void
}

/** Variables that the firmware gains when a radio part is off, and how many it can have (FACTS 1). */
const GAIN = { ble: 1800, wifi: 3900 }
const MOST_VARIABLES = 16_383
/** Numbers of the error that the far side says no, on Linux and on the chip. */
const LINUX_REFUSAL = 111
const CHIP_REFUSAL = 104
/** Where the network's own data are. */
const NETWORK = 'net'
const NETWORK_BYTES = 12
/** Serial lines besides the console's. */
const LINES = ['Serial2', 'Serial3']

/** Bluetooth is there, and none of it is modelled. */
const BLUETOOTH =
  'connect disconnect eraseBonds findDevices getAddress getAdvertisingData getBattery getSecurityStatus requestDevice ' +
  'restart sendHIDReport setAddress setAdvertising setConnectionInterval setLowPowerConnection setRSSIHandler setScan ' +
  'setScanResponse setSecurity setServices setTxPower setWhitelist sleep startBonding updateServices wake'

function bluetooth(): NativeTable {
  const missing = (name: string): NativeFunction => {
    return () => {
      throw new Unimplemented(`NRF.${name}`)
    }
  }
  return Object.fromEntries(BLUETOOTH.split(' ').map((name) => [name, missing(name)]))
}

export class Peripherals {
  readonly pins: Pins
  readonly watches: Watches
  readonly buses = new Buses()
  readonly wifi: Wifi
  /** Temperature of the chip. */
  celsius = 25
  private readonly radio: Radio = { ble: true, wifi: true }
  private readonly table: SocketTable
  private readonly wifiHost: WifiHost
  private sockets: Sockets | undefined
  private later: Later[] = []

  constructor(
    private readonly options: PeripheralOptions,
    private readonly chip: PeripheralHost,
    private readonly control: ChipControl,
  ) {
    const now = (): number => this.chip.clock.now()
    this.pins = new Pins(now)
    this.watches = new Watches({
      pins: this.pins,
      loop: () => chip.loop,
      wallAt: (micros) => chip.clock.wall() - now() + micros,
      warn: (message) => this.warn(message),
    })
    this.pins.onEdge = (edge) => chip.wires.ring.pushWatch(this.watches.eventOf(edge))
    this.buses.receive = (device, bytes) => chip.wires.inject(device, bytes)
    this.table = new SocketTable({
      outside: () => (this.wifi.isUp ? this.options.network : undefined),
      ms: () => this.ms,
      complain: (message) => this.chip.loop.warn(message),
      refusal: () => (this.isLinux ? LINUX_REFUSAL : CHIP_REFUSAL),
    })
    this.wifi = new Wifi(
      options.wifi ?? {},
      now,
      wifiEvents(() => this.wifiHost),
    )
    this.wifiHost = this.makeWifiHost()
  }

  private get isLinux(): boolean {
    return this.chip.vm.board === 'LINUX'
  }

  /** Virtual milliseconds. */
  private get ms(): number {
    return this.chip.clock.now() / 1000
  }

  /** How many variables there are, when there are `vars` with all radio parts on. */
  varsFrom(vars: number): number {
    const { ble, wifi } = this.radio
    return ble && wifi ? vars : Math.min(MOST_VARIABLES, vars + (ble ? 0 : GAIN.ble) + (wifi ? 0 : GAIN.wifi))
  }

  /** Before the first interpreter since power came. */
  powerOn(): void {
    this.wifi.restart()
  }

  /** After the boot files: what was saved of Wi-Fi comes back. */
  restore(): void {
    if (this.radio.wifi) restoreWifi(this.wifiHost)
  }

  /** Closes the sockets of the program: it is going to be saved or replaced. */
  kill(): void {
    this.sockets?.kill()
  }

  /** A new interpreter: sockets and watches of the old one are closed, pins are as after a reset. */
  renew(): void {
    this.kill()
    this.pins.reset()
    this.later = []
    const { chip } = this
    const { vm, loop } = chip
    this.sockets = new Sockets(loop, this.table)
    registerWifi(vm.natives, this.wifiHost)
    registerNet(vm.natives, {
      table: this.table,
      isOnline: () => {
        this.createNetwork()
        return this.radio.wifi
      },
      complain: (message) => loop.warn(message),
      warn: (message) => this.warn(message),
    })
    const now = (): number => chip.clock.now()
    registerPins(vm.natives, { pins: this.pins, now, waitUntil: (micros) => chip.clock.waitUntil(micros) })
    registerBuses(vm.natives, { buses: this.buses, pins: this.pins, ms: () => this.ms })
    registerEsp32(vm.natives, this.esp32Host())
    this.registerOthers()
    if (!this.isLinux) this.createNetwork()
  }

  /** Bytes of the program for a serial line other than the console's; false when it is none. */
  transmit(device: string, bytes: Iterable<number>): boolean {
    if (!LINES.includes(device)) return false
    this.buses.serial(device)?.([...bytes], this.ms)
    return true
  }

  /** One pass; true when something happened. */
  idle(): boolean {
    this.createNetwork()
    const pins = this.pins.advance()
    const wifi = this.wifi.advance()
    const called = this.callDue()
    return (this.sockets?.idle() ?? false) || pins || wifi || called
  }

  /** When something happens by itself, in microseconds since power-on. */
  nextEvent(): number {
    const calls = this.later.reduce((soonest, { due }) => Math.min(soonest, due), Infinity)
    return Math.min(this.pins.next(), calls, this.wifi.next(), Math.round(this.table.nextArrival() * 1000))
  }

  /** The network's own data: 12 bytes in the hidden root. The chip makes it at boot, the Linux build when it is first idle. */
  private createNetwork(): void {
    const { hidden } = this.chip.vm
    if (this.radio.wifi && hidden.find(NETWORK) === undefined) hidden.put(NETWORK, str('\0'.repeat(NETWORK_BYTES)))
  }

  private registerOthers(): void {
    const { natives } = this.chip.vm
    const lines = LINES.map((name) => [name, immediate((vm) => vm.device(name, 'Serial'))] as const)
    natives.functions({
      ...Object.fromEntries(lines),
      setWatch: this.watches.set,
      clearWatch: this.watches.clear,
    })
    natives.object('NRF', { construct: () => undefined, statics: bluetooth() })
    natives.object('E', {
      statics: {
        // the sensor counts whole degrees Fahrenheit in a byte
        getTemperature: () => float(Math.min(255, Math.max(0, Math.round(this.celsius * 1.8 + 32)))),
        getAnalogVRef: () => {
          this.chip.loop.warn('>> jshReadVRef Not implemented')
          return float(NaN)
        },
      },
    })
  }

  private warn(message: string): void {
    this.chip.console.print(`WARNING: ${message}\n`)
  }

  private callDue(): boolean {
    const now = this.chip.clock.now()
    const due = this.later.filter((each) => each.due <= now)
    this.later = this.later.filter((each) => !due.includes(each))
    for (const { act } of due) act()
    return due.length > 0
  }

  private makeWifiHost(): WifiHost {
    const { chip } = this
    return {
      wifi: this.wifi,
      storage: chip.storage,
      enqueue: (target, callback, args) => chip.loop.queue.push(target, callback, args),
      vm: () => chip.vm,
      resolve: (name) => this.table.resolve(name),
      later: (ms, act) => this.later.push({ due: chip.clock.now() + Math.round(ms * 1000), act }),
    }
  }

  private esp32Host(): Esp32Host {
    const { chip, control } = this
    return {
      radio: this.radio,
      eraseAndRestart: () => control.eraseAndRestart(),
      restart: () => control.restart(),
      sleep: (wake) => control.sleep(wake),
      lightSleep: (ms) => {
        chip.clock.waitUntil(chip.clock.now() + ms * 1000)
        chip.loop.timers.skip()
      },
      wokenBy: () => control.wokenBy(),
      log: (text) =>
        chip.wires.transmit(
          'Serial1',
          Array.from(text, (char) => char.charCodeAt(0)),
        ),
    }
  }
}
