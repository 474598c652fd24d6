/**
 * A scripted device for tests: the console of an interpreter reduced to what loading, shaking hands and checkpoints need, and
 * behind it the model of the link. It evaluates nothing; what frames give is up to the test. Runs on a simulated clock.
 */
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { crc32 } from '../../shared/protocol/line.ts'
import { DeviceModel, type Body } from '../../shared/protocol/testing/device-model.ts'
import type { Port, PortListener } from './port.ts'

export interface ScriptedOptions {
  /** The hash of the program that its boot file holds. */
  readonly hash?: string
  /** Gives result words for a frame. */
  readonly take?: (frame: Body) => readonly number[]
  /** What `take` keeps, for checkpoints; a restart gives `restore` nothing. */
  readonly save?: () => unknown
  readonly restore?: (kept: unknown) => void
  /** The cable can be put in again; default: a device that is gone stays so. */
  readonly replugs?: boolean
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
  /** Bytes written to flash outside of files, by address. */
  readonly pages = new Map<number, string>()
  readonly model: DeviceModel
  /** Waits for the far end; only where it can come back. */
  readonly reopen?: () => Promise<void>
  resets = 0
  closed = false
  #listener: PortListener | null = null
  #partial = ''
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
      save: options.save,
      restore: options.restore,
      write: (line) => this.#say(`${line}\n`),
    })
    if (options.replugs ?? false) this.reopen = async () => undefined
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
    this.#restart()
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

  /** It restarts by itself, and says so. */
  crash(): void {
    this.#restart()
    this.#say(
      '\r\n ____                 _ \r\n|  __|___ ___ ___ _ _|_|___ ___ \r\n|____|_| |_| |_| |___|_|_|_|___|_| espruino.com\r\n 2v29 (c) 2025\r\n\r\n>',
    )
  }

  /** The interpreter starts anew: what is in flash stays. */
  #restart(): void {
    this.#partial = ''
    this.model.restart()
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
    // An array and a comment: nothing comes of a frame that meets the console.
    if (code === '' || /^\["[A-Z]".*\/\//.test(code)) return
    this.consoleLines.push(code)
    const said = this.#options.answer?.(code) ?? this.#answer(code)
    if (said !== '') this.#say(said)
  }

  #answer(code: string): string {
    const handshake = /^rivulet\("(.*)",(\d+)\)$/.exec(code)
    if (handshake !== null) {
      this.model.handshake(handshake[1], Number(handshake[2]))
      return ''
    }
    if (/global\.rv0=1;(reset|load)\(\)/.test(code)) {
      this.#restart()
      return ''
    }
    const question = /print\("(#\d+#)",(.*)\)$/.exec(code)
    return question === null ? '' : `${question[1]} ${this.#evaluate(question[2])}\r\n`
  }

  #evaluate(expression: string): string {
    const piece = /E\.CRC32\(d\+o\+f\+n\)==(\d+)\?.*\(atob\("([^"]*)"\),(\d+),"([^"]+)",(\d+)\)$/.exec(expression)
    if (piece !== null) {
      const [, sum, data, offset, name, length] = piece
      const holds = String(crc32(atob(data) + offset + name + length)) === sum
      return holds ? this.#store(name, atob(data), Number(offset)) : 'spoilt'
    }
    const erase = /CRC32\(""\+a\)==(\d+)\?.*erasePage\(a\).*\)\((\d+)\)$/.exec(expression)
    if (erase !== null) return String(crc32(erase[2])) === erase[1] ? '1' : 'spoilt'
    const flash = /CRC32\(d\+a\)==(\d+)\?.*"Flash"\)\.write.*\(atob\("([^"]*)"\),(\d+)\)$/.exec(expression)
    if (flash !== null) {
      if (String(crc32(atob(flash[2]) + flash[3])) !== flash[1]) return 'spoilt'
      this.pages.set(Number(flash[3]), atob(flash[2]))
      return '1'
    }
    const erased = /"Storage"\)\.erase\("([^"]+)"\)/.exec(expression)
    if (erased !== null) this.files.delete(erased[1])
    if (expression.includes('E.CRC32')) {
      const file = this.files.get('.bootcde') ?? ''
      return `${file.length} ${crc32(file)}`
    }
    if (expression.startsWith('typeof')) return 'undefined'
    return expression.includes('process.memory') ? '[60,3000,14]' : ''
  }

  #store(name: string, data: string, offset: number): string {
    const file = (this.files.get(name) ?? '').padEnd(offset, '\xff')
    this.files.set(name, file.slice(0, offset) + data + file.slice(offset + data.length))
    return 'true'
  }

  #say(text: string): void {
    this.clock.after(LINE_MS, () => this.#listener?.data(text))
  }
}
