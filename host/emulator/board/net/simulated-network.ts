/**
 * A network inside the simulation, for tests and for a board that is alone: the same calls at the same virtual times give
 * the same bytes at the same virtual times. Whoever runs the board serves ports with `serve` or calls servers of the board
 * with `connect`, on either side with links.
 */
import { isLoopback, parseAddress, Refused, type Link, type Listener, type LinkState, type Network } from './network.ts'

export interface SimulatedNetworkOptions {
  /** Virtual milliseconds that bytes are on their way; 0 unless given. */
  readonly latencyMs?: number
  /** Names and their addresses. */
  readonly hosts?: Readonly<Record<string, string>>
  /** Bytes that wait for a reader at most; writers wait. 5,744 unless given, as on the chip. */
  readonly window?: number
}

interface Parcel {
  readonly due: number
  /** No bytes: the far side sends no more. */
  readonly bytes: Uint8Array | null
}

/** Bytes that the receiving side of the chip's network takes before the sender must wait. */
const WINDOW = 5744

/** One end of a connection; what is written at one is read at the other. */
class End implements Link {
  private readonly arriving: Parcel[] = []
  private waiting = 0
  private closed = false
  peer!: End

  constructor(private readonly network: SimulatedNetwork) {}

  get state(): LinkState {
    const [next] = this.arriving
    return next !== undefined && next.bytes === null && next.due <= this.network.ms ? 'ended' : 'open'
  }

  read(most: number): Uint8Array {
    const taken: number[] = []
    while (taken.length < most) {
      const [next] = this.arriving
      if (next === undefined || next.bytes === null || next.due > this.network.ms) break
      this.arriving.shift()
      const room = most - taken.length
      taken.push(...next.bytes.subarray(0, room))
      if (next.bytes.length > room) this.arriving.unshift({ due: next.due, bytes: next.bytes.subarray(room) })
    }
    this.waiting -= taken.length
    return Uint8Array.from(taken)
  }

  write(bytes: Uint8Array): number {
    if (this.closed) return 0
    const part = bytes.slice(0, Math.max(0, this.network.window - this.peer.waiting))
    if (part.length > 0) this.peer.arrive(part)
    return part.length
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.peer.arrive(null)
  }

  /** When the next parcel is there to be read. */
  nextArrival(): number {
    const [next] = this.arriving
    return next !== undefined && next.due > this.network.ms ? next.due : Infinity
  }

  private arrive(bytes: Uint8Array | null): void {
    this.waiting += bytes?.length ?? 0
    // whole microseconds, as the board's clock has them
    const due = Math.round((this.network.ms + this.network.latencyMs) * 1000) / 1000
    this.arriving.push({ due, bytes })
  }
}

export class SimulatedNetwork implements Network {
  readonly latencyMs: number
  readonly window: number
  /** Virtual milliseconds, as last told. */
  ms = 0
  private readonly hosts: Readonly<Record<string, string>>
  /** Ports of the board, and those that the test serves. */
  private readonly ports = new Map<number, Link[]>()
  private readonly served = new Map<number, (link: Link) => void>()
  private ends: End[] = []

  constructor(options: SimulatedNetworkOptions = {}) {
    this.latencyMs = options.latencyMs ?? 0
    this.window = options.window ?? WINDOW
    this.hosts = options.hosts ?? {}
  }

  /** Answers connections of the board to this port, whatever the address. */
  serve(port: number, answer: (link: Link) => void): void {
    this.served.set(port, answer)
  }

  connect(address: string, port: number): Link {
    const backlog = isLoopback(address) ? this.ports.get(port) : undefined
    const answer = this.served.get(port)
    if (backlog === undefined && answer === undefined) throw new Refused(`nobody listens at ${address}:${port}`)
    const near = new End(this)
    near.peer = new End(this)
    near.peer.peer = near
    this.ends.push(near, near.peer)
    if (backlog === undefined) answer!(near.peer)
    else backlog.push(near.peer)
    return near
  }

  listen(port: number): Listener {
    if (this.ports.has(port)) throw new Refused(`port ${port} is in use`)
    const backlog: Link[] = []
    this.ports.set(port, backlog)
    return { accept: () => backlog.shift(), close: () => void this.ports.delete(port) }
  }

  resolve(name: string): string | undefined {
    return parseAddress(name) ?? this.hosts[name]
  }

  advance(ms: number): void {
    this.ms = ms
    this.ends = this.ends.filter((end) => end.state !== 'ended' || end.peer.state !== 'ended')
  }

  nextArrival(): number {
    return this.ends.reduce((soonest, end) => Math.min(soonest, end.nextArrival()), Infinity)
  }
}
