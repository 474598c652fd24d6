/** Where results go beside stdout: `--sink mqtt://HOST/DEVICE/NAME`, behind a breaker; `--spill FILE` keeps what it cannot take. */
import { prioritiesOf } from '../../shared/pipeline/priority.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import { systemClock } from '../devices/system-clock.ts'
import { secretsFrom } from '../mqtt/settings.ts'
import { Breaker, type BreakerOptions } from '../run/admission/breaker.ts'
import { DELIVERY_MS, MqttSink, parseSink } from '../run/admission/mqtt-sink.ts'
import { SpillFile } from '../run/admission/spill-file.ts'
import type { Context } from './context.ts'
import { SenmlOutput } from './senml-output.ts'

export interface SinkFlags {
  readonly sink?: string
  readonly spill?: string
}

/** What waits for a sink. */
interface Kept {
  readonly text: string
  readonly priority: number
}

/** How long the end of a run waits for a sink, in ms. */
const END_MS = 10_000

export class ResultSink {
  readonly name: string
  readonly breaker: Breaker<Kept>
  readonly #context: Context
  readonly #sink: MqttSink
  readonly #spill: SpillFile<Kept> | null
  readonly #output: SenmlOutput
  readonly #priorities: ReadonlyMap<string, number>

  constructor(
    context: Context,
    { sink, spill }: SinkFlags & { readonly sink: string },
    pipeline: Pipeline,
    timing: Pick<BreakerOptions<Kept>, 'delayMs' | 'mostDelayMs'> = {},
  ) {
    const address = parseSink(sink)
    this.#context = context
    this.name = `${address.device}/${address.sink}`
    this.#output = new SenmlOutput(pipeline, `${address.broker.url}/${address.device}`)
    this.#priorities = prioritiesOf(pipeline)
    this.#sink = new MqttSink(address, secretsFrom(context.world.env))
    this.#spill = spill === undefined ? null : new SpillFile(spill)
    this.breaker = new Breaker<Kept>({
      ...{ clock: systemClock, timeoutMs: DELIVERY_MS, priority: ({ priority }) => priority, ...timing },
      deliver: ({ text }) => this.#sink.deliver(text),
      ...(this.#spill !== null && { spill: this.#spill }),
      onState: (state) => context.terminal.detail(`sink ${this.name}: ${state}`),
    })
  }

  /** The items as they pass: their times are those of results that have none. */
  watch(items: AsyncIterable<Item>): AsyncIterable<Item> {
    return this.#output.watch(items)
  }

  /** An item that passed in an earlier life of the host. */
  see(item: Item): void {
    this.#output.see(item)
  }

  /** A result; `sn` is its number where the run has numbered it. */
  take(result: Result, sn?: number): void {
    this.breaker.send({ text: this.#output.line(result, sn), priority: this.#priorities.get(result.stage ?? '') ?? 0 })
  }

  /** Waits for what is left, within a limit; what is in memory then goes to the file. */
  async end(): Promise<void> {
    const left = await this.breaker.end(END_MS)
    const lost = left - this.breaker.rescue()
    await this.#sink.close()
    this.#spill?.close()
    const { delivered, dropped } = this.breaker.counters
    const kept = left - lost
    const parts = [`${delivered} delivered`, ...(kept > 0 ? [`${kept} kept in the file`] : [])]
    this.#context.terminal.say(`sink ${this.name}: ${parts.join(', ')}`)
    if (lost + dropped > 0)
      this.#context.terminal.warn(`sink ${this.name}: ${lost + dropped} results were not delivered`)
  }
}
