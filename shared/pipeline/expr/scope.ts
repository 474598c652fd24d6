/**
 * What an expression can refer to where it stands, and what typing needs to pass around.
 */
import type { Expr, Span, ValueType } from './ast.ts'
import type { Syntax } from './parse.ts'
import type { Field } from '../pipeline.ts'
import type { FieldType } from '../spec.ts'
import type { TextFault } from '../fault.ts'

export interface Scope {
  /** The fields of the event under test. */
  readonly fields: readonly Field[]
  /** Whether `prev` and `dt` have a meaning here (filter, map, detect). */
  readonly history: boolean
  /** The names of a pattern's steps; `null` outside of patterns. */
  readonly steps: readonly string[] | null
  /** The cure for a field that is unknown here, when the reason is where "here" is. */
  readonly hint?: string
}

/**
 * A typed node with the largest magnitude that its value, when it is a number, can have. While that stays finite
 * the node cannot overflow to `null`.
 */
export interface Typed {
  readonly expr: Expr
  readonly bound: number
}

/** One typing run: gathers faults and goes on, so that one expression can report several. */
export interface Run {
  readonly scope: Scope
  readonly faults: TextFault[]
  /** Undeclared names whose presence the expression tests with `has`: missing in every event. */
  readonly absent: ReadonlySet<string>
  /** Types an argument. */
  readonly visit: (node: Syntax) => Typed
}

/** The largest magnitude of an `int` field; the other numbers are bounded by what a double holds. */
export const INT_BOUND = 2 ** 53

/** Notes a fault; the node becomes a `null` that fits everywhere, so nothing follows from it. */
export function fail(run: Run, span: Span, message: string, cure: string): Typed {
  const { start, end } = span
  run.faults.push({ message, cure, start, end })
  return absent(span)
}

/** A value that is never there: what a fault or an undeclared field stands for. */
export function absent({ start, end }: Span): Typed {
  return { expr: { kind: 'const', value: null, type: 'null', nullable: true, start, end }, bound: 0 }
}

export function valueType(type: FieldType): ValueType {
  if (type === 'int' || type === 'double') return 'number'
  return type === 'string' ? 'text' : 'bool'
}

export function fieldBound(type: FieldType): number {
  return type === 'int' ? INT_BOUND : Number.MAX_VALUE
}

/** A type as a message says it. */
export function typeName(type: ValueType): string {
  return { number: 'a number', text: 'a text', bool: 'true or false', null: 'null' }[type]
}
