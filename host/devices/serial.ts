/**
 * A device on a serial port or a pseudo-terminal: `/dev/ttyUSB0`, `COM3`. Opened exclusively, 8N1, XON and XOFF obeyed
 * (CONVENTIONS 3); restarted by its reset line, where there is one.
 */
import { existsSync } from 'node:fs'
import { SerialPort } from 'serialport'
import { RivuletError } from '../../shared/error.ts'
import type { Port, PortListener } from './port.ts'
import { restartByConsole } from './restart.ts'
import { systemClock } from './system-clock.ts'

/** Bits a second, unless told otherwise. */
const BAUD = 115_200
/** How long the reset line is held, and how long a chip takes to its prompt, in ms. */
const HELD_MS = 100
const BOOT_MS = 1000
/** How often it is looked whether the path is still there, in ms: an unplugged port does not always say so itself. */
const LOOK_MS = 500

export class SerialLine implements Port {
  readonly address: string
  readonly clock = systemClock
  readonly #baud: number
  readonly #make: typeof openSerialPort
  #port: SerialPort | null = null
  #watch: NodeJS.Timeout | undefined

  /** `make` is for tests: it opens a port on another binding. */
  constructor(path: string, baud = BAUD, make = openSerialPort) {
    this.address = path
    this.#baud = baud
    this.#make = make
  }

  async open(listener: PortListener): Promise<void> {
    const port = await this.#make(this.address, this.#baud).catch((cause: Error) => {
      throw cannotOpen(this.address, cause)
    })
    this.#port = port
    let why = 'the port was closed'
    // Without a listener for data an unplugged adapter is not noticed (DEPENDENCIES 5).
    port.on('data', (bytes: Buffer) => listener.data(bytes.toString('latin1')))
    port.on('error', (error: Error) => (why = error.message))
    port.on('close', (error?: Error | null) => {
      this.#gone(port, listener, error?.message ?? why)
    })
    this.#watch = setInterval(() => {
      if (this.address.startsWith('/') && !existsSync(this.address)) this.#gone(port, listener, 'its path is gone')
    }, LOOK_MS)
    this.#watch.unref()
  }

  write(text: string): void {
    this.#port?.write(Buffer.from(text, 'latin1'))
  }

  /** DTR released, then RTS pulled and released. A pseudo-terminal has no such lines: there the console is asked. */
  async reset(): Promise<void> {
    try {
      await this.#lines({ dtr: false, rts: true })
      await this.#pause(HELD_MS)
      await this.#lines({ dtr: false, rts: false })
      await this.#pause(BOOT_MS)
    } catch {
      await restartByConsole(this)
    }
  }

  #gone(port: SerialPort, listener: PortListener, why: string): void {
    if (this.#port !== port) return
    clearInterval(this.#watch)
    this.#port = null
    listener.closed(why)
    if (port.isOpen) port.close(() => undefined)
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    const port = this.#port
    this.#port = null
    if (port === null || !port.isOpen) return
    await new Promise<void>((resolve) => port.close(() => resolve()))
  }

  #lines(state: { dtr: boolean; rts: boolean }): Promise<void> {
    const port = this.#port
    if (port === null) return Promise.resolve()
    return new Promise((resolve, reject) => port.set(state, (error) => (error ? reject(error) : resolve())))
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve))
  }
}

function openSerialPort(path: string, baudRate: number): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate, xon: true, lock: true, autoOpen: false })
    port.open((error) => (error ? reject(error) : resolve(port)))
  })
}

const CURES: readonly (readonly [reason: RegExp, code: `E_${string}`, said: string, cure: string])[] = [
  [
    /lock|busy|Access denied/i,
    'E_PORT_BUSY',
    'is open in another program',
    'close the other program, such as a terminal or an IDE',
  ],
  [
    /permission/i,
    'E_PORT_DENIED',
    'may not be opened by you',
    'join the group of the port (often dialout), then log in again',
  ],
  [/no such|not found/i, 'E_NO_DEVICE', 'does not exist', 'connect the board, or name the path that it has'],
]

function cannotOpen(path: string, cause: Error): RivuletError {
  const [, code, said, cure] = CURES.find(([reason]) => reason.test(cause.message)) ?? [
    /./,
    'E_NO_DEVICE' as const,
    `cannot be opened: ${cause.message}`,
    'name the path of a serial port',
  ]
  return new RivuletError(code, `port ${path} ${said}`, { kind: 'no-device', place: path, cure, cause })
}
