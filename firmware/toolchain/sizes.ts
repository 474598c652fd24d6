/**
 * How much room each stage of a program gets: window slots, waiting places, keys (SEMANTICS 9 and `limits`).
 * What time bounds prove to be enough is not more; where they prove nothing, the limit or its default counts.
 */
import type { Aggregate, Pipeline, SessionWindowStage, TimeWindowStage } from '../../shared/pipeline/pipeline.ts'

/** Windows that may be open beyond those that overlap, where nothing bounds them. */
const SPARE_WINDOWS = 11
const SESSIONS = 6

export function keySlots(pipeline: Pipeline): number {
  return pipeline.key === null ? 1 : pipeline.limits.keys
}

/**
 * Window (or pane) slots of a key. With generated watermarks living windows start within
 * (w - size + 1 - lateness, w + outOfOrderness + 1], since an event far ahead fires what its own watermark makes due first.
 */
export function windowSlots(pipeline: Pipeline, stage: TimeWindowStage, measurements = true): number {
  const { limits } = pipeline
  if (limits.openWindows !== null) return Math.max(limits.openWindows, 1)
  const aheadMs = mostAhead(pipeline)
  if (measurements && aheadMs !== null) {
    const span = Math.max(stage.sizeMs, stage.slideMs) + stage.allowedLatenessMs + aheadMs
    return Math.ceil(span / stage.slideMs) + (stage.sizeMs % stage.slideMs === 0 ? 0 : 1)
  }
  return Math.ceil(stage.sizeMs / stage.slideMs) + SPARE_WINDOWS
}

export function sessionSlots(pipeline: Pipeline, stage: SessionWindowStage, measurements = true): number {
  const { limits } = pipeline
  if (limits.openWindows !== null) return Math.max(limits.openWindows, 1)
  const aheadMs = mostAhead(pipeline)
  if (measurements && aheadMs !== null) {
    const span = aheadMs + stage.allowedLatenessMs + stage.gapMs
    return Math.min(Math.ceil(span / (stage.gapMs + 1)) + 1, 16)
  }
  return SESSIONS
}

/** Whether time bounds prove that the slots of time windows are enough, so that none is ever missing. */
export function slotsAreProven(pipeline: Pipeline): boolean {
  return pipeline.limits.openWindows === null && mostAhead(pipeline) !== null
}

/** How far an event runs ahead of the watermark at most, in ms. Nothing bounds it where marks come, or a side may lag. */
function mostAhead({ time, spec }: Pipeline): number | null {
  const generated = time.mode === 'event' && time.watermarks === 'generated' && spec.input.sides === undefined
  return generated ? time.outOfOrdernessMs : null
}

/** Waiting places of a key, rounded up to a power of two (at most 128). */
export function waitingPlaces(pipeline: Pipeline): number {
  let places = 2
  while (places < pipeline.limits.waiting && places < 128) places *= 2
  return places
}

/** What a window column keeps, by the aggregates over its field. */
export interface Kept {
  readonly SUM: boolean
  readonly SPREAD: boolean
  readonly LOW: boolean
  readonly HIGH: boolean
  readonly FIRST: boolean
  readonly LAST: boolean
}

export function keptOf(aggregates: readonly Aggregate[], field: string): Kept {
  const has = (fn: Aggregate['fn']): boolean => aggregates.some((a) => a.field === field && a.fn === fn)
  return {
    SUM: has('sum') || has('mean') || has('stddev'),
    SPREAD: has('stddev'),
    LOW: has('min'),
    HIGH: has('max'),
    FIRST: has('first'),
    LAST: has('last'),
  }
}

/** The fields of aggregates, in order of first appearance: one column each. */
export function columnsOf(aggregates: readonly Aggregate[]): string[] {
  return [...new Set(aggregates.flatMap((a) => (a.field === null ? [] : [a.field])))]
}
