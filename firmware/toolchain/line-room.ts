/** How long the host's lines get for a program, and how many events one holds (protocol, section 3). */
import type { Bindings } from './bindings.ts'

const HEAD_CHARS = 72
const MAX_LINE = 768
/** Bytes of the time of an event. */
const TIME_BYTES = 4

function bytesPerEvent({ travelling }: Bindings): number {
  return travelling.reduce((sum, { packed }) => sum + (packed ? packed.bits / 8 : 8), TIME_BYTES)
}

/** Characters of the longest line that the host sends for this pipeline. */
export function longestLine(bindings: Bindings): number {
  const { frame } = bindings.pipeline.limits
  return Math.min(MAX_LINE, HEAD_CHARS + Math.ceil((bytesPerEvent(bindings) * frame) / 3) * 4)
}

/** Events that fit a line, whatever the pipeline's limit. */
export function eventsPerLine(bindings: Bindings): number {
  return Math.floor(((MAX_LINE - HEAD_CHARS) * 3) / 4 / bytesPerEvent(bindings))
}
