/**
 * A connection to a broker (MQTT 3.1.1) that outlives the broker's absence, up to a limit. Its session is its own: what an earlier
 * run left under this client id is thrown away first, then the session is kept while the connection comes and goes.
 *
 * What is sent while the broker is away, and what it has not acknowledged, is kept up to a number of bytes; the rest is dropped and
 * counted. Subscriptions last: a session that the broker lost gets them again. Every wait has a limit.
 */
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { MqttClient, type IClientOptions } from 'mqtt'
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import { systemClock } from '../devices/system-clock.ts'
import { GatedSocket } from './packet-gate.ts'
import type { BrokerAddress, Secrets } from './settings.ts'

export interface MqttOptions {
  readonly broker: BrokerAddress
  readonly secrets: Secrets
  readonly clientId: string
  /** Published by the broker, retained, when this connection is lost. */
  readonly will?: { readonly topic: string; readonly payload: string }
  readonly limits?: Partial<MqttLimits>
  readonly clock?: Clock
  /** A message; bytes as text (latin-1). */
  readonly onMessage: (topic: string, payload: string) => void
  /** Connected again after an absence, with the subscriptions; not called for the first time. */
  readonly onBack?: () => void
  /** The connection is given up. */
  readonly onGone: (error: RivuletError) => void
}

export interface MqttLimits {
  /** Until the broker has taken us in, and has answered anything else, in ms. */
  readonly answerMs: number
  /** How long the broker may be away, and how often it is looked for, in ms. */
  readonly awayMs: number
  readonly retryMs: number
  /** Bytes that are not acknowledged. */
  readonly bytes: number
  /** Bytes of a packet that comes in. */
  readonly packet: number
}

export const MQTT_LIMITS: MqttLimits = {
  answerMs: 5000,
  awayMs: 30_000,
  retryMs: 250,
  bytes: 262_144,
  packet: 1_048_576,
}

export interface MqttCounters {
  sent: number
  received: number
  /** Messages that did not fit while the broker was away or slow. */
  dropped: number
  reconnects: number
}

/** Seconds between signs of life. */
const KEEPALIVE_S = 10
/** A connection that lasts less than this was taken by another client with our id; so many in a row, in ms. */
const TAKEN_MS = 1000
const TAKEN_TIMES = 5

export class MqttConnection {
  readonly counters: MqttCounters = { sent: 0, received: 0, dropped: 0, reconnects: 0 }
  readonly #options: MqttOptions
  readonly #limits: MqttLimits
  readonly #clock: Clock
  readonly #topics = new Set<string>()
  #client: MqttClient | null = null
  #outstanding = 0
  #cancelAway: (() => void) | null = null
  #why = 'no answer'
  #since = 0
  #taken = 0

  constructor(options: MqttOptions) {
    this.#options = options
    this.#limits = { ...MQTT_LIMITS, ...options.limits }
    this.#clock = options.clock ?? systemClock
  }

  get isConnected(): boolean {
    return this.#client?.connected === true
  }

