/**
 * What a stage is to the engine. A stage takes events one by one and learns about every rise of the watermark; what it
 * has to say goes to its outlet. In processing time the clock is the watermark and gives every event its time.
 * Filters and maps hand on the events they take; what other stages report is read by nobody (yet).
 */
import type { Key, Side, Value } from '../stream/event.ts'
import type { Result } from '../stream/result.ts'

/** An event on its way through the stages; its time is known here, whatever the mode. */
export interface Sample {
  readonly t: number
  readonly ref: string
  readonly key: Key
  readonly values: Readonly<Record<string, Value>>
  /** Which input of a join it belongs to. */
  readonly side?: Side
  /** Place of where it came from among the sources of a stage that reads several. */
  readonly place?: number
  /** Index of the stage whose result it is; absent for measurements. */
  readonly from?: number
}

/** What an event met in a stage that judges lateness. */
export type Fate = 'onTime' | 'refired' | 'late' | 'outside'

/** Where a stage puts what it produces, while one input item is processed. */
export interface Outlet {
  /** Index of the input item, counting all items. */
  readonly at: number
  result(result: Result): void
  /** Reports an event that came behind the watermark. */
  late(event: Sample): void
  /** Two events of a join belong together; `t` is the time of the pair. */
  pair(left: Sample, right: Sample, t: number): void
  /** Hands an event on to the stages that read this one. */
  pass(event: Sample): void
  /** The event ends here and reaches no stage below. */
  drop(event: Sample): void
  /** For window stages: what became of the event. */
  fate(fate: Fate): void
  /** The event was late, refired something, met a window that was already due, or needs the exact watermark otherwise. */
  irregular(): void
  /** The rise of the watermark fired or cleaned up a window. */
  disturbs(): void
}

export interface Operator {
  take(event: Sample, out: Outlet): void
  /** All events that an item brings were taken. */
  taken?(out: Outlet): void
  /** The watermark stands at `watermark`, higher than before. */
  advance(watermark: number, out: Outlet): void
  /** From here on the key is as if it had never been seen. */
  forget(key: Key): void
}
