/**
 * What tests of this folder share: a small valid pipeline to vary, and faults as short texts.
 */
import type { Fault } from './fault.ts'
import { validate } from './validate.ts'

/** A stage as a test writes it, right or wrong. */
export type RawStage = Readonly<Record<string, unknown>>

/** The input of the test pipelines. */
export const FIELDS = {
  id: 'int',
  v: 'double',
  n: 'int',
  name: 'string',
  on: 'bool',
  w: 'double?',
  note: 'string?',
} as const

/** A pipeline of these stages; `changes` replaces its top-level parts. */
export function specOf(
  stages: readonly unknown[],
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    name: 'test',
    input: { fields: { ...FIELDS }, key: 'id' },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages,
    ...changes,
  }
}

export const PROCESSING = { time: { mode: 'processing' } } as const
export const SIDED = { input: { fields: { ...FIELDS }, key: 'id', sides: ['left', 'right'] } } as const

/** The faults of a pipeline as `path: reason`. */
export function faultsOf(data: unknown): string[] {
  return validate(data).map(faultLine)
}

/** The faults of a pipeline of one stage, their paths from that stage on. */
export function stageFaults(stage: RawStage, changes: Readonly<Record<string, unknown>> = {}): string[] {
  return faultsOf(specOf([stage], changes)).map((line) => line.replace(/^stages\[0\]\.?/, ''))
}

/** The cures of a pipeline of one stage. */
export function stageCures(stage: RawStage, changes: Readonly<Record<string, unknown>> = {}): string[] {
  return validate(specOf([stage], changes)).map((fault) => fault.cure)
}

function faultLine({ path, message }: Fault): string {
  return `${path}: ${message}`
}
