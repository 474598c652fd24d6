/**
 * A device on a serial port or a pseudo-terminal: `/dev/ttyUSB0`, `COM3`. Opened exclusively, 8N1, XON and XOFF obeyed
 * (CONVENTIONS 3); restarted by its modem lines, where there are any; faster than 115,200 bits a second when the board agrees.
 *
 * That it is gone is noticed at once when the system says so, after `LOOK_MS` when it does not. It can be opened again when it is back.
 */
import { realpathSync, statSync } from 'node:fs'
import type { SerialPort } from 'serialport'
import type { Clock } from '../../shared/protocol/clock.ts'
import { BaudSwitch, USUAL_BAUD } from './baud-switch.ts'
import { cannotOpen } from './cannot-open.ts'
import { closedMeanwhile, comeBack } from './come-back.ts'
import { closed, letOutputRun, openSerialPort } from './flow-control.ts'
import type { Port, PortListener } from './port.ts'
import { parseReset, pull, RUN_PROGRAM, type ModemLines, type ResetStep } from './reset-string.ts'
import { restartByConsole } from './restart.ts'
import { linksById } from './serial-ports.ts'
import { systemClock } from './system-clock.ts'

/** How long a chip takes to its prompt, in ms. */
const BOOT_MS = 1000
/** How often it is looked whether the path still leads to the same port, in ms: an unplugged one does not always say so itself. */
export const LOOK_MS = 500
/** How long what was written may take to leave before the speed changes or the port is closed, in ms. */
const DRAIN_MS = 1000
/** How a port is left by opening it: both lines pulled, which holds neither chip nor loader. */
const AS_OPENED: ModemLines = { dtr: true, rts: true }

export interface SerialOptions {
  /** Bits a second that the board is asked for; what it does not agree to stays at 115,200. */
  readonly baud?: number | undefined
  /** How the board is restarted, in esptool's language, or `none`. */
  readonly reset?: string | undefined
  /** Hears what was agreed, a sentence. */
  readonly onTold?: ((text: string) => void) | undefined
  /** Where the port is now; an error when it is not there. Its path, unless given. */
  readonly locate?: () => Promise<string>
  /** Longest wait for a port that was pulled, in ms. */
  readonly awayMs?: number
  readonly clock?: Clock
  /** For tests: opens handles of a port on another binding. */
  readonly make?: typeof openSerialPort
}

export class SerialLine implements Port {
  readonly address: string
  readonly clock: Clock
  readonly #options: SerialOptions
  readonly #make: typeof openSerialPort
  readonly #steps: readonly ResetStep[] | null
  readonly #locate: () => Promise<string>
  #lines = AS_OPENED
  #port: SerialPort | null = null
  /** Until a port is ready for use its end is no end of the device. */
  #ready = false
  #listener: PortListener | null = null
  #baud = USUAL_BAUD
  #switch: BaudSwitch | null = null
  #cancelLook: () => void = () => undefined

  constructor(address: string, options: SerialOptions = {}) {
    this.address = address
    this.clock = options.clock ?? systemClock
    this.#options = options
    this.#make = options.make ?? openSerialPort
    this.#steps = parseReset(options.reset ?? RUN_PROGRAM)
    this.#locate = options.locate ?? sameAdapter(address)
  }

  async open(listener: PortListener): Promise<void> {
    this.#listener = listener
    await this.#open()
  }

