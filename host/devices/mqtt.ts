/**
 * A device behind a broker: `mqtt://HOST[:PORT]/DEVICE`, `mqtts://…`. Bytes go to `link/down` and come from `link/up`, the same as
 * on a serial line, cut anywhere; QoS 1 may bring them twice and a lost session not at all, which the frames above make good.
 * The device is gone when its `$state` says so, or when the broker stays away. Behind a gateway it has its console there; one that
 * speaks to the broker itself says in its `$info` that it has none, and what program it runs.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import { MqttConnection, type MqttLimits } from '../mqtt/client.ts'
import type { BrokerAddress, Secrets } from '../mqtt/settings.ts'
import { topicsOf, type DeviceState, type Topics } from '../mqtt/topics.ts'
import { AWAY_MS, closedMeanwhile, comeBack } from './come-back.ts'
import type { Port, PortListener } from './port.ts'
import { restartByConsole } from './restart.ts'
import { systemClock } from './system-clock.ts'

export interface MqttPortOptions {
  readonly broker: BrokerAddress
  readonly device: string
  readonly secrets: Secrets
  readonly limits?: Partial<MqttLimits & MqttPortLimits>
  readonly clock?: Clock
}

export interface MqttPortLimits {
  /** Until a device that is there has said so, in ms. */
  readonly stateMs: number
  /** How long a device that its broker calls lost may take to say that it is not, in ms. */
  readonly lostMs: number
  /** Until a device has answered a command, in ms. */
  readonly commandMs: number
  /** Until a device that went away is back, in ms. */
  readonly backMs: number
}

const LIMITS: MqttPortLimits = { stateMs: 5000, lostMs: 3000, commandMs: 5000, backMs: AWAY_MS }

export class MqttPort implements Port {
  readonly address: string
  readonly clock: Clock
  readonly #options: MqttPortOptions
  readonly #limits: MqttPortLimits
  readonly #topics: Topics
  #connection: MqttConnection | null = null
  #listener: PortListener | null = null
  /** Whether the device is there, as far as the listener knows. */
  #isThere = false
  #state: DeviceState | null = null
  #onState: (() => void) | null = null
  #cancelLost: (() => void) | null = null
  /** What was written in this turn, as one message. */
  #pending = ''
  #commands = 0
  #onAck: ((id: string) => void) | null = null
  #info: Info = WITH_CONSOLE
  /** It restarts because we asked, and may leave meanwhile; it has left. */
  #restarting = false
  #left = false

  constructor(options: MqttPortOptions) {
    this.#options = options
    this.clock = options.clock ?? systemClock
    this.#limits = { ...LIMITS, ...options.limits }
    this.#topics = topicsOf(options.device)
    this.address = `${options.broker.url}/${options.device}`
  }

  get program(): string | null {
    return this.#info.program
  }

  async open(listener: PortListener): Promise<void> {
    this.#listener = listener
    await this.#open()
  }

