/**
 * A scripted device for tests: the console of an interpreter reduced to what loading and shaking hands need, and behind it
 * the model of the link. It evaluates nothing; what frames give is up to the test. Runs on a simulated clock.
 */
import { crc32 } from '../../shared/protocol/line.ts'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { DeviceModel, type Body } from '../../shared/protocol/testing/device-model.ts'
import type { Port, PortListener } from './port.ts'

export interface ScriptedOptions {
  /** The hash of the program that its boot file holds. */
  readonly hash?: string
  /** Gives result words for a frame. */
  readonly take?: (frame: Body) => readonly number[]
  /** Answers to console lines, before the built-in ones; `undefined`: the line is not its business. */
  readonly answer?: (code: string) => string | undefined
  /** Lines that are lost before they reach the device. */
  readonly loses?: (line: string) => boolean
}

/** Time that a line takes, in ms. */
const LINE_MS = 1

export class ScriptedPort implements Port {
  readonly address = 'scripted:'
  readonly clock: SimulatedClock
  /** Console lines, without their first character. */
  readonly consoleLines: string[] = []
  readonly files = new Map<string, string>()
  readonly model: DeviceModel
  resets = 0
  closed = false
  #listener: PortListener | null = null
  #partial = ''
  #variables = new Set<string>()
  #pumping = false
  readonly #options: ScriptedOptions

  constructor(options: ScriptedOptions = {}) {
    this.#options = options
    // Waiting moves the clock: whenever everyone waits, time goes on.
    this.clock = new Proxy(new SimulatedClock(), {
      get: (clock, name) => {
        const value: unknown = Reflect.get(clock, name, clock)
        if (typeof value !== 'function') return value
        if (name === 'after') this.#pump(clock)
        return (value as (...args: unknown[]) => unknown).bind(clock)
      },
    })
    this.model = new DeviceModel({
      hash: options.hash,
      take: options.take ?? ((): number[] => []),
      write: (line) => this.#say(`${line}\n`),
    })
  }

  async open(listener: PortListener): Promise<void> {
    this.#listener = listener
    this.#say('\r\n ____ \r\n 2v29\r\n\r\n>')
  }

  write(text: string): void {
    const lines = (this.#partial + text).split('\n')
    this.#partial = lines.pop()!
    for (const line of lines) this.clock.after(LINE_MS, () => this.#line(line))
  }

  async reset(): Promise<void> {
    this.resets += 1
    this.#variables.clear()
    this.model.attached = false
  }

  async close(): Promise<void> {
    this.closed = true
    this.#listener = null
  }

  /** The far end goes away. */
  unplug(why: string): void {
    this.#listener?.closed(why)
  }

  /** Sends text as the device would. */
  say(text: string): void {
    this.#say(text)
  }

  #pump(clock: SimulatedClock): void {
    if (this.#pumping) return
    this.#pumping = true
    setImmediate(() => {
      this.#pumping = false
      if (clock.step() && !clock.idle) this.#pump(clock)
    })
  }

  #line(line: string): void {
    if (this.#options.loses?.(line) ?? false) return
    if (this.model.attached) return this.model.receive(`${line}\n`)
    const code = line.replace(/^[\x03\x10]+/, '')
    this.consoleLines.push(code)
    const said = this.#options.answer?.(code) ?? this.#answer(code)
    if (said !== '') this.#say(said)
  }

  #answer(code: string): string {
    const handshake = /^rivulet\("(.*)"\)$/.exec(code)
    if (handshake !== null) {
      this.model.handshake(handshake[1])
      return ''
    }
    if (/global\.rv0=1;(reset|load)\(\)/.test(code)) {
      this.#variables.clear()
      return ''
    }
    const question = /print\("(#\d+#)",(.*)\)$/.exec(code)
    return question === null ? '' : `${question[1]} ${this.#evaluate(question[2])}\r\n`
  }

  #evaluate(expression: string): string {
    const write = /\.write\("([^"]+)",atob\("([^"]*)"\),(\d+),(\d+)\)/.exec(expression)
    if (write !== null) {
      const [, name, data, offset] = write
      this.files.set(name, (offset === '0' ? '' : (this.files.get(name) ?? '')) + atob(data))
      return 'true'
    }
    if (expression.includes('E.CRC32')) {
      const file = this.files.get('.bootcde') ?? ''
      return `${file.length} ${crc32(file)}`
    }
    if (expression.startsWith('typeof')) return 'undefined'
    return expression.includes('process.memory') ? '[60,3000,14]' : ''
  }

  #say(text: string): void {
    this.clock.after(LINE_MS, () => this.#listener?.data(text))
  }
}
