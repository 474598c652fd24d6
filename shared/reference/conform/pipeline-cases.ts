/** The kinds of cases that run a pipeline, on the reference engine or wherever a runner takes them: window, invalid. */
import { RivuletError } from '../../error.ts'
import { itemFaults } from '../../pipeline/items.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { loadPipeline } from '../../pipeline/resolve.ts'
import type { Item } from '../../stream/event.ts'
import { isRefusal, ItemReader } from '../../stream/items.ts'
import type { LateResult, Result, WindowResult } from '../../stream/result.ts'
import { ReferenceEngine } from '../engine.ts'
import { isRecord, type ConformanceCase, type Data } from './case.ts'
import { compareMultisets, type Why } from './outcome.ts'

/** Runs a pipeline over a finite input and gives all results. */
export type CaseRunner = (spec: Data, items: readonly Item[]) => Promise<readonly Result[]>

export const onReference: CaseRunner = async (spec, items) => {
  const engine = new ReferenceEngine(loadPipeline(spec))
  return items.flatMap((item) => engine.push(item).results)
}

export async function runWindow({ spec, events, expected }: ConformanceCase, run: CaseRunner): Promise<Why> {
  const { windows, late } = expected
  if (windows !== undefined && !Array.isArray(windows)) return 'the case is malformed: expected.windows is not a list'
  if (late !== undefined && !Array.isArray(late)) return 'the case is malformed: expected.late is not a list'
  const items = readItems(loadPipeline(spec), events)
  if (typeof items === 'string') return items
  const results = await run(spec, items)
  const fired = results.filter((result): result is WindowResult => result.type === 'window')
  const refused = results.filter((result): result is LateResult => result.type === 'late').map(({ ref }) => ref)
  const wrongWindow = windows === undefined ? null : compareMultisets('window', windows, fired)
  return wrongWindow ?? (late === undefined ? null : compareMultisets('late event', late, refused))
}

/** The order of `events` in a match is free (1.5); `error` is a strict skip that fails. */
export async function runPattern({ spec, events, expected }: ConformanceCase, run: CaseRunner): Promise<Why> {
  const { matches, timeouts, late, error } = expected
  const items = readItems(loadPipeline(spec), events)
  if (typeof items === 'string') return items
  const results = await run(spec, items)
  if (error !== undefined) {
    return results.some((result) => result.type === 'error' && result.message === error)
      ? null
      : `no error ${JSON.stringify(error)}`
  }
  const found = (type: Result['type']): Data[] =>
    results.filter((result) => result.type === type).map((result) => sortedRefs({ ...result }))
  return (
    compare('match', matches, found('match')) ??
    compare('timeout', timeouts, found('timeout')) ??
    compare(
      'late event',
      late,
      found('late').map(({ ref }) => ref),
    )
  )
}

export async function runJoin({ spec, events, expected }: ConformanceCase, run: CaseRunner): Promise<Why> {
  const items = readItems(loadPipeline(spec), events)
  if (typeof items === 'string') return items
  const results = await run(spec, items)
  const pairs = results.flatMap((result) => (result.type === 'pair' ? [[result.left, result.right]] : []))
  const late = results.flatMap((result) => (result.type === 'late' ? [result.ref] : []))
  return compare('pair', expected['pairs'], pairs) ?? compare('late event', expected['late'], late)
}

function compare(what: string, expected: unknown, actual: readonly unknown[]): Why {
  if (expected === undefined) return null
  if (!Array.isArray(expected)) return `the case is malformed: the expected ${what}s are not a list`
  return compareMultisets(what, expected.map(sortedRefs), actual)
}

/** The same with `events` in a fixed order. */
function sortedRefs<T>(entry: T): T {
  if (!isRecord(entry) || !Array.isArray(entry['events'])) return entry
  return { ...entry, events: [...(entry['events'] as unknown[])].sort() }
}

/** A specification that must be refused, or an event without time in event mode (1.4). */
export function runInvalid({ spec, events, expected }: ConformanceCase): Why {
  if (expected['error'] !== 'spec') return 'the case is malformed: expected.error is not "spec"'
  try {
    const faults = itemFaults(loadPipeline(spec).time, events)
    return faults.length > 0 ? null : 'the specification was accepted'
  } catch (error) {
    if (error instanceof RivuletError && error.code === 'E_SPEC') return null
    throw error
  }
}

/** The items of a case, or the reason why they are none. */
function readItems(pipeline: Pipeline, events: readonly Data[]): Item[] | string {
  const reader = new ItemReader(pipeline)
  const items: Item[] = []
  for (const [i, event] of events.entries()) {
    const item = reader.read(event)
    if (isRefusal(item)) return `event ${i} was refused: ${item.reason}`
    items.push(item)
  }
  return items
}
