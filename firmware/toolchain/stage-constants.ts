/** The constants of each stage's instance (`constants` in `firmware/virtual.d.ts`). */
import type { Field, Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { operatorOf, type Bindings } from './bindings.ts'
import { compoundConstants } from './compound-module.ts'
import { sequenceConstants } from './sequence.ts'
import { columnNames } from './aggregate-modules.ts'
import { patternConstants } from './pattern-module.ts'
import { isJoin, joinColumnField, joinConstants } from './join-module.ts'
import { keptOf, keySlots, sessionSlots, slotsAreProven, windowSlots } from './sizes.ts'

export type Constants = Record<string, number | boolean | string>

/** How a field is kept in rings and lanes. */
export function packing(field: Field | undefined): { NULLABLE: boolean; BITS: number; DIVISOR: number; NONE: number } {
  const bits = field?.packed?.bits ?? 0
  return {
    NULLABLE: field?.optional ?? false,
    BITS: bits,
    DIVISOR: field?.packed?.divisor ?? 1,
    NONE: bits && -(2 ** (bits - 1)),
  }
}

/** The constants of a stage; of one of its columns as well, when `column` is its place. */
export function stageConstants(bindings: Bindings, stage: Stage, text: TextNumber, column: number | null): Constants {
  const values: Constants = { CODE: stage.index * 16, ...own(bindings, stage, text) }
  if (column !== null && isJoin(stage)) return { ...values, ...packing(joinColumnField(bindings, stage, column).field) }
  if (column === null || !('aggregates' in stage)) return values
  const name = columnNames(stage)[column]
  const MERGES = ['sliding', 'session'].includes(operatorOf(bindings.pipeline, stage))
  const { field } = bindings.field(stage, name)
  return { ...values, ...keptOf(stage.aggregates, name), ...packing(field), MERGES }
}

/** The dictionary number of a text that the program knows. */
export type TextNumber = (text: string) => number

/** In processing time an event at the clock of a window's last millisecond still enters it: as if 1 ms late. */
function lateness({ time }: Pipeline, allowed: number): number {
  return time.mode === 'processing' ? 1 : allowed
}

function own(bindings: Bindings, stage: Stage, text: TextNumber): Constants {
  const { pipeline } = bindings
  const keys = keySlots(pipeline)
  switch (stage.kind) {
    case 'timeWindow': {
      const { sizeMs: SIZE, slideMs: SLIDE, offsetMs: OFFSET, purge: PURGE } = stage
      const AHEAD = bindings.derivedFrom(stage.from) === null
      const PROVEN = AHEAD && slotsAreProven(pipeline)
      const OPEN = windowSlots(pipeline, stage, AHEAD)
      const LATE = lateness(pipeline, stage.allowedLatenessMs)
      return { SIZE, SLIDE, OFFSET, LATE, PURGE, OPEN, PROVEN, AHEAD, SLOTS: keys * OPEN + 1 }
    }
    case 'sessionWindow': {
      const OPEN = sessionSlots(pipeline, stage, bindings.derivedFrom(stage.from) === null)
      const LATE = lateness(pipeline, stage.allowedLatenessMs)
      return { GAP: stage.gapMs, LATE, PURGE: stage.purge, OPEN, SLOTS: keys * OPEN }
    }
    case 'countWindow':
      return { SIZE: stage.size, SLIDE: stage.slide, SLOTS: keys, AGGREGATES: true, DUMPED: false, WINDOW: true }
    case 'buffer': {
      const DUMPED = stage.dumpOn !== null
      return { SIZE: stage.size, SLIDE: 1, AGGREGATES: stage.aggregates.length > 0, DUMPED, WINDOW: false }
    }
    case 'detect':
      return {
        FOR: stage.forMs,
        COOLDOWN: stage.cooldownMs,
        PEAK: stage.peak?.fn ?? '',
        ...edges(bindings, stage, text),
      }
    case 'zscore':
      return {
        SIZE: stage.size,
        THRESHOLD: stage.threshold,
        SCORES: stage.emit === 'scores',
        ...packing(bindings.field(stage, stage.field).field),
      }
    case 'baseline':
      return {
        ALPHA: stage.alpha,
        THRESHOLD: stage.threshold,
        WARMUP: stage.warmup,
        ADOPT: stage.adoptAfter ?? 0,
        SCORES: stage.emit === 'scores',
        ...packing(bindings.field(stage, stage.field).field),
      }
    case 'silence':
      return { SILENT: stage.silentMs, ...edges(bindings, stage, text) }
    case 'compound':
      return compoundConstants(bindings, stage)
    case 'pattern':
      return sequenceConstants(pipeline, stage) ?? patternConstants(pipeline, stage)
    case 'intervalJoin':
    case 'windowJoin':
      return joinConstants(bindings, stage)
    default:
      return {}
  }
}

/** The words `start` and `end` as values of the field `edge`, where somebody reads it. */
export function edges(bindings: Bindings, stage: Stage, text: TextNumber): Constants {
  if (!bindings.usedOf(stage).has('edge')) return { START: 0, END: 0 }
  return { START: text('start'), END: text('end') }
}
