/**
 * Event-time progress of one stream (SEMANTICS 2.1 to 2.4).
 * A watermark `w` promises that no event with `t <= w` is still to come. It never falls. Before anything is known it is
 * `MIN`. Times are whole milliseconds. Hosts use the same generator to stamp frames.
 */
import { MIN } from '../stream/event.ts'

/** A watermark that only rises: marks in the input (`{wm}`) or a clock (`{pt}`) move it. */
export class Watermark {
  #value = MIN

  get value(): number {
    return this.#value
  }

  /** A lower value is ignored (2.1). Tells whether the watermark moved. */
  raise(to: number): boolean {
    if (to <= this.#value) return false
    this.#value = to
    return true
  }
}

/** Makes the watermark from the events themselves: `w = maxT - outOfOrdernessMs - 1` (2.2). */
export class GeneratedWatermark extends Watermark {
  readonly #behind: number

  constructor(outOfOrdernessMs: number) {
    super()
    this.#behind = outOfOrdernessMs + 1
  }

  /** To be called after the event was processed (2.3). Tells whether the watermark moved. */
  observe(t: number): boolean {
    return this.raise(t - this.#behind)
  }
}
