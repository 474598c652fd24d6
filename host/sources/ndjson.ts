/** NDJSON: one input item (SEMANTICS 1.2) a line. Lines that are no item of the pipeline are refused. */
import type { Readable } from 'node:stream'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import { isRefusal, ItemReader, type Refusal } from '../../shared/stream/items.ts'
import { fullLines } from './lines.ts'
import { Refusals, type Source } from './source.ts'

/** Reads a stream of NDJSON text; `name` stands in messages. */
export function ndjsonSource(name: string, stream: Readable, pipeline: Pipeline): Source {
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
  const reader = new ItemReader(pipeline)
  for await (const { line, text } of fullLines(name, stream, refusals)) {
    const item = parseItem(reader, text)
    if (isRefusal(item)) refusals.add(`${name}:${line}`, item.reason)
    else yield item
  }
  const unknown = [...reader.unknownFields].map(([field, times]) => `${field} (${times})`)
  if (unknown.length > 0) notes.push(`${name}: ignored fields: ${unknown.join(', ')}`)
}

function parseItem(reader: ItemReader, text: string): Item | Refusal {
  try {
    return reader.read(JSON.parse(text))
  } catch (error) {
    return { kind: 'refused', reason: `no JSON: ${(error as Error).message}` }
  }
}
