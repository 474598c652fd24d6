/**
 * Results as lines: one JSON object each, its fields in a fixed order, so that equal results are equal texts.
 * -0 is written as 0. Aggregates keep the order in which the pipeline names them.
 */
import type { Result } from './result.ts'

const ORDER = [
  ...['type', 'stage', 'overflow', 'at', 'key', 'edge', 'start', 'end', 'pane', 'by', 't', 'ref', 'left', 'right'],
  ...['since', 'durationMs', 'peak', 'value', 'score', 'alarm', 'aggs', 'partial', 'events', 'steps', 'values'],
  ...['action', 'lost', 'message'],
]

/** A result as one line of JSON, without the line end. */
export function printResult(result: Result): string {
  const fields = new Map(Object.entries(result))
  const ordered: Record<string, unknown> = {}
  for (const name of ORDER) if (fields.has(name)) ordered[name] = fields.get(name)
  return JSON.stringify(ordered)
}
