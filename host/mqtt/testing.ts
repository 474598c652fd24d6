/** For tests of what speaks MQTT: a broker that can be killed, a client that listens, a port without a device. */
import { createServer, type AddressInfo } from 'node:net'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { systemClock } from '../devices/system-clock.ts'
import type { Port, PortListener } from '../devices/port.ts'
import { startBroker, type EmbeddedBroker, type EmbeddedBrokerOptions } from './broker.ts'
import { parseBroker, type BrokerAddress } from './settings.ts'

/** Real time that anything may take, in ms. */
export const LIMIT_MS = 30_000

/** Waits until something is so; looks whenever the event loop has been around. */
export async function until(is: () => boolean, what = String(is)): Promise<void> {
  const began = performance.now()
  while (!is()) {
    if (performance.now() - began > LIMIT_MS) throw new Error(`waited ${LIMIT_MS} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** A port of this computer that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

export function brokerAt(url: string): BrokerAddress {
  return parseBroker(url).broker
}

/** The embedded broker, which can be killed and started again at the same place; it remembers nothing. */
export class TestBroker {
  #broker: EmbeddedBroker
  readonly #options: EmbeddedBrokerOptions

  private constructor(broker: EmbeddedBroker, options: EmbeddedBrokerOptions) {
    this.#broker = broker
    this.#options = options
  }

  static async start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<TestBroker> {
    const broker = await startBroker({ port: 0, ...options })
    return new TestBroker(broker, { ...options, port: broker.port })
  }

  get url(): string {
    return this.#broker.url
  }

  get address(): BrokerAddress {
    return brokerAt(this.url)
  }

  async kill(): Promise<void> {
    await this.#broker.close()
  }

  async restart(): Promise<void> {
    this.#broker = await startBroker(this.#options)
  }
}

/** Another client of a broker, as anybody's would be. */
export class Probe {
  readonly heard: { topic: string; text: string; retain: boolean }[] = []
  readonly client: MqttClient

  private constructor(client: MqttClient) {
    this.client = client
    client.on('error', () => undefined)
    client.on('message', (topic, payload, { retain }) =>
      this.heard.push({ topic, text: payload.toString('latin1'), retain }),
    )
  }

  static async open(url: string, topics: string[], options: IClientOptions = {}): Promise<Probe> {
    const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 50, ...options })
    const probe = new Probe(client)
    if (topics.length > 0) await client.subscribeAsync(topics, { qos: 1 })
    return probe
  }

  /** What was heard at topics that end so. */
  of(end: string): string[] {
    return this.heard.filter(({ topic }) => topic.endsWith(end)).map(({ text }) => text)
  }

  async say(topic: string, text: string, options: { qos?: 0 | 1; retain?: boolean } = { qos: 1 }): Promise<void> {
    await this.client.publishAsync(topic, Buffer.from(text, 'latin1'), options)
  }

  async close(): Promise<void> {
    await this.client.endAsync(true)
  }
}

/** A port that writes down what it is given; the test says what it says. */
export class SilentPort implements Port {
  readonly clock = systemClock
  readonly address: string
  written = ''
  resets = 0
  closed = false
  /** What is written stays here. */
  held = false
  listener: PortListener | null = null

  constructor(address = 'silent:') {
    this.address = address
  }

  async open(listener: PortListener): Promise<void> {
    this.listener = listener
  }

  write(text: string): void {
    this.written += text
  }

  unsent(): number {
    return this.held ? this.written.length : 0
  }

  async reset(): Promise<void> {
    this.resets += 1
  }

  async close(): Promise<void> {
    this.closed = true
    this.listener = null
  }

  say(text: string): void {
    this.listener?.data(text)
  }

  unplug(why: string): void {
    this.listener?.closed(why)
  }
}
