/**
 * What a rule about one stage gets to see.
 */
import type { Scope } from '../expr/scope.ts'
import { cureForName } from '../nearest.ts'
import type { Field } from '../pipeline.ts'
import type { Keys, Report } from '../report.ts'
import type { TimeSpec } from '../spec.ts'

export interface StageContext {
  readonly report: Report
  /** Where the stage stands: `['stages', 2]`. */
  readonly at: Keys
  /** The fields of the events it reads; `null` when a fault elsewhere hides them. */
  readonly reads: readonly Field[] | null
  /** `null` when its shape is wrong. */
  readonly time: TimeSpec | null
  readonly key: string | null
  /** The cure for an unknown field, when this stage reads results of another instead of measurements. */
  readonly hint?: string
}

/** Calls `check` with what expressions of this stage can refer to; without known fields there is nothing to check. */
export function withScope(context: StageContext, steps: readonly string[] | null, check: (scope: Scope) => void): void {
  if (context.reads === null) return
  check({ fields: context.reads, history: steps === null, steps, hint: context.hint })
}

/** Finds a field by name, or notes that there is none. */
export function findField(context: StageContext, keys: Keys, name: string): Field | null {
  const { report, reads } = context
  if (reads === null) return null
  const field = reads.find((each) => each.name === name)
  if (field !== undefined) return field
  report.add(keys, `there is no field '${name}'`, cureForField(name, reads, context.hint))
  return null
}

function cureForField(name: string, reads: readonly Field[], hint?: string): string {
  return cureForName(
    name,
    reads.map((field) => field.name),
    'field',
    hint,
  )
}
