/**
 * Reads SenML (RFC 8428, JSON): records with base fields become resolved records, or a fault with place, reason and cure.
 *
 * Narrower than the RFC, on purpose (CONVENTIONS 1): names have at most 64 characters; every record has a time from 2^28 s on,
 * because earlier ones are relative to now, which a recording does not have; a record with a value has exactly one.
 * Sizes and counts are bounded before anything is made of a text. Unknown labels mean nothing, unless they end in `_`:
 * those must be understood, so they are faults. Knows nothing of pipelines: `senml-items.ts` makes events.
 */
export const SENML_LIMITS = {
  /** Characters of a pack. */
  characters: 262_144,
  /** Records of a pack. */
  records: 4096,
  /** Characters of a name, a text value or its data, a unit. */
  name: 64,
  text: 1024,
  unit: 32,
} as const

/** Times below are relative to now (RFC 8428, 4.5.3), in seconds. */
export const LEAST_TIME_S = 2 ** 28

/** The version of SenML that is read (`bver`). */
const VERSION = 10

export interface SenmlRecord {
  readonly name: string
  /** Whole milliseconds. */
  readonly t: number
  readonly unit: string | null
  /** The label under which the value stood; `null`: the record only has a sum. */
  readonly kind: ValueLabel | null
  readonly value: number | string | boolean | null
  readonly sum: number | null
  /** Seconds until the next record at the latest, as the sender promises. */
  readonly update: number | null
}

export type ValueLabel = 'v' | 'vs' | 'vb' | 'vd'

/** Why something is no SenML that can be used. */
export interface SenmlFault {
  readonly kind: 'fault'
  /** Within the pack: `[3].v`, `.bt`; empty: the whole. */
  readonly place: string
  readonly reason: string
  readonly cure: string
}

type Data = Readonly<Record<string, unknown>>

interface Base {
  bn: string
  bt: number
  bu: string | null
  bv: number
  bs: number
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9:./_-]*$/
const BASE64URL = /^[A-Za-z0-9_-]*$/
const VALUES: readonly ValueLabel[] = ['v', 'vs', 'vb', 'vd']
/** What a label holds; labels that are not here mean nothing. */
const TYPES: Readonly<Record<string, 'number' | 'text' | 'bool'>> = {
  ...{ bn: 'text', bt: 'number', bu: 'text', bv: 'number', bs: 'number', bver: 'number' },
  ...{ n: 'text', u: 'text', t: 'number', ut: 'number', s: 'number' },
  ...{ v: 'number', vs: 'text', vb: 'bool', vd: 'text' },
}
const EXPECTED = { number: 'a finite number', text: 'a text', bool: 'true or false' } as const

/** Tells a fault from what was asked for. */
export function isFault(value: object): value is SenmlFault {
  return (value as { kind?: unknown }).kind === 'fault'
}

/** A fault in one line. */
export function describeFault({ place, reason, cure }: SenmlFault): string {
  return `${place === '' ? '' : `${place}: `}${reason}; ${cure}`
}

/** Reads the text of a pack, or of a single record. A pack with a fault is refused as a whole. */
export function readSenml(text: string): readonly SenmlRecord[] | SenmlFault {
  const data = parseSenml(text)
  if (isFault(data)) return data
  const resolver = new SenmlResolver()
  const records: SenmlRecord[] = []
  for (const [i, record] of data.records.entries()) {
    const resolved = resolver.resolve(record, data.isPack ? `[${i}]` : '')
    if (isFault(resolved)) return resolved
    records.push(resolved)
  }
  return records
}

/** What a text holds, not yet resolved: the records of a pack, or one record by itself. */
export function parseSenml(
  text: string,
): { readonly isPack: boolean; readonly records: readonly unknown[] } | SenmlFault {
  const { characters, records } = SENML_LIMITS
  if (text.length > characters)
    return fault('', `${text.length} characters are too many`, `send packs of at most ${characters} characters`)
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return fault(
      '',
      `no JSON: ${(error as Error).message.slice(0, 100)}`,
      'send a SenML pack, such as [{"n":"v","v":1}]',
    )
  }
  if (!Array.isArray(data)) return { isPack: false, records: [data] }
  if (data.length > records)
    return fault('', `${data.length} records are too many`, `send packs of at most ${records} records`)
  return { isPack: true, records: data }
}

/** Resolves records in their order: base fields hold until they change. One is for one pack, or for one recording. */
export class SenmlResolver {
  readonly #base: Base = { bn: '', bt: 0, bu: null, bv: 0, bs: 0 }
  /** Base fields that were refused: what follows would be wrong without them, until they are given again. */
  readonly #spoilt = new Map<string, string>()

  /** The next record; `place` stands before what a fault names. */
  resolve(record: unknown, place = ''): SenmlRecord | SenmlFault {
    if (!isRecord(record)) return fault(place, 'a record is an object', 'write {"n": name, "t": seconds, "v": value}')
    return this.#take(record, place) ?? this.#trust(place) ?? this.#resolved(record, place)
  }

