/** A device on a TCP port: `tcp://host:port`, such as `emulate --listen` or a board behind a network adapter. */
import { connect, type Socket } from 'node:net'
import { RivuletError } from '../../shared/error.ts'
import type { Port, PortListener } from './port.ts'
import { restartByConsole } from './restart.ts'
import { systemClock } from './system-clock.ts'

/** How long a connection may take, in ms. */
const CONNECT_MS = 5000

export class TcpPort implements Port {
  readonly address: string
  readonly clock = systemClock
  readonly #host: string
  readonly #port: number
  #socket: Socket | null = null

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
    this.address = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`
  }

  async open(listener: PortListener): Promise<void> {
    const socket = await this.#connect()
    this.#socket = socket
    socket.setEncoding('latin1').on('data', (text) => listener.data(String(text)))
    let why = 'the connection ended'
    socket.on('error', ({ message }) => (why = message))
    socket.on('close', () => {
      if (this.#socket === socket) listener.closed(why)
      this.#socket = null
    })
  }

  write(text: string): void {
    this.#socket?.write(text, 'latin1')
  }

  /** There is no reset line: the console is asked. */
  async reset(): Promise<void> {
    await restartByConsole(this)
  }

  async close(): Promise<void> {
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
