/**
 * Runs conformance cases (SEMANTICS 1.5): does the reference engine, or a device, do what the text says?
 * Watermark, idleness, combine and invalid concern no device and always run here; windows go to the runner, when there is
 * one (DESIGN, decision 11). Patterns and joins do not pass before they are supported.
 */
import { RivuletError } from '../error.ts'
import { isMalformed, readCase, type ConformanceCase, type MalformedCase } from './conform/case.ts'
import type { Why } from './conform/outcome.ts'
import { onReference, runInvalid, runJoin, runPattern, runWindow, type CaseRunner } from './conform/pipeline-cases.ts'
import { runCombine, runIdleness, runWatermark } from './conform/time-cases.ts'

export { readCases, type ConformanceCase, type MalformedCase } from './conform/case.ts'
export type { CaseRunner } from './conform/pipeline-cases.ts'

export interface CaseVerdict {
  readonly id: string
  readonly pass: boolean
  /** The first thing that was not as expected; empty when the case passes. */
  readonly why: string
  /** The code of the error that ended the case, as `E_UNSUPPORTED`. */
  readonly code?: string
}

/** Runs one case: as read by `readCases`, or as the plain data of it. Never throws. */
export async function runCase(data: unknown, run: CaseRunner = onReference): Promise<CaseVerdict> {
  const read = isRead(data) ? data : readCase(data)
  const { id } = read
  if (isMalformed(read)) return { id, pass: false, why: `the case is malformed: ${read.malformed}` }
  try {
    const why = await outcome(read, run)
    return { id, pass: why === null, why: why ?? '' }
  } catch (error) {
    if (error instanceof RivuletError) return { id, pass: false, why: error.message, code: error.code }
    return { id, pass: false, why: `the engine failed: ${String(error)}` }
  }
}

async function outcome(read: ConformanceCase, run: CaseRunner): Promise<Why> {
  switch (read.kind) {
    case 'watermark':
      return runWatermark(read)
    case 'idleness':
      return runIdleness(read)
    case 'combine':
      return runCombine(read)
    case 'invalid':
      return runInvalid(read)
    case 'window':
      return runWindow(read, run)
    case 'pattern':
      return runPattern(read, run)
    case 'join':
      return runJoin(read, run)
  }
}

function isRead(data: unknown): data is MalformedCase {
  return typeof data === 'object' && data !== null && 'malformed' in data
}
