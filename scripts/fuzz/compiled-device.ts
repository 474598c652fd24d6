/**
 * A device for fuzzing: the program compiled once as a function, and called for every device anew, which is quicker than a
 * context of its own and lets coverage add up. Beside it what `firmware/tests/vm-device.ts` gives to a program.
 */
import vm from 'node:vm'
import { atob, btoa, deliver, Listeners, natives, parseFirst, TestFlash } from '../../firmware/tests/natives.ts'
import { MEMORY } from '../../firmware/tests/vm-device.ts'

const NAMES = [
  'E',
  'process',
  'setTimeout',
  'Serial1',
  'LoopbackA',
  'LoopbackB',
  'atob',
  'btoa',
  'JSON',
  'require',
  'global',
]

type Start = (...globals: unknown[]) => void

/** What is left to be read before a device counts as one that writes without end. */
const MOST_SAID = 1_000_000

export class CompiledProgram {
  readonly #start: Start

  /** `filename`: what coverage calls it. */
  constructor(code: string, filename: string) {
    this.#start = vm.compileFunction(code, NAMES, { filename }) as Start
  }

  device(): CompiledDevice {
    return new CompiledDevice(this.#start)
  }
}

export class CompiledDevice {
  /** Who has the console. */
  console: 'port' | 'loopback' = 'port'
  readonly #port = new Listeners()
  readonly #process = new Listeners()
  readonly #timers: (() => void)[] = []
  readonly #global: { rivulet?: (hash: string, run: number) => void } = {}
  #said = ''

  constructor(start: Start) {
    const on = ({ on: listen, removeAllListeners }: Listeners): object => ({ on: listen, removeAllListeners })
    const globals: Record<string, unknown> = {
      E: natives(new Listeners(), 4242),
      process: { env: { CONSOLE: 'Serial1' }, memory: () => MEMORY, ...on(this.#process) },
      setTimeout: (handler: () => void) => this.#timers.push(handler),
      Serial1: {
        ...on(this.#port),
        write: (text: string) => this.#say(text),
        setConsole: () => (this.console = 'port'),
      },
      LoopbackA: { setConsole: () => (this.console = 'loopback') },
      LoopbackB: on(new Listeners()),
      atob,
      btoa,
      JSON: { parse: parseFirst, stringify: JSON.stringify },
      require: new TestFlash().library,
      global: this.#global,
    }
    Object.assign(this.#global, globals)
    start(...NAMES.map((name) => globals[name]))
  }

  handshake(hash: string): void {
    this.#global.rivulet!(hash, 1)
  }

  receive(data: string): void {
    deliver(data, this.#port, this.#process, this.#timers)
  }

  takeLines(): string[] {
    const lines = this.#said.split('\n')
    this.#said = lines.pop()!
    return lines
  }

  #say(text: string): void {
    this.#said += text
    if (this.#said.length > MOST_SAID) throw new Error('it does not hold: the device does not write without end')
  }
}
