/**
 * What the reference engine can do and the device cannot yet. Whoever builds a program asks here first; a pipeline keeps its
 * meaning from release to release.
 */
import { RivuletError } from '../../shared/error.ts'
import { pathOf, type Fault } from '../../shared/pipeline/fault.ts'
import { INPUT, type Pipeline, type Stage } from '../../shared/pipeline/pipeline.ts'
import { operatorOf, readBy } from './bindings.ts'
import { compilePattern } from './pattern/compile.ts'

/** Throws `E_UNSUPPORTED`, naming every stage that no device can run yet. */
export function requireBuildable(pipeline: Pipeline): void {
  const faults = pipeline.stages.flatMap((stage) => unsupported(pipeline, stage))
  if (faults.length === 0) return
  const lines = faults.map(({ path, message }) => `${path}: ${message}`)
  const { path, cure } = faults[0]
  throw new RivuletError('E_UNSUPPORTED', lines.join('\n'), { kind: 'usage', place: path, cure, cause: faults })
}

const CURE = 'run it on the reference engine (rivulet try), or leave this stage out'

function unsupported(pipeline: Pipeline, stage: Stage): Fault[] {
  const found: Fault[] = []
  const path = pathOf(['stages', stage.index])
  found.push(...tooLargePattern(pipeline, stage))
  for (const source of stage.sources) {
    const nameless = alarmsWithoutKey(pipeline, source)
    if (nameless !== null) {
      const message = `reading the alarms of '${nameless.id}', which have no key, is not supported on a device yet`
      found.push({ path, message, cure: CURE })
    }
    if (!looksAtTextKey(pipeline, stage, source)) continue
    const message = `'${pipeline.key!}' of the results of another stage, a text, is not supported on a device yet`
    const cure = 'use a number as the key, or test the key in a stage that reads the input'
    found.push({ path, message, cure })
  }
  return found
}

/** The compound detector above that counts across keys, whose alarms belong to no key of the device. */
function alarmsWithoutKey(pipeline: Pipeline, source: number): Stage | null {
  if (source === INPUT || pipeline.key === null) return null
  const above = pipeline.stages[source]
  if (above.kind === 'filter' || above.kind === 'map') return alarmsWithoutKey(pipeline, above.from)
  return above.kind === 'compound' && above.count !== 'stages' ? above : null
}

/** A pattern that needs more places or events than a device can hold. */
function tooLargePattern(pipeline: Pipeline, stage: Stage): Fault[] {
  if (stage.kind !== 'pattern' || operatorOf(pipeline, stage) !== 'pattern') return []
  try {
    compilePattern(stage, pipeline.limits)
    return []
  } catch (error) {
    if (!(error instanceof RivuletError)) throw error
    return [{ path: pathOf(['stages', stage.index]), message: error.message, cure: error.cure ?? '' }]
  }
}

/** A key that is a text is known to the device by its number only, and that is not the number of the text. */
function looksAtTextKey(pipeline: Pipeline, stage: Stage, source: number): boolean {
  if (source === INPUT || pipeline.key === null) return false
  const above = pipeline.stages[source]
  const field = stage.reads.find(({ name }) => name === pipeline.key)
  if (field?.type !== 'string' || !readBy(stage).includes(field.name)) return false
  if (above.kind === 'filter' || above.kind === 'map')
    return looksAtTextKey(pipeline, { ...stage, from: above.from }, above.from)
  return !('aggregates' in above && above.aggregates.some(({ out }) => out === field.name))
}