  /** Waits until the port is there again, by this name or another, and opens it. One that is there is closed first. */
  async reopen(): Promise<void> {
    await this.#release(0)
    await comeBack({ clock: this.clock, address: this.address, limitMs: this.#options.awayMs }, async () => {
      if (this.#listener !== null) await this.#open()
      if (this.#listener !== null) return
      await this.#release()
      throw closedMeanwhile(this.address)
    })
  }

  write(text: string): void {
    const port = this.#port
    port?.write(Buffer.from(text, 'latin1'), (error) => {
      // The only sign of some ports that are gone.
      if (error) this.#gone(port, error.message)
    })
  }

  unsent(): number {
    return this.#port?.writableLength ?? 0
  }

  /** By the modem lines. A pseudo-terminal has none, nor has a board with `--reset none`: there the console is asked. */
  async reset(): Promise<void> {
    if (!(await this.#pulled())) await this.#restartByConsole()
    await this.#agree()
  }

  async close(): Promise<void> {
    this.#listener = null
    await this.#release()
  }

  async #open(): Promise<void> {
    const path = await this.#locate()
    const port = await this.#handle(path).catch((cause: Error) => {
      throw cannotOpen(path, cause)
    })
    this.#port = port
    this.#ready = false
    this.#baud = USUAL_BAUD
    this.#lines = AS_OPENED
    let why = 'the port was closed'
    // Without a listener for data an unplugged adapter is not noticed (DEPENDENCIES 5).
    port.on('data', (bytes: Buffer) => this.#hear(port, bytes.toString('latin1')))
    port.on('error', (error: Error) => (why = error.message))
    port.on('close', (error?: Error | null) => this.#gone(port, error?.message ?? why))
    this.#look(port, path, identity(path))
    await this.#agree()
    if (this.#port !== port) throw cannotOpen(path, new Error(why))
    this.#ready = true
  }

  /** The port, open and ours, with its output running: whoever had it before may have left it stopped. */
  async #handle(path: string): Promise<SerialPort> {
    const port = await this.#make(path, USUAL_BAUD)
    try {
      await letOutputRun(this.#make, path, USUAL_BAUD)
      return port
    } catch (error) {
      await closed(port)
      throw error
    }
  }

  #hear(port: SerialPort, text: string): void {
    if (this.#port !== port) return
    this.#switch?.hear(text)
    this.#listener?.data(text)
  }

  #look(port: SerialPort, path: string, was: string | null): void {
    this.#cancelLook = this.clock.after(LOOK_MS, () => {
      if (this.#port !== port) return
      const is = identity(path)
      if (is === was) this.#look(port, path, was)
      else this.#gone(port, is === null ? 'its path is gone' : 'its path leads to another port now')
    })
  }

  #gone(port: SerialPort, why: string): void {
    if (this.#port !== port) return
    this.#cancelLook()
    this.#port = null
    if (this.#ready) this.#listener?.closed(why)
    if (port.isOpen) port.close(() => undefined)
  }

  /** Closes the port; what does not leave within the limit is dropped, for which the kernel would wait half a minute. */
  async #release(limitMs = DRAIN_MS): Promise<void> {
    this.#cancelLook()
    const port = this.#port
    this.#port = null
    if (port === null || !port.isOpen) return
    if (!(await this.#drained(port, limitMs))) await new Promise<void>((resolve) => port.flush(() => resolve()))
    if (port.isOpen) await closed(port)
  }

  /** Restarts by the modem lines; false when there are none. */
  async #pulled(): Promise<boolean> {
    if (this.#steps === null) return false
    const before = this.#baud
    try {
      // The chip speaks at the usual speed from its first byte on.
      await this.#setBaud(USUAL_BAUD)
      this.#lines = await pull(this.#steps, this.#lines, (lines) => this.#setLines(lines), this.clock)
    } catch {
      await this.#setBaud(before)
      return false
    }
    // Not sooner: a chip may stop us as long as it runs.
    await this.#letOutputRun()
    await this.#pause(BOOT_MS)
    return true
  }

  /** Output has to run before, or the console hears nothing; the chip that is asked may stop it once more. */
  async #restartByConsole(): Promise<void> {
    await this.#letOutputRun()
    await restartByConsole(this)
    if (this.#baud !== USUAL_BAUD) {
      // A board that has restarted by itself listens at the usual speed already.
      await this.#setBaud(USUAL_BAUD)
      await restartByConsole(this)
    }
    await this.#letOutputRun()
  }

  /** The modem lines are as before when it is done; both are raised for a moment, which holds neither chip nor loader. */
  async #letOutputRun(): Promise<void> {
    const port = this.#port
    if (port === null) return
    try {
      await letOutputRun(this.#make, port.path, this.#baud)
      if (this.#lines !== AS_OPENED) await this.#setLines(this.#lines)
    } catch (error) {
      this.#gone(port, (error as Error).message)
    }
  }

  /** Asks the board for the speed that is wanted. */
  async #agree(): Promise<void> {
    const { baud = USUAL_BAUD, onTold } = this.#options
    if (baud === USUAL_BAUD || this.#port === null || isPseudoTerminal(this.#port.path)) return
    this.#switch = new BaudSwitch({
      clock: this.clock,
      write: (text) => this.write(text),
      setBaud: (speed) => this.#setBaud(speed),
    })
    const reached = await this.#switch.reach(baud)
    this.#switch = null
    onTold?.(
      reached
        ? `${this.address}: ${baud} bits a second`
        : `${this.address}: no agreement on ${baud} bits a second; ${USUAL_BAUD}`,
    )
  }

  async #setBaud(baudRate: number): Promise<void> {
    const port = this.#port
    if (port === null || this.#baud === baudRate) return
    await this.#drained(port)
    await new Promise<void>((resolve, reject) =>
      port.update({ baudRate }, (error) => (error ? reject(error) : resolve())),
    )
    this.#baud = baudRate
  }

  /** Whether what was written has left in time; a line that the board has stopped is not waited for. */
  #drained(port: SerialPort, limitMs = DRAIN_MS): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(limitMs, () => resolve(false))
      port.drain((error) => {
        cancel()
        resolve(!error)
      })
    })
  }

  #setLines(lines: ModemLines): Promise<void> {
    const port = this.#port
    if (port === null) return Promise.resolve()
    return new Promise((resolve, reject) => port.set(lines, (error) => (error ? reject(error) : resolve())))
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve))
  }
}

/** The path as long as the adapter has it; when it is known by an id, wherever that leads. */
function sameAdapter(address: string): () => Promise<string> {
  let link: string | undefined
  return () => {
    const real = realOf(address)
    link ??= [...linksById()].find(([, port]) => port === real)?.[0]
    return Promise.resolve(link !== undefined && link !== address ? (realOf(link) ?? link) : address)
  }
}

function realOf(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

/** What a path leads to; `null`: nothing. Windows has no paths of ports. */
function identity(path: string): string | null {
  if (!path.startsWith('/')) return path
  try {
    const { dev, ino, rdev } = statSync(path)
    return `${dev}:${ino}:${rdev}`
  } catch {
    return null
  }
}

/** A line without a speed of its own. */
function isPseudoTerminal(path: string): boolean {
  return realOf(path)?.startsWith('/dev/pts/') ?? false
}
