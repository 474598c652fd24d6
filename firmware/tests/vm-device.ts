/**
 * A device for tests: a program of the toolchain evaluated in `node:vm`, between a port of its own and the test.
 * It has no clock, no memory bound and no console language; what it shares with Espruino is what firmware may use.
 */
import vm from 'node:vm'
import { atob, btoa, deliver, Listeners, natives, parseFirst, TestFlash } from './natives.ts'

/** What `process.memory()` answers. */
export const MEMORY = { usage: 900, total: 3000, blocksize: 14 }

export interface VmDeviceOptions {
  /** What the program draws as its boot number. */
  readonly boot?: number
  /** The chip's flash; default: a new one. */
  readonly flash?: TestFlash
}

function listening({ on, removeAllListeners }: Listeners): object {
  return { on, removeAllListeners }
}

/** A connected device as `run.ts` speaks to it. */
export interface TestDevice {
  /** The console line of the handshake. */
  handshake(hash: string, run?: number): void
  /** Bytes from the host, cut anywhere. */
  receive(data: string): void
  /** The lines sent since the last call. */
  takeLines(): string[]
  /** What outlives the device when it is switched off. */
  readonly flash: unknown
}

export class VmDevice implements TestDevice {
  /** Complete lines that the program has sent, oldest first, without LF. */
  readonly lines: string[] = []
  /** What has the console: the port, or one end of the loopback. */
  console: 'port' | 'loopback' = 'port'
  /** The other end of the loopback. */
  readonly #text = new Listeners()
  readonly #port = new Listeners()
  readonly #process = new Listeners()
  readonly #flags = new Listeners()
  readonly #context: vm.Context
  readonly #timers: (() => void)[] = []
  #partial = ''
  readonly flash: TestFlash

  constructor(code: string, { boot = 4242, flash = new TestFlash() }: VmDeviceOptions = {}) {
    this.flash = flash
    const globals: Record<string, unknown> = {
      E: natives(this.#flags, boot),
      process: { env: { CONSOLE: 'Serial1' }, memory: () => MEMORY, ...listening(this.#process) },
      setTimeout: (handler: () => void) => this.#timers.push(handler),
      Serial1: {
        ...listening(this.#port),
        write: (text: string) => this.#written(text),
        setConsole: () => (this.console = 'port'),
      },
      LoopbackA: { setConsole: () => (this.console = 'loopback') },
      LoopbackB: listening(this.#text),
      atob,
      require: flash.library,
      JSON: { parse: parseFirst, stringify: JSON.stringify },
      btoa,
    }
    globals.global = globals
    this.#context = vm.createContext(globals)
    new vm.Script(code, { filename: 'firmware.js' }).runInContext(this.#context)
  }

  /** The console line of the handshake. */
  handshake(hash: string, run = 1): void {
    vm.runInContext(`rivulet(${JSON.stringify(hash)},${run})`, this.#context)
  }

  receive(data: string): void {
    deliver(data, this.#port, this.#process, this.#timers)
  }

  /** What the interpreter does when it had to interrupt a handler: prints, removes the handler and raises flags. */
  interrupt(flags: readonly string[], printed = ''): void {
    this.#port.removeAllListeners('data')
    for (const handler of this.#flags.of('errorFlag')) handler(flags)
    this.print(printed)
    for (const timer of this.#timers.splice(0)) timer()
  }

  /** Text of the console. */
  print(text: string): void {
    if (text !== '' && this.console === 'loopback') for (const handler of this.#text.of('data')) handler(text)
  }

  /** Handlers of data from the host. */
  get handlers(): number {
    return this.#port.of('data').length
  }

  /** The lines sent since the last call. */
  takeLines(): string[] {
    return this.lines.splice(0)
  }

  /** Evaluates text in the program's global scope: to break something on purpose. */
  evaluate(text: string): unknown {
    return vm.runInContext(text, this.#context)
  }

  #written(text: string): void {
    const lines = (this.#partial + text).split('\n')
    this.#partial = lines.pop()!
    this.lines.push(...lines)
  }
}
