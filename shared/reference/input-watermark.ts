/**
 * The watermark of a pipeline's input (SEMANTICS 2): marks in the input, or generated from its events; of two sides the
 * minimum, without a side that has fallen idle (2.5, 2.6). Times are milliseconds.
 */
import type { Time } from '../pipeline/pipeline.ts'
import type { Side } from '../stream/event.ts'
import { CombinedWatermark } from './combine.ts'
import { IdlenessTimer } from './idleness.ts'
import { GeneratedWatermark, Watermark } from './watermark.ts'

/** Every method tells whether the watermark moved. */
export interface InputWatermark {
  /** `MIN` before the first. */
  readonly value: number
  /** An explicit mark. */
  mark(wm: number, side: Side | undefined): boolean
  /** An event has been processed. */
  event(t: number, side: Side | undefined): boolean
  /** The processing-time clock stands at `pt`. */
  tick(pt: number): boolean
}

export function inputWatermark(time: Time, sided: boolean): InputWatermark {
  if (time.mode === 'processing') return new ClockWatermark()
  return sided ? new SidesWatermark(time) : new SingleWatermark(time)
}

type EventTime = Extract<Time, { mode: 'event' }>

function generator(time: EventTime): GeneratedWatermark | null {
  return time.watermarks === 'generated' ? new GeneratedWatermark(time.outOfOrdernessMs) : null
}

/** In processing time the clock is the watermark (5.2). */
class ClockWatermark implements InputWatermark {
  readonly #clock = new Watermark()

  get value(): number {
    return this.#clock.value
  }

  mark(): boolean {
    return false
  }

  event(): boolean {
    return false
  }

  tick(pt: number): boolean {
    return this.#clock.raise(pt)
  }
}

/** One input; time alone never moves it (2.7). */
class SingleWatermark implements InputWatermark {
  readonly #generated: GeneratedWatermark | null
  readonly #watermark: Watermark

  constructor(time: EventTime) {
    this.#generated = generator(time)
    this.#watermark = this.#generated ?? new Watermark()
  }

  get value(): number {
    return this.#watermark.value
  }

  mark(wm: number): boolean {
    return this.#watermark.raise(wm)
  }

  event(t: number): boolean {
    return this.#generated?.observe(t) ?? false
  }

  tick(): boolean {
    return false
  }
}

const SIDES: readonly Side[] = ['left', 'right']

/** Two inputs, each with a watermark of its own. */
class SidesWatermark implements InputWatermark {
  readonly #combined = new CombinedWatermark(SIDES.length)
  readonly #generated: readonly (GeneratedWatermark | null)[]
  readonly #timers: readonly IdlenessTimer[]
  #clock: number | null = null

  constructor(time: EventTime) {
    const idlenessMs = time.watermarks === 'generated' ? time.idlenessMs : null
    this.#generated = SIDES.map(() => generator(time))
    this.#timers = idlenessMs === null ? [] : SIDES.map(() => new IdlenessTimer(idlenessMs))
  }

  get value(): number {
    return this.#combined.value
  }

  mark(wm: number, side: Side | undefined): boolean {
    return this.#moved(() => this.#combined.watermark(indexOf(side), wm))
  }

  event(t: number, side: Side | undefined): boolean {
    const index = indexOf(side)
    return this.#moved(() => {
      this.#timers[index]?.activity()
      this.#combined.active(index)
      const generated = this.#generated[index]
      if (generated?.observe(t) === true) this.#combined.watermark(index, generated.value)
    })
  }

  tick(pt: number): boolean {
    const passed = this.#clock === null ? 0 : Math.max(0, pt - this.#clock)
    this.#clock = Math.max(pt, this.#clock ?? pt)
    return this.#moved(() => {
      this.#timers.forEach((timer, index) => {
        timer.advance(passed)
        if (timer.check()) this.#combined.idle(index)
      })
    })
  }

  #moved(act: () => void): boolean {
    const before = this.#combined.value
    act()
    return this.#combined.value > before
  }
}

function indexOf(side: Side | undefined): number {
  return side === 'right' ? 1 : 0
}
