/** Events of one key as the frame that carries them (protocol, section 3), in the shortest form that is exact. */
import type { Event, Side, Value } from '../stream/event.ts'
import { chooseScale, encodeColumns, pairOf, type Column, type PairScale } from './columns.ts'
import type { Dictionary } from './dictionary.ts'
import type { EventFrame, EventsFrame } from './frames.ts'

/** An event on its way to a frame: its time as the device shall see it, and its values as numbers. */
export interface Row {
  readonly t: number
  readonly values: readonly (number | null)[]
}

/** What the frame says besides its events; `q` is the number of the first. */
export interface FrameHead {
  readonly q: number
  readonly key: number
  readonly w: number | null
  /** Of an input of two sides: where its events belong. */
  readonly side?: Side
}

/** The values that travel, as numbers: booleans 0 and 1, texts by their number. */
export function rowOf(event: Event, t: number, fields: readonly string[], dictionary: Dictionary): Row {
  return { t, values: fields.map((field) => numberOf(event.values[field] ?? null, dictionary)) }
}

function numberOf(value: Value, dictionary: Dictionary): number | null {
  switch (typeof value) {
    case 'boolean':
      return value ? 1 : 0
    case 'string':
      return dictionary.text(value)
    default:
      return value
  }
}

/** The scales that fields were declared with, where they were. */
export type Scales = readonly (number | undefined)[]

/** One event as pairs when all its values are short decimals, otherwise columns. */
export function frameOf(head: FrameHead, rows: readonly Row[], declared: Scales = []): EventFrame | EventsFrame {
  return (rows.length === 1 ? asPairs(head, rows[0], declared) : null) ?? asColumns(head, rows, declared)
}

function asPairs(head: FrameHead, { t, values }: Row, declared: Scales): EventFrame | null {
  const pairs: PairScale[] = []
  for (const [i, value] of values.entries()) {
    const pair = pairOf(value, declared[i])
    if (pair === null) return null
    pairs.push(pair)
  }
  return { type: 'e', ...head, t, values: pairs }
}

function asColumns(head: FrameHead, rows: readonly Row[], declared: Scales): EventsFrame {
  const n = rows.length
  const times = timesOf(rows.map(({ t }) => t))
  const fields = rows[0].values.map((_, c): Column => {
    const values = rows.map((row) => row.values[c])
    return { scale: chooseScale(values, declared[c]), values }
  })
  const bytes = encodeColumns(times.column === null ? fields : [times.column, ...fields])
  return { type: 'E', ...head, t0: times.t0, dt: times.dt, n, scales: fields.map(({ scale }) => scale), bytes }
}

const INT32 = 0x7fffffff

/** Equal steps need no column; otherwise distances from the first as Int32, or whole times as Float64. */
function timesOf(times: readonly number[]): { t0: number; dt: number; column: Column | null } {
  const t0 = times[0]
  const dt = times.length > 1 ? times[1] - t0 : 0
  if (dt >= 0 && times.every((t, i) => t === t0 + i * dt)) return { t0, dt, column: null }
  const distances = times.map((t) => t - t0)
  if (distances.every((d) => Math.abs(d) <= INT32)) return { t0, dt: -1, column: { scale: -1, values: distances } }
  return { t0: 0, dt: -2, column: { scale: 0, values: times } }
}
