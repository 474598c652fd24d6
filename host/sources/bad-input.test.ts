/** Files as they come from the field: cut off, with marks and ends of lines of any kind, with cells that are none. */
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Event } from '../../shared/stream/event.ts'
import { csvSource } from './csv.ts'
import { ndjsonSource } from './ndjson.ts'
import { Refusals, type Source } from './source.ts'

const pipeline = loadPipeline({
  name: 'field',
  input: { fields: { mote: 'int', v: 'double?', name: 'string?', on: 'bool?' }, key: 'mote' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ filter: 'v > 1' }],
})

interface Read {
  readonly items: Event[]
  readonly reasons: string[]
  readonly source: Source
}

type Open = (name: string, stream: Readable, pipeline: Pipeline) => Source

async function read(open: Open, text: string, pieces = [text]): Promise<Read> {
  const source = open('in', Readable.from(pieces), pipeline)
  const items: Event[] = []
  for await (const item of source.items) items.push(item as Event)
  return { items, source, reasons: source.refusals.first.map(({ place, reason }) => `${place} ${reason}`) }
}

describe('CSV', () => {
  const values = ({ items }: Read, name = 'v'): unknown[] => items.map((item) => item.values[name])

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('lines end with %s; the last needs no end', async (_, end) => {
    const found = await read(csvSource, ['t,mote,v', '1,2,3', '4,5,6'].join(end))
    expect(found.items.map(({ t, key }) => [t, key])).toEqual([
      [1, 2],
      [4, 5],
    ])
  })

  test.each<[string, string, unknown]>([
    ['whole', '7', 7],
    ['with a sign', '+7', 7],
    ['negative', '-7.25', -7.25],
    ['without a digit before the point', '.5', 0.5],
    ['without one behind it', '5.', 5],
    ['with an exponent', '1.5e-3', 0.0015],
    ['with a capital exponent', '2E3', 2000],
    ['quoted', '"7.5"', 7.5],
    ['with spaces around', '  7.5 ', 7.5],
    ['missing', '', null],
    ['quoted and missing', '""', null],
    ['very small', '5e-324', 5e-324],
    ['with leading zeros', '007', 7],
    ['negative nothing', '-0', -0],
  ])('a number %s: %j is %s', async (_, cell, value) => {
    const found = await read(csvSource, `t,mote,v\n1,2,${cell}\n`)
    expect(found.reasons).toEqual([])
    expect(values(found)).toEqual([value])
  })

  test.each([
    ['a comma for the point', '"7,5"'],
    ['a unit', '7 °C'],
    ['hexadecimal', '0x1F'],
    ['NaN', 'NaN'],
    ['nan', 'nan'],
    ['Infinity', 'Infinity'],
    ['null', 'null'],
    ['N/A', 'N/A'],
    ['a dash', '-'],
    ['two points', '1.2.3'],
    ['two numbers', '1 2'],
    ['an underscore', '1_000'],
    ['beyond all doubles', '1e400'],
  ])('%s is no number: the row is refused by name', async (_, cell) => {
    const found = await read(csvSource, `t,mote,v\n1,2,3\n4,5,${cell}\n7,8,9\n`)
    expect(values(found)).toEqual([3, 9])
    expect(found.source.refusals.count).toBe(1)
    expect(found.reasons[0]).toMatch(/^in:3 field v is /)
  })

  test.each<[string, boolean | null]>([
    ['true', true],
    ['TRUE', true],
    ['False', false],
    ['1', true],
    ['0', false],
    ['', null],
  ])('the truth value %j is %s', async (cell, value) => {
    expect(values(await read(csvSource, `t,mote,on\n1,2,${cell}\n`), 'on')).toEqual([value])
  })

  test.each(['yes', '2', 'wahr', 'on'])('%j is no truth value', async (cell) => {
    expect((await read(csvSource, `t,mote,on\n1,2,${cell}\n`)).reasons[0]).toContain(`field on is "${cell}"`)
  })

  test.each([
    ['a comma', '"a, b"', 'a, b'],
    ['a quote', '"say ""hi"""', 'say "hi"'],
    ['a line end', '"two\nlines"', 'two\nlines'],
    ['nothing but a quote', '""""', '"'],
    ['letters of any kind', 'Küche 厨房 🜚', 'Küche 厨房 🜚'],
    ['digits', '007', '007'],
  ])('a text may hold %s', async (_, cell, value) => {
    expect(values(await read(csvSource, `t,mote,name\n1,2,${cell}\n`), 'name')).toEqual([value])
  })

  test('behind a text of two lines the numbers of lines are still right', async () => {
    const found = await read(csvSource, 't,mote,name\n1,2,"two\nlines"\nx,2,a\n')
    expect(found.reasons).toEqual([expect.stringMatching(/^in:4 t is "x"/)])
  })

  test.each([
    ['-9007199254740991', -9007199254740991],
    ['9007199254740991', 9007199254740991],
    ['0', 0],
    ['1e3', 1000],
    ['1000.0', 1000],
  ])('the time %s is whole milliseconds', async (cell, t) => {
    expect((await read(csvSource, `t,mote\n${cell},1\n`)).items.map((item) => item.t)).toEqual([t])
  })

  test.each(['9007199254740993', '1.5', '1e16', '2026-01-01T00:00:00Z', '12:30'])('%s is no time', async (cell) => {
    const { items, reasons } = await read(csvSource, `t,mote\n${cell},1\n`)
    expect([items, reasons.length]).toEqual([[], 1])
    expect(reasons[0]).toMatch(/^in:2 t is /)
  })

  test('a byte order mark, a header in quotes, columns named twice', async () => {
    expect((await read(csvSource, '\ufeff"t","mote"\n1,2\n')).items).toHaveLength(1)
    const twice = await read(csvSource, 't,mote,v,v\n1,2,3,4\n')
    expect(values(twice)).toEqual([4])
  })

  test('pieces may be cut anywhere, also within a character', async () => {
    const text = 't,mote,name\r\n1,2,"ä, ""b"""\r\n3,4,c\r\n'
    const whole = await read(csvSource, text)
    const bytes = Buffer.from(text)
    for (let at = 0; at <= bytes.length; at++) {
      const found = await read(csvSource, '', [bytes.subarray(0, at), bytes.subarray(at)] as unknown as string[])
      expect(found.items, `cut at ${at}`).toEqual(whole.items)
    }
  })

  test('a huge line is one row, or refused as one', async () => {
    const name = 'x'.repeat(300_000)
    expect(values(await read(csvSource, `t,mote,name\n1,2,${name}\n`), 'name')).toEqual([name])
    const found = await read(csvSource, `t,mote,v\n1,2,${name}\n4,5,6\n`)
    expect([found.items.length, found.source.refusals.count]).toEqual([1, 1])
  })

  test('only a header has no items and nothing to refuse', async () => {
    const { items, source } = await read(csvSource, 't,mote,v\n\n\n')
    expect([items, source.refusals.count, source.notes]).toEqual([[], 0, []])
  })

  test.each([
    ['blank lines only', '\n\n\n'],
    ['a byte order mark only', '\ufeff'],
  ])('%s: the file is empty', async (_, text) => {
    await expect(read(csvSource, text)).rejects.toMatchObject({ code: 'E_INPUT', kind: 'usage' })
  })

  test.each([
    ['semicolons', 't;mote;v\n1;2;3\n', 't, mote'],
    ['capitals', 'T,Mote,V\n1,2,3\n', 't, mote'],
    ['no header at all', '1,2,3\n4,5,6\n', 't, mote'],
    ['a misspelt key', 't,mots,v\n1,2,3\n', 'mote'],
  ])('%s: the columns that are missing are named', async (_, text, names) => {
    const failing = read(csvSource, text)
    await expect(failing).rejects.toMatchObject({ code: 'E_INPUT', place: 'in:1' })
    await expect(failing).rejects.toThrow(`in has no column ${names}`)
  })

  test('an error of the file itself comes through', async () => {
    const stream = new Readable({
      read() {
        this.destroy(new Error('EIO: the card was pulled'))
      },
    })
    const { items } = csvSource('in', stream, pipeline)
    await expect(items[Symbol.asyncIterator]().next()).rejects.toThrow('the card was pulled')
  })
})

