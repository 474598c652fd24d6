/**
 * Checks the shape of a copied pipeline and hands out the parts that are sound enough for the rules to read:
 * a part with a number out of bounds or an unknown key is, one with a wrong type or a missing key is not.
 */
import * as v from 'valibot'
import type { Fault } from './fault.ts'
import type { Plain } from './plain.ts'
import { breaksShape, faultOf, keysOf } from './schema/issues.ts'
import { specSchema } from './schema.ts'
import type { InputSpec, LimitsSpec, Spec, StageSpec, TimeSpec } from './spec.ts'

/** The parts of a pipeline; `null` stands for one whose shape is wrong. */
export interface Shape {
  readonly faults: readonly Fault[]
  readonly input: InputSpec | null
  readonly time: TimeSpec | null
  readonly stages: readonly (StageSpec | null)[]
  readonly limits: LimitsSpec | null
}

/** Checks every part against the schema. */
export function checkShape(data: Plain): Shape {
  const { issues = [] } = v.safeParse(specSchema, data, { abortPipeEarly: true })
  const broken = new Set<string>()
  for (const issue of issues.filter(breaksShape)) {
    const [part, index] = keysOf(issue)
    broken.add(part === 'stages' && index !== undefined ? `stages ${index}` : String(part))
  }
  const spec = data as unknown as Spec
  const whole = typeof data === 'object' && data !== null && !Array.isArray(data)
  const part = <T>(name: keyof Spec, value: () => T): T | null => (whole && !broken.has(name) ? value() : null)
  return {
    faults: issues.map(faultOf),
    input: part('input', () => spec.input),
    time: part('time', () => spec.time),
    stages:
      part('stages', () => spec.stages.map((stage, index) => (broken.has(`stages ${index}`) ? null : stage))) ?? [],
    limits: part('limits', () => spec.limits ?? {}),
  }
}
