/**
 * The sockets of the chip as its network library numbers them, over the board's own loopback and, while Wi-Fi is up, the
 * network that was handed in (FACTS 7). Results below zero are the library's error numbers.
 */
import { isLoopback, Refused, type Link, type Listener, type Network } from './network.ts'
import { SimulatedNetwork } from './simulated-network.ts'

export const CLOSED = -1
const RESET = -9
export const NOT_CONNECTED = -11

/** What programs are told in `error` events, by number from -1 down. */
const MESSAGES: readonly string[] = [
  'closed',
  'out of memory',
  'timeout',
  'no route',
  'busy',
  'not found',
  'max sockets',
  'unsent data',
  'connection reset',
  'unknown error',
  'no connection',
  'bad argument',
  'SSL handshake failed',
  'invalid SSL data',
  'no response',
]

export function socketMessage(error: number): string {
  return MESSAGES[-1 - error] ?? 'unknown error'
}

/** Sockets that the network library of the chip has, and the number of its first. */
const MOST_SOCKETS = 10
const FIRST_NUMBER = 54

/** Error number of the chip's library: there is no way to the far side. */
const NO_ROUTE = 118

export interface SocketTableHost {
  /** The network beyond the antenna, while Wi-Fi is up. */
  outside(): Network | undefined
  /** Virtual milliseconds. */
  ms(): number
  /** Prints `ERROR: ` and a message. */
  complain(message: string): void
  /** Error number of a connection that the far side does not take. */
  refusal(): number
}

/** A connection or a port. */
type Socket = { readonly link: Link } | { readonly listener: Listener }

export class SocketTable {
  /** The board by itself: what it connects to its own ports. */
  private readonly own = new SimulatedNetwork()
  private readonly sockets = new Map<number, Socket>()

  constructor(private readonly host: SocketTableHost) {}

  /** The address of a name; undefined when nobody knows it. */
  resolve(name: string): string | undefined {
    return this.own.resolve(name) ?? this.host.outside()?.resolve(name)
  }

  /** A connection's number, or -1 after a complaint. */
  connect(address: string, port: number): number {
    return this.open(() => ({ link: this.linkTo(address, port) }))
  }

  /** A port's number, or -1 after a complaint: one port for the board itself and for the network. */
  listen(port: number): number {
    return this.open(() => ({ listener: this.portAt(port) }), 'Socket listen failed')
  }

  /** The number of the next connection to a port, or -1. */
  accept(number: number): number {
    const socket = this.sockets.get(number)
    if (socket === undefined || !('listener' in socket) || this.isFull) return CLOSED
    try {
      const link = socket.listener.accept()
      return link === undefined ? CLOSED : this.add({ link })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.host.complain(error.message)
      return CLOSED
    }
  }

  /** What has arrived, or an error number. */
  receive(number: number, most: number): Uint8Array | number {
    const link = this.linkOf(number)
    if (link === undefined) return CLOSED
    if (link.state === 'opening') return NOT_CONNECTED
    if (link.state === 'refused') return RESET
    const bytes = link.read(most)
    return bytes.length === 0 && link.state === 'ended' ? CLOSED : bytes
  }

  /** How many of the bytes were taken, or an error number. */
  send(number: number, bytes: Uint8Array): number {
    const link = this.linkOf(number)
    if (link === undefined) return CLOSED
    return link.state === 'opening' || link.state === 'refused' ? 0 : link.write(bytes)
  }

  close(number: number): void {
    const socket = this.sockets.get(number)
    this.sockets.delete(number)
    if (socket === undefined) return
    if ('link' in socket) socket.link.close()
    else socket.listener.close()
  }

  /** Lets bytes arrive that are due by now. */
  advance(): void {
    const ms = this.host.ms()
    this.own.advance(ms)
    this.host.outside()?.advance?.(ms)
  }

  /** Virtual milliseconds at which something arrives by itself. */
  nextArrival(): number {
    return this.sockets.size === 0 ? Infinity : (this.host.outside()?.nextArrival?.() ?? Infinity)
  }

  private get isFull(): boolean {
    return this.sockets.size >= MOST_SOCKETS
  }

  private open(make: () => Socket, complaint?: string): number {
    if (this.isFull) {
      this.host.complain('Socket creation failed')
      return CLOSED
    }
    try {
      return this.add(make())
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.host.complain(complaint ?? error.message)
      return CLOSED
    }
  }

  private add(socket: Socket): number {
    let number = FIRST_NUMBER
    while (this.sockets.has(number)) number++
    this.sockets.set(number, socket)
    return number
  }

  private linkOf(number: number): Link | undefined {
    const socket = this.sockets.get(number)
    return socket !== undefined && 'link' in socket ? socket.link : undefined
  }

  /** Loopback is the board's own first: whatever is not served there may be served by the computer that runs it. */
  private linkTo(address: string, port: number): Link {
    const outside = this.host.outside()
    try {
      return this.own.connect(address, port)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
    if (outside === undefined && !isLoopback(address)) throw new Refused(`Connect failed (err ${NO_ROUTE})`)
    if (outside === undefined) throw new Refused(`Connect failed (err ${this.host.refusal()})`)
    try {
      return outside.connect(address, port)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      throw new Refused(`Connect failed (err ${this.host.refusal()}): ${error.message}`)
    }
  }

  /** The port outside is opened as soon as there is an outside: a server may be started before Wi-Fi is up. */
  private portAt(port: number): Listener {
    const own = this.own.listen(port)
    let outside: Listener | undefined
    const reach = (): Listener | undefined => (outside ??= this.host.outside()?.listen(port))
    try {
      reach()
    } catch (error) {
      own.close()
      throw error
    }
    return {
      accept: () => own.accept() ?? reach()?.accept(),
      close: () => [own, outside].forEach((each) => each?.close()),
    }
  }
}