describe('NDJSON', () => {
  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('lines end with %s; blank ones and the last end are no matter', async (_, end) => {
    const { items, reasons } = await read(ndjsonSource, ['{"t":1,"mote":2}', '', '  ', '{"t":3,"mote":4}'].join(end))
    expect([items.map(({ t }) => t), reasons]).toEqual([[1, 3], []])
  })

  test.each([
    ['cut off', '{"t":1,"mo', 'no JSON'],
    ['two on a line', '{"t":1,"mote":2} {"t":2,"mote":2}', 'no JSON'],
    ['single quotes', "{'t':1}", 'no JSON'],
    ['a comment', '// t', 'no JSON'],
    ['NaN', '{"t":1,"mote":NaN}', 'no JSON'],
    ['a number', '5', 'is not an item'],
    ['null', 'null', 'is not an item'],
    ['a list', '[{"t":1}]', 'is not an item'],
    ['a text for a number', '{"t":1,"mote":2,"v":"3"}', 'field v is "3"'],
    ['a number for a text', '{"t":1,"mote":2,"name":3}', 'field name is 3'],
    ['half an integer', '{"t":1,"mote":2.5}', 'field mote is 2.5'],
    ['an object for a value', '{"t":1,"mote":{}}', 'field mote is {}'],
    ['a number beyond all doubles', '{"t":1,"mote":2,"v":1e999}', 'field v is Infinity'],
    ['a text for the time', '{"t":"1","mote":2}', 't is "1"'],
    ['half a millisecond', '{"t":0.5,"mote":2}', 't is 0.5'],
    ['no time', '{"mote":2}', 'the event has no time t'],
    ['no key', '{"t":1}', 'field mote is missing'],
    ['null for a key', '{"t":1,"mote":null}', 'field mote is missing'],
  ])('%s is refused with its place; what follows is read', async (_, line, reason) => {
    const { items, source, reasons } = await read(ndjsonSource, `{"t":0,"mote":1}\n${line}\n{"t":9,"mote":1}\n`)
    expect(items.map(({ t }) => t)).toEqual([0, 9])
    expect(source.refusals.count).toBe(1)
    expect(reasons[0]).toMatch(/^in:2 /)
    expect(reasons[0]).toContain(reason)
  })

  test('an empty file has no items', async () => {
    expect(await read(ndjsonSource, '')).toMatchObject({ items: [], reasons: [] })
  })

  test('a huge line is one item', async () => {
    const name = 'y'.repeat(300_000)
    const { items } = await read(ndjsonSource, `{"t":1,"mote":2,"name":"${name}"}\n`)
    expect(items[0].values['name']).toBe(name)
  })

  test('a byte order mark is no part of the first line', async () => {
    expect((await read(ndjsonSource, '\ufeff{"t":1,"mote":2}\n')).items).toHaveLength(1)
  })
})

describe('what is refused', () => {
  test('is counted in full and kept up to a bound, in order', () => {
    const refusals = new Refusals()
    for (let i = 0; i < 1000; i++) refusals.add(`f:${i}`, 'no')
    expect([refusals.count, refusals.first.length]).toEqual([1000, Refusals.KEPT])
    expect(refusals.first.at(-1)).toEqual({ place: `f:${Refusals.KEPT - 1}`, reason: 'no' })
  })
})