  /**
   * Checks every label and keeps the base fields. Those that are right hold even where something else of the record is wrong;
   * one that is wrong is spoilt.
   */
  #take(record: Data, place: string): SenmlFault | null {
    let first: SenmlFault | null = null
    for (const label of Object.keys(record)) {
      const found = faultOf(label, record[label], `${place}.${label}`)
      if (isBase(label)) this.#keep(label, record[label], found)
      first ??= found
    }
    return first
  }

  #keep(label: string, value: unknown, found: SenmlFault | null): void {
    if (found !== null) {
      this.#spoilt.set(label, describeFault(found))
      return
    }
    this.#spoilt.delete(label)
    if (label !== 'bver') Object.assign(this.#base, { [label]: value })
  }

  #trust(place: string): SenmlFault | null {
    const [first] = this.#spoilt
    if (first === undefined) return null
    return fault(place, `${first[0]} was refused before (${first[1]})`, `give ${first[0]} again`)
  }

  #resolved(record: Data, place: string): SenmlRecord | SenmlFault {
    const name = this.#base.bn + ((record['n'] as string | undefined) ?? '')
    const badName = nameFault(name, place)
    if (badName !== null) return badName
    const t = timeOf(this.#base.bt, (record['t'] as number | undefined) ?? 0, place)
    if (typeof t !== 'number') return t
    const sum = this.#sum(record['s'] as number | undefined, place)
    if (typeof sum === 'object' && sum !== null) return sum
    const unit = (record['u'] as string | undefined) ?? this.#base.bu
    const update = (record['ut'] as number | undefined) ?? null
    const common = { name, t, unit, sum, update }
    const labels = VALUES.filter((label) => record[label] !== undefined)
    if (labels.length > 1) return fault(place, `${labels.join(' and ')} are there`, 'give a record one value')
    if (labels.length === 0) {
      if (sum !== null) return { ...common, kind: null, value: null }
      return fault(place, 'the record has no value', `give it one of ${VALUES.join(', ')}`)
    }
    const [kind] = labels
    const value = record[kind] as number | string | boolean
    if (typeof value !== 'number') return { ...common, kind, value }
    const total = this.#base.bv + value
    if (!Number.isFinite(total)) return fault(`${place}.v`, 'bv + v is too large', 'send finite numbers')
    return { ...common, kind, value: total }
  }

  #sum(s: number | undefined, place: string): number | null | SenmlFault {
    if (s === undefined) return null
    const sum = this.#base.bs + s
    return Number.isFinite(sum) ? sum : fault(`${place}.s`, 'bs + s is too large', 'send finite numbers')
  }
}

function faultOf(label: string, value: unknown, place: string): SenmlFault | null {
  const type = Object.hasOwn(TYPES, label) ? TYPES[label] : undefined
  if (type === undefined) {
    if (!label.endsWith('_')) return null
    return fault(place, 'a label that ends in _ must be understood, and this one is not', 'leave it out')
  }
  const right =
    type === 'number'
      ? Number.isFinite(value)
      : type === 'text'
        ? typeof value === 'string'
        : typeof value === 'boolean'
  if (!right) return fault(place, `${label} is not ${EXPECTED[type]}`, `write ${EXPECTED[type]}, or leave it out`)
  if (label === 'bver' && !(Number.isInteger(value) && (value as number) > 0 && (value as number) <= VERSION))
    return fault(place, `version ${String(value)} is not known`, `send SenML of version ${VERSION}`)
  if (typeof value !== 'string') return null
  const { name, text, unit } = SENML_LIMITS
  const most = { bn: name, n: name, bu: unit, u: unit }[label] ?? text
  if (value.length > most)
    return fault(place, `${label} has ${value.length} characters`, `use at most ${most} characters`)
  if (label === 'vd' && !BASE64URL.test(value)) return fault(place, 'vd is no base64url', 'use A-Z a-z 0-9 - _ only')
  return null
}

function nameFault(name: string, place: string): SenmlFault | null {
  const most = SENML_LIMITS.name
  if (name === '') return fault(place, 'the record has no name', 'give it n, or bn to the first record')
  if (name.length > most)
    return fault(`${place}.n`, `bn and n together have ${name.length} characters`, `use at most ${most} characters`)
  if (NAME.test(name)) return null
  return fault(
    `${place}.n`,
    `${JSON.stringify(name)} is no name`,
    'use A-Z a-z 0-9 - : . / _ and begin with a letter or digit',
  )
}

/** Whole milliseconds of a time in seconds. */
function timeOf(bt: number, t: number, place: string): number | SenmlFault {
  const seconds = bt + t
  const ms = Math.round(1000 * seconds)
  if (seconds >= LEAST_TIME_S && Number.isSafeInteger(ms)) return ms
  const reason = seconds < LEAST_TIME_S ? 'lies before 2^28 s, so that it is relative to now' : 'is no time'
  return fault(`${place}.t`, `${seconds} s ${reason}`, 'write seconds since 1970, such as "bt": 1700000000')
}

function isBase(label: string): boolean {
  return label.startsWith('b') && Object.hasOwn(TYPES, label)
}

function isRecord(data: unknown): data is Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function fault(place: string, reason: string, cure: string): SenmlFault {
  return { kind: 'fault', place, reason, cure }
}
