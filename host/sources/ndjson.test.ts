import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { ndjsonSource } from './ndjson.ts'
import type { Source } from './source.ts'

const pipeline = loadPipeline({
  name: 'ndjson',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', watermarks: 'explicit' },
  stages: [{ filter: 'v > 1' }],
})

async function read(text: string): Promise<{ items: Item[]; source: Source }> {
  const source = ndjsonSource('in.ndjson', Readable.from([text]), pipeline)
  const items: Item[] = []
  for await (const item of source.items) items.push(item)
  return { items, source }
}

test('lines become items', async () => {
  const { items } = await read('{"t":5,"ref":"a","v":1.5}\n\n{"wm":9}\r\n{"pt":3}\n{"t":6,"v":2}')
  expect(items).toEqual([
    { kind: 'event', t: 5, ref: 'a', key: null, values: { v: 1.5 } },
    { kind: 'watermark', wm: 9 },
    { kind: 'clock', pt: 3 },
    { kind: 'event', t: 6, ref: '3', key: null, values: { v: 2 } },
  ])
})

test.each([
  ['{"t":5', 'no JSON'],
  ['[1]', 'is not an item'],
  ['7', 'is not an item'],
  ['{"v":1}', 'the event has no time t'],
  ['{"t":5}', 'field v is missing'],
  ['{"t":5,"v":"1"}', 'field v is "1"'],
  ['{"wm":"soon"}', 'wm is "soon"'],
  ['{"wm":1,"pt":2}', 'not several at once'],
])('%s is refused: %s', async (line, reason) => {
  const { items, source } = await read(`{"wm":1}\n${line}\n{"wm":2}\n`)
  expect(items).toHaveLength(2)
  expect(source.refusals).toMatchObject({ count: 1, first: [{ place: 'in.ndjson:2' }] })
  expect(source.refusals.first[0].reason).toContain(reason)
})

test('fields that the pipeline does not declare are named with their number', async () => {
  const { source } = await read('{"t":5,"v":1,"x":1}\n{"t":6,"v":1,"x":1,"y":2}\n')
  expect(source.notes).toEqual(['in.ndjson: ignored fields: x (2), y (1)'])
})
