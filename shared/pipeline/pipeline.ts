/**
 * The pipeline as the engines read it: checked, completed with defaults, expressions parsed, references resolved to
 * indices, frozen. Made from a `Spec` by `resolve.ts` and by nothing else; both engines, the plan and the toolchain
 * start from here. Times are whole milliseconds.
 */
import type { Expr } from './expr/ast.ts'
import type { FieldType, LinkSpec, Spec } from './spec.ts'

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly optional: boolean
  /** Kept and sent as integers: value = integer / divisor (`input.packed`). */
  readonly packed?: Packing
}

export interface Packing {
  readonly bits: 16 | 32
  readonly divisor: number
}

export type Time =
  | { readonly mode: 'event'; readonly watermarks: 'explicit' }
  | {
      readonly mode: 'event'
      readonly watermarks: 'generated'
      readonly outOfOrdernessMs: number
      readonly idlenessMs: number | null
    }
  | { readonly mode: 'processing' }

export interface Limits {
  readonly keys: number
  readonly waiting: number
  /** `null`: what the time bounds ask for, or `DEFAULT_OPEN_WINDOWS` beyond the overlap where they ask for nothing. */
  readonly openWindows: number | null
  readonly texts: number
  readonly frame: number
  /** Events of one key and side that a join keeps. */
  readonly joinBuffer: number
  /** Of a key and pattern: partial matches, events of one, matches that are held back. */
  readonly threads: number
  readonly taken: number
  readonly held: number
  /** A key without events for longer is forgotten, in ms of event time; `null`: never. */
  readonly ttlMs: number | null
}

export type AggregateFunction = 'count' | 'sum' | 'mean' | 'min' | 'max' | 'first' | 'last' | 'stddev'

/** One output of a window: `out = fn(field)`; `count` has no field. Missing values take no part, except in `count`. */
export interface Aggregate {
  readonly out: string
  readonly fn: AggregateFunction
  readonly field: string | null
}

/** The source of a stage: another stage's index, or `INPUT`. */
export const INPUT = -1

interface StageCommon {
  readonly index: number
  readonly id: string
  /** Index of the stage that is read, or `INPUT`; of several the first. */
  readonly from: number
  /** All that are read: of a join left and right. */
  readonly sources: readonly number[]
  /** The fields of the events that this stage reads. */
  readonly reads: readonly Field[]
}

export interface FilterStage extends StageCommon {
  readonly kind: 'filter'
  readonly where: Expr
}

export interface MapStage extends StageCommon {
  readonly kind: 'map'
  readonly assign: readonly { readonly out: string; readonly expr: Expr }[]
}

/** Tumbling windows are sliding windows whose slide is their size. */
export interface TimeWindowStage extends StageCommon {
  readonly kind: 'timeWindow'
  readonly sizeMs: number
  readonly slideMs: number
  readonly offsetMs: number
  readonly allowedLatenessMs: number
  readonly purge: boolean
  readonly aggregates: readonly Aggregate[]
}

export interface SessionWindowStage extends StageCommon {
  readonly kind: 'sessionWindow'
  readonly gapMs: number
  readonly allowedLatenessMs: number
  readonly purge: boolean
  readonly aggregates: readonly Aggregate[]
}

export interface CountWindowStage extends StageCommon {
  readonly kind: 'countWindow'
  readonly size: number
  readonly slide: number
  readonly aggregates: readonly Aggregate[]
}

export interface BufferStage extends StageCommon {
  readonly kind: 'buffer'
  readonly size: number
  readonly aggregates: readonly Aggregate[]
  /** Index of the stage whose reports dump the buffer, or `null`. */
  readonly dumpOn: number | null
  /** The fields that a dump shows: those that it reads, without the key. */
  readonly keeps: readonly string[]
}

export interface DetectStage extends StageCommon {
  readonly kind: 'detect'
  readonly when: Expr
  /** `null`: ends when `when` no longer holds. */
  readonly until: Expr | null
  readonly forMs: number
  readonly cooldownMs: number
  readonly peak: { readonly fn: 'max' | 'min'; readonly field: string } | null
}

