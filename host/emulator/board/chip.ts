/**
 * The inside of a board: flash, storage, serial line, console and clock, which last, and the interpreter with its
 * event loop, which every reset and `load()` replaces (FACTS 5, 6).
 */
import { Interpreter } from '../interpreter.ts'
import { flatStr, type Value } from '../values.ts'
import { Blows } from './blows.ts'
import { Clock } from './clock.ts'
import type { Wake } from './esp32-natives.ts'
import { complete } from './completion.ts'
import { Console } from './console.ts'
import { blankFlash, Flash } from './flash.ts'
import { FlashWaits, TYPICAL_FLASH, type FlashTiming } from './flash-timing.ts'
import { HeapHistory } from './history.ts'
import { InterpreterParts } from './interpreter-parts.ts'
import { EventLoop } from './loop.ts'
import { packetHost } from './packet-host.ts'
import { Packets } from './packets.ts'
import { Peripherals, type ChipControl, type PeripheralOptions } from './peripherals.ts'
import { seeded } from './random.ts'
import { runFile, runSavedCode } from './saved-code.ts'
import { loadState, saveError, saveState, type StateHost } from './saved-state.ts'
import { Wires } from './serial.ts'
import { eraseSavedCode, readNative } from './storage-natives.ts'
import { Sleep, type Woken } from './sleep.ts'
import { Storage } from './storage.ts'
import { passwordOf, registerBoard, type SystemHost } from './system-natives.ts'
import { registerWatchdog, Watchdog, WatchdogReset } from './watchdog.ts'

export interface ChipOptions extends PeripheralOptions {
  /** Variables of the interpreter; 3000 unless given. */
  readonly vars?: number
  /** Seed of `Math.random` and `E.hwRand`. */
  readonly seed?: number
  /** Flash image (FLASH_SIZE bytes), changed in place; blank unless given. */
  readonly flash?: Uint8Array
  /** Whether programs have pages of flash beside the storage; yes unless given. */
  readonly freePages?: boolean
  /** What operations of the flash take; typical figures unless given. */
  readonly flashTiming?: FlashTiming
  /** What `Date.now()` shows at power-on, milliseconds since 1970; 0 unless given. */
  readonly startMs?: number
  /** Device of the console and of the host's line: `Serial1` unless given (`USB` on Linux). */
  readonly console?: string
  /** Board name, `ESP32` unless given. */
  readonly board?: string
  /** Bits a second of the host's line; without it bytes arrive at once. */
  readonly baud?: number
  /** Nanoseconds of an instruction; 10 unless given. */
  readonly nsPerInstruction?: number
}

/** What a program asked for; carried out at the end of the pass of the event loop. */
type Request =
  | { kind: 'reset' }
  | { kind: 'load'; file: string | undefined }
  | { kind: 'save'; thenLoad: boolean }
  /** `now`: the rest of the program does not run. */
  | { kind: 'reboot'; now?: boolean }
  | { kind: 'sleep'; wake: Wake; now: true }

export class Chip {
  readonly clock: Clock
  readonly flash: Flash
  readonly storage: Storage
  readonly wires: Wires
  readonly console: Console
  readonly packets: Packets
  readonly peripherals: Peripherals
  readonly blows = new Blows()
  /** The interpreter at work. */
  vm!: Interpreter
  loop!: EventLoop
  readonly flashWaits: FlashWaits
  private parts!: InterpreterParts
  private readonly watchdog: Watchdog
  /** The watchdog has ended the program; the chip is about to start again. */
  private isBitten = false
  /** Instructions of the interpreters that are gone. */
  private retired = 0
  private request: Request | undefined
  private firstBoot = true
  /** The program comes from an image that `save()` has written. */
  private hasState = false
  private sleep: Sleep | undefined
  private wokenBy: Woken = { cause: 'none' }

