/**
 * Conformance cases (SEMANTICS 1.5) as data: `{id, kind, tags, provenance, source, note, spec, events, expected}`.
 * A file is `{"cases": [...]}`. What is malformed is not run; it carries the reason instead.
 */
export const KINDS = ['pattern', 'window', 'join', 'watermark', 'idleness', 'combine', 'invalid'] as const
export type Kind = (typeof KINDS)[number]

export type Data = Readonly<Record<string, unknown>>

export interface ConformanceCase {
  readonly id: string
  readonly kind: Kind
  readonly spec: Data
  readonly events: readonly Data[]
  readonly expected: Data
}

export interface MalformedCase {
  readonly id: string
  readonly malformed: string
}

/** Reads the parsed JSON of a case file. A file that is no such file gives one malformed case. */
export function readCases(file: unknown): (ConformanceCase | MalformedCase)[] {
  if (!isRecord(file) || !Array.isArray(file['cases'])) {
    return [{ id: '(file)', malformed: 'a case file is an object with a list "cases"' }]
  }
  return file['cases'].map((data: unknown, i) => readCase(data, `(case ${i})`))
}

/** Reads one case; `name` stands in for a missing `id`. */
export function readCase(data: unknown, name = '(case)'): ConformanceCase | MalformedCase {
  if (!isRecord(data)) return { id: name, malformed: 'a case is an object' }
  const { id, kind, spec, events, expected } = data
  if (typeof id !== 'string' || id === '') return { id: name, malformed: 'the case has no id' }
  if (!isKind(kind)) return { id, malformed: `kind is ${JSON.stringify(kind)}; it must be one of ${KINDS.join(', ')}` }
  if (!isRecord(spec)) return { id, malformed: 'spec is not an object' }
  if (!Array.isArray(events) || !events.every(isRecord)) return { id, malformed: 'events is not a list of objects' }
  if (!isRecord(expected)) return { id, malformed: 'expected is not an object' }
  return { id, kind, spec, events, expected }
}

export function isMalformed(data: ConformanceCase | MalformedCase): data is MalformedCase {
  return 'malformed' in data
}

export function isRecord(data: unknown): data is Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function isKind(kind: unknown): kind is Kind {
  return KINDS.some((known) => known === kind)
}
