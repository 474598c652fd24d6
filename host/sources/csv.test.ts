import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Event, Item } from '../../shared/stream/event.ts'
import { csvSource } from './csv.ts'
import type { Source } from './source.ts'

const pipeline = loadPipeline({
  name: 'csv',
  input: { fields: { mote: 'int', v: 'double?', name: 'string?', on: 'bool?' }, key: 'mote' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ filter: 'v > 1' }],
})

async function read(text: string): Promise<{ items: Event[]; source: Source }> {
  const source = csvSource('in.csv', Readable.from([text]), pipeline)
  const items: Item[] = []
  for await (const item of source.items) items.push(item)
  return { items: items as Event[], source }
}

test('rows become events in the types of the pipeline', async () => {
  const { items, source } = await read('t,mote,v,name,on\n1000,3,4.5,"a ""b"", c",true\n2000,4,-1e3,ü,0\n')
  expect(items).toEqual([
    { kind: 'event', t: 1000, ref: '0', key: 3, values: { mote: 3, v: 4.5, name: 'a "b", c', on: true } },
    { kind: 'event', t: 2000, ref: '1', key: 4, values: { mote: 4, v: -1000, name: 'ü', on: false } },
  ])
  expect(source.refusals.count).toBe(0)
  expect(source.notes).toEqual([])
})

test('columns in any order, others named once as ignored, refs of their own', async () => {
  const { items, source } = await read('label,v,t,mote,ref,note\n1,2,5,1,first,x\n0,3,6,1,second,y\n')
  expect(items.map(({ ref }) => ref)).toEqual(['first', 'second'])
  expect(source.notes).toEqual(['in.csv: ignored columns: label, note'])
})

test('an empty cell is a missing value; CRLF, blank lines, spaces and a byte order mark are no matter', async () => {
  const { items } = await read('\ufefft, mote ,v\r\n1,2,\r\n\r\n 3 , 4 ,5\r\n')
  expect(items.map(({ t, values }) => [t, values['mote'], values['v']])).toEqual([
    [1, 2, null],
    [3, 4, 5],
  ])
})

test.each([
  // row          reason
  ['1,2', 'the row has 2 columns, the header 3'],
  ['1,2,3,4', 'the row has 4 columns, the header 3'],
  ['1,,3', 'field mote is missing'],
  ['1,x,3', 'field mote is "x"'],
  ['1,2.5,3', 'field mote is 2.5'],
  ['1,2,NaN', 'field v is "NaN"'],
  ['1,2,Infinity', 'field v is "Infinity"'],
  ['1,2,0x10', 'field v is "0x10"'],
  ['1,2,1e999', 'field v is Infinity'],
  [',2,3', 'the event has no time t'],
  ['1.5,2,3', 't is 1.5'],
  ['noon,2,3', 't is "noon"'],
])('the row %j is refused: %s', async (row, reason) => {
  const { items, source } = await read(`t,mote,v\n5,1,1\n${row}\n6,1,1\n`)
  expect(items.map(({ t }) => t)).toEqual([5, 6])
  expect(source.refusals.count).toBe(1)
  expect(source.refusals.first[0].place).toBe('in.csv:3')
  expect(source.refusals.first[0].reason).toContain(reason)
})

test('all refusals are counted, the first are kept', async () => {
  const { source } = await read(`t,mote,v\n${'x,1,1\n'.repeat(100)}`)
  expect([source.refusals.count, source.refusals.first.length]).toEqual([100, 20])
})

test.each([
  ['', 'is empty'],
  ['mote,v\n1,2\n', 'has no column t'],
  ['t,v\n1,2\n', 'has no column mote'],
  ['t,mot,v\n1,2,3\n', 'has no column mote'],
])('%j: %s', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({ code: 'E_INPUT', kind: 'usage' })
  await expect(read(text)).rejects.toThrow(message)
})

test('a misspelt column is named in the cure', async () => {
  await expect(read('t,mot,v\n1,2,3\n')).rejects.toMatchObject({ cure: 'rename column mot to mote', place: 'in.csv:1' })
})

test('broken quoting is no CSV', async () => {
  await expect(read('t,mote,v\n1,"2,3\n4,5,6\n')).rejects.toMatchObject({ code: 'E_INPUT' })
})

test('in processing time no t is needed', async () => {
  const clock = loadPipeline({ ...pipeline.spec, time: { mode: 'processing' } })
  const source = csvSource('in.csv', Readable.from(['mote,v\n1,2\n']), clock)
  const items: Item[] = []
  for await (const item of source.items) items.push(item)
  expect(items).toMatchObject([{ t: null, key: 1 }])
})

test('rows are read as they are asked for', async () => {
  let given = 0
  function* lines(): Generator<string> {
    yield 't,mote,v\n'
    for (; given < 100_000; given++) yield `${given},1,2\n`
  }
  const source = csvSource('in.csv', Readable.from(lines()), pipeline)
  for await (const item of source.items) if ((item as Event).t === 10) break
  expect(given).toBeLessThan(50_000)
})