  /** Connects with an empty session. */
  async open(): Promise<void> {
    await this.#purge()
    const client = this.#make({ clean: false })
    this.#client = client
    await this.#connected(client)
    this.#since = this.#clock.now()
    client.on('message', (topic, payload) => {
      this.counters.received += 1
      this.#options.onMessage(topic, payload.toString('latin1'))
    })
    client.on('connect', () => this.#back())
    client.on('close', () => this.#away())
    client.on('error', (error) => this.#troubled(error))
  }

  /** Subscribes at QoS 1; resolves when the broker has agreed. */
  async subscribe(...topics: string[]): Promise<void> {
    const client = this.#client
    if (client === null) throw this.#gone('it was closed')
    for (const topic of topics) this.#topics.add(topic)
    try {
      await this.#answered('the subscriptions', client.subscribeAsync(topics, { qos: 1 }))
    } catch (error) {
      if (error instanceof RivuletError) throw error
      throw this.#denied(`refuses to let us hear ${topics.join(', ')}`)
    }
  }

  /** Sends; false when it is dropped, because too much is under way already. */
  publish(topic: string, payload: string, options: { readonly qos?: 0 | 1; readonly retain?: boolean } = {}): boolean {
    const { qos = 1, retain = false } = options
    const bytes = Buffer.from(payload, 'latin1')
    const fits = this.#outstanding + bytes.length <= this.#limits.bytes
    if (this.#client === null || !fits || (qos === 0 && !this.isConnected)) {
      this.counters.dropped += 1
      return false
    }
    this.counters.sent += 1
    this.#outstanding += bytes.length
    this.#client.publish(topic, bytes, { qos, retain }, () => (this.#outstanding -= bytes.length))
    return true
  }

  /** Sends text at QoS 1; resolves when the broker has it, rejects when it is away. */
  async deliver(topic: string, text: string): Promise<void> {
    const client = this.#client
    if (client === null || !client.connected) throw this.#gone(this.#why)
    this.counters.sent += 1
    await client.publishAsync(topic, Buffer.from(text), { qos: 1 })
  }

  /** Says a last word, gives up the subscriptions and leaves; not longer than a limit. */
  async close(last?: { readonly topic: string; readonly payload: string }): Promise<void> {
    const client = this.#client
    this.#client = null
    this.#cancelAway?.()
    if (client === null) return
    if (client.connected) {
      // One after the other: aedes drops a client to whom a message is under way while it unsubscribes. It comes back then.
      if (this.#topics.size > 0)
        await this.#answered('the end of the subscriptions', client.unsubscribeAsync([...this.#topics])).catch(ignored)
      if (last !== undefined) {
        const said = client.publishAsync(last.topic, last.payload, { qos: 1, retain: true })
        await this.#answered('the last word', said).catch(ignored)
      }
    }
    await this.#ended(client)
  }

  /** Throws away what the broker keeps for our client id. */
  async #purge(): Promise<void> {
    const client = this.#make({ clean: true, reconnectPeriod: 0, will: undefined })
    try {
      await this.#connected(client)
    } finally {
      await this.#ended(client)
    }
  }

  #make(more: Partial<IClientOptions>): MqttClient {
    const { broker, secrets, clientId, will } = this.#options
    const { answerMs, retryMs, packet } = this.#limits
    const { host, port, tls } = broker
    const stream = (): GatedSocket => {
      const servername = /^[\d.]+$|:/.test(host) ? undefined : host
      const secure = {
        host,
        port,
        ca: secrets.ca,
        rejectUnauthorized: true,
        ...(servername !== undefined && { servername }),
      }
      const socket = tls ? connectTls(secure) : connectPlain({ host, port })
      return new GatedSocket(socket.setNoDelay(true), packet)
    }
    const client = new MqttClient(stream, {
      clientId,
      protocolVersion: 4,
      keepalive: KEEPALIVE_S,
      connectTimeout: answerMs,
      reconnectPeriod: retryMs,
      reconnectOnConnackError: true,
      username: secrets.user,
      password: secrets.password,
      ...(will !== undefined && {
        will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
      }),
      ...more,
    })
    client.on('error', (error) => (this.#why = error.message))
    return client
  }

  /** Waits for the first answer of the broker, good or bad. */
  async #connected(client: MqttClient): Promise<void> {
    let settle: ((error?: Error) => void) | undefined
    const answer = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(this.#refusal(error)))
      client.once('connect', () => settle?.())
      client.once('error', settle)
      client.once('close', () => settle?.(new Error(this.#why)))
    })
    try {
      await this.#answered('the broker', answer)
    } catch (error) {
      await this.#ended(client)
      throw error
    } finally {
      client.removeListener('error', settle!)
      settle = undefined
    }
  }

  #back(): void {
    this.#cancelAway?.()
    this.#cancelAway = null
    this.#since = this.#clock.now()
    this.counters.reconnects += 1
    this.#options.onBack?.()
  }

  #away(): void {
    if (this.#client === null || this.#cancelAway !== null) return
    this.#taken = this.#clock.now() - this.#since < TAKEN_MS ? this.#taken + 1 : 0
    if (this.#taken >= TAKEN_TIMES) return this.#giveUp(this.#takenAway())
    const { awayMs } = this.#limits
    this.#cancelAway = this.#clock.after(awayMs, () =>
      this.#giveUp(this.#gone(`the broker was away for ${awayMs} ms: ${this.#why}`)),
    )
  }

  /** A broker that refuses us will do so again; all else is an absence. */
  #troubled(error: Error): void {
    const refusal = this.#refusal(error)
    if (refusal.code !== 'E_BROKER_AWAY') this.#giveUp(refusal)
  }

  #giveUp(error: RivuletError): void {
    const client = this.#client
    if (client === null) return
    this.#client = null
    this.#cancelAway?.()
    void this.#ended(client)
    this.#options.onGone(error)
  }

  async #ended(client: MqttClient): Promise<void> {
    const ended = new Promise<void>((resolve) => client.end(!client.connected, {}, () => resolve()))
    await this.#answered('the end of the connection', ended).catch(() => client.stream.destroy())
  }

  /** The same answer, or an error when it takes too long. */
  async #answered<T>(awaited: string, answer: Promise<T>): Promise<T> {
    const { answerMs } = this.#limits
    let cancel: () => void
    const late = new Promise<never>((_, reject) => {
      cancel = this.#clock.after(answerMs, () => reject(this.#gone(`awaited ${awaited} for ${answerMs} ms in vain`)))
    })
    try {
      return await Promise.race([answer, late])
    } finally {
      cancel!()
    }
  }

  #refusal(error: Error): RivuletError {
    if (error instanceof RivuletError) return error
    const code = (error as { code?: unknown }).code
    if (code === 4 || code === 5) return this.#denied('does not know this user and password')
    if (typeof code === 'number' && code !== 3) return this.#denied(`refuses the connection (code ${code})`)
    if (typeof code === 'string' && /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO)|_CERT/.test(code))
      return this.#untrusted(error.message)
    return this.#gone(error.message === '' ? String(code) : error.message)
  }

  #gone(why: string): RivuletError {
    const { url } = this.#options.broker
    return new RivuletError('E_BROKER_AWAY', `the broker ${url} is not there: ${why}`, {
      kind: 'no-device',
      place: url,
      cure: 'start it, such as rivulet bridge --embedded-broker PORT or mosquitto, or name another',
    })
  }

  #denied(what: string): RivuletError {
    const { url } = this.#options.broker
    return new RivuletError('E_BROKER_DENIED', `the broker ${url} ${what}`, {
      kind: 'no-device',
      place: url,
      cure: 'set RIVULET_MQTT_USER and RIVULET_MQTT_PASSWORD, in the environment or in .env; look at its access list',
    })
  }

  #untrusted(why: string): RivuletError {
    const { url } = this.#options.broker
    return new RivuletError('E_BROKER_TLS', `the broker ${url} cannot be trusted: ${why}`, {
      kind: 'no-device',
      place: url,
      cure: 'name the certificate of its authority in RIVULET_MQTT_CA, and the broker as its certificate does',
    })
  }

  #takenAway(): RivuletError {
    const { broker, clientId } = this.#options
    return new RivuletError('E_BROKER_TAKEN', `another client at ${broker.url} calls itself ${clientId} as well`, {
      kind: 'no-device',
      place: broker.url,
      cure: 'end the other rivulet that works on this device, or give this one another id',
    })
  }
}

const ignored = (): void => undefined
