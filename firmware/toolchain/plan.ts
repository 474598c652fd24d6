/**
 * The plan of a finished program (DESIGN 4): variables by `heap.ts`, instructions by `costs.ts`. Constants here were
 * measured on an `Og32` build (14-byte variables) with the script `scripts/device-cost.ts` and `rivulet verify`.
 */
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { UNCALIBRATED, type NsPerInstruction, type Plan } from '../../shared/pipeline/plan.ts'
import type { Bindings } from './bindings.ts'
import { instructionsPerEvent } from './costs.ts'
import { flatVars, heapOf, textVars } from './heap.ts'

/** The interpreter's own variables after boot, the console included. */
const BOOT = 55
/** Listeners of the port and of errors, counters and texts that exist once a host is connected. */
const LINKED = 26
/** Call scopes and temporaries while a frame is processed. */
const CALLS = 90
const HEAD_CHARS = 72
const MAX_LINE = 768

/** Characters of the longest line that the host sends for this pipeline. */
function longestLine(bindings: Bindings): number {
  const bytes = bindings.travelling.reduce((sum, f) => sum + (f.packed ? f.packed.bits / 8 : 8), 4)
  return Math.min(MAX_LINE, HEAD_CHARS + Math.ceil((bytes * bindings.pipeline.limits.frame) / 3) * 4)
}

/** While a frame is taken apart: the line as it came, its body, the parsed parts, the decoded bytes. */
function workingVars(line: number): number {
  return 3 * textVars(line) + flatVars((line * 3) / 4) + CALLS
}

function rate(instructions: number, ns: number): number {
  return Math.round(1e9 / (instructions * ns))
}

/** `ns` is what an instruction takes on the device it is made for. */
export function planOf(
  pipeline: Pipeline,
  bindings: Bindings,
  code: string,
  ns: NsPerInstruction = UNCALIBRATED,
): Plan {
  const heap = heapOf(code)
  const program = BOOT + LINKED + heap.code
  const instructions = instructionsPerEvent(pipeline, bindings)
  return {
    vars: {
      code: program,
      state: heap.state,
      peak: program + heap.state + workingVars(longestLine(bindings)),
    },
    instructionsPerEvent: instructions,
    eventsPerSecond: {
      low: rate(instructions, ns.high),
      mid: rate(instructions, ns.mid),
      high: rate(instructions, ns.low),
    },
  }
}
