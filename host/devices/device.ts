/**
 * A device behind a port: board, emulator or Linux build alike. Opening finds the interpreter's prompt, loading goes
 * through the console, a link carries frames until it is closed and the console is back.
 * Every wait has a time limit, whose message says what was awaited and the last lines received.
 */
import { RivuletError } from '../../shared/error.ts'
import {
  decodeDevice,
  encodeHandshake,
  harmless,
  VERSION,
  type ErrorFrame,
  type HelloFrame,
} from '../../shared/protocol/frames.ts'
import { decodeLine, sealLine } from '../../shared/protocol/line.ts'
import { DeviceError, deviceError, troubleIn } from '../../shared/protocol/trouble.ts'
import { GIVE_BACK, LineReader, INTERRUPT, SILENT } from './console.ts'
import type { Figures, Port } from './port.ts'

export interface DeviceOptions {
  /** Longest wait for an answer; default 5,000 ms. */
  readonly timeoutMs?: number
  /** Hears every line as it passes: `>` to the device, `<` from it, `#` ours. */
  readonly log?: DeviceLog
}

export type DeviceLog = (direction: '<' | '>' | '#', line: string, deviceMs: number) => void

export interface Memory {
  readonly used: number
  readonly total: number
  /** Bytes of a variable. */
  readonly blockSize: number
}

export interface Answer<T> {
  /** What is awaited, for the message when it does not come. */
  readonly awaited: string
  /** The answer, when this line is it; `undefined` otherwise. */
  readonly match: (line: string) => T | undefined
  readonly timeoutMs?: number
}

interface Expectation {
  readonly line: (line: string) => void
  readonly fail: (error: RivuletError) => void
}

/** Tries to shake hands, and how long an answer may take but to the last, in ms. */
const GREETINGS = 2
const GREETING_MS = 1000
const LAST_LINES = 5
const WITHHELD = '(withheld)'
/** Lines of an error that are shown, and that are kept. */
const STACK_LINES = 8
const TOLD_LINES = 80
/** After an error line, how long its stack may take to arrive. */
const STACK_MS = 100

export class Device {
  readonly port: Port
  readonly #options: DeviceOptions
  readonly #timeoutMs: number
  #reader = new LineReader()
  readonly #lastLines: string[] = []
  #told: string[] = []
  #expectations: Expectation[] = []
  #onLine: ((line: string) => void) | null = null
  #onGone: ((error: RivuletError) => void) | null = null
  #gone: RivuletError | null = null
  #questions = 0
  #withholds = false

  constructor(port: Port, options: DeviceOptions = {}) {
    this.port = port
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? 5000
  }

  get address(): string {
    return this.port.address
  }

  get timeoutMs(): number {
    return this.#timeoutMs
  }

  /** Hash of the program of a device that has no console here; `null`: it has one. */
  get program(): string | null {
    return this.port.program ?? null
  }

  /** The last lines received, oldest first. */
  get lastLines(): readonly string[] {
    return this.#lastLines
  }

  /** Console text since the first device error that followed the last start: errors with their stacks. */
  get told(): readonly string[] {
    return this.#told
  }

  figures(): Figures | null {
    return this.port.figures?.() ?? null
  }

  /** Opens the port and finds a console that answers, with echo off. */
  async open(): Promise<void> {
    await this.port.open({
      data: (text) => this.#receive(text),
      closed: (why) => this.#lost(why),
    })
    try {
      await this.quiet()
    } catch (error) {
      // A program that has the line and neither works nor gives it back.
      if (this.isGone || !(error instanceof RivuletError) || error.code !== 'E_SILENT') throw error
      await this.reset()
    }
  }

  /**
   * Makes sure of a console that answers and does not echo. When it does not, a program may have the line: it is asked to give it
   * back; and what runs is interrupted. Without a console there is nothing to do.
   */
  async quiet(): Promise<void> {
    if (this.program !== null) return
    await this.answering('echo(0)', 'the prompt', 4, () => this.port.write(`${INTERRUPT}\n${GIVE_BACK}\n`))
  }

