import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { formatOf, openSource } from './open.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'rivulet-open-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function file(name: string, text: string): string {
  const full = path.join(directory, name)
  writeFileSync(full, text)
  return full
}

test.each([
  ['a.csv', 't,v\n', 'csv'],
  ['a.CSV', 't,v\n', 'csv'],
  ['a.ndjson', '{"t":1}\n', 'ndjson'],
  ['a.jsonl', '{"t":1}\n', 'ndjson'],
  ['a.dat', '{"t":1}\n', 'ndjson'],
  ['a.txt', 't,v\n1,2\n', 'csv'],
  ['empty', '', 'csv'],
  ['a.senml.ndjson', '{"n":"x","t":1700000000,"v":1}\n', 'senml'],
  ['a.senml', '', 'senml'],
  ['b.ndjson', '[{"bn":"lab-07/","n":"x","t":1700000000,"v":1}]\n', 'senml'],
  ['c.txt', '{"bt":1700000000,"n":"x","v":1}\n', 'senml'],
])('%s with %j is %s', (name, text, format) => {
  expect(formatOf(file(name, text))).toBe(format)
})

test.each(['nowhere.csv', '.'])('%s cannot be read', (name) => {
  expect(() => formatOf(path.join(directory, name))).toThrow(/cannot be read/)
})

test('an opened file gives its items', async () => {
  const pipeline = loadPipeline({
    name: 'open',
    input: { fields: { v: 'double' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ filter: 'v > 1' }],
  })
  const t = 1_700_000_000_000
  for (const name of [
    file('x.csv', `t,v\n${t},2\n`),
    file('x.ndjson', `{"t":${t},"v":2}\n`),
    file('x.senml.ndjson', `{"bt":${t / 1000},"n":"v","v":2}\n`),
  ]) {
    const items: Item[] = []
    for await (const item of openSource(name, pipeline).items) items.push(item)
    expect(items).toEqual([{ kind: 'event', t, ref: '0', key: null, values: { v: 2 } }])
  }
})
