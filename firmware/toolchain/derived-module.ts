/**
 * Results as events of the stages that read them (pipeline README 1.4, 1.5). The virtual module `derived?stage=S` holds the
 * current result of stage S as an event: key, time, its number among the results of that key, and the fields that somebody
 * reads. An operator hands its result on with `emit(key, t, …)`, whose further arguments are those of `emittedBy`.
 *
 * It has a watermark of its own, which is raised once S has done what the input's watermark caused: results precede it.
 */
import type { Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { callEach } from './text.ts'

const NOTHING: readonly string[] = []
const REPORT = ['edge', 'since', 'durationMs', 'peak'] as const
const ALARM = ['value', 'score', 'alarm'] as const

/** The fields that an operator passes to `emit` after key and time; aggregates are variables of `aggregates?stage=S`. */
export function emittedBy(stage: Stage): readonly string[] {
  switch (stage.kind) {
    case 'timeWindow':
    case 'sessionWindow':
      return ['start', 'end']
    case 'detect':
    case 'silence':
      return REPORT
    case 'zscore':
    case 'baseline':
    case 'compound':
      return ALARM
    case 'pattern':
      return ['count', 'start']
    default:
      return NOTHING
  }
}

/** Where a reader finds a field of the results of `stage`. */
export function derivedField(stage: Stage, name: string, key: string | null): { module: string; name: string } {
  const aggregate = 'aggregates' in stage ? stage.aggregates.findIndex(({ out }) => out === name) : -1
  if (aggregate >= 0) return { module: aggregatesModule(stage), name: `v${aggregate}` }
  const emitted = emittedBy(stage).indexOf(name)
  if (emitted >= 0) return { module: derivedModule(stage.index), name: `f${emitted}` }
  if (name === key) return { module: derivedModule(stage.index), name: 'keyValue' }
  throw new Error(`no field ${name} in the results of ${stage.id}`)
}

export function derivedModule(stage: number): string {
  return `derived?stage=${stage}`
}

/** The module whose variables are the aggregates of the result that is being sent. */
function aggregatesModule(stage: Stage): string {
  const rings = stage.kind === 'buffer' || (stage.kind === 'countWindow' && stage.slide !== stage.size)
  return `${rings ? 'ringColumns' : 'aggregates'}?stage=${stage.index}`
}

/** The text of `derived?stage=S`; `readers` are the modules whose `event` follows, `used` the names that somebody reads. */
export function derivedText(
  pipeline: Pipeline,
  stage: Stage,
  readers: readonly string[],
  used: ReadonlySet<string>,
): string {
  const fields = emittedBy(stage).flatMap((name, i) => (used.has(name) ? [i] : []))
  const params = emittedBy(stage).map((_, i) => `a${i}`)
  const live = pipeline.time.mode === 'processing'
  const keyed = pipeline.key !== null && used.has(pipeline.key)
  const mortal = pipeline.limits.ttlMs !== null
  return `import {KEYS,MIN} from 'plan'
${mortal ? "import {live} from './firmware/runtime/lives.ts'" : ''}
import {W as now} from './firmware/runtime/input.ts'
${keyed ? `import {VALUES} from './firmware/runtime/key-values.ts'\nexport let keyValue=0` : ''}
export let k=0,t=0,q=0,W=MIN
${fields.map((i) => `export let f${i}=0`).join('\n')}
const C=new Uint32Array(KEYS)
${callEach(readers, 'event', 'readers')}
export function raise(){W=now}
export function forget(i){C[i]=0}
export function emit(${['key', 'time', ...params].join(',')}){k=key
t=${live ? 'now' : 'time'}
q=C[key]++
${mortal ? 'live(k,t)' : ''}
${keyed ? 'keyValue=VALUES[key]' : ''}
${fields.map((i) => `f${i}=a${i}`).join('\n')}
readers()}`
}