  /** Whether the far end has gone. */
  get isGone(): boolean {
    return this.#gone !== null
  }

  /** Waits until the far end is there again, and opens the port once more. */
  async reopen(): Promise<void> {
    if (this.port.reopen === undefined) throw this.#gone ?? new Error('the port cannot be opened again')
    await this.port.reopen()
    this.#gone = null
    this.#reader = new LineReader()
    this.#told = []
  }

  /** Restarts the device, as its reset line does, and finds the console. */
  async reset(): Promise<void> {
    this.#reader = new LineReader()
    this.#told = []
    await this.port.reset()
    await this.quiet()
  }

  /** Sends a console line that is not echoed. */
  console(code: string): void {
    if (this.program !== null) throw this.#withoutConsole()
    this.send(SILENT + code)
  }

  /** Sends a line as it is. */
  send(line: string): void {
    if (this.#gone !== null) throw this.#gone
    this.#options.log?.('>', this.#withholds ? WITHHELD : line, this.port.clock.now())
    this.port.write(line + '\n')
  }

  /** What passes while the work is done holds secrets: but for answers it is neither logged nor kept. */
  async withheld<T>(work: () => Promise<T>): Promise<T> {
    this.#withholds = true
    return work().finally(() => (this.#withholds = false))
  }

  /** The value of an expression, as the interpreter prints it. */
  async evaluate(expression: string, awaited = `the value of ${expression}`): Promise<string> {
    const mark = this.#mark()
    const answer = this.expect({ awaited, match: (line) => after(mark, line) })
    this.console(`print("${mark}",${expression})`)
    return answer
  }

  /** Repeats a console line with a question behind it until the console answers; gives the answer to `question`. */
  async answering(
    code: string,
    awaited: string,
    tries: number,
    between?: () => void,
    question = '""',
  ): Promise<string> {
    const mark = this.#mark()
    for (let left = tries; ; left--) {
      const answer = this.expect({
        awaited,
        match: (line) => after(mark, line),
        timeoutMs: left > 1 ? Math.min(500, this.#timeoutMs) : this.#timeoutMs,
      })
      this.console(`${code};print("${mark}",${question})`)
      try {
        return await answer
      } catch (error) {
        // Silence, or a line that was spoilt on its way.
        const again = left > 1 && error instanceof RivuletError && this.#gone === null
        if (!again) throw error
        between?.()
      }
    }
  }

  /** Waits for a line. A device error on the console ends the wait. */
  expect<T>({ awaited, match, timeoutMs = this.#timeoutMs }: Answer<T>): Promise<T> {
    const waiting = new Promise<T>((resolve, reject) => {
      const finish = (act: () => void): void => {
        cancel()
        this.#expectations = this.#expectations.filter((other) => other !== expectation)
        act()
      }
      const fail = (error: RivuletError): void => finish(() => reject(error))
      const cancel = this.port.clock.after(timeoutMs, () => fail(this.silent(awaited, timeoutMs)))
      let trouble: string[] | null = null
      const line = (text: string): void => {
        if (trouble !== null) {
          trouble.push(text)
          return
        }
        const found = match(text)
        if (found !== undefined) finish(() => resolve(found))
        else if (troubleIn(text) !== null) {
          const lines = (trouble = [text])
          this.port.clock.after(STACK_MS, () => fail(this.#troubled(lines, awaited)))
        }
      }
      const expectation = { line, fail }
      this.#expectations.push(expectation)
      if (this.#gone !== null) fail(this.#gone)
    })
    // Whoever waits hears of a failure; a wait that was given up meanwhile must not end the process.
    waiting.catch(() => undefined)
    return waiting
  }

  /** From now on device errors on the console are remembered; the returned function tells the first, if any came. */
  watchTrouble(awaited: string): () => RivuletError | null {
    let lines: string[] | null = null
    const expectation: Expectation = {
      line: (text) => {
        if (lines !== null) void (lines.length < TOLD_LINES && lines.push(text))
        else if (troubleIn(text) !== null) lines = [text]
      },
      fail: () => undefined,
    }
    this.#expectations.push(expectation)
    return () => {
      this.#expectations = this.#expectations.filter((other) => other !== expectation)
      return lines === null ? null : this.#troubled(lines, awaited)
    }
  }

  /** Shakes hands with the program of this hash about a run; from here on the line carries frames. */
  async connect(hash: string, run: number): Promise<Connection> {
    return this.program === null ? this.#connectByConsole(hash, run) : this.#connectByFrame(hash, run)
  }

  async #connectByFrame(hash: string, run: number): Promise<Connection> {
    for (let left = GREETINGS; left > 0; left--) {
      const there = await this.attach(hash, run, left > 1 ? Math.min(GREETING_MS, this.#timeoutMs) : this.#timeoutMs)
      if (there !== null) return there
    }
    throw this.silent(`the greeting of program ${hash}`, this.#timeoutMs)
  }

  async #connectByConsole(hash: string, run: number): Promise<Connection> {
    for (let left = GREETINGS; ; left--) {
      const greeting = this.#greeting(hash, left > 1 ? Math.min(GREETING_MS, this.#timeoutMs) : this.#timeoutMs)
      this.console(`rivulet("${hash}",${run})`)
      try {
        return this.#greeted(await greeting, hash, run)
      } catch (error) {
        if (left === 1 || this.#gone !== null || !(error instanceof RivuletError) || error.code !== 'E_SILENT')
          throw error
        // It may have taken the line, and its greeting been lost.
        const there = await this.attach(hash, run, GREETING_MS)
        if (there !== null) return there
      }
    }
  }

  /** As `connect`, with a program that may have the line already; `null` when none answers within `waitMs`. */
  async attach(hash: string, run: number, waitMs: number): Promise<Connection | null> {
    const greeting = this.#greeting(hash, waitMs)
    // What came of a line before must not spoil this one.
    this.port.write('\n')
    this.send(sealLine(harmless(encodeHandshake(hash, run))))
    try {
      return this.#greeted(await greeting, hash, run)
    } catch (error) {
      if (error instanceof RivuletError && error.code === 'E_SILENT') return null
      throw error
    }
  }

  #greeting(hash: string, timeoutMs: number): Promise<HelloFrame | ErrorFrame> {
    return this.expect({
      awaited: `the greeting of program ${hash}`,
      timeoutMs,
      match: (line) => {
        const decoded = decodeLine(line)
        const frame = decoded.kind === 'frame' ? decodeDevice(decoded.body) : null
        return frame?.type === 'H' || frame?.type === 'X' ? frame : undefined
      },
    })
  }

  #greeted(frame: HelloFrame | ErrorFrame, hash: string, run: number): Connection {
    this.#told = []
    if (frame.type === 'X') throw deviceError(frame)
    if (frame.version !== VERSION || frame.hash !== hash) throw this.#stranger(frame)
    // The console line was spoilt on its way, unnoticed: a restart makes it forget that run.
    if (frame.run !== run) throw this.silent(`a greeting about run ${run}, not ${frame.run}`, 0)
    return { hello: frame, link: this.#link() }
  }

  /** Memory as the interpreter counts it, after a collection. */
  async memory(): Promise<Memory> {
    const text = await this.evaluate(
      'JSON.stringify((function(m){return[m.usage,m.total,m.blocksize]})(process.memory()))',
    )
    const found = /^\[(\d{1,9}),(\d{1,9}),(\d{1,3})\]$/.exec(text)
    if (found === null) throw this.silent('figures of its memory', this.#timeoutMs)
    const [used, total, blockSize] = found.slice(1).map(Number)
    return { used, total, blockSize }
  }

  /** Closes the port; whoever still waits for the device learns that it is gone. */
  async close(): Promise<void> {
    if (this.#gone === null) this.#lost('it was closed')
    this.#onLine = this.#onGone = null
    await this.port.close()
  }

  note(text: string): void {
    this.#options.log?.('#', text, this.port.clock.now())
  }

  /** The error of a wait that was in vain. */
  silent(awaited: string, ms: number): RivuletError {
    const last = this.#lastLines.length === 0 ? 'none' : `\n  ${this.#lastLines.join('\n  ')}`
    const said = `awaited ${awaited} for ${ms} ms in vain; last lines received: ${last}`
    return new RivuletError('E_SILENT', said, {
      kind: 'no-device',
      place: this.address,
      cure: 'reset the device; if it stays silent, check address, cable and power',
    })
  }

  #link(): Link {
    return {
      write: (line) => this.send(line),
      listen: (onLine, onGone) => {
        this.#onLine = onLine
        this.#onGone = onGone
      },
      end: () => {
        this.#onLine = this.#onGone = null
      },
    }
  }

  #mark(): string {
    return `#${++this.#questions}#`
  }

  #receive(text: string): void {
    for (const received of this.#reader.push(text)) {
      if (received === '') continue
      const line = this.#withholds && !received.startsWith('#') ? WITHHELD : received
      this.#options.log?.('<', line, this.port.clock.now())
      this.#lastLines.push(line)
      if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift()
      this.#listenForTrouble(line)
      for (const { line: hear } of [...this.#expectations]) hear(line)
      this.#onLine?.(line)
    }
  }

  #listenForTrouble(line: string): void {
    const told = this.#told.length > 0 || troubleIn(line) !== null
    if (told && !line.startsWith('~') && this.#told.length < TOLD_LINES) this.#told.push(line)
  }

  #lost(why: string): void {
    this.#gone = new RivuletError('E_GONE', `the device is gone: ${why}`, {
      kind: 'no-device',
      place: this.address,
      cure: 'connect or start the device again',
    })
    for (const { fail } of [...this.#expectations]) fail(this.#gone)
    this.#onGone?.(this.#gone)
  }

  #troubled(lines: readonly string[], awaited: string): DeviceError {
    const said = lines.slice(0, STACK_LINES).join('\n  ')
    const trouble = {
      kind: troubleIn(lines[0]) ?? 'exception',
      message: lines[0],
      printed: lines.join('\n'),
      f: null,
      at: null,
    }
    const message = `the device failed while ${awaited} was awaited: ${said}`
    return new DeviceError(trouble, message, { code: 'E_DEVICE_ERROR', place: this.address })
  }

  #withoutConsole(): RivuletError {
    return new RivuletError('E_NO_CONSOLE', `${this.address} speaks to its broker itself and has no console there`, {
      kind: 'no-device',
      place: this.address,
      cure: 'use its serial line: rivulet run -p PORT loads a program, rivulet provision -p PORT tells it its broker',
    })
  }

  #stranger({ version, hash }: HelloFrame): RivuletError {
    return new RivuletError('E_HANDSHAKE', `the device speaks protocol ${version} and runs program ${hash}`, {
      kind: 'device-failed',
      place: this.address,
      cure: 'load the program again',
    })
  }
}

/** What a handshake gives: where the device stands, and the line. */
export interface Connection {
  readonly hello: HelloFrame
  readonly link: Link
}

/** The line while it carries frames. */
export interface Link {
  /** Sends one line, without its LF. */
  write(line: string): void
  /** Hears every line, console text included, and the end of the device. */
  listen(onLine: (line: string) => void, onGone: (error: RivuletError) => void): void
  /** The line carries console text again. */
  end(): void
}

/** What stands behind a mark on a line. */
function after(mark: string, line: string): string | undefined {
  return line.startsWith(mark) ? line.slice(mark.length).trim() : undefined
}
