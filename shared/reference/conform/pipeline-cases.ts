/** The kinds of cases that run a pipeline, on the reference engine or wherever a runner takes them: window, invalid. */
import { RivuletError } from '../../error.ts'
import { itemFaults } from '../../pipeline/items.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { loadPipeline } from '../../pipeline/resolve.ts'
import type { Item } from '../../stream/event.ts'
import { isRefusal, ItemReader } from '../../stream/items.ts'
import type { LateResult, Result, WindowResult } from '../../stream/result.ts'
import { ReferenceEngine } from '../engine.ts'
import type { ConformanceCase, Data } from './case.ts'
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
