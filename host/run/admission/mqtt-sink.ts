/**
 * Results to a broker: SenML packs on `rivulet/1/DEVICE/out/SINK` (CONVENTIONS 2), at QoS 1. The connection is made with the
 * first result, and made again with the next when it was lost: when to try is for the breaker before it.
 */
import { RivuletError } from '../../../shared/error.ts'
import { MqttConnection, type MqttLimits } from '../../mqtt/client.ts'
import { parseBroker, type BrokerAddress, type Secrets } from '../../mqtt/settings.ts'
import { isId, topicsOf } from '../../mqtt/topics.ts'

export interface SinkAddress {
  readonly broker: BrokerAddress
  readonly device: string
  readonly sink: string
}

/** Reads `mqtt://HOST[:PORT]/DEVICE/SINK`, or `mqtts://…`. */
export function parseSink(address: string): SinkAddress {
  const { broker, path } = parseBroker(address)
  const [, device = '', sink = '', ...rest] = path.split('/')
  if (isId(device) && isId(sink) && rest.length === 0) return { broker, device, sink }
  throw new RivuletError('E_SINK', `"${path}" names no sink of a device`, {
    kind: 'usage',
    place: broker.url,
    cure: `write ${broker.url}/lab-01/alarms: a-z 0-9 - and at most 32 characters each`,
  })
}

/** A dead broker must not keep a result for long: the breaker counts what is late. */
const LIMITS: Partial<MqttLimits> = { answerMs: 3000 }
/** What the breaker has to wait for a connection and an answer, in ms. */
export const DELIVERY_MS = 8000

export class MqttSink {
  readonly #address: SinkAddress
  readonly #secrets: Secrets
  #connection: Promise<MqttConnection> | null = null

  constructor(address: SinkAddress, secrets: Secrets) {
    this.#address = address
    this.#secrets = secrets
  }

  /** Resolves when the broker has the text. */
  async deliver(text: string): Promise<void> {
    const { device, sink } = this.#address
    const connection = await (this.#connection ??= this.#open())
    await connection.deliver(topicsOf(device).out(sink), text)
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => null)
    this.#connection = null
    await connection?.close()
  }

  async #open(): Promise<MqttConnection> {
    const { broker, device, sink } = this.#address
    const lost = (): void => void (this.#connection = null)
    const connection = new MqttConnection({
      ...{ broker, secrets: this.#secrets, clientId: `rivulet-${device}-out-${sink}`, limits: LIMITS },
      onMessage: () => undefined,
      onGone: lost,
    })
    try {
      await connection.open()
      return connection
    } catch (error) {
      lost()
      throw error
    }
  }
}
