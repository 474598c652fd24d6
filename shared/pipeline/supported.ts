/**
 * What is specified but not built yet. Validation knows all of it, so that a pipeline keeps its meaning from release to
 * release; whoever wants to run one asks here first.
 */
import { RivuletError } from '../error.ts'
import { pathOf, type Fault } from './fault.ts'
import { INPUT, type Pipeline, type Stage } from './pipeline.ts'

/** Throws `E_UNSUPPORTED`, naming every stage that no engine can run yet. */
export function requireSupported(pipeline: Pipeline): void {
  const faults = pipeline.stages.flatMap((stage) => unsupported(pipeline, stage))
  if (faults.length === 0) return
  const lines = faults.map(({ path, message }) => `${path}: ${message}`)
  const { path, cure } = faults[0]
  throw new RivuletError('E_UNSUPPORTED', lines.join('\n'), { kind: 'usage', place: path, cure, cause: faults })
}

const MISSING: Partial<Record<Stage['kind'], readonly [what: string, cure: string]>> = {
  silence: ['detecting silence (silentMs)', 'watch a value with "when", or run without this stage'],
  pattern: ['a pattern stage', 'use a detect stage, or run without this stage'],
  join: ['a join stage', 'run the two inputs as pipelines of their own'],
}

function unsupported(pipeline: Pipeline, stage: Stage): Fault[] {
  const found: Fault[] = []
  const missing = MISSING[stage.kind]
  if (missing !== undefined) {
    const [what, cure] = missing
    found.push({ path: pathOf(['stages', stage.index]), message: `${what} is not supported yet`, cure })
  }
  const source = stage.from === INPUT ? null : pipeline.stages[stage.from]
  if (source !== null && source.kind !== 'filter' && source.kind !== 'map') {
    const message = `reading the results of '${source.id}' is not supported yet`
    const cure = 'let "from" name the input, a filter or a map: "from": "input"'
    found.push({ path: pathOf(['stages', stage.index, 'from']), message, cure })
  }
  return found
}
