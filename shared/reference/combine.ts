/**
 * One watermark out of several inputs (SEMANTICS 2.5 and 2.6).
 * The output is the minimum over the inputs that are *aligned*: active, and not behind the last output since they came
 * back from idleness. It is emitted only when it rises. Watermarks from an idle input are ignored.
 */
import { MIN } from '../stream/event.ts'

/** A new combined watermark, or a change of the whole between having and not having an active input. */
export type CombinedOutput = number | 'idle' | 'active'

interface Input {
  watermark: number
  idle: boolean
  aligned: boolean
}

/** Inputs are numbered from 0; all start active, aligned and without a watermark (`MIN`). */
export class CombinedWatermark {
  readonly #inputs: Input[]
  #output = MIN
  #idle = false

  constructor(inputs: number) {
    this.#inputs = Array.from({ length: inputs }, () => ({ watermark: MIN, idle: false, aligned: true }))
  }

  /** The last emitted watermark, `MIN` before the first. */
  get value(): number {
    return this.#output
  }

  /** A watermark arrives on an input. */
  watermark(index: number, wm: number): CombinedOutput[] {
    const input = this.#input(index)
    if (input.idle || wm <= input.watermark) return []
    input.watermark = wm
    if (wm >= this.#output) input.aligned = true
    return this.#emit(this.#lowestAligned())
  }

  /** An input falls idle: it leaves the minimum, which may raise the output at once. */
  idle(index: number): CombinedOutput[] {
    const input = this.#input(index)
    if (input.idle) return []
    input.idle = true
    input.aligned = false
    const heldBack = input.watermark === this.#output
    if (this.#inputs.some((other) => !other.idle)) return heldBack ? this.#emit(this.#lowestAligned()) : []
    const flushed = heldBack ? this.#emit(Math.max(...this.#inputs.map((other) => other.watermark))) : []
    this.#idle = true
    return [...flushed, 'idle']
  }

  /** An input is active again; it stays unaligned until its watermark reaches the last output. */
  active(index: number): CombinedOutput[] {
    const input = this.#input(index)
    if (!input.idle) return []
    input.idle = false
    input.aligned = input.watermark >= this.#output
    if (!this.#idle) return []
    this.#idle = false
    return ['active']
  }

  #input(index: number): Input {
    const input = this.#inputs[index]
    if (input === undefined)
      throw new RangeError(`there is no input ${index}; inputs are 0 to ${this.#inputs.length - 1}`)
    return input
  }

  /** `null` when every active input is unaligned: then nothing is emitted. */
  #lowestAligned(): number | null {
    const aligned = this.#inputs.filter((input) => input.aligned)
    return aligned.length === 0 ? null : Math.min(...aligned.map((input) => input.watermark))
  }

  #emit(candidate: number | null): CombinedOutput[] {
    if (candidate === null || candidate <= this.#output) return []
    this.#output = candidate
    return [candidate]
  }
}
