/**
 * What makes two results the same result: type, stage, key and place in time, apart from what they say. Two results of
 * the same identity (events may share time and `ref`) are told apart by their order, which is fixed within a key.
 */
import type { Value } from './event.ts'
import type { Result } from './result.ts'

/** Equal for results that must agree, different for all others. */
export function identify(result: Result): string {
  return JSON.stringify([result.type, result.stage, ...place(result)])
}

function place(result: Result): unknown[] {
  switch (result.type) {
    case 'window':
      return result.start === null ? [result.key, result.at] : [result.key, result.start, result.end, result.pane]
    case 'late':
      return [result.key, result.t, result.ref, result.at]
    case 'detect':
      return [result.key, result.t, result.ref, result.edge]
    case 'anomaly':
      return [result.key, result.t, result.ref]
    case 'buffer':
      return 'by' in result ? [result.key, result.at, result.by, result.t] : [result.key, result.at]
    case 'match':
      // The same events may match in several ways.
      return [result.key, result.t, result.events, Object.entries(result.steps)]
    case 'timeout':
      return [result.key, result.t, result.events]
    case 'pair':
      return [result.key, result.t, result.left, result.right]
    case 'overflow':
      return [result.key, result.t, result.overflow]
    case 'error':
      return [result.message]
  }
}

/** What a result says: named values, to be compared one by one. Names of outputs are as in the pipeline. */
export function statements(result: Result): [name: string, said: Value | undefined][] {
  switch (result.type) {
    case 'window':
      return [...Object.entries(result.aggs), ['at', result.at]]
    case 'detect':
      return [
        ['since', result.since],
        ['durationMs', result.durationMs],
        ['peak', result.peak],
      ]
    case 'anomaly':
      return [
        ['value', result.value],
        ['score', result.score],
        ['alarm', result.alarm],
      ]
    case 'buffer':
      return 'by' in result ? recorded(result.events, result.values) : Object.entries(result.aggs)
    case 'match':
    case 'late':
    case 'pair':
    case 'timeout':
    case 'overflow':
    case 'error':
      return []
  }
}

function recorded(events: readonly string[], values: Record<string, Value[]>): [string, Value][] {
  const columns = Object.entries(values).flatMap(([name, column]) =>
    column.map((value, i): [string, Value] => [`${name}[${i}]`, value]),
  )
  return [...events.map((ref, i): [string, Value] => [`events[${i}]`, ref]), ...columns]
}
