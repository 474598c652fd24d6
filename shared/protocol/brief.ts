/**
 * Brief frames of events (protocol, section 3): one that goes on where the frame before it ended says only what is new. What a brief
 * frame means depends on that frame alone, which the device has taken before; after a restart it asks for the full form (`N head`).
 */
import type { Pipeline } from '../pipeline/pipeline.ts'
import { encodeBytes } from './base64.ts'
import { encodeNumbered, type EventsFrame, type NumberedFrame } from './frames.ts'
import { inputWaits } from './waiting-input.ts'

/** Where frames are put aside and looked at again they have to be whole; sides would have to be told apart. */
export function mayBeBrief(pipeline: Pipeline): boolean {
  return !inputWaits(pipeline) && pipeline.spec.input.sides === undefined
}

/** The body of a frame, brief where it goes on from the one before it. */
export function encodeBehind(before: NumberedFrame | null, f: number, frame: NumberedFrame): string {
  const lag = before?.type === 'E' && frame.type === 'E' ? lagBehind(before, frame) : null
  if (lag === null) return encodeNumbered(f, frame)
  return JSON.stringify(['G', f, lag, encodeBytes((frame as EventsFrame).bytes).replace(/=+$/, '')])
}

/** How far the watermark stays behind the last event, -1 where it does not move; `null`: the frame does not go on from the other. */
function lagBehind(before: EventsFrame, frame: EventsFrame): number | null {
  const { q, key, n, t0, dt, w, scales } = frame
  const goesOn =
    q === before.q + before.n &&
    key === before.key &&
    n === before.n &&
    dt === before.dt &&
    dt >= 0 &&
    t0 === before.t0 + before.n * dt &&
    scales.every((scale, i) => scale === before.scales[i])
  if (!goesOn || w === null) return null
  if (w === before.w) return -1
  const lag = t0 + (n - 1) * dt - w
  return lag >= 0 ? lag : null
}
