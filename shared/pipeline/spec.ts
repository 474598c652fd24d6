/**
 * The pipeline as its author writes it: plain data, JSON in a file or the result of the builder.
 * Shape and meaning: shared/semantics (SEMANTICS 1.1) and, for what Rivulet adds, `pipeline/README.md`.
 * Nothing here is checked or completed yet; `validate.ts` does the first, `resolve.ts` the second.
 * All times are whole milliseconds.
 */

/** Field type as written; a trailing `?` means that the field may be absent (it then reads as `null`). */
export type FieldSpec = FieldType | `${FieldType}?`
/** Bits, and a power of ten up to 1,000,000. */
export type PackedSpec = `int${16 | 32}/${number}`
export type FieldType = 'int' | 'double' | 'string' | 'bool'

export interface Spec {
  /** Where editors find the JSON Schema; means nothing to Rivulet. */
  $schema?: string
  name: string
  input: InputSpec
  time: TimeSpec
  stages: StageSpec[]
  limits?: LimitsSpec
  /** What carries a device's link; default: its serial line alone. */
  link?: LinkSpec
}

/** `mqtt`: the device has a client of its own, beside its serial line. */
export type LinkSpec = 'serial' | 'mqtt'

export interface InputSpec {
  fields: Record<string, FieldSpec>
  /** The field whose value partitions the stream; absent or null: all events share one key. */
  key?: string | null
  /**
   * Numeric fields that are integers in disguise, as sensors give them: `int16/100` says that the value is n / 100 with n a
   * 16-bit integer (smallest one excepted). Devices keep and send them so; other values are refused at the door.
   */
  packed?: Record<string, string>
  /** Joins only: the two named inputs. */
  sides?: ['left', 'right']
}

export type TimeSpec =
  | { mode: 'event'; watermarks: 'explicit' }
  | { mode: 'event'; outOfOrdernessMs: number; idlenessMs?: number | null }
  | { mode: 'processing' }

/**
 * What every stage may carry: its name in results, and the stage (or `input`) that it reads. Joins and compound detectors
 * may read several; of a join the first is the left side, the second the right one.
 */
export interface StageBase {
  id?: string
  from?: string | string[]
  /** Of its results, where a sink cannot take all of them: 0 (default) to 9; the lowest are dropped first. */
  priority?: number
}

export type StageSpec =
  | FilterStageSpec
  | MapStageSpec
  | WindowStageSpec
  | BufferStageSpec
  | DetectStageSpec
  | SilenceStageSpec
  | AnomalyStageSpec
  | CompoundStageSpec
  | PatternStageSpec
  | JoinStageSpec

export interface FilterStageSpec extends StageBase {
  filter: string
}

/** Adds or replaces fields; fields that are not named stay as they are. */
export interface MapStageSpec extends StageBase {
  map: Record<string, string>
}

export interface WindowStageSpec extends StageBase {
  window: WindowSpec
  allowedLatenessMs?: number
  purge?: boolean
  aggregates: Record<string, string>
}

export type WindowSpec =
  | { type: 'tumbling'; sizeMs: number; offsetMs?: number }
  | { type: 'sliding'; sizeMs: number; slideMs: number; offsetMs?: number }
  | { type: 'session'; gapMs: number }
  | { type: 'count'; size: number; slide?: number }

/** The last `size` events of a key in arrival order; `dumpOn` names the detect or anomaly stage whose report dumps them. */
export interface BufferStageSpec extends StageBase {
  buffer: { size: number }
  aggregates?: Record<string, string>
  dumpOn?: string
}

export interface DetectStageSpec extends StageBase {
  detect: {
    when: string
    /** Ends a detection; default: `when` no longer holds. */
    until?: string
    /** Dwell: `when` must have held for this long, event to event. */
    forMs?: number
    /** No new detection starts within this time after an end. */
    cooldownMs?: number
    /** `max(f)` or `min(f)`, reported at the end; default: read off the first comparison in `when`. */
    peak?: string
  }
}

/** A missing sensor: no event of a key for `silentMs`. */
export interface SilenceStageSpec extends StageBase {
  detect: { silentMs: number }
}

export interface AnomalyStageSpec extends StageBase {
  anomaly: (ZScoreSpec | BaselineSpec) & {
    /** `alarms` (default) or a score for every event. */
    emit?: 'alarms' | 'scores'
  }
}

export interface ZScoreSpec {
  zscore: {
    /** The numeric field that is watched. */
    field: string
    /** How many earlier values make the baseline. */
    size: number
    /** Alarm when |z| reaches this. */
    threshold: number
  }
}

/** A baseline that follows the values: exponentially weighted mean and variance, which do not learn what they report. */
export interface BaselineSpec {
  baseline: {
    field: string
    /** Weight of a new value, between 0 and 1. */
    alpha: number
    threshold: number
    /** No score before this many values were learned; default 30. */
    warmup?: number
    /** After this many alarms in a row the new level is learned from scratch; default: never. */
    adoptAfter?: number
  }
}

/** Several detectors at once: at least `atLeast` of the stages in `from` reported within a time. */
export interface CompoundStageSpec extends StageBase {
  anomaly: {
    compound: {
      atLeast: number
      withinMs: number
      /** What is counted: different stages (default, per key), different keys, or both. */
      count?: 'stages' | 'keys' | 'both'
    }
  }
}

export interface PatternStageSpec extends StageBase {
  pattern: { steps: StepSpec[]; withinMs?: number; skip?: string }
}

export type StepSpec = SingleStepSpec | GroupStepSpec
export type Contiguity = 'next' | 'followedBy' | 'followedByAny' | 'notNext' | 'notFollowedBy'

export interface SingleStepSpec {
  name: string
  where?: string
  contiguity?: Contiguity
  quantifier?: QuantifierSpec
  withinPreviousMs?: number
}

export interface GroupStepSpec {
  group: StepSpec[]
  contiguity?: Contiguity
  quantifier?: QuantifierSpec
}

export interface QuantifierSpec {
  oneOrMore?: boolean
  times?: number | [number, number]
  timesOrMore?: number
  optional?: boolean
  greedy?: boolean
  consecutive?: boolean
  allowCombinations?: boolean
  until?: string
}

export interface JoinStageSpec extends StageBase {
  join:
    | { type: 'interval'; lowerMs: number; upperMs: number; lowerInclusive?: boolean; upperInclusive?: boolean }
    | { type: 'window'; window: WindowSpec; allowedLatenessMs?: number }
}

/** Bounds of what a device may hold (SEMANTICS 9). Every one has a default; touching one is reported. */
export interface LimitsSpec {
  /** Different keys. */
  keys?: number
  /** Events of one key that wait for the watermark (detect, anomaly). */
  waiting?: number
  /** Windows of one key and stage that are open at a time. */
  openWindows?: number
  /** Different texts (keys and string values together). */
  texts?: number
  /** Events in one frame. */
  frame?: number
  /** Events of one key and side that a join keeps. */
  joinBuffer?: number
  /** Partial matches of one key and pattern. */
  threads?: number
  /** Events of one partial match. */
  taken?: number
  /** Matches of one key and pattern that a skip strategy holds back (SEMANTICS 7.6). */
  held?: number
  /** A key that has no event for longer, in ms of event time, is forgotten by every stage; default: never. */
  ttlMs?: number
}
