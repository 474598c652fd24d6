/**
 * One emulated board as the host sees it: a serial line, a reset button, virtual time.
 *
 * Time is virtual and chance is seeded: the same calls in the same order give the same bytes. Time passes while code
 * runs (a fixed number of nanoseconds an instruction) and while the board waits in `advance` or `runUntilIdle`.
 */
import type { Interpreter, Outcome } from '../interpreter.ts'
import { allocation } from '../values.ts'
import { Chip, type ChipOptions } from './chip.ts'
import type { Buses } from './buses/devices.ts'
import type { PowerSupply } from './flash.ts'
import type { Wifi } from './net/wifi.ts'
import type { Pins } from './pins/pins.ts'
import type { Storage } from './storage.ts'

export interface BoardOptions extends ChipOptions {
  /** Virtual milliseconds that code may run beyond the end of a wait, its flash not counted, before `Stalled` is thrown; 10,000 unless given. */
  readonly patienceMs?: number
  /** Called now and then while code runs, its output sent: a board that is spoken to live gets its input here. */
  readonly whileRunning?: () => void
}

/** Thrown out of a wait when a callback does not come to an end. Only `reset` helps then. */
export class Stalled extends Error {
  constructor(ms: number) {
    super(`the program has been running for ${ms} ms longer than it was given, without giving control back`)
  }
}

export class Board {
  private readonly chip: Chip
  private readonly patience: number
  private readonly listeners: ((bytes: Uint8Array) => void)[] = []
  private readonly whileRunning: (() => void) | undefined
  private output: number[] = []
  private busy = false
  /** In microseconds since power-on, without those of the flash, which come to an end. */
  private limit = Infinity
  private peak = 0
  /** The last count of variables, and how many had been allocated by then. */
  private counted = { used: 0, at: 0 }

  /** A board without power: call `boot` first. */
  constructor(options: BoardOptions = {}) {
    this.patience = (options.patienceMs ?? 10_000) * 1000
    this.whileRunning = options.whileRunning
    this.chip = new Chip(
      options,
      (byte) => this.output.push(byte),
      () => this.poll(),
    )
  }

  /** The interpreter at work; a restart makes a new one. */
  get vm(): Interpreter {
    return this.chip.vm
  }

  get storage(): Storage {
    return this.chip.storage
  }

  /** The pins from outside: what drives them, and what the program does to them. */
  get pins(): Pins {
    return this.chip.peripherals.pins
  }

  /** The buses from outside: what is connected to them. */
  get buses(): Buses {
    return this.chip.peripherals.buses
  }

  /** The radio from outside. */
  get wifi(): Wifi {
    return this.chip.peripherals.wifi
  }

  /** The temperature of the chip in degrees Celsius; the program reads it in steps of the sensor. */
  set temperature(celsius: number) {
    this.chip.peripherals.celsius = celsius
  }

  /** Instructions executed since power-on. */
  get instructions(): number {
    return this.chip.instructions
  }

  /** Virtual milliseconds since the board was made. */
  get ms(): number {
    return this.chip.clock.now() / 1000
  }

  /** Virtual milliseconds of these in which the interpreter waited for the flash. */
  get flashMs(): number {
    return this.chip.flashWaits.total / 1000
  }

  /** Virtual milliseconds at which something happens by itself; now when there is something left to do, or Infinity. */
  get nextMs(): number {
    return this.busy ? this.ms : this.nextEvent() / 1000
  }

  /** Bytes from the host that the board has not read yet. */
  get waiting(): number {
    return this.chip.wires.waiting
  }

  /** Bytes from the host that were lost because nobody read them in time. */
  get lost(): number {
    return this.chip.wires.lost
  }

  /** The host speaks at another speed, in bits a second; of no effect on a line without one. */
  set hostBaud(baud: number) {
    this.chip.wires.setHostBaud(baud)
  }

  /** Decides how much of each flash operation happens before power fails; see PowerSupply. */
  set supply(supply: PowerSupply) {
    this.chip.flash.supply = supply
  }

  /** Variables: in use now, the most seen, and in all. */
  vars(): { used: number; peak: number; total: number } {
    const { heap } = this.vm
    const used = Math.min(heap.usage(), heap.total)
    this.counted = { used, at: allocation.count }
    this.peak = Math.max(this.peak, heap.peak)
    return { used, peak: this.peak, total: heap.total }
  }

