/**
 * Durations in the builder: milliseconds as a number, or a text with its unit. JSON pipelines hold milliseconds only.
 */
import { RivuletError } from '../error.ts'

export type Duration = number | `${number}${'ms' | 's' | 'min' | 'h'}`

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** Whole milliseconds: `'5s'` is 5000, `'1.5min'` is 90000. A number is taken as it is. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number') return duration
  const match = /^(-?\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(duration)
  const value = match === null ? NaN : Number(match[1]) * UNITS[match[2]]
  const rounded = Math.round(value)
  if (Math.abs(value - rounded) < 1e-6) return rounded
  throw new RivuletError('E_DURATION', `'${duration}' is not a duration in whole milliseconds`, {
    kind: 'usage',
    cure: "write a number and a unit, such as '200ms', '5s', '1min' or '2h'",
  })
}
