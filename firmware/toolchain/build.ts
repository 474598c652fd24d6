/**
 * Pipeline in, program out: the whole chain (README beside this file). Deterministic: the same pipeline and sources give
 * the same bytes, and so the same hash.
 */
import { createHash } from 'node:crypto'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { NsPerInstruction, Plan } from '../../shared/pipeline/plan.ts'
import { bundle } from './bundle.ts'
import { gate } from './gate.ts'
import { applyEdits } from './edit.ts'
import { hoistEdits } from './hoist.ts'
import { literalEdits } from './literals.ts'
import { lower } from './lower.ts'
import { minify } from './minify.ts'
import { Modules } from './modules.ts'
import { planOf } from './plan.ts'
import { shiftMap } from './source-map.ts'
import { requireBuildable } from './supported.ts'
import { functionIndex, type IndexedFunction } from './trace-index.ts'

/** Stands in the text until the text is known whose hash it is; as long as the hash, so that no position moves. */
const HASH_PLACE = '@@@@@@@@'

export interface BuildOptions {
  /** Keep names and lines, for reading stack traces; slower and larger on the device. */
  readonly trace?: boolean
  /** What an instruction takes on the device, for the plan; an ESP32 that nobody has timed unless given. */
  readonly ns?: NsPerInstruction
}

export interface Build {
  /** What is uploaded. */
  readonly code: string
  /** Its source map, JSON. */
  readonly map: string
  /** Its functions as stack traces speak of them (`trace.ts`). */
  readonly functions: readonly IndexedFunction[]
  readonly plan: Plan
  /** 8 hexadecimal digits over the program's text. */
  readonly hash: string
  /** Texts of expressions; a text's place is its dictionary number. */
  readonly texts: readonly string[]
  /** Fields that travel, in the order of the frames. */
  readonly fields: readonly string[]
}

/** So many programs are kept. */
const KEPT = 16
const recent = new Map<string, Promise<Build>>()

/**
 * Compiles a pipeline; throws `E_UNSUPPORTED` for what is not built yet and `E_GATE` for a fault of the chain itself. What
 * was built lately is not built again: that takes half a second.
 */
export async function buildFirmware(pipeline: Pipeline, options: BuildOptions = {}): Promise<Build> {
  requireBuildable(pipeline)
  const key = JSON.stringify([pipeline, options], exactly)
  const known = recent.get(key)
  if (known !== undefined) return known
  const building = compile(pipeline, options)
  recent.set(key, building)
  if (recent.size > KEPT) recent.delete([...recent.keys()][0])
  return building
}

/** Numbers that JSON has no text for must not look alike. */
function exactly(_: string, value: unknown): unknown {
  return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? [`${1 / value}`, `${value}`]
    : value
}

/** Compiles a pipeline, whatever was compiled before. */
export async function compile(pipeline: Pipeline, options: BuildOptions = {}): Promise<Build> {
  const modules = new Modules(pipeline, HASH_PLACE)
  const short = await minify(await lower(await bundle(modules)), options.trace ?? false)
  const edits = [...literalEdits(short.code), ...hoistEdits(short.code)].sort((a, b) => a.start - b.start)
  const text = applyEdits(short.code, edits)
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8)
  const code = text.replaceAll(HASH_PLACE, hash)
  gate(code)
  const map = shiftMap(short.map, short.code, edits)
  return {
    code,
    map,
    functions: functionIndex(code),
    plan: planOf(pipeline, modules.bindings, code, map, options.ns),
    hash,
    texts: [...modules.texts],
    fields: modules.bindings.travelling.map((f) => f.name),
  }
}
