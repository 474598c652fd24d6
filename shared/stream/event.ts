/**
 * What flows in: input items (SEMANTICS 1.2) after a source has read and checked them.
 * Times are whole milliseconds; `MIN` and `MAX` are the smallest and largest safe integers.
 */
export const MIN = Number.MIN_SAFE_INTEGER
export const MAX = Number.MAX_SAFE_INTEGER

/** A field's value; a missing one is `null`. Numbers are finite. */
export type Value = number | string | boolean | null
export type Key = number | string | boolean | null

/** The two inputs of a join. */
export type Side = 'left' | 'right'

/** One measurement. `t` is `null` only in processing time. `values` holds every declared field. */
export interface Event {
  readonly kind: 'event'
  readonly t: number | null
  readonly ref: string
  readonly key: Key
  readonly values: Readonly<Record<string, Value>>
  readonly side?: Side
}

/** An explicit watermark: no event with `t <= wm` is still to come. */
export interface WatermarkItem {
  readonly kind: 'watermark'
  readonly wm: number
  readonly side?: Side
}

/** The processing-time clock moves to `pt`. */
export interface ClockItem {
  readonly kind: 'clock'
  readonly pt: number
}

export type Item = Event | WatermarkItem | ClockItem
