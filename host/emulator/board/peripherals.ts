/**
 * What is around the processor: pins, buses, radio and sockets. They outlast the interpreter, whose restart resets what
 * the firmware resets; each new interpreter is given their functions and objects.
 */
import type { Interpreter } from '../interpreter.ts'
import type { Clock } from './clock.ts'
import type { Console } from './console.ts'
import type { EventLoop } from './loop.ts'
import { registerNet } from './net/net-natives.ts'
import type { Network } from './net/network.ts'
import { SocketTable } from './net/socket-table.ts'
import { Sockets } from './net/sockets.ts'
import { registerWifi, restoreWifi, wifiEvents, type WifiHost } from './net/wifi-natives.ts'
import { Wifi, type WifiOptions } from './net/wifi.ts'
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
  readonly vm: Interpreter
  readonly loop: EventLoop
}

/** A call at a virtual time, in ms. */
interface Later {
  readonly due: number
  readonly act: () => void
}

export class Peripherals {
  readonly wifi: Wifi
  private readonly table: SocketTable
  private readonly wifiHost: WifiHost
  private sockets: Sockets | undefined
  private later: Later[] = []

  constructor(
    private readonly options: PeripheralOptions,
    private readonly chip: PeripheralHost,
  ) {
    this.table = new SocketTable({
      outside: () => (this.wifi.isUp ? this.options.network : undefined),
      ms: () => this.ms,
      complain: (message) => this.chip.loop.warn(message),
    })
    this.wifi = new Wifi(
      options.wifi ?? {},
      () => this.ms,
      wifiEvents(() => this.wifiHost),
    )
    this.wifiHost = {
      wifi: this.wifi,
      storage: chip.storage,
      enqueue: (target, callback, args) => chip.loop.queue.push(target, callback, args),
      vm: () => chip.vm,
      resolve: (name) => this.table.resolve(name),
      later: (ms, act) => this.later.push({ due: this.ms + ms, act }),
    }
  }

  /** Virtual milliseconds. */
  private get ms(): number {
    return this.chip.clock.now() / 1000
  }

  /** Before the first interpreter since power came. */
  powerOn(): void {
    this.wifi.restart()
  }

  /** After the boot files: what was saved of Wi-Fi comes back. */
  restore(): void {
    restoreWifi(this.wifiHost)
  }

  /** A new interpreter: sockets of the old one are closed. */
  renew(): void {
    this.sockets?.kill()
    this.later = []
    const { vm, loop } = this.chip
    this.sockets = new Sockets(loop, this.table)
    registerWifi(vm.natives, this.wifiHost)
    registerNet(vm.natives, {
      table: this.table,
      isOnline: () => true,
      complain: (message) => loop.warn(message),
      warn: (message) => this.chip.console.print(`WARNING: ${message}\n`),
    })
  }

  /** One pass; true when something happened. */
  idle(): boolean {
    const wifi = this.wifi.advance()
    const called = this.callDue()
    return (this.sockets?.idle() ?? false) || wifi || called
  }

  /** When something happens by itself, in microseconds since power-on. */
  nextEvent(): number {
    const calls = this.later.reduce((soonest, { due }) => Math.min(soonest, due), Infinity)
    return Math.min(calls, this.wifi.next(), this.table.nextArrival()) * 1000
  }

  private callDue(): boolean {
    const due = this.later.filter((each) => each.due <= this.ms)
    this.later = this.later.filter((each) => !due.includes(each))
    for (const { act } of due) act()
    return due.length > 0
  }
}
