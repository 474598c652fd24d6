/**
 * Instructions that an event costs, estimated from what stages cost alone: `scripts/device-cost.ts` on a 32-bit -Og build
 * (empty loop 9,965 instructions), brought to the `Og32` build of PERFORMANCE.md (8,500). A stage that takes whole frames
 * costs by the frame, others by the event. Firing is in the window's figure at one result in 16 frames.
 */
import type { Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { INPUT } from '../../shared/pipeline/pipeline.ts'
import { operatorOf } from './bindings.ts'
import type { Bindings } from './bindings.ts'

/** kI of a line received, checked, taken apart and acknowledged. */
const LINE = 1110

interface Cost {
  /** kI a frame, where frames are taken whole. */
  readonly frame: number
  /** kI an event, where they are not. */
  readonly event: number
  /** kI a frame (or a tenth of it an event) for each field beyond the first. */
  readonly column: number
}

const COSTS: Record<string, Cost> = {
  filter: { frame: 0, event: 45, column: 0 },
  map: { frame: 0, event: 70, column: 0 },
  window: { frame: 260, event: 260, column: 150 },
  sliding: { frame: 1070, event: 190, column: 500 },
  session: { frame: 0, event: 410, column: 500 },
  count: { frame: 0, event: 75, column: 150 },
  ring: { frame: 0, event: 90, column: 100 },
  detect: { frame: 0, event: 90, column: 0 },
  zscore: { frame: 0, event: 180, column: 0 },
}
/** An event in and out of the waiting room, and each field that waits with it. */
const REORDER = 250
const LANE = 30
/** Moving aggregates after every event. */
const MOVING = 520

function columns(stage: Stage): number {
  if (!('aggregates' in stage)) return 1
  return new Set(stage.aggregates.flatMap((a) => (a.field === null ? [] : [a.field]))).size
}

/** Events of a key that come in one frame: as many as may, or a third of the waiting room where events wait. */
function frameSize({ limits }: Pipeline, bindings: Bindings): number {
  return bindings.reorders.size ? Math.max(1, Math.min(limits.frame, limits.waiting / 3)) : limits.frame
}

function stageCost(pipeline: Pipeline, stage: Stage, n: number): number {
  const cost = COSTS[operatorOf(pipeline, stage)]
  const more = Math.max(columns(stage) - 1, 0) * cost.column
  const whole = stage.from === INPUT && cost.frame > 0 && stage.kind === 'timeWindow' && !stage.purge
  const moving = stage.kind === 'buffer' && stage.aggregates.length ? MOVING : 0
  return moving + (whole ? (cost.frame + more) / n : cost.event + more / 10)
}

/** Instructions an event, in order and in frames as full as they get. */
export function instructionsPerEvent(pipeline: Pipeline, bindings: Bindings): number {
  const n = frameSize(pipeline, bindings)
  const stages = pipeline.stages.reduce((sum, stage) => sum + stageCost(pipeline, stage, n), 0)
  const waiting = [...bindings.reorders.values()].reduce((sum, lanes) => sum + REORDER + lanes.length * LANE, 0)
  return Math.round(1000 * (LINE / n + stages + waiting))
}
