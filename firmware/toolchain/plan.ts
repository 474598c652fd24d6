/**
 * The plan of a finished program (DESIGN 4): variables by `heap.ts`, instructions by `costs.ts`. Constants here were
 * measured on an `Og32` build (14-byte variables) with the script `scripts/device-cost.ts` and `rivulet verify`.
 */
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { UNCALIBRATED, type NsPerInstruction, type Plan } from '../../shared/pipeline/plan.ts'
import type { Bindings } from './bindings.ts'
import { checkpointOf } from './checkpoint-size.ts'
import { instructionsPerEvent } from './costs.ts'
import { plannedState } from './bounds.ts'
import { screened } from './quiet-module.ts'
import { flatVars, heapOf, textVars } from './heap.ts'
import { stateBySource } from './state-by-source.ts'
import { longestLine } from './line-room.ts'

/** The interpreter's own variables after boot, the console included. */
const BOOT = 55
/** Listeners of the port and of errors, counters and texts that exist once a host is connected. */
const LINKED = 26
/** Call scopes and temporaries while a frame is processed. */
const CALLS = 90

/** While a frame is taken apart: the line as it came, its body, the parsed parts, the decoded bytes. */
function workingVars(line: number): number {
  return 3 * textVars(line) + flatVars((line * 3) / 4) + CALLS
}

/** While a checkpoint is made, or looked for at the handshake: functions, the list of arrays, the numbers, a piece and what was read back. */
const CHECKPOINT = 400

/** Quiet frames that waiting rooms have put aside, parsed (`stages/reorder.ts`). */
const ASIDE = 5
const PARSED = 14

function asideVars(pipeline: Pipeline, bindings: Bindings): number {
  const rooms = [...bindings.reorders.keys()].filter((source) => screened(bindings, source).length > 0).length
  return rooms * Math.min(ASIDE, pipeline.limits.waiting) * (PARSED + textVars(longestLine(bindings)))
}

/** A connection to a broker of its own: at rest its socket, timers and texts; at most what waits to be sent, lines that gather, what has just come. */
const ONLINE = 60
const ON_ITS_WAY = textVars(2048) + 2 * textVars(1024) + flatVars(536)

function rate(instructions: number, ns: number): number {
  return Math.round(1e9 / (instructions * ns))
}

/** `ns` is what an instruction takes on the device it is made for. */
export function planOf(
  pipeline: Pipeline,
  bindings: Bindings,
  code: string,
  map: string,
  ns: NsPerInstruction = UNCALIBRATED,
): Plan {
  const heap = heapOf(code)
  const isOnline = pipeline.link === 'mqtt'
  const program = BOOT + LINKED + heap.code + (isOnline ? ONLINE : 0)
  const instructions = instructionsPerEvent(pipeline, bindings)
  return {
    vars: {
      code: program,
      state: heap.state,
      peak:
        program +
        heap.state +
        Math.max(CHECKPOINT, workingVars(longestLine(bindings)) + asideVars(pipeline, bindings)) +
        (isOnline ? ON_ITS_WAY : 0),
    },
    instructionsPerEvent: instructions,
    eventsPerSecond: {
      low: rate(instructions, ns.high),
      mid: rate(instructions, ns.mid),
      high: rate(instructions, ns.low),
    },
    state: plannedState(bindings, stateBySource(code, map)),
    checkpoint: checkpointOf(code),
  }
}
