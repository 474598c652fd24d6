/**
 * CSV with a header (RFC 4180): column `t` in ms, one column a declared field, perhaps `ref`. Other columns are named
 * once as ignored. An empty cell is a missing value. Rows that are no item of the pipeline are refused.
 */
import { parse } from 'csv-parse'
import type { Readable } from 'node:stream'
import { RivuletError } from '../../shared/error.ts'
import type { Field, Pipeline } from '../../shared/pipeline/pipeline.ts'
import { nearest } from '../../shared/pipeline/nearest.ts'
import type { Item } from '../../shared/stream/event.ts'
import { isRefusal, ItemReader } from '../../shared/stream/items.ts'
import { MAX_LINE } from './lines.ts'
import { Refusals, type Source } from './source.ts'

type Cells = readonly string[]

export interface CsvOptions {
  /** Sees every accepted row, with the cells of all columns by name. */
  readonly onRow?: (item: Item, cells: Readonly<Record<string, string>>) => void
}

/** Reads a stream of CSV text; `name` stands in messages. */
export function csvSource(name: string, stream: Readable, pipeline: Pipeline, options: CsvOptions = {}): Source {
  const refusals = new Refusals()
  const notes: string[] = []
  return { name, refusals, notes, items: read(name, stream, pipeline, options, refusals, notes) }
}

async function* read(
  name: string,
  stream: Readable,
  pipeline: Pipeline,
  { onRow }: CsvOptions,
  refusals: Refusals,
  notes: string[],
): AsyncGenerator<Item> {
  const reader = new ItemReader(pipeline)
  let header: Header | null = null
  for await (const { line, cells, broken } of rows(name, stream)) {
    if (header === null) {
      header = new Header(name, cells, pipeline)
      if (header.ignored.length > 0) notes.push(`${name}: ignored columns: ${header.ignored.join(', ')}`)
      continue
    }
    const data = broken ?? header.data(cells)
    const item = typeof data === 'string' ? { kind: 'refused' as const, reason: data } : reader.read(data)
    if (isRefusal(item)) refusals.add(`${name}:${line}`, item.reason)
    else {
      onRow?.(item, header.byName(cells))
      yield item
    }
  }
  if (header === null) throw noHeader(name)
}

interface Row {
  readonly line: number
  readonly cells: Cells
  /** Why the row cannot be read at all. */
  readonly broken?: string
}

/** Rows with the line on which each ends; csv-parse does the quoting. */
async function* rows(name: string, stream: Readable): AsyncGenerator<Row> {
  const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }
  const parser = parse({ ...options, max_record_size: MAX_LINE })
  stream.on('error', (error) => parser.destroy(error))
  try {
    for await (const { record, info } of stream.pipe(parser) as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      yield { line: info.lines, cells: record }
    }
  } catch (cause) {
    throw new RivuletError('E_INPUT', `${name} is no CSV: ${(cause as Error).message}`, {
      kind: 'usage',
      place: name,
      cure: 'check quotes and separators near the line named',
      cause,
    })
  }
}

interface ColumnUse {
  readonly index: number
  readonly name: string
  readonly convert: (text: string) => unknown
}

class Header {
  readonly ignored: string[]
  readonly #columns: readonly string[]
  readonly #used: readonly ColumnUse[]

  constructor(name: string, columns: Cells, pipeline: Pipeline) {
    this.#columns = columns
    this.#used = columns.flatMap((column, index): ColumnUse[] => {
      const convert = converterOf(column, pipeline)
      return convert === null ? [] : [{ index, name: column, convert }]
    })
    const used = new Set(this.#used.map((use) => use.name))
    this.ignored = columns.filter((column) => !used.has(column))
    const wanted = pipeline.fields.filter((field) => !field.optional).map((field) => field.name)
    if (pipeline.time.mode === 'event') wanted.unshift('t')
    const missing = wanted.filter((column) => !used.has(column))
    if (missing.length > 0) throw noColumn(name, missing, this.ignored)
  }

  /** The item that a row describes, as plain data; a text tells why it does not. */
  data(cells: Cells): Record<string, unknown> | string {
    if (cells.length !== this.#columns.length) {
      return `the row has ${cells.length} columns, the header ${this.#columns.length}`
    }
    const data: Record<string, unknown> = {}
    for (const { index, name, convert } of this.#used) {
      if (cells[index] !== '') data[name] = convert(cells[index])
    }
    return data
  }

  byName(cells: Cells): Record<string, string> {
    return Object.fromEntries(this.#columns.map((column, i) => [column, cells[i]]))
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** How a column is read; `null`: the pipeline does not know it. What cannot be read stays text and is refused later. */
function converterOf(column: string, pipeline: Pipeline): ((text: string) => unknown) | null {
  const field = pipeline.fields.find(({ name }) => name === column)
  if (field !== undefined) return (text) => convert(field, text)
  const sided = column === 'in' && pipeline.spec.input.sides !== undefined
  if (column === 't') return (text) => (NUMBER.test(text) ? Number(text) : text)
  return column === 'ref' || sided ? (text) => text : null
}

function convert({ type }: Field, text: string): unknown {
  switch (type) {
    case 'int':
    case 'double':
      return NUMBER.test(text) ? Number(text) : text
    case 'bool':
      return { true: true, false: false, '1': true, '0': false }[text.toLowerCase()] ?? text
    case 'string':
      return text
  }
}

function noHeader(name: string): RivuletError {
  return new RivuletError('E_INPUT', `${name} is empty; CSV begins with a header`, {
    kind: 'usage',
    place: name,
    cure: 'begin the file with a line of column names, t among them',
  })
}

function noColumn(name: string, missing: readonly string[], ignored: readonly string[]): RivuletError {
  const near = nearest(missing[0], ignored)
  return new RivuletError('E_INPUT', `${name} has no column ${missing.join(', ')}`, {
    kind: 'usage',
    place: `${name}:1`,
    cure:
      near === null ? 'name it in the header, or declare the field optional' : `rename column ${near} to ${missing[0]}`,
  })
}