export interface ZScoreStage extends StageCommon {
  readonly kind: 'zscore'
  readonly field: string
  readonly size: number
  readonly threshold: number
  readonly emit: 'alarms' | 'scores'
}

/** An exponentially weighted baseline (`pipeline/README.md`, section 8). */
export interface BaselineStage extends StageCommon {
  readonly kind: 'baseline'
  readonly field: string
  readonly alpha: number
  readonly threshold: number
  readonly warmup: number
  /** `null`: never. */
  readonly adoptAfter: number | null
  readonly emit: 'alarms' | 'scores'
}

/** Several detectors within a time; what they are counted by. */
export interface CompoundStage extends StageCommon {
  readonly kind: 'compound'
  readonly atLeast: number
  readonly withinMs: number
  readonly count: 'stages' | 'keys' | 'both'
}

/** A key without events. */
export interface SilenceStage extends StageCommon {
  readonly kind: 'silence'
  readonly silentMs: number
}

/** How a thread may ignore events while it waits: never, what does not fit, always (SEMANTICS 7.3). */
export type Wait = 'next' | 'followedBy' | 'followedByAny'

/** What steps and groups share: how their first event is waited for, and how often they repeat (SEMANTICS 7.4). */
interface Repeated {
  /** `null` at the start of a sequence. */
  readonly contiguity: Wait | null
  /** Between rounds. */
  readonly inner: Wait
  readonly min: number
  /** `Infinity` when there is no upper end. */
  readonly max: number
  readonly optional: boolean
  readonly until: Expr | null
}

export interface SingleStep extends Repeated {
  readonly kind: 'step'
  readonly name: string
  /** `null`: every event fits. */
  readonly where: Expr | null
  readonly greedy: boolean
  readonly withinPreviousMs: number | null
}

export interface GroupStep extends Repeated {
  readonly kind: 'group'
  readonly steps: readonly PatternStep[]
}

/** A step that must not occur (SEMANTICS 7.5). */
export interface NegatedStep {
  readonly kind: 'negation'
  readonly contiguity: 'notNext' | 'notFollowedBy'
  readonly name: string
  readonly where: Expr | null
  readonly withinPreviousMs: number | null
}

export type PatternStep = SingleStep | GroupStep | NegatedStep

/** What an emitted match removes (SEMANTICS 7.6). */
export type Skip =
  | { readonly kind: 'noSkip' | 'skipToNext' | 'skipPastLastEvent' }
  | { readonly kind: 'skipToFirst' | 'skipToLast'; readonly step: string; readonly strict: boolean }

export interface PatternStage extends StageCommon {
  readonly kind: 'pattern'
  readonly steps: readonly PatternStep[]
  /** `null`: no bound. */
  readonly withinMs: number | null
  readonly skip: Skip
}

/** Bounds in milliseconds, both inclusive; an exclusive one was moved inwards by 1 (SEMANTICS 6.2). */
export interface IntervalJoinStage extends StageCommon {
  readonly kind: 'intervalJoin'
  readonly lowerMs: number
  readonly upperMs: number
}

export interface WindowJoinStage extends StageCommon {
  readonly kind: 'windowJoin'
  readonly sizeMs: number
  readonly slideMs: number
  readonly offsetMs: number
  readonly allowedLatenessMs: number
}

export type Stage =
  | FilterStage
  | MapStage
  | TimeWindowStage
  | SessionWindowStage
  | CountWindowStage
  | BufferStage
  | DetectStage
  | ZScoreStage
  | BaselineStage
  | CompoundStage
  | SilenceStage
  | PatternStage
  | IntervalJoinStage
  | WindowJoinStage

export interface Pipeline {
  readonly name: string
  readonly spec: Spec
  readonly fields: readonly Field[]
  readonly key: string | null
  readonly time: Time
  readonly stages: readonly Stage[]
  readonly limits: Limits
  readonly link: LinkSpec
}
