/** A device on a TCP port: `tcp://host:port`, such as `emulate --listen` or a board behind a network adapter. */
import { connect, type Socket } from 'node:net'
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import { AWAY_MS, closedMeanwhile, comeBack } from './come-back.ts'
import type { Port, PortListener } from './port.ts'
import { restartByConsole } from './restart.ts'
import { systemClock } from './system-clock.ts'

/** How long a connection may take, in ms. */
const CONNECT_MS = 5000

export interface TcpOptions {
  readonly clock?: Clock
  readonly awayMs?: number
}

export class TcpPort implements Port {
  readonly address: string
  readonly clock: Clock
  readonly #host: string
  readonly #port: number
  readonly #awayMs: number
  #socket: Socket | null = null
  #listener: PortListener | null = null

  /** `awayMs`: the longest wait for a listener that went away. */
  constructor(host: string, port: number, { clock = systemClock, awayMs = AWAY_MS }: TcpOptions = {}) {
    this.#host = host
    this.#port = port
    this.clock = clock
    this.#awayMs = awayMs
    this.address = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`
  }

  async open(listener: PortListener): Promise<void> {
    this.#listener = listener
    await this.#open()
  }

  /** Waits until somebody listens there again, and connects. */
  async reopen(): Promise<void> {
    await this.#release()
    await comeBack({ clock: this.clock, address: this.address, limitMs: this.#awayMs }, async () => {
      if (this.#listener !== null) await this.#open()
      if (this.#listener !== null) return
      await this.#release()
      throw closedMeanwhile(this.address)
    })
  }

  async #open(): Promise<void> {
    const socket = await this.#connect()
    this.#socket = socket
    socket.setEncoding('latin1').on('data', (text) => this.#listener?.data(String(text)))
    let why = 'the connection ended'
    socket.on('error', ({ message }) => (why = message))
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#listener?.closed(why)
    })
  }

  write(text: string): void {
    this.#socket?.write(text, 'latin1')
  }

  unsent(): number {
    return this.#socket?.writableLength ?? 0
  }

  /** There is no reset line: the console is asked. */
  async reset(): Promise<void> {
    await restartByConsole(this)
  }

  async close(): Promise<void> {
    this.#listener = null
    await this.#release()
  }

  async #release(): Promise<void> {
    const socket = this.#socket
    this.#socket = null
    if (socket === null || socket.destroyed) return
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.destroy()
    await closed
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
      const fail = (why: string): void => {
        socket.destroy()
        reject(this.#unreachable(why))
      }
      const cancel = this.clock.after(CONNECT_MS, () => fail(`no answer for ${CONNECT_MS} ms`))
      socket.once('error', (error) => {
        cancel()
        fail(error.message)
      })
      socket.once('connect', () => {
        cancel()
        socket.removeAllListeners('error')
        resolve(socket)
      })
    })
  }

  #unreachable(why: string): RivuletError {
    return new RivuletError('E_NO_DEVICE', `nothing answers at ${this.address}: ${why}`, {
      kind: 'no-device',
      place: this.address,
      cure: 'start what listens there, such as rivulet emulate --listen PORT, or name another address',
    })
  }
}