  /** `onTransmit` gets every byte for the host; `onPoll` is called now and then while code runs. */
  constructor(
    private readonly options: ChipOptions,
    onTransmit: (byte: number) => void,
    private readonly onPoll: () => void,
  ) {
    this.clock = new Clock(options.startMs ?? 0, () => (this.instructions * (options.nsPerInstruction ?? 10)) / 1000)
    this.flash = new Flash(options.flash ?? blankFlash(), options.freePages)
    this.flashWaits = new FlashWaits(options.flashTiming ?? TYPICAL_FLASH, this.clock, () => this.receive())
    this.storage = new Storage(this.flash, {
      onMoved: () => undefined,
      onProgress: (text) => this.console.printHere(text),
    })
    this.wires = new Wires(
      { hostDevice: this.consoleName, baud: options.baud },
      {
        now: () => this.clock.now(),
        wait: (until) => this.clock.waitUntil(until),
        onTransmit,
        onCtrlC: (device) => this.ctrlC(device),
      },
    )
    this.watchdog = new Watchdog(() => this.clock.now())
    this.packets = new Packets(packetHost(this))
    this.peripherals = new Peripherals(options, this, this.esp32Host())
    this.console = new Console(
      { device: this.consoleName, board: options.board ?? 'ESP32' },
      {
        transmit: (device, bytes) => this.wires.transmit(device, bytes),
        execute: (line, show) => this.executeLine(line, show),
        startPacket: () => this.startPacket(),
        complete: (line, cursor) => complete(this.vm, line, cursor),
        isPassword: (text) => text === passwordOf(this.vm),
        packetByte: (byte) => this.packetByte(byte),
      },
      new HeapHistory(() => this.vm.hidden),
    )
  }

  /** Instructions executed since power-on. */
  get instructions(): number {
    return this.retired + ((this.vm as Interpreter | undefined)?.instructions ?? 0)
  }

  /** Nothing is going to happen by itself. */
  get isQuiet(): boolean {
    if (this.sleep !== undefined) return this.sleep.next() === Infinity
    return (
      !this.loop.timers.any &&
      this.wires.waiting === 0 &&
      Math.min(this.peripherals.nextEvent(), this.parts.tasks.next) === Infinity
    )
  }

  /** One pass of the event loop; true when it found something to do. A sleeping chip looks whether it is woken. */
  pass(): boolean {
    if (this.sleep !== undefined) return this.wakeUp(this.sleep)
    if (this.isBitten) {
      this.wires.restart()
      this.powerOn(true)
      return true
    }
    return this.untilWatchdog(() => {
      this.watchdog.passed()
      this.watchdog.check()
      this.packets.expire()
      const busy = this.loop.pass()
      this.watchdog.passed()
      return busy
    })
  }

  /** Runs something; when the watchdog ends it the chip starts again with the next pass. */
  private untilWatchdog(run: () => boolean): boolean {
    try {
      return run()
    } catch (caught) {
      if (!(caught instanceof WatchdogReset)) throw caught
      return (this.isBitten = true)
    }
  }

  /** When something happens by itself, in microseconds since power-on. */
  nextEvent(): number {
    if (this.sleep !== undefined) return this.sleep.next()
    const { loop, packets, peripherals, wires } = this
    const calls = Math.min(loop.timers.nextDue(), this.parts.tasks.next, peripherals.nextEvent())
    return Math.min(calls, wires.nextArrival(), packets.nextDeadline(), this.watchdog.next)
  }

  // ----------------------------------------------------------------------------------------- starting

  /** Power-on; without `autoload` the program in `.bootcde` is left out. */
  powerOn(autoload: boolean): void {
    this.flash.onDone = (operation) => this.flashWaits.add(operation)
    this.clock.setWall((this.options.startMs ?? 0) * 1000)
    this.wokenBy = { cause: 'none' }
    this.isBitten = false
    this.untilWatchdog(() => {
      this.boot(autoload)
      return true
    })
  }

  /** Everything but flash, time and what drives the pins from outside starts anew. */
  private boot(autoload: boolean): void {
    this.firstBoot = true
    this.sleep = this.request = undefined
    this.watchdog.stop()
    this.console.device = this.consoleName
    this.console.line.removed = false
    if (!this.storage.isValid()) {
      this.console.printHere('Storage is corrupt.\n')
      this.storage.eraseAll()
    }
    this.peripherals.powerOn()
    this.start(!autoload)
    this.peripherals.restore()
    this.console.afterPass()
  }

