/** What one input item caused, and what a host must know to cut frames (DESIGN, decision 1). Times are milliseconds. */
import type { Key } from '../stream/event.ts'
import type { Result } from '../stream/result.ts'

/** The outcome of one input item. */
export interface Step {
  /** What the event caused comes first, then what the watermark fired; each by stage, end, first appearance of the key. */
  results: Result[]
  /** The watermark after the item. */
  watermark: number
  /** The advance of the watermark fired or cleaned up a window, or a buffer was dumped: a frame must end here. */
  disturbs: boolean
  /** The event was late, fired a window anew or met one that was already due: it must travel in a frame of its own. */
  irregular: boolean
  /** Keys that were forgotten at the end of the item (README 12). */
  forgotten: readonly Key[]
}
