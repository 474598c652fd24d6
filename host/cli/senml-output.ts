/**
 * Results as lines of SenML: a pack a result. Results without a time of their own take that of the input item during which they
 * appeared, so the times of the latest items are kept: of more than a run can have under way.
 */
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import { SenmlResults } from '../../shared/stream/senml-results.ts'

/** Items whose times are kept. */
const KEPT = 8192
/** The device's id where its address names none. */
const DEVICE = 'rivulet'

export class SenmlOutput {
  readonly #times = new Float64Array(KEPT)
  #items = 0
  #clock = NaN
  readonly #results: SenmlResults

  constructor(pipeline: Pipeline, address: string) {
    this.#results = new SenmlResults({
      device: /^mqtts?:\/\/[^/]+\/([a-z0-9-]+)$/.exec(address)?.[1] ?? DEVICE,
      pipeline,
      timeOf: (at) => this.#timeOf(at),
    })
  }

  /** The same items; their times are remembered as they pass. */
  async *watch(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    for await (const item of items) {
      this.see(item)
      yield item
    }
  }

  /** An item of the run, in its turn; those that an earlier life of the host took included. */
  see(item: Item): void {
    if (item.kind === 'clock') this.#clock = item.pt
    const t = item.kind === 'event' ? (item.t ?? this.#clock) : item.kind === 'clock' ? item.pt : item.wm
    this.#times[this.#items++ % KEPT] = t
  }

  /** A pack; `sn` is the number of the result. */
  line(result: Result, sn?: number): string {
    return this.#results.line(result, sn)
  }

  #timeOf(at: number): number | null {
    if (at < this.#items - KEPT || at >= this.#items) return null
    const t = this.#times[at % KEPT]
    return Number.isNaN(t) ? null : t
  }
}
