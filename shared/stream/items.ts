/**
 * Reads input items (SEMANTICS 1.2): plain data, as parsed from a line of JSON, becomes an `Item` of a pipeline, or a
 * refusal with its reason. Nothing is dropped in silence: fields that the pipeline does not declare are counted.
 *
 * An item is an event `{"t", "ref", fields...}` (joins: and `"in"`), a watermark `{"wm"}` or a clock `{"pt"}`. Times are
 * safe integers, in milliseconds. An event without `ref` is named by its number among the items. In processing time an
 * event has no `t`; one that is there means nothing.
 */
import type { Field, Pipeline } from '../pipeline/pipeline.ts'
import type { FieldType } from '../pipeline/spec.ts'
import type { Event, Item, Value } from './event.ts'

/** An input that is no item, and why. */
export interface Refusal {
  readonly kind: 'refused'
  readonly reason: string
}

type Data = Readonly<Record<string, unknown>>
type Side = 'left' | 'right'

/** Characters of a value that a refusal shows. */
const SHOWN = 200
/** Names that no field has are counted one by one up to here: whoever sends may think up any number of them. */
const MOST_UNKNOWN = 1000
const MOST_NAME = 64
const OTHER = '…'

const KINDS = ['wm', 'pt'] as const
/** What an event may carry besides fields. */
const FRAME = new Set(['t', 'ref', 'in'])

export class ItemReader {
  /** Items read so far, refusals not counted. */
  items = 0
  /** How often each field was met that the pipeline does not declare. */
  readonly unknownFields = new Map<string, number>()
  readonly #pipeline: Pipeline
  readonly #known: ReadonlySet<string>
  readonly #sided: boolean

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline
    this.#known = new Set(pipeline.fields.map(({ name }) => name))
    this.#sided = pipeline.spec.input.sides !== undefined
  }

  read(data: unknown): Item | Refusal {
    const item = this.#read(data)
    if (item.kind !== 'refused') this.items += 1
    return item
  }

  #read(data: unknown): Item | Refusal {
    if (!isRecord(data)) return refused(`${show(data)} is not an item; an item is an object`)
    const kinds = KINDS.filter((kind) => kind in data && !this.#known.has(kind))
    if (kinds.length === 0) return this.#event(data)
    if (kinds.length === 2 || 't' in data)
      return refused('an item is an event, a watermark or a clock, not several at once')
    const kind = kinds[0]
    const time = data[kind]
    if (!isTime(time)) return refused(badTime(kind, time))
    if (kind === 'pt') return { kind: 'clock', pt: time + 0 }
    const side = this.#side(data)
    return isRefusal(side) ? side : { kind: 'watermark', wm: time + 0, ...side }
  }

  #event(data: Data): Event | Refusal {
    const t = this.#time(data)
    if (isRefusal(t)) return t
    const side = this.#side(data)
    if (isRefusal(side)) return side
    const ref = data['ref'] ?? this.items
    if (typeof ref !== 'string' && typeof ref !== 'number') return refused(`ref is ${show(ref)}; it must be a text`)
    const values: Record<string, Value> = {}
    for (const field of this.#pipeline.fields) {
      const value = readValue(field, data[field.name])
      if (isRefusal(value)) return value
      values[field.name] = value
    }
    this.#countUnknown(data)
    const { key } = this.#pipeline
    return { kind: 'event', t, ref: String(ref), key: key === null ? null : values[key]!, values, ...side }
  }

  #time(data: Data): number | null | Refusal {
    if (this.#pipeline.time.mode === 'processing') return null
    const t = data['t']
    if (t === undefined || t === null) return refused('the event has no time t')
    return isTime(t) ? t + 0 : refused(badTime('t', t))
  }

  #side(data: Data): { side?: Side } | Refusal {
    if (!this.#sided) return {}
    const side = data['in']
    if (side === 'left' || side === 'right') return { side }
    return refused(`in is ${show(side)}; it must be "left" or "right"`)
  }

  #countUnknown(data: Data): void {
    for (const name in data) {
      if (this.#known.has(name) || (FRAME.has(name) && (name !== 'in' || this.#sided))) continue
      const short = name.slice(0, MOST_NAME)
      this.#count(this.unknownFields.size < MOST_UNKNOWN || this.unknownFields.has(short) ? short : OTHER)
    }
  }

  #count(name: string): void {
    this.unknownFields.set(name, (this.unknownFields.get(name) ?? 0) + 1)
  }
}

/** Tells a refusal from what was asked for. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refused'
}

const EXPECTED: Record<FieldType, string> = {
  int: 'an integer within ±(2^53 - 1)',
  double: 'a finite number',
  string: 'a text',
  bool: 'true or false',
}

function readValue(field: Field, value: unknown): Value | Refusal {
  const { name, type, optional } = field
  if (value === undefined || value === null) {
    return optional ? null : refused(`field ${name} is missing; declare it "${type}?" if it may be absent`)
  }
  const read = convert(type, value)
  if (read === null) return refused(`field ${name} is ${show(value)}; it must be ${EXPECTED[type]}`)
  return fits(field, read) ? read : refused(`field ${name} is ${show(value)}; it is declared ${packingOf(field)}`)
}

/** Whether a value can be kept as its field says; the smallest integer stands for a missing value. */
function fits({ packed }: Field, value: Value): boolean {
  if (packed === undefined || typeof value !== 'number') return true
  const integer = Math.round(value * packed.divisor)
  return Math.abs(integer) < 2 ** (packed.bits - 1) && integer / packed.divisor === value
}

function packingOf({ packed }: Field): string {
  return packed === undefined ? '' : `packed as int${packed.bits}/${packed.divisor}`
}

function convert(type: FieldType, value: unknown): Value {
  switch (type) {
    case 'int':
      return isTime(value) ? value + 0 : null
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    case 'string':
      return typeof value === 'string' ? value : null
    case 'bool':
      return typeof value === 'boolean' ? value : null
  }
}

function isRecord(data: unknown): data is Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function badTime(name: string, value: unknown): string {
  return `${name} is ${show(value)}; it must be whole milliseconds within ±(2^53 - 1)`
}

function show(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'object') return cut(JSON.stringify(value))
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `of type ${typeof value}`
}

function cut(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`
}

function refused(reason: string): Refusal {
  return { kind: 'refused', reason }
}
