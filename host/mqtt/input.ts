/**
 * Events from a broker as an input: `mqtt://HOST[:PORT]/DEVICE/STREAM` (`+`: every stream of the device) takes the SenML packs of
 * `rivulet/1/DEVICE/in/STREAM` as they come. It ends by Ctrl-C, or by itself with `?seconds=60` or `?events=1000`.
 *
 * A broker cannot be asked to wait without end: what exceeds a number of events that wait for the device is refused and counted. A
 * policy that thins or sheds before that is for the command line (`--policy`).
 */
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { Item } from '../../shared/stream/event.ts'
import { SenmlItems } from '../../shared/stream/senml-items.ts'
import { describeFault, isFault, readSenml } from '../../shared/stream/senml.ts'
import { systemClock } from '../devices/system-clock.ts'
import { Refusals, type Source } from '../sources/source.ts'
import type { MqttLimits } from './client.ts'
import { parseBroker, secretsFrom, type BrokerAddress } from './settings.ts'
import { isId, topicsOf } from './topics.ts'

export interface MqttInputOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Ends the input; what has come is still taken. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly limits?: Partial<MqttLimits>
  /** Events that may wait. */
  readonly waiting?: number
  /** The subscription stands: what is sent from now on is taken. */
  readonly onReady?: () => void
}

/** Events that may wait for the device. */
const WAITING = 8192

export interface MqttInput {
  readonly broker: BrokerAddress
  readonly device: string
  /** An id, or `+`. */
  readonly stream: string
  readonly forMs: number
  readonly events: number
}

/** Whether an input is at a broker. */
export function isMqttInput(input: string): boolean {
  return /^mqtts?:/.test(input)
}

/** Reads the address of an input. */
export function parseMqttInput(input: string): MqttInput {
  const [address, query = ''] = input.split('?', 2)
  const { broker, path } = parseBroker(address)
  const [, device = '', stream = '', ...rest] = path.split('/')
  if (!isId(device) || !(stream === '+' || isId(stream)) || rest.length > 0)
    throw usage(input, `"${path}" names no stream of a device`, `write ${broker.url}/lab-01/temperature, or /+ for all`)
  const given: { seconds?: number; events?: number } = {}
  for (const [option, text] of new URLSearchParams(query)) {
    if (option !== 'seconds' && option !== 'events')
      throw usage(input, `there is no option "${option}"`, 'its options are seconds, events')
    const value = Number(text)
    if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) throw usage(input, `${option} is "${text}"`, `${option} is above 0`)
    given[option] = value
  }
  const { seconds = Infinity, events = Infinity } = given
  return { broker, device, stream, forMs: 1000 * seconds, events }
}

/** Opens such an input. */
export function mqttSource(input: string, pipeline: Pipeline, options: MqttInputOptions = {}): Source {
  const parsed = parseMqttInput(input)
  const refusals = new Refusals()
  const notes: string[] = []
  const inbox = new Inbox(input, pipeline, refusals, options.waiting ?? WAITING)
  return { name: input, refusals, notes, live: true, items: read(parsed, inbox, options, notes) }
}

async function* read(
  { broker, device, stream, forMs, events }: MqttInput,
  inbox: Inbox,
  { environment = process.env, signal, clock = systemClock, limits, onReady }: MqttInputOptions,
  notes: string[],
): AsyncGenerator<Item> {
  const { MqttConnection } = await import('./client.ts')
  const connection = new MqttConnection({
    broker,
    secrets: secretsFrom(environment),
    clientId: `${device}-input`,
    ...(limits !== undefined && { limits }),
    onMessage: (topic, payload) => inbox.take(topic, payload),
    onGone: (error) => inbox.fail(error),
  })
  const end = (): void => inbox.end()
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted === true) end()
  const cancel = forMs === Infinity ? (): void => undefined : clock.after(forMs, end)
  try {
    await connection.open()
    await connection.subscribe(
      stream === '+' ? topicsOf(device).in('x').replace(/x$/, '+') : topicsOf(device).in(stream),
    )
    onReady?.()
    let taken = 0
    while (taken < events) {
      const item = await inbox.next()
      if (item === null) break
      if (item.kind === 'event') taken += 1
      yield item
    }
  } finally {
    cancel()
    signal?.removeEventListener('abort', end)
    await connection.close()
    notes.push(...inbox.notes())
  }
}

/** Packs that have come, as items that wait to be taken. */
class Inbox {
  readonly #name: string
  readonly #items: SenmlItems
  readonly #refusals: Refusals
  readonly #most: number
  #waiting: Item[] = []
  #from = 0
  #messages = 0
  #ended = false
  #failure: RivuletError | null = null
  #wake: (() => void) | null = null

  constructor(name: string, pipeline: Pipeline, refusals: Refusals, most: number) {
    this.#name = name
    this.#items = new SenmlItems(pipeline)
    this.#refusals = refusals
    this.#most = most
  }

  /** A message: a pack, which is refused as a whole where it has a fault. */
  take(topic: string, payload: string): void {
    this.#messages += 1
    const place = `${this.#name} ${topic.slice(topic.indexOf('/in/') + 1)} message ${this.#messages}`
    // Bytes as they came; SenML is UTF-8.
    const records = readSenml(Buffer.from(payload, 'latin1').toString('utf8'))
    if (isFault(records)) return this.#refusals.add(place, describeFault(records))
    const taken = [...records.flatMap((record) => this.#items.push(record, place)), ...this.#items.flush()]
    for (const one of taken) {
      if ('refusal' in one) this.#refusals.add(one.place, one.refusal.reason)
      else if (this.#waiting.length - this.#from >= this.#most)
        this.#refusals.add(place, `${this.#most} events wait already: the device is slower; send less, or use --policy`)
      else this.#waiting.push(one.item)
    }
    this.#woken()
  }

  /** The next item; `null` when it has ended and nothing waits. */
  async next(): Promise<Item | null> {
    for (;;) {
      if (this.#from < this.#waiting.length) return this.#shift()
      if (this.#failure !== null) throw this.#failure
      if (this.#ended) return null
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  end(): void {
    this.#ended = true
    this.#woken()
  }

  fail(error: RivuletError): void {
    this.#failure ??= error
    this.#woken()
  }

  notes(): string[] {
    const unknown = [...this.#items.unknownFields].map(([field, times]) => `${field} (${times})`)
    return unknown.length === 0 ? [] : [`${this.#name}: ignored fields: ${unknown.join(', ')}`]
  }

  #shift(): Item {
    const item = this.#waiting[this.#from++]
    if (this.#from === this.#waiting.length || this.#from > this.#most) {
      this.#waiting = this.#waiting.slice(this.#from)
      this.#from = 0
    }
    return item
  }

  #woken(): void {
    const wake = this.#wake
    this.#wake = null
    wake?.()
  }
}

function usage(place: string, message: string, cure: string): RivuletError {
  return new RivuletError('E_INPUT', message, { kind: 'usage', place, cure })
}
