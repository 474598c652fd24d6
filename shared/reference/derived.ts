/**
 * Results as events of the stages that read them (`pipeline/README.md`, section 1). Those that say that something is
 * missing or over (late, timeout, overflow, dumps) are no events.
 */
import type { Value } from '../stream/event.ts'
import type { Result } from '../stream/result.ts'
import type { Sample } from './operator.ts'

export interface Content {
  readonly t: number
  readonly values: Readonly<Record<string, Value>>
}

/** The event that a result is; `lastT` is the time of the event that its stage took last. */
export function contentOf(result: Result, lastT: number): Content | null {
  switch (result.type) {
    case 'window': {
      const { start, end, aggs } = result
      if (start === null || end === null) return { t: lastT, values: aggs }
      return { t: end - 1, values: { start, end, ...aggs } }
    }
    case 'buffer':
      return 'by' in result ? null : { t: lastT, values: result.aggs }
    case 'detect': {
      const { t, edge, since, durationMs = null, peak = null } = result
      return { t, values: { edge, since, durationMs, peak } }
    }
    case 'anomaly': {
      const { t, value, score, alarm } = result
      return { t, values: { value, score, alarm } }
    }
    case 'match':
      return { t: result.t, values: { count: result.events.length, start: result.start } }
    default:
      return null
  }
}

/** The fields of both events, told apart by their side; the key is the same. */
export function valuesOfPair(left: Sample, right: Sample): Record<string, Value> {
  const values: Record<string, Value> = {}
  for (const [name, value] of Object.entries(left.values)) values[`left_${name}`] = value
  for (const [name, value] of Object.entries(right.values)) values[`right_${name}`] = value
  return values
}
