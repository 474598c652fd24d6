/**
 * What flows out: results of a pipeline, the same from the reference engine and from a device.
 * Written one JSON object a line by `try` and `run`; fields as in SEMANTICS 1.5 with `type` and `stage` added.
 * `at` is the index of the input item during which the result appeared (of a match or time-out that a device
 * found, of the latest among the events that it took); times are whole milliseconds.
 */
import type { Key, Value } from './event.ts'

export interface WindowResult {
  type: 'window'
  stage: string
  at: number
  key: Key
  /** `null` for count windows. */
  start: number | null
  end: number | null
  /** How many results of the same key, start and end came before. */
  pane: number
  aggs: Record<string, Value>
  /** Fired early because a limit was touched (SEMANTICS 9). */
  partial?: true
}

/** An event that a stage refused because it came behind the watermark. */
export interface LateResult {
  type: 'late'
  stage: string
  at: number
  key: Key
  ref: string
  t: number
}

export interface DetectResult {
  type: 'detect'
  stage: string
  key: Key
  edge: 'start' | 'end'
  /** Time of the event that started or ended the detection. */
  t: number
  ref: string
  /** Time of the first event for which `when` held. */
  since: number
  /** At the end: `t - since`. */
  durationMs?: number
  peak?: Value
}

export interface AnomalyResult {
  type: 'anomaly'
  stage: string
  key: Key
  t: number
  ref: string
  value: number
  /** How many standard deviations the value lies from the mean of the values before it. */
  score: number
  alarm: boolean
}

/** Moving aggregates of a buffer, after the event at `at`. */
export interface BufferResult {
  type: 'buffer'
  stage: string
  at: number
  key: Key
  aggs: Record<string, Value>
}

/** The contents of a buffer, oldest first, when the stage `by` reported at event time `t`. */
export interface DumpResult {
  type: 'buffer'
  stage: string
  at: number
  key: Key
  by: string
  t: number
  events: string[]
  values: Record<string, Value[]>
}

/** What a pattern found (SEMANTICS 7): refs in the order taken, in all and by step. */
export interface MatchResult {
  type: 'match'
  stage: string
  at: number
  key: Key
  /** Time of the last event; where a final negation lasted, the time at which it was over. */
  t: number
  /** Time of the first event. */
  start: number
  events: string[]
  steps: Record<string, string[]>
}

/** A partial match that a time bound ended (SEMANTICS 7.7); `t` is when it was over. */
export interface TimeoutResult {
  type: 'timeout'
  stage: string
  at: number
  key: Key
  t: number
  events: string[]
}

/** Two events that a join brought together (SEMANTICS 6); `t` is the later of their times, or the last of the window. */
export interface PairResult {
  type: 'pair'
  stage: string
  at: number
  key: Key
  t: number
  left: string
  right: string
}

/** A limit was touched (SEMANTICS 9): what was done, and how much was lost. */
export interface OverflowResult {
  type: 'overflow'
  stage: string
  overflow: string
  key: Key
  t: number
  action: string
  lost: number
}

export interface ErrorResult {
  type: 'error'
  stage: string | null
  message: string
}

export type Result =
  | WindowResult
  | LateResult
  | DetectResult
  | AnomalyResult
  | BufferResult
  | DumpResult
  | MatchResult
  | TimeoutResult
  | PairResult
  | OverflowResult
  | ErrorResult

/** What became of the inputs of a window stage (DESIGN, decision 9); the five add up to `inputs`. */
export interface Fates {
  inputs: number
  onTime: number
  refired: number
  late: number
  outside: number
  refused: number
}