  /** A new interpreter with echo on, its boot files, banner and prompt. */
  private start(afterReset: boolean): void {
    this.console.line.echoOff = false
    this.renew(afterReset)
    this.console.greet(!this.hasState, this.storage.find('ERROR') !== undefined)
  }

  /** A new interpreter and its boot files. */
  private renew(afterReset: boolean): void {
    this.console.restart()
    this.packets.reset()
    this.retired = this.instructions
    const flags = this.firstBoot ? [] : this.vm.flags
    this.vm = this.makeInterpreter()
    this.blows.arm(this.vm, this.retired)
    // They are no variables: only the reset line clears them.
    for (const [name, value] of flags) this.vm.flags.set(name, value)
    registerBoard(this.vm.natives, this.systemHost())
    this.loop = new EventLoop(this.vm, {
      clock: this.clock,
      wires: this.wires,
      console: this.console,
      watches: this.peripherals.watches,
      idle: () => [this.parts.idle(), this.peripherals.idle()].includes(true),
      isStopped: () => this.isStopped,
      saveError: (uncaught) => saveError(this.storage, uncaught),
      restartIfAsked: () => this.restartIfAsked(),
    })
    this.peripherals.renew()
    this.parts = new InterpreterParts(this)
    registerWatchdog(this.vm.natives, this.watchdog)
    this.hasState = !afterReset && loadState(this.stateHost())
    this.peripherals.watches.restore()
    if (this.firstBoot || afterReset) this.console.line.locked = passwordOf(this.vm) !== undefined
    runSavedCode(this, afterReset, this.firstBoot)
    this.firstBoot = false
  }

  private makeInterpreter(): Interpreter {
    const { vars = 3000, seed = 0, board = 'ESP32' } = this.options
    return new Interpreter(
      {
        print: (text) => this.console.print(text),
        now: () => this.clock.now(),
        wall: () => this.clock.wall(),
        setWall: (micros) => this.clock.setWall(micros),
        random: seeded(seed),
        poll: () => this.poll(),
        onError: () => this.console.line.remove(),
        readFile: (name) => readNative(this.storage, name),
        enqueue: (self, callback, args) => this.loop.queue.push(self, callback, args),
        takeException: () => this.loop.faults.takeValue(),
        keepStack: (stack) => (this.loop.faults.extraStack = stack),
      },
      { vars: this.peripherals.varsFrom(vars), board, console: this.consoleName },
    )
  }

  private systemHost(): SystemHost {
    return {
      storage: this.storage,
      timers: () => this.loop.timers,
      enqueue: (self, callback, args) => this.loop.queue.push(self, callback, args),
      transmit: (device, bytes) => {
        if (!this.peripherals.transmit(device, bytes)) this.wires.transmit(device, bytes)
      },
      inject: (device, bytes) => this.wires.inject(device, bytes),
      setConsole: (device, force) => this.console.move(device, force),
      setFlowControl: (device, on) => {
        if (device === this.consoleName) this.wires.setFlowControl(on)
      },
      setBaud: (device, baud) => {
        if (device === this.consoleName) this.wires.setBaud(baud)
      },
      setEcho: (on) => (this.console.line.echoOff = !on),
      askReset: (clear) => this.askReset(clear),
      askLoad: (file) => {
        const isSaving = this.request?.kind === 'save' && file === undefined
        this.request = isSaving ? { kind: 'save', thenLoad: true } : { kind: 'load', file }
      },
      lockConsole: () => (this.console.line.locked = passwordOf(this.vm) !== undefined),
      askSave: () => (this.request = { kind: 'save', thenLoad: false }),
      askReboot: () => (this.request = { kind: 'reboot' }),
      consoleDevice: () => this.console.device,
      board: () => this.options.board ?? 'ESP32',
      moveConsole: (device, force) => this.console.move(device, force),
      stopEventPropagation: () => (this.loop.stopPropagation = true),
    }
  }

  private askReset(clearFlash: boolean): void {
    this.request = { kind: 'reset' }
    if (!clearFlash) return
    this.console.print('Erasing saved code.')
    eraseSavedCode(this.storage)
    this.console.print('\nDone!\n')
  }

