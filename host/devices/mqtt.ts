/**
 * A device behind a broker: `mqtt://HOST[:PORT]/DEVICE`, `mqtts://…`. Bytes go to `link/down` and come from `link/up`, the same as
 * on a serial line, cut anywhere; QoS 1 may bring them twice and a lost session not at all, which the frames above make good.
 * The device is gone when its `$state` says so, or when the broker stays away.
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

  constructor(options: MqttPortOptions) {
    this.#options = options
    this.clock = options.clock ?? systemClock
    this.#limits = { ...LIMITS, ...options.limits }
    this.#topics = topicsOf(options.device)
    this.address = `${options.broker.url}/${options.device}`
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

  /** The gateway does it, where the device has one; otherwise the console is asked. */
  async reset(): Promise<void> {
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
    if (!(await acknowledged)) await restartByConsole(this)
    this.#onAck = null
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
    else if (topic === this.#topics.ack) this.#onAck?.(idOf(payload))
  }

  #became(state: DeviceState): void {
    this.#state = state
    this.#onState?.()
    this.#cancelLost?.()
    this.#cancelLost = null
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
    const { stateMs } = this.#limits
    const isReady = await new Promise<boolean>((resolve) => {
      const cancel = this.clock.after(stateMs, () => resolve(false))
      this.#onState = () => {
        if (this.#state !== 'ready') return
        cancel()
        resolve(true)
      }
      this.#onState()
    })
    this.#onState = null
    if (!isReady) throw this.#absent()
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
