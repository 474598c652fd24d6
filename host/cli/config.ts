/**
 * The project's configuration, `rivulet.config.json` (CONVENTIONS 5): read with every key checked, and written by verbs
 * that find something out. Where it says nothing, what is customary holds.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { RivuletError } from '../../shared/error.ts'
import { nearest } from '../../shared/pipeline/nearest.ts'
import { UNCALIBRATED, type NsPerInstruction } from '../../shared/pipeline/plan.ts'

/** Read from the present folder when no other file is named, and then it may be missing. */
export const CONFIG_FILE = 'rivulet.config.json'

const nanoseconds = v.pipe(
  v.number('is not a number'),
  v.check((ns) => ns > 0 && Number.isFinite(ns), 'is not above 0'),
)
const text = v.string('is not a text')

const calibrationEntries = {
  /** Nanoseconds of an instruction: the median of what was timed, the least and the most. */
  nsPerInstruction: nanoseconds,
  low: nanoseconds,
  high: nanoseconds,
  /** What was timed, as it names itself. */
  board: text,
  firmware: text,
  commit: v.optional(text),
  /** Day of the calibration, `2026-11-22`. */
  date: v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day such as 2026-11-22')),
}

const calibrationSchema = v.pipe(
  v.strictObject(calibrationEntries, missingOrUnknown),
  v.check(({ low, high, nsPerInstruction: ns }) => low <= ns && ns <= high, 'has no order low, nsPerInstruction, high'),
)

const configEntries = {
  $schema: v.optional(text),
  version: v.literal(1, 'is not 1, the only version there is'),
  calibration: v.optional(calibrationSchema),
}

const configSchema = v.strictObject(configEntries, missingOrUnknown)

export type Calibration = v.InferOutput<typeof calibrationSchema>
export type Config = v.InferOutput<typeof configSchema>

const KEYS = [...Object.keys(configEntries), ...Object.keys(calibrationEntries)]

function missingOrUnknown({ expected, received }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'is no key of the configuration'
  return received === 'undefined' ? 'is missing' : 'is not an object'
}

/** Reads the configuration; `file` is what the user named. */
export function readConfig(file?: string): Config {
  const name = file ?? CONFIG_FILE
  if (file === undefined && !existsSync(name)) return { version: 1 }
  let data: unknown
  try {
    data = JSON.parse(readFileSync(name, 'utf8'))
  } catch (cause) {
    const cure = 'name a file that exists and is JSON, such as {"version": 1}'
    throw refused(name, `${name} cannot be read: ${(cause as Error).message}`, cure, cause)
  }
  const { success, output, issues } = v.safeParse(configSchema, data, { abortEarly: true })
  if (success) return output
  const [issue] = issues
  const key = v.getDotPath(issue)
  const last = key?.split('.').at(-1)
  const near = issue.expected === 'never' && last !== undefined ? nearest(last, KEYS) : null
  const cure = near === null ? `its keys are ${Object.keys(configEntries).join(', ')}` : `did you mean ${near}?`
  throw refused(name, `${key ?? 'the configuration'} ${issue.message}`, cure)
}

/** Writes a calibration into the configuration, which keeps what else it holds. Gives the name of the file. */
export function writeCalibration(calibration: Calibration, file?: string): string {
  const name = file ?? CONFIG_FILE
  const old = existsSync(name) ? readConfig(name) : { version: 1 as const }
  const half = `${name}.new`
  try {
    writeFileSync(half, JSON.stringify({ ...old, calibration }, null, 2) + '\n')
    renameSync(half, name)
  } catch (cause) {
    throw refused(name, `${name} cannot be written: ${(cause as Error).message}`, 'name another with --config', cause)
  }
  return name
}

/** What an instruction takes by this configuration. */
export function nsOf({ calibration }: Config): NsPerInstruction {
  if (calibration === undefined) return UNCALIBRATED
  return { low: calibration.low, mid: calibration.nsPerInstruction, high: calibration.high }
}

function refused(place: string, message: string, cure: string, cause?: unknown): RivuletError {
  return new RivuletError('E_CONFIG', message, { kind: 'usage', place, cure, cause })
}