  private restartIfAsked(): boolean {
    const { request } = this
    if (!request) return false
    this.request = undefined
    if (request.kind === 'sleep') {
      this.sleep = new Sleep(request.wake, this.peripherals.pins, this.clock.now())
      return true
    }
    if (request.kind === 'reboot') {
      this.wires.restart()
      this.powerOn(true)
      return true
    }
    if (request.kind === 'save') {
      this.save()
      if (!request.thenLoad) return true
    }
    this.loop.runListeners('E', 'kill', [])
    this.loop.checkErrors()
    if (request.kind === 'reset') this.start(true)
    else if (request.kind === 'save' || request.file === undefined) this.renew(false)
    else this.loadFile(request.file)
    this.console.afterPass()
    return true
  }

  /** The chip sleeps until this is true. */
  private wakeUp(sleep: Sleep): boolean {
    const woken = sleep.ended(this.clock.now())
    if (woken === undefined) return false
    this.wires.drop(this.clock.now())
    this.wires.restart()
    this.wokenBy = woken
    this.boot(true)
    return true
  }

  /** The program ends here: the chip is about to restart or to sleep. */
  private get isStopped(): boolean {
    const { request } = this
    return request !== undefined && 'now' in request && request.now === true
  }

  private esp32Host(): ChipControl {
    return {
      eraseAndRestart: () => {
        eraseSavedCode(this.storage)
        this.request = { kind: 'reboot', now: true }
      },
      restart: () => (this.request = { kind: 'reboot', now: true }),
      sleep: (wake) => (this.request = { kind: 'sleep', wake, now: true }),
      wokenBy: () => this.wokenBy,
    }
  }

  /** Writes all variables to flash; the program that is saved goes on, as after a start from there. */
  private save(): void {
    this.vm.heap.garbage(true)
    this.loop.runListeners('E', 'kill', [])
    this.loop.checkErrors()
    this.peripherals.kill()
    saveState(this.stateHost())
    this.console.restart()
    this.packets.reset()
    this.vm.errorFlags.clear()
    runSavedCode(this, false, false)
    this.console.afterPass()
  }

  private stateHost(): StateHost {
    const { line } = this.console
    return {
      vm: this.vm,
      storage: this.storage,
      get echoOff() {
        return line.echoOff
      },
      set echoOff(off) {
        line.echoOff = off
      },
      say: (text) => this.console.printHere(text),
    }
  }

  private loadFile(file: string): void {
    this.start(true)
    this.vm.root.put('__FILE__', flatStr(file))
    runFile(this, file)
  }

  // ------------------------------------------------------------------------------------------ console

  private get consoleName(): string {
    return this.options.console ?? 'Serial1'
  }

  private poll(): void {
    this.watchdog.check()
    this.parts.tasks.run()
    this.peripherals.pins.advance()
    this.receive()
    this.onPoll()
  }

  /** Before its first start the chip has no interpreter to be told of anything. */
  private receive(): void {
    if ((this.vm as Interpreter | undefined) !== undefined) this.wires.receive(this.clock.now())
  }

  private ctrlC(device: string): void {
    if (device !== this.console.device || this.packets.active || this.console.line.locked) return
    this.vm.interrupt()
    this.console.interrupt()
  }

  private executeLine(line: string, show: boolean): void {
    const { line: editor } = this.console
    if (this.isStopped) return
    const outcome = this.vm.execute(line, 'REPL')
    if (this.isStopped) return
    editor.remember(line)
    this.loop.faults.note(outcome)
    if (show && editor.echo && outcome.thrown === undefined && outcome.interrupted === undefined)
      this.showResult(outcome.value)
    this.loop.checkErrors()
  }

  private showResult(value: Value): void {
    let text = ''
    this.loop.faults.note(this.vm.attempt(() => void (text = `=${this.vm.showShort(value)}\n`)))
    this.console.printHere(text)
  }

  private startPacket(): void {
    this.console.line.unsilence()
    this.packets.start()
  }

  private packetByte(byte: number): boolean {
    if (!this.packets.active) return false
    this.packets.byte(byte)
    return true
  }
}
