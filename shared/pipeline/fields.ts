/**
 * Which fields the events have that a stage reads, and those that it hands on.
 * Filters hand on what they read, maps add or replace, and the results of the other stages are events of their own.
 */
import { readAggregates } from './aggregates.ts'
import type { ValueType } from './expr/ast.ts'
import type { Scope } from './expr/scope.ts'
import { compileExpression } from './expr/type.ts'
import type { Aggregate, Field, Packing } from './pipeline.ts'
import { kindOf } from './sources.ts'
import type { FieldSpec, FieldType, InputSpec, MapStageSpec, StageSpec } from './spec.ts'

/** The declared fields of the input. */
export function inputFields(input: InputSpec): Field[] {
  return Object.entries(input.fields).map(([name, spec]) => {
    const packed = input.packed?.[name]
    return { name, ...readType(spec), ...(packed === undefined ? {} : { packed: readPacking(packed) }) }
  })
}

/** `int16/100` as written. */
function readPacking(spec: string): Packing {
  const [bits, divisor] = spec.slice('int'.length).split('/').map(Number)
  return { bits: bits === 16 ? 16 : 32, divisor: divisor ?? 1 }
}

function readType(spec: FieldSpec): { type: FieldType; optional: boolean } {
  const optional = spec.endsWith('?')
  return { type: (optional ? spec.slice(0, -1) : spec) as FieldType, optional }
}

/**
 * The fields of what a stage hands on, when it reads `reads` and events are partitioned by `key`; `other` are the
 * fields of the right side of a join. `null` when a fault in its expressions leaves that open.
 */
export function outputFields(
  stage: StageSpec,
  reads: readonly Field[],
  key: string | null,
  other: readonly Field[] | null = reads,
): readonly Field[] | null {
  const kind = kindOf(stage)
  if (kind === 'filter') return reads
  if ('map' in stage) return mapFields(stage, reads)
  const own = [...reads.filter((field) => field.name === key)]
  if (kind === 'detect') return merged(own, DETECT)
  if (kind === 'anomaly') return merged(own, ANOMALY)
  if (kind === 'pattern') return merged(own, MATCH)
  if ('join' in stage) return merged(own, [...sideFields('left', reads, key), ...sideFields('right', other ?? [], key)])
  if (!('aggregates' in stage)) return own
  if ('window' in stage && stage.window.type !== 'count') own.push(...WINDOW)
  return merged(
    own,
    readAggregates(stage.aggregates).map((aggregate) => aggregateField(aggregate, reads)),
  )
}

const DETECT: readonly Field[] = [
  { name: 'edge', type: 'string', optional: false },
  { name: 'since', type: 'double', optional: false },
  { name: 'durationMs', type: 'double', optional: true },
  { name: 'peak', type: 'double', optional: true },
]
const MATCH: readonly Field[] = [
  { name: 'count', type: 'int', optional: false },
  { name: 'start', type: 'double', optional: false },
]
const WINDOW: readonly Field[] = [
  { name: 'start', type: 'double', optional: false },
  { name: 'end', type: 'double', optional: false },
]
const ANOMALY: readonly Field[] = [
  { name: 'value', type: 'double', optional: false },
  { name: 'score', type: 'double', optional: false },
  { name: 'alarm', type: 'bool', optional: false },
]

/** The fields of one side of a pair, but for the key, which both share. */
function sideFields(side: 'left' | 'right', fields: readonly Field[], key: string | null): Field[] {
  return fields.filter(({ name }) => name !== key).map((field) => ({ ...field, name: `${side}_${field.name}` }))
}

/** All expressions of one map see the fields before it; a number becomes a double. */
function mapFields(stage: MapStageSpec, reads: readonly Field[]): Field[] | null {
  const scope: Scope = { fields: reads, history: true, steps: null }
  const compiled = Object.entries(stage.map).map(([name, text]) => ({ name, ...compileExpression(text, scope) }))
  if (compiled.some(({ faults }) => faults.length > 0)) return null
  return merged(
    reads,
    compiled.map(({ name, expr }) => ({ name, type: FIELD_TYPES[expr.type], optional: expr.nullable })),
  )
}

const FIELD_TYPES: Readonly<Record<ValueType, FieldType>> = {
  number: 'double',
  text: 'string',
  bool: 'bool',
  null: 'double',
}

function aggregateField({ out, fn, field }: Aggregate, reads: readonly Field[]): Field {
  if (fn === 'count') return { name: out, type: 'int', optional: false }
  const source = reads.find((each) => each.name === field)
  if (fn === 'first' || fn === 'last') return { name: out, type: source?.type ?? 'double', optional: true }
  return { name: out, type: 'double', optional: fn !== 'sum' || source?.type !== 'int' }
}

/** Later fields replace earlier ones of the same name, in their place. */
function merged(before: readonly Field[], after: readonly Field[]): Field[] {
  return [...new Map([...before, ...after].map((field) => [field.name, field])).values()]
}
