/**
 * A gateway: a device on a port of this computer becomes a device at a broker. Bytes of `link/down` go to the port, its bytes to
 * `link/up`, by lines, or after a short time where a line does not end. It is born with `$info` and then `$state`, dies with the
 * will `lost`, and says `ready` again when it hears of its own death.
 *
 * Broker and port may go and come back, each by itself: while the one is away the other is kept, and bytes that have nowhere to go
 * are dropped and counted, because the frames above ask for them again. Nothing of what passes is read but commands, which are few.
 */
import type { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { Port } from '../devices/port.ts'
import { systemClock } from '../devices/system-clock.ts'
import { MqttConnection, type MqttLimits } from './client.ts'
import { Upward } from './upward.ts'
import type { BrokerAddress, Secrets } from './settings.ts'
import { topicsOf, type DeviceState, type Topics } from './topics.ts'

export interface BridgeOptions {
  /** The port, not yet open; asked again when it is to be opened again. */
  readonly port: () => Promise<Port>
  readonly broker: BrokerAddress
  readonly secrets: Secrets
  readonly device: string
  /** Number of this start, larger than any before. */
  readonly boot: number
  readonly clock?: Clock
  readonly limits?: Partial<MqttLimits>
  /** What happens, in sentences. */
  readonly onTold?: (line: string) => void
}

export interface BridgeCounters {
  /** Bytes carried. */
  up: number
  down: number
  /** Bytes that had nowhere to go. */
  droppedUp: number
  droppedDown: number
  /** How often port and broker went away. */
  portLosses: number
  reconnects: number
}

/** How often counters are published, and a port that is gone is tried again, in ms. */
const STAT_MS = 10_000
const RETRY_MS = 500
/** Bytes of `link/down` that may wait for the port, and characters of a command. */
const MAX_DOWN = 65_536
const MAX_COMMAND = 1024
/** The protocol of the topics. */
const VERSION = 1

export class Bridge {
  readonly counters: BridgeCounters = { up: 0, down: 0, droppedUp: 0, droppedDown: 0, portLosses: 0, reconnects: 0 }
  /** Rejects when the broker is given up. */
  readonly failed: Promise<never>
  readonly #options: BridgeOptions
  readonly #clock: Clock
  readonly #topics: Topics
  readonly #connection: MqttConnection
  readonly #upward: Upward
  #port: Port | null = null
  #address = ''
  #ended = false
  #cancelStat: (() => void) | null = null
  #cancelRetry: (() => void) | null = null
  #fail!: (error: RivuletError) => void

  constructor(options: BridgeOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#topics = topicsOf(options.device)
    this.failed = new Promise((_, reject) => (this.#fail = reject))
    this.failed.catch(() => undefined)
    this.#upward = new Upward(this.#clock, (text) => this.#up(text))
    this.#connection = new MqttConnection({
      broker: options.broker,
      secrets: options.secrets,
      clientId: options.device,
      will: { topic: this.#topics.state, payload: 'lost' },
      clock: this.#clock,
      ...(options.limits !== undefined && { limits: options.limits }),
      onMessage: (topic, payload) => this.#heard(topic, payload),
      onBack: () => {
        this.counters.reconnects += 1
        this.#tell('the broker is back')
        this.#beBorn()
      },
      onGone: (error) => this.#fail(error),
    })
  }

  /** Opens the port, then the broker; the device is there from then on. */
  async start(): Promise<void> {
    await this.#open()
    try {
      await this.#connection.open()
      await this.#connection.subscribe(this.#topics.down, this.#topics.cmd, this.#topics.state)
    } catch (error) {
      await this.end()
      throw error
    }
    this.#beBorn()
    this.#count()
  }

  /** Leaves the broker with a last word and closes the port. */
  async end(): Promise<void> {
    this.#ended = true
    this.#cancelStat?.()
    this.#cancelRetry?.()
    this.#upward.flush()
    const port = this.#port
    this.#port = null
    await this.#connection.close({ topic: this.#topics.state, payload: 'disconnected' satisfies DeviceState })
    await port?.close()
  }

  async #open(): Promise<void> {
    const port = await this.#options.port()
    this.#address = port.address
    await port.open({
      data: (text) => this.#upward.push(text),
      closed: (why) => this.#unplugged(port, why),
    })
    this.#port = port
  }

  #beBorn(): void {
    const { device, boot } = this.#options
    const info = { device, gateway: 'rivulet bridge', port: this.#address, version: VERSION, boot }
    this.#connection.publish(this.#topics.info, JSON.stringify(info), { retain: true })
    this.#sayState(this.#port === null ? 'lost' : 'ready')
  }

  #sayState(state: DeviceState): void {
    this.#connection.publish(this.#topics.state, state, { retain: true })
  }

  #count(): void {
    const { counters } = this
    const stat = { ...counters, ...this.#connection.counters, reconnects: counters.reconnects }
    this.#connection.publish(this.#topics.stat, JSON.stringify(stat), { qos: 0, retain: true })
    this.#cancelStat = this.#clock.after(STAT_MS, () => this.#count())
  }

  #heard(topic: string, payload: string): void {
    if (topic === this.#topics.down) this.#down(payload)
    else if (topic === this.#topics.cmd) void this.#command(payload)
    else if (topic === this.#topics.state && payload === 'lost' && this.#port !== null) this.#sayState('ready')
  }

  #down(text: string): void {
    const port = this.#port
    // A broker is faster than a serial line, which may be held as well.
    if (port === null || (port.unsent?.() ?? 0) + text.length > MAX_DOWN) {
      this.counters.droppedDown += text.length
      return
    }
    this.counters.down += text.length
    port.write(text)
  }

  #up(text: string): void {
    if (this.#connection.publish(this.#topics.up, text)) this.counters.up += text.length
    else this.counters.droppedUp += text.length
  }

  /** `{"id", "do": "reset" | "ping"}`; what it does not know it says. */
  async #command(payload: string): Promise<void> {
    const command = readCommand(payload)
    if (command === null) return
    const { id, what } = command
    let error: string | null = null
    if (what === 'reset') {
      if (this.#port === null) error = 'the port is not there'
      else await this.#port.reset().catch((reason: Error) => (error = reason.message))
    } else if (what !== 'ping') error = `${JSON.stringify(what)} is not known`
    this.#connection.publish(
      this.#topics.ack,
      JSON.stringify({ id, ok: error === null, ...(error !== null && { error }) }),
    )
  }

  #unplugged(port: Port, why: string): void {
    if (this.#port !== port || this.#ended) return
    this.#port = null
    this.counters.portLosses += 1
    this.#upward.flush()
    this.#tell(`${port.address} is gone: ${why}`)
    const error = { code: 'E_GONE', message: `the port is gone: ${why}`, place: port.address }
    this.#connection.publish(this.#topics.err, JSON.stringify(error))
    this.#sayState('lost')
    void port.close().catch(() => undefined)
    this.#retry()
  }

  #retry(): void {
    this.#cancelRetry = this.#clock.after(RETRY_MS, () => {
      this.#open().then(
        () => this.#pluggedIn(),
        () => this.#ended || this.#retry(),
      )
    })
  }

  #pluggedIn(): void {
    const port = this.#port
    if (this.#ended) {
      this.#port = null
      void port?.close()
      return
    }
    this.#tell(`${this.#address} is back`)
    this.#beBorn()
  }

  #tell(line: string): void {
    this.#options.onTold?.(line)
  }
}

function readCommand(payload: string): { id: unknown; what: unknown } | null {
  if (payload.length > MAX_COMMAND) return null
  try {
    const data = JSON.parse(payload) as { id?: unknown; do?: unknown } | null
    return typeof data?.id === 'string' ? { id: data.id, what: data.do } : null
  } catch {
    return null
  }
}
