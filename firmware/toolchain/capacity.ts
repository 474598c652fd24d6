/**
 * How many keys a board holds, said before anything is flashed: keys share one program, and each takes the same room. Found
 * by building the program for several numbers of keys, so that it is the plan itself that fits.
 */
import type { Limits, Pipeline } from '../../shared/pipeline/pipeline.ts'
import { buildFirmware } from './build.ts'

export interface Capacity {
  /** Keys that the pipeline asks for (`limits.keys`). */
  readonly keys: number
  /** Variables that one more key takes, on average. */
  readonly varsPerKey: number
  /** Variables of the board. */
  readonly vars: number
  /** Keys that one such board holds; 0: not even one. */
  readonly holds: number
  /** Such boards that all keys need; `null` when a board holds none. */
  readonly boards: number | null
}

/** The most keys that a pipeline may ask for. */
const MOST_KEYS = 4096

/** The same pipeline for another number of keys. */
export function withKeys(pipeline: Pipeline, keys: number): Pipeline {
  const limits: Limits = { ...pipeline.limits, keys }
  return { ...pipeline, limits }
}

/** The share of each of several boards. */
export function keysPerBoard(keys: number, boards: number): number {
  return Math.ceil(keys / boards)
}

/** For a board of `vars` variables; `null` for a pipeline without keys, which cannot be divided. */
export async function capacityOf(pipeline: Pipeline, vars: number): Promise<Capacity | null> {
  if (pipeline.key === null) return null
  const { keys } = pipeline.limits
  const peak = async (of: number): Promise<number> => (await buildFirmware(withKeys(pipeline, of))).plan.vars.peak
  const [few, many] = [1, Math.max(keys, 16)]
  const [least, most] = [await peak(few), await peak(many)]
  const varsPerKey = (most - least) / (many - few)
  // Arrays take whole variables, so that the line is right to a key or two.
  let holds = Math.min(MOST_KEYS, Math.max(0, Math.floor((vars - least) / varsPerKey) + few + 1))
  while (holds > 0 && (await peak(holds)) > vars) holds -= 1
  return { keys, varsPerKey, vars, holds, boards: holds === 0 ? null : Math.ceil(keys / holds) }
}
