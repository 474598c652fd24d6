/**
 * The bounds of a program, a line each (SEMANTICS 9): what is bounded, how much there is room for and for whom, where the
 * number comes from, what happens beyond it, and the variables that all of it claims.
 */
import { INPUT, type Limits, type PatternStage, type Pipeline, type Stage } from '../../shared/pipeline/pipeline.ts'
import type { PlannedBound, PlannedState } from '../../shared/pipeline/plan.ts'
import { operatorOf, waits, type Bindings } from './bindings.ts'
import { patternConstants } from './pattern-module.ts'
import { keySlots, sessionSlots, slotsAreProven, waitingPlaces, windowSlots } from './sizes.ts'
import { INPUT_STATE, waitingRoomOf, type StateBySource } from './state-by-source.ts'

type Limited = Exclude<keyof Limits, 'frame' | 'ttlMs'>

/** What happens beyond each limit (SEMANTICS 9.2). */
const BEYOND: Readonly<Record<Limited, PlannedBound['beyond']>> = {
  keys: 'reject',
  texts: 'reject',
  waiting: 'advance',
  openWindows: 'reject',
  joinBuffer: 'drop',
  threads: 'drop',
  taken: 'drop',
  held: 'drop',
}

/** All state of a program, in the order of the stages; `claimed` are the variables by what claims them. */
export function plannedState(bindings: Bindings, claimed: StateBySource): PlannedState[] {
  const { pipeline } = bindings
  const rooms = new Set<number>()
  const lines: PlannedState[] = [
    {
      of: 'input',
      vars: claimed.get(INPUT_STATE) ?? 0,
      bounds: [keys(pipeline), bound(pipeline, 'texts', pipeline.limits.texts, 'program')],
    },
  ]
  for (const stage of pipeline.stages) {
    if (waits(pipeline, stage) && !rooms.has(stage.from)) {
      rooms.add(stage.from)
      const of = stage.from === INPUT ? 'waiting room' : `waiting room of ${pipeline.stages[stage.from].id}`
      const bounds = [bound(pipeline, 'waiting', waitingPlaces(pipeline), 'key')]
      lines.push({ of, vars: claimed.get(waitingRoomOf(stage.from)) ?? 0, bounds })
    }
    lines.push({ of: stage.id, vars: claimed.get(stage.index) ?? 0, bounds: boundsOf(bindings, stage) })
  }
  return lines
}

function keys(pipeline: Pipeline): PlannedBound {
  const one = bound(pipeline, 'keys', keySlots(pipeline), 'program')
  return pipeline.key === null ? { ...one, from: 'the pipeline', beyond: 'never' } : one
}

function bound(pipeline: Pipeline, name: Limited, limit: number, per: PlannedBound['per']): PlannedBound {
  const given = pipeline.spec.limits?.[name] !== undefined
  return { bound: name, limit, per, from: given ? `limits.${name}` : 'default', beyond: BEYOND[name] }
}

/** A number that the stage itself gives: there is nothing beyond it. */
function fixed(name: string, limit: number, per: PlannedBound['per'] = 'key'): PlannedBound {
  return { bound: name, limit, per, from: 'the pipeline', beyond: 'never' }
}

/** The threads of a key share what they took; where that could be more than there is room for, it is a bound. */
function sharedEvents(pipeline: Pipeline, stage: PatternStage): PlannedBound[] {
  if (operatorOf(pipeline, stage) !== 'pattern') return []
  const { NODES, SLOTS, ROOM } = patternConstants(pipeline, stage)
  if (Number(NODES) >= Number(SLOTS) * Number(ROOM)) return []
  return [{ ...bound(pipeline, 'taken', Number(NODES), 'key'), from: 'limits.threads, limits.taken' }]
}

/** The bounds of one stage. */
function boundsOf(bindings: Bindings, stage: Stage): PlannedBound[] {
  const { pipeline } = bindings
  const { limits } = pipeline
  const measured = bindings.derivedFrom(stage.from) === null
  switch (stage.kind) {
    case 'timeWindow': {
      const open = bound(pipeline, 'openWindows', windowSlots(pipeline, stage, measured), 'key')
      return [measured && slotsAreProven(pipeline) ? { ...open, from: 'time bounds', beyond: 'never' } : open]
    }
    case 'sessionWindow':
      return [bound(pipeline, 'openWindows', sessionSlots(pipeline, stage, measured), 'key')]
    case 'countWindow':
      return [fixed('events', stage.slide === stage.size ? 1 : stage.size)]
    case 'buffer':
      return [fixed('events', stage.size)]
    case 'zscore':
      return [fixed('values', stage.size)]
    case 'pattern': {
      const held = stage.skip.kind === 'noSkip' ? [] : [bound(pipeline, 'held', limits.held, 'key')]
      return [
        bound(pipeline, 'threads', limits.threads, 'key'),
        bound(pipeline, 'taken', limits.taken, 'thread'),
        ...sharedEvents(pipeline, stage),
        ...held,
      ]
    }
    case 'intervalJoin':
    case 'windowJoin':
      return [bound(pipeline, 'joinBuffer', limits.joinBuffer, 'key and side')]
    case 'compound':
      return [
        fixed('sources', stage.sources.length, stage.count === 'stages' ? 'key' : 'program'),
        bound(pipeline, 'waiting', limits.waiting, 'program'),
      ]
    case 'filter':
    case 'map':
    case 'detect':
    case 'silence':
    case 'baseline':
      return []
  }
}
