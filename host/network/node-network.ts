/**
 * The network of this computer for an emulated board: its sockets are sockets of Node. Only this computer itself
 * (127.x.x.x, `localhost`) is reached, and ports of the board are open to this computer only, unless the options say more.
 *
 * Real sockets keep real time: a board that has them is run in slices, with turns of Node's own loop between them, and at
 * the pace of real time while it waits for answers (`run`).
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import type { Board } from '../emulator/board/board.ts'
import { isLoopback, parseAddress, Refused } from '../emulator/board/net/network.ts'
import type { Link, LinkState, Listener, Network } from '../emulator/board/net/network.ts'

export interface NodeNetworkOptions {
  /** Addresses beyond this computer that a board may connect to, as four numbers. */
  readonly allow?: readonly string[]
  /** Names and their addresses, for example `{ broker: '127.0.0.1' }`; `localhost` is known. */
  readonly hosts?: Readonly<Record<string, string>>
  /** Ports of this computer that stand for ports of the board, for example `{ 80: 8080 }`; 0 takes a free one. */
  readonly ports?: Readonly<Record<number, number>>
}

/** Bytes that wait to be sent at most. */
const SENDING = 5744

class NodeLink implements Link {
  #state: LinkState

  constructor(
    private readonly socket: Socket,
    isOpen: boolean,
    wake: () => void,
  ) {
    this.#state = isOpen ? 'open' : 'opening'
    socket.setNoDelay(true)
    socket.on('connect', () => ((this.#state = 'open'), wake()))
    socket.on('readable', wake)
    socket.on('error', () => ((this.#state = this.#state === 'opening' ? 'refused' : 'ended'), wake()))
    socket.on('end', () => ((this.#state = 'ended'), wake()))
  }

  get state(): LinkState {
    return this.#state === 'ended' && this.socket.readableLength > 0 ? 'open' : this.#state
  }

  read(most: number): Uint8Array {
    const chunk: unknown = this.socket.read(Math.min(most, this.socket.readableLength) || undefined)
    return chunk instanceof Uint8Array ? chunk : new Uint8Array()
  }

  write(bytes: Uint8Array): number {
    if (this.socket.writableLength > SENDING || !this.socket.writable) return 0
    this.socket.write(bytes)
    return bytes.length
  }

  close(): void {
    this.socket.destroySoon()
  }
}

class NodeListener implements Listener {
  #failed: string | undefined
  readonly #backlog: NodeLink[] = []
  readonly #server: Server

  constructor(port: number, wake: () => void, track: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      track(socket)
      this.#backlog.push(new NodeLink(socket, true, wake))
      wake()
    })
    this.#server.on('error', (error) => ((this.#failed = error.message), wake()))
    this.#server.listen(port, '127.0.0.1')
  }

  get port(): number | undefined {
    const address = this.#server.address()
    return address !== null && typeof address === 'object' ? address.port : undefined
  }

  accept(): Link | undefined {
    const failed = this.#failed
    this.#failed = undefined
    if (failed !== undefined)
      throw new Refused(
        `Socket bind failed: ${failed}; another port of this computer can stand for it: new NodeNetwork({ ports })`,
      )
    return this.#backlog.shift()
  }

  close(): void {
    this.#server.close()
  }
}

export class NodeNetwork implements Network {
  readonly #options: NodeNetworkOptions
  readonly #sockets = new Set<Socket>()
  readonly #listeners = new Map<number, NodeListener>()
  readonly #wakers = new Set<() => void>()

  constructor(options: NodeNetworkOptions = {}) {
    this.#options = options
  }

  /** Sockets that are open or opening. */
  get open(): number {
    return this.#sockets.size
  }

  /** Whether the board has sockets or ports: then its time has to keep to real time. */
  get isInUse(): boolean {
    return this.#sockets.size > 0 || this.#listeners.size > 0
  }

  connect(address: string, port: number): Link {
    if (!isLoopback(address) && !(this.#options.allow ?? []).includes(address))
      throw new Refused(
        `${address} is not this computer, and a board reaches no other unless it is allowed: new NodeNetwork({ allow: ['${address}'] })`,
      )
    const socket = createConnection({ host: address, port })
    this.#track(socket)
    return new NodeLink(socket, false, () => this.#wake())
  }

  listen(port: number): Listener {
    const here = this.#options.ports?.[port] ?? port
    const listener = new NodeListener(
      here,
      () => this.#wake(),
      (socket) => this.#track(socket),
    )
    this.#listeners.set(port, listener)
    return {
      accept: () => listener.accept(),
      close: () => {
        this.#listeners.delete(port)
        listener.close()
      },
    }
  }

  resolve(name: string): string | undefined {
    return parseAddress(name) ?? this.#options.hosts?.[name]
  }

  /** The port of this computer that stands for a port of the board, once it is open. */
  portOf(port: number): number | undefined {
    return this.#listeners.get(port)?.port
  }

  /** Resolves when a socket has something new, or after `ms` of real time. */
  async activity(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.#wakers.delete(wake)
        setImmediate(resolve)
      }
      const timer = setTimeout(wake, ms)
      this.#wakers.add(wake)
    })
  }

  /** Calls `listener` whenever a socket has something new. */
  onActivity(listener: () => void): void {
    this.#wakers.add(listener)
  }

  /** Closes all sockets and ports. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    for (const listener of this.#listeners.values()) listener.close()
    this.#listeners.clear()
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.#wake()
    })
  }

  #wake(): void {
    for (const wake of [...this.#wakers]) wake()
  }
}

/** Longest time, in ms, that a board runs or waits without the other side being heard. */
const SLICE_MS = 20

/**
 * Runs a board on a network of Node until `done` or for `limitMs` of real time; true when done. Virtual time keeps to real
 * time, and what arrives at a socket ends a wait.
 */
export async function run(board: Board, network: NodeNetwork, done: () => boolean, limitMs: number): Promise<boolean> {
  const start = performance.now() - board.ms
  const end = performance.now() + limitMs
  while (!done()) {
    if (performance.now() >= end) return false
    board.advance(Math.min(SLICE_MS, Math.max(0, performance.now() - start - board.ms)))
    if (done()) return true
    await network.activity(Math.min(SLICE_MS, Math.max(1, board.nextMs - board.ms)))
  }
  return true
}