  /** Waits until the device is ready again, at a broker that may be another one by now. */
  async reopen(): Promise<void> {
    await this.#release()
    await comeBack({ clock: this.clock, address: this.address, limitMs: this.#limits.backMs }, async () => {
      if (this.#listener !== null) await this.#open()
      if (this.#listener !== null) return
      await this.#release()
      throw closedMeanwhile(this.address)
    })
  }

  async #open(): Promise<void> {
    const { broker, secrets, device, limits } = this.#options
    const connection = new MqttConnection({
      broker,
      secrets,
      // One host works on a device at a time: the next one ends the connection of the one before.
      clientId: `${device}-host`,
      ...(limits !== undefined && { limits }),
      onMessage: (topic, payload) => this.#heard(topic, payload),
      onGone: (error) => this.#closed(error.message),
    })
    await connection.open()
    this.#connection = connection
    this.#state = null
    try {
      // What it is comes before that it is there.
      await connection.subscribe(this.#topics.info)
      await connection.subscribe(this.#topics.state, this.#topics.up, this.#topics.ack)
      await this.#ready()
    } catch (error) {
      await this.#release()
      throw error
    }
    this.#isThere = true
  }

  write(text: string): void {
    if (this.#pending === '') queueMicrotask(() => this.#send())
    this.#pending += text
  }

  /** The gateway does it, where the device has one, or the device itself; otherwise the console is asked. */
  async reset(): Promise<void> {
    const { program, boot } = this.#info
    if (program === null) {
      if (!(await this.#command())) await restartByConsole(this)
      return
    }
    this.#restarting = true
    this.#left = false
    try {
      const isAgain = (): boolean => this.#state === 'ready' && (this.#left || this.#info.boot !== boot)
      const again = this.#until(isAgain, this.#limits.backMs)
      if (!(await this.#command())) throw this.#unanswered('the command to restart', this.#limits.commandMs)
      if (!(await again)) throw this.#unanswered('its next start', this.#limits.backMs)
    } finally {
      this.#restarting = false
    }
  }

  /** Sends the command to restart; whether it was acknowledged in time. */
  async #command(): Promise<boolean> {
    const id = `reset-${++this.#commands}`
    const acknowledged = new Promise<boolean>((resolve) => {
      const cancel = this.clock.after(this.#limits.commandMs, () => resolve(false))
      this.#onAck = (answered) => {
        if (answered !== id) return
        cancel()
        resolve(true)
      }
    })
    this.#connection?.publish(this.#topics.cmd, JSON.stringify({ id, do: 'reset' }))
    const isDone = await acknowledged
    this.#onAck = null
    return isDone
  }

  async close(): Promise<void> {
    this.#listener = null
    await this.#release()
  }

  async #release(): Promise<void> {
    const connection = this.#connection
    this.#connection = null
    this.#isThere = false
    this.#cancelLost?.()
    this.#cancelLost = null
    await connection?.close()
  }

  #send(): void {
    const text = this.#pending
    this.#pending = ''
    this.#connection?.publish(this.#topics.down, text)
  }

  #heard(topic: string, payload: string): void {
    if (topic === this.#topics.up) {
      if (this.#isThere) this.#listener?.data(payload)
    } else if (topic === this.#topics.state) this.#became(payload as DeviceState)
    else if (topic === this.#topics.info) this.#learnt(payload)
    else if (topic === this.#topics.ack) this.#onAck?.(idOf(payload))
  }

  #learnt(payload: string): void {
    const { program, boot } = this.#info
    this.#info = infoOf(payload)
    this.#onState?.()
    const isAnother = program !== null && this.#info.boot !== boot
    if (isAnother && !this.#restarting) this.#closed('it has started anew')
  }

  #became(state: DeviceState): void {
    this.#state = state
    this.#left ||= state !== 'ready'
    this.#onState?.()
    this.#cancelLost?.()
    this.#cancelLost = null
    if (this.#restarting) return
    if (state === 'disconnected') this.#closed('it has left the broker')
    // The will of a connection that is replaced comes while the device lives: it will say so.
    if (state === 'lost') {
      this.#cancelLost = this.clock.after(this.#limits.lostMs, () => this.#closed('the broker has lost it'))
    }
  }

  #closed(why: string): void {
    if (!this.#isThere) return
    this.#isThere = false
    this.#listener?.closed(why)
  }

  /** Waits until the device says that it is ready. */
  async #ready(): Promise<void> {
    if (!(await this.#until(() => this.#state === 'ready', this.#limits.stateMs))) throw this.#absent()
  }

  /** Waits until what the device says of itself is so; whether it was in time. */
  async #until(isSo: () => boolean, limitMs: number): Promise<boolean> {
    const isInTime = await new Promise<boolean>((resolve) => {
      const cancel = this.clock.after(limitMs, () => resolve(false))
      this.#onState = () => {
        if (!isSo()) return
        cancel()
        resolve(true)
      }
      this.#onState()
    })
    this.#onState = null
    return isInTime
  }

  #unanswered(awaited: string, ms: number): RivuletError {
    return new RivuletError('E_SILENT', `awaited ${awaited} for ${ms} ms in vain`, {
      kind: 'no-device',
      place: this.address,
      cure: 'switch the board off and on; look at its serial line if it stays away',
    })
  }

  #absent(): RivuletError {
    const { device, broker } = this.#options
    const said = this.#state === null ? 'nothing there has this name' : `its state is ${this.#state}`
    return new RivuletError('E_NO_DEVICE', `no device ${device} at ${broker.url}: ${said}`, {
      kind: 'no-device',
      place: this.address,
      cure: `connect it, or carry one there: rivulet bridge -p DEVICE --broker ${broker.url} --device ${device}`,
    })
  }
}

function idOf(payload: string): string {
  try {
    const data = JSON.parse(payload) as { id?: unknown } | null
    return typeof data?.id === 'string' ? data.id : ''
  } catch {
    return ''
  }
}

/** What a device says of itself, as far as a host has to know. */
interface Info {
  /** Of one without a console: the hash of its program. */
  readonly program: string | null
  readonly boot: number | null
}

const WITH_CONSOLE: Info = { program: null, boot: null }
/** Characters of what a device says of itself that are read. */
const MAX_INFO = 16_384

function infoOf(payload: string): Info {
  if (payload.length > MAX_INFO) return WITH_CONSOLE
  try {
    const data = JSON.parse(payload) as { console?: unknown; hash?: unknown; boot?: unknown } | null
    if (data?.console !== false || typeof data.hash !== 'string' || !/^[0-9a-f]{8}$/.test(data.hash))
      return WITH_CONSOLE
    return { program: data.hash, boot: typeof data.boot === 'number' ? data.boot : null }
  } catch {
    return WITH_CONSOLE
  }
}
