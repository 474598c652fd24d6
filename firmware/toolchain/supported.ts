/**
 * What the reference engine can do and the device cannot yet. Whoever builds a program asks here first; a pipeline keeps its
 * meaning from release to release.
 */
import { RivuletError } from '../../shared/error.ts'
import { pathOf, type Fault } from '../../shared/pipeline/fault.ts'
import { INPUT, type Pipeline, type Stage } from '../../shared/pipeline/pipeline.ts'

/** Throws `E_UNSUPPORTED`, naming every stage that no device can run yet. */
export function requireBuildable(pipeline: Pipeline): void {
  const faults = pipeline.stages.flatMap((stage) => unsupported(pipeline, stage))
  if (faults.length === 0) return
  const lines = faults.map(({ path, message }) => `${path}: ${message}`)
  const { path, cure } = faults[0]
  throw new RivuletError('E_UNSUPPORTED', lines.join('\n'), { kind: 'usage', place: path, cure, cause: faults })
}

const MISSING: Partial<Record<Stage['kind'], string>> = {
  silence: 'detecting silence (silentMs)',
  baseline: 'an adaptive baseline',
  compound: 'a compound detector',
  pattern: 'a pattern stage',
  intervalJoin: 'a join stage',
  windowJoin: 'a join stage',
}

const CURE = 'run it on the reference engine (rivulet try), or leave this stage out'

function unsupported(pipeline: Pipeline, stage: Stage): Fault[] {
  const found: Fault[] = []
  const missing = MISSING[stage.kind]
  if (missing !== undefined) {
    found.push({
      path: pathOf(['stages', stage.index]),
      message: `${missing} is not supported on a device yet`,
      cure: CURE,
    })
  }
  const source = stage.from === INPUT ? null : pipeline.stages[stage.from]
  if (source !== null && source.kind !== 'filter' && source.kind !== 'map') {
    const message = `reading the results of '${source.id}' is not supported on a device yet`
    const cure = 'let "from" name the input, a filter or a map: "from": "input"'
    found.push({ path: pathOf(['stages', stage.index, 'from']), message, cure })
  }
  return found
}