  /**
   * After so many more instructions `act` is called, in the middle of whatever runs then, restarts or not; what it throws ends the run (a reset, say).
   * One at a time: a second one takes the place of the first.
   */
  strike(instructions: number, act: () => void): void {
    this.chip.blows.strike(this.chip.instructions + instructions, act)
  }

  /** The allocation after so many more finds no memory, once; `onFail` is told when it does. One at a time. */
  failMemory(allocations: number, onFail: () => void = () => undefined): void {
    this.chip.blows.failMemory(allocations, onFail)
  }

  /** Calls `listener` with whatever the board sends to the host. */
  onOutput(listener: (bytes: Uint8Array) => void): void {
    this.listeners.push(listener)
  }

  /** Sends bytes to the board; of text the low byte of each character. */
  input(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? Array.from(data, (char) => char.charCodeAt(0) & 255) : data
    this.chip.wires.send(bytes, this.chip.clock.now())
  }

  /** Power-on: boot files, banner, prompt. Without `autoload` the program in `.bootcde` is left out. */
  boot(autoload = true): void {
    this.guarded(this.chip.clock.now(), () => this.chip.powerOn(autoload))
  }

  /** The reset line: everything but flash is lost, and bytes already on the wire still arrive. */
  reset(): void {
    this.chip.wires.restart()
    this.boot()
  }

  /** Lets `ms` virtual milliseconds pass. */
  advance(ms: number): void {
    this.runUntil(this.chip.clock.now() + ms * 1000, () => false)
  }

  /**
   * Runs until nothing is left to do (no input, no timer) or `limitMs` have passed; true when idle. `onPass` is called
   * with every pass of the event loop, and may end the run by what it throws.
   */
  runUntilIdle(limitMs: number, onPass?: () => void): boolean {
    const { chip } = this
    return this.runUntil(chip.clock.now() + limitMs * 1000, () => chip.isQuiet, onPass)
  }

  /** Executes text as a whole, not as a line of the console, within `limitMs`; errors are told, not printed. */
  execute(text: string, name: string, limitMs: number): Outcome {
    return this.guarded(this.chip.clock.now() + limitMs * 1000 - this.patience, () => this.vm.execute(text, name))
  }

  /** Shows text on the console, as a program would; the prompt is back after the next pass. */
  say(text: string): void {
    this.chip.console.print(text)
    this.flush()
  }

  /** Calls the listeners for uncaught exceptions with undefined; what the console shows then is returned, not sent. */
  offerUncaught(): string {
    return this.said(({ loop }) => {
      if (loop.runListeners('process', 'uncaughtException', [undefined])) loop.report()
    })
  }

  /** What the console shows while the chip does something; it is returned, not sent. */
  said(act: (chip: Chip) => void): string {
    this.flush()
    act(this.chip)
    const said = String.fromCharCode(...this.output).replaceAll('\r\n', '\n')
    this.output = []
    return said
  }

  private runUntil(target: number, done: () => boolean, onPass?: () => void): boolean {
    const { clock } = this.chip
    return this.guarded(target, () => {
      for (;;) {
        onPass?.()
        const over = clock.now() >= target
        const busy = this.pass()
        if (!busy && done()) return true
        if (over) return false
        // a pass takes time as well: whatever is due, time goes on
        if (!busy) clock.waitUntil(Math.min(target, Math.max(this.nextEvent(), clock.now() + 1)))
      }
    })
  }

  private pass(): boolean {
    // what throws out of a pass leaves the rest of it to do
    this.busy = true
    const busy = this.chip.pass()
    if (busy) this.watchPeak()
    this.flush()
    return (this.busy = busy)
  }

  /** Counts variables when there may be more of them than ever before: counting takes time. */
  private watchPeak(): void {
    if (this.counted.used + allocation.count - this.counted.at > this.peak) this.vars()
  }

  /** When something happens by itself, in microseconds since power-on. */
  private nextEvent(): number {
    return this.chip.nextEvent()
  }

  private guarded<T>(target: number, act: () => T): T {
    const before = this.limit
    this.limit = target - this.chip.flashWaits.total + this.patience
    try {
      return act()
    } finally {
      this.limit = before
      this.flush()
    }
  }

  private poll(): void {
    if (this.whileRunning !== undefined) {
      this.flush()
      this.whileRunning()
    }
    if (this.chip.clock.now() - this.chip.flashWaits.total > this.limit) throw new Stalled(this.patience / 1000)
  }

  private flush(): void {
    if (this.output.length === 0) return
    const bytes = Uint8Array.from(this.output)
    this.output = []
    for (const listener of this.listeners) listener(bytes)
  }
}
