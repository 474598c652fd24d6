/**
 * SenML records as input items of a pipeline. The rule:
 *
 * - A name is `PREFIX/FIELD`; the prefix is what the sender is called, `device` or `device/stream`. Without a `/` it is empty.
 * - Records in a row with the same prefix and time are one event; so does a field that comes again begin the next event.
 * - The key: the record of that field, where there is one. Otherwise the prefix: as it is for a text, its last part for a number.
 * - A join: the last part of the prefix is `left` or `right`, and what is before it the prefix of the rest.
 * - In processing time the time of a record is when it came: where it is later than any before, the clock moves first.
 * - Fields that the pipeline does not declare, and records that only have a sum, are counted. Data (`vd`) is no field's value.
 *
 * What an event may hold is for `ItemReader` to say; an event that is refused is refused whole.
 */
import type { Field, Pipeline } from '../pipeline/pipeline.ts'
import type { Item } from './event.ts'
import { isRefusal, ItemReader, type Refusal } from './items.ts'
import type { SenmlRecord } from './senml.ts'

/** An item, or why there is none, with the place of the event's first record. */
export type SenmlItem<Place> = { readonly item: Item } | { readonly refusal: Refusal; readonly place: Place }

/** Names without a meaning that are counted one by one: a sender may think up any number of them. */
const UNKNOWN_KEPT = 64

interface Gathered<Place> {
  readonly place: Place
  readonly prefix: string
  readonly t: number
  readonly values: Map<string, SenmlRecord['value']>
}

/** Gathers records to events; `Place` is whatever names where a record stood. */
export class SenmlItems<Place = string> {
  readonly #pipeline: Pipeline
  readonly #reader: ItemReader
  readonly #fields: ReadonlyMap<string, Field>
  readonly #ticks: boolean
  #clock = -Infinity
  #open: Gathered<Place> | null = null

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline
    this.#reader = new ItemReader(pipeline)
    this.#fields = new Map(pipeline.fields.map((field) => [field.name, field]))
    this.#ticks = pipeline.time.mode === 'processing'
  }

  /** How often each name was met that means nothing to the pipeline. */
  get unknownFields(): ReadonlyMap<string, number> {
    return this.#reader.unknownFields
  }

  /** Takes the next record; gives the event that it ends. */
  push(record: SenmlRecord, place: Place): SenmlItem<Place>[] {
    const cut = record.name.lastIndexOf('/')
    const prefix = record.name.slice(0, Math.max(0, cut))
    const field = record.name.slice(cut + 1)
    const open = this.#open
    const same = open !== null && open.prefix === prefix && open.t === record.t && !open.values.has(field)
    const ended = same ? [] : this.flush()
    if (!this.#fields.has(field) || record.value === null || record.kind === 'vd') {
      this.#countUnknown(record.kind === 'vd' ? `${field} (data)` : record.value === null ? `${field} (sum)` : field)
      return ended
    }
    this.#open ??= { place, prefix, t: record.t, values: new Map() }
    this.#open.values.set(field, record.value)
    return ended
  }

  /** Ends the event that is open: after the last record of a pack or a recording. */
  flush(): SenmlItem<Place>[] {
    const open = this.#open
    this.#open = null
    if (open === null) return []
    const items = this.#ticks && open.t > this.#clock ? [{ pt: (this.#clock = open.t) }] : []
    return [...items, this.#eventOf(open)].map((data): SenmlItem<Place> => {
      const item = isRefusal(data) ? data : this.#reader.read(data)
      return isRefusal(item) ? { refusal: item, place: open.place } : { item }
    })
  }

  #countUnknown(what: string): void {
    const { unknownFields } = this.#reader
    const name = unknownFields.has(what) || unknownFields.size < UNKNOWN_KEPT ? what : 'others'
    unknownFields.set(name, (unknownFields.get(name) ?? 0) + 1)
  }

  /** The event as plain data. */
  #eventOf({ prefix, t, values }: Gathered<Place>): Record<string, unknown> | Refusal {
    const data: Record<string, unknown> = { t, ...Object.fromEntries(values) }
    let sender = prefix
    if (this.#pipeline.spec.input.sides !== undefined) {
      const cut = prefix.lastIndexOf('/')
      data['in'] = prefix.slice(cut + 1)
      sender = prefix.slice(0, Math.max(0, cut))
    }
    const { key } = this.#pipeline
    if (key === null || values.has(key)) return data
    const value = keyOf(this.#fields.get(key)!, sender)
    if (value === undefined) return noKey(key, sender)
    data[key] = value
    return data
  }
}

/** The key that a sender's name means; `undefined`: none. */
function keyOf({ type }: Field, sender: string): unknown {
  if (sender === '') return undefined
  if (type === 'string') return sender
  const last = sender.slice(sender.lastIndexOf('/') + 1)
  return /^\d{1,15}$/.test(last) && type !== 'bool' ? Number(last) : undefined
}

function noKey(key: string, sender: string): Refusal {
  const said = sender === '' ? 'no sender before the field' : `"${sender}" before the field, which ends in no number`
  return {
    kind: 'refused',
    reason: `the key ${key} is missing: ${said}; write names as SENDER/FIELD, or send a record ${key}`,
  }
}
