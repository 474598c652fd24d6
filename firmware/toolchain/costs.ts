/**
 * Instructions that an event costs, estimated from what stages cost alone: `scripts/device-cost.ts` on the `Og32` build of
 * PERFORMANCE.md. A stage that takes whole frames costs by the frame, others by the event. Firing is in the window's figure
 * at one result in 16 frames. Detectors and patterns that can tell quiet frames are taken to have nothing but these.
 */
import type { Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { INPUT } from '../../shared/pipeline/pipeline.ts'
import { inputWaits } from '../../shared/protocol/waiting-input.ts'
import { operatorOf, waits } from './bindings.ts'
import type { Bindings } from './bindings.ts'
import { eventsPerLine } from './line-room.ts'
import { screened } from './quiet-module.ts'
import { keySlots } from './sizes.ts'

/** kI of a line received, checked, taken apart and acknowledged. */
const LINE = 380
/** kI of a quiet frame, for each stage that could do without it and the waiting room before it. */
const QUIET = 70

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
  window: { frame: 290, event: 260, column: 150 },
  sliding: { frame: 420, event: 190, column: 400 },
  session: { frame: 0, event: 390, column: 500 },
  count: { frame: 0, event: 75, column: 150 },
  ring: { frame: 0, event: 90, column: 100 },
  detect: { frame: 0, event: 90, column: 0 },
  pattern: { frame: 0, event: 70, column: 0 },
  sequence: { frame: 0, event: 45, column: 0 },
  repeat: { frame: 0, event: 35, column: 0 },
  zscore: { frame: 0, event: 180, column: 0 },
  baseline: { frame: 0, event: 155, column: 0 },
  silence: { frame: 0, event: 60, column: 0 },
  compound: { frame: 0, event: 600, column: 0 },
  'interval-join': { frame: 0, event: 490, column: 30 },
  'window-join': { frame: 0, event: 420, column: 30 },
}
/** With keys nothing is gathered, and panes are merged one by one. */
const KEYED_SLIDING: Cost = { frame: 1070, event: 190, column: 500 }

/** An event in and out of the waiting room, and each field that waits with it. */
const REORDER = 250
const LANE = 30
/** Moving aggregates after every event. */
const MOVING = 430

function columns(stage: Stage): number {
  if (!('aggregates' in stage)) return 1
  return new Set(stage.aggregates.flatMap((a) => (a.field === null ? [] : [a.field]))).size
}

/** Segments of the host hold so many full frames (cutter), which the keys share. */
const FRAMES = 4
/** Windows fire once in so many frames. */
const FIRING = 16

/** Events of a key in one frame, all keys in turn: what a segment has for it, or a third of the waiting room where events wait. */
function frameSize(pipeline: Pipeline, bindings: Bindings): number {
  const { frame, waiting } = pipeline.limits
  const shared = Math.min(frame, eventsPerLine(bindings), (FRAMES * frame) / keySlots(pipeline))
  const quiet = screened(bindings, INPUT).length > 0
  return Math.max(1, inputWaits(pipeline) ? Math.min(shared, quiet ? waiting - 1 : waiting / 3) : shared)
}

/** How many events a stage reads from `source` for each event of the input; a filter may let pass all. */
function share(pipeline: Pipeline, source: number, n: number): number {
  if (source === INPUT) return 1
  const stage = pipeline.stages[source]
  switch (stage.kind) {
    case 'filter':
    case 'map':
    case 'buffer':
    case 'intervalJoin':
      return share(pipeline, stage.from, n)
    case 'countWindow':
      return share(pipeline, stage.from, n) / stage.slide
    default:
      return 1 / (FIRING * n)
  }
}

function stageCost(pipeline: Pipeline, stage: Stage, n: number): number {
  const operator = operatorOf(pipeline, stage)
  const cost = operator === 'sliding' && pipeline.key !== null ? KEYED_SLIDING : COSTS[operator]
  const more = Math.max(columns(stage) - 1, 0) * cost.column
  const whole = stage.from === INPUT && cost.frame > 0 && stage.kind === 'timeWindow' && !stage.purge
  const moving = stage.kind === 'buffer' && stage.aggregates.length ? MOVING : 0
  if (whole) return moving + (cost.frame + more) / n
  return share(pipeline, stage.from, n) * (moving + cost.event + more / 10)
}

/** What follows a waiting room, and the room itself. */
function waitingCost(pipeline: Pipeline, bindings: Bindings, source: number, n: number): number {
  const quiet = screened(bindings, source)
  if (quiet.length > 0) return (quiet.length * QUIET) / n
  const lanes = bindings.reorders.get(source) ?? []
  const stages = bindings.readers(source).filter((s) => waits(pipeline, s))
  const room = share(pipeline, source, n) * (REORDER + lanes.length * LANE)
  return room + stages.reduce((sum, stage) => sum + stageCost(pipeline, stage, n), 0)
}

/** Instructions an event, in order, all keys in turn, in frames as full as they get. */
export function instructionsPerEvent(pipeline: Pipeline, bindings: Bindings): number {
  const n = frameSize(pipeline, bindings)
  const direct = pipeline.stages.filter((s) => !waits(pipeline, s))
  const stages = direct.reduce((sum, stage) => sum + stageCost(pipeline, stage, n), 0)
  const waiting = [...bindings.reorders.keys()].reduce(
    (sum, source) => sum + waitingCost(pipeline, bindings, source, n),
    0,
  )
  return Math.round(1000 * (LINE / n + stages + waiting))
}
