/**
 * Limits that were touched (SEMANTICS 9): one record a stage and key before the first affected result; what follows is
 * only counted, in the fates of the stage.
 */
import { head, put } from './results.ts'

/** Numbers of bounds and actions on the wire (protocol, section 6). */
export const enum Bound {
  Keys = 0,
  Waiting = 1,
  OpenWindows = 2,
  Texts = 3,
  Threads = 4,
  Taken = 5,
  HeldMatches = 6,
  JoinBuffer = 7,
}
export const enum Action {
  Reject = 0,
  Advance = 1,
  Drop = 3,
}

/** Reports that `lost` events or results of a key were affected at event time `t`. */
export function overflow(code: number, bound: Bound, key: number, t: number, action: Action, lost: number): void {
  head(code + 7, bound, key)
  put(t)
  put(action)
  put(lost)
}
