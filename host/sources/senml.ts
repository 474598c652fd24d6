/**
 * SenML recordings, `*.senml.ndjson`: on each line one record, so that the file is one long pack whose base fields hold until
 * they change, or a pack of its own. What is refused is refused with its line; of a pack that has a fault, the whole.
 * How records become events is told in `shared/stream/senml-items.ts`.
 */
import type { Readable } from 'node:stream'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import { SenmlItems, type SenmlItem } from '../../shared/stream/senml-items.ts'
import { describeFault, isFault, parseSenml, readSenml, SenmlResolver } from '../../shared/stream/senml.ts'
import { fullLines } from './lines.ts'
import { Refusals, type Source } from './source.ts'

/** Reads a stream of SenML lines; `name` stands in messages. */
export function senmlSource(name: string, stream: Readable, pipeline: Pipeline): Source {
  requireTime(name, pipeline)
  const refusals = new Refusals()
  const notes: string[] = []
  return { name, refusals, notes, items: read(name, stream, pipeline, refusals, notes) }
}

async function* read(
  name: string,
  stream: Readable,
  pipeline: Pipeline,
  refusals: Refusals,
  notes: string[],
): AsyncGenerator<Item> {
  const items = new SenmlItems<number>(pipeline)
  const recording = new SenmlResolver()
  const taken = function* (each: readonly SenmlItem<number>[]): Generator<Item> {
    for (const one of each) {
      if ('item' in one) yield one.item
      else refusals.add(`${name}:${one.place}`, one.refusal.reason)
    }
  }
  for await (const { line, text } of fullLines(name, stream, refusals)) {
    const records = recordsOf(text, recording)
    if (typeof records === 'string') refusals.add(`${name}:${line}`, records)
    else {
      if (records.isPack) yield* taken(items.flush())
      for (const record of records.resolved) yield* taken(items.push(record, line))
      if (records.isPack) yield* taken(items.flush())
    }
  }
  yield* taken(items.flush())
  const unknown = [...items.unknownFields].map(([field, times]) => `${field} (${times})`)
  if (unknown.length > 0) notes.push(`${name}: ignored fields: ${unknown.join(', ')}`)
}

type Resolved = Exclude<ReturnType<typeof readSenml>, { kind: 'fault' }>

/** The records of a line, or why it is refused. */
function recordsOf(json: string, recording: SenmlResolver): { isPack: boolean; resolved: Resolved } | string {
  const parsed = parseSenml(json)
  if (isFault(parsed)) return describeFault(parsed)
  if (parsed.isPack) {
    const pack = readSenml(json)
    return isFault(pack) ? describeFault(pack) : { isPack: true, resolved: pack }
  }
  const record = recording.resolve(parsed.records[0])
  return isFault(record) ? describeFault(record) : { isPack: false, resolved: [record] }
}

/** SenML has no watermarks: a pipeline that waits for them would never fire. */
function requireTime(name: string, { time }: Pipeline): void {
  if (time.mode !== 'event' || time.watermarks !== 'explicit') return
  throw new RivuletError('E_INPUT', 'the pipeline takes its watermarks from the input, and SenML has none', {
    kind: 'usage',
    place: name,
    cure: 'let the pipeline make them: "time": {"mode": "event", "outOfOrdernessMs": …}, or use NDJSON items',
  })
}
