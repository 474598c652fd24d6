/**
 * The frame and the event that are being processed: plain top-level variables, which every stage reads.
 * Decodes what the link hands over (protocol, section 3). Times are whole milliseconds; null is NaN.
 */
import { COLUMNS, oneOfEach, pickColumns, takeColumns } from 'columns'
import { BRIEF, KEYED, LAZY, MIN, SIDED } from 'plan'
import { buffer, claim, open } from './bytes.ts'
import { scratch, unlikely } from './hint.ts'
import { least, most } from './natives.ts'

/** A parsed frame: type, frame number, item number, key, watermark, …. */
export type Frame = (number | string | null)[]

/** The frame at work, as it came. */
export let frame = scratch<Frame>(undefined as never)
/** Key number, item number and time of the current event. */
export let k = 0
export let q = 0
export let t = 0
/** Which side of the input it came to: 0 left, 1 right; always 0 where there are none. */
export let side = 0
/** Events in the current frame, and their smallest and largest time. */
export let n = 0
export let low = 0
export let high = 0
/** The watermark from which on a stage has something to do; only kept where all stages say so. */
export let due = Infinity
/** The watermark, and what it will be when the current frame is done. */
export let W = MIN
export let after = MIN

/** Item number of the frame's first event. */
export let first = 0
let t0 = 0
let dt = 0
/** The frame that brief ones go on from; none yet after a start. */
export let head = scratch<Frame>(undefined as never)
let T = scratch<Int32Array | Float64Array>(undefined as never)

/** Takes a frame of one event: `["e",f,q,k,w,t,c,v,…]`. */
export function takeOne(a: Frame): void {
  frame = a
  first = q = a[2] as number
  if (KEYED) k = a[3] as number
  if (SIDED) side = a[0] === 'f' ? 1 : 0
  after = a[4] as number
  n = 1
  low = high = t = a[5] as number
  oneOfEach(a)
}

/** Takes a frame of columns: `["E",f,q,k,w,t0,dt,n,c…,"B"]`; `pick` then makes one of its events the current one. */
export function takeMany(a: Frame): void {
  frame = a
  first = q = a[2] as number
  if (KEYED) k = a[3] as number
  if (SIDED) side = a[0] === 'F' ? 1 : 0
  after = a[4] as number
  low = t0 = a[5] as number
  dt = a[6] as number
  n = a[7] as number
  // Loops over events end at n: fewer than one, or more than any pipeline allows (README 12), would keep them from ending.
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a text costs no class
  if (unlikely(!(n > 0 && n < 257))) throw 'number of events'
  open(a[8 + COLUMNS] as string)
  if (unlikely(dt < 0)) takeTimes()
  else high = low + (n - 1) * dt
  takeColumns(a)
  if (BRIEF) head = a
}

/** Takes a brief frame, `["G",f,d,"B"]`: it goes on where the one before ended, with the same key, number of events, step and scales. */
export function takeMore(a: Frame): void {
  frame = a
  first = q = first + n
  // After a checkpoint no frame is at work.
  n = head[7] as number
  low = t0 = high + dt
  high += n * dt
  after = (a[2] as number) < 0 ? W : high - (a[2] as number)
  open(a[3] as string)
  takeColumns(head)
}

/** Times that are not evenly spaced are a column of their own. */
function takeTimes(): void {
  T = dt === -1 ? new Int32Array(buffer, claim(4, n), n) : new Float64Array(buffer, claim(8, n), n)
  low = t0 + least.apply(0, T as unknown as number[])
  high = t0 + most.apply(0, T as unknown as number[])
}

/** Takes a frame of events of either kind again. */
export function takeAgain(a: Frame): void {
  if (a[0] === 'e' || (SIDED && a[0] === 'f')) takeOne(a)
  else takeMany(a)
}

/** Event `i` of the frame becomes the current one. */
export function pick(i: number): void {
  q = first + i
  t = dt < 0 ? t0 + T[i] : t0 + i * dt
  pickColumns(i)
}

/** Whether the current event is the last of its frame: the watermark after the frame is then its own. */
export function isLast(): boolean {
  return q === first + n - 1
}

/** No frame is at work, the next item has this number: after frames of before were looked at once more. */
export function rest(item: number): void {
  first = item
  n = 0
  after = W
}

/** After the last event of a frame: results that the watermark causes belong to it. */
export function endOfFrame(): void {
  q = first + n - 1
}

/** An item without an event: a watermark or a tick. */
export function takeTime(a: Frame): void {
  frame = a
  first = q = a[2] as number
  n = 1
  after = a[3] as number
}

/** A stage has something to do once the watermark has reached `time`. */
export function wake(time: number): void {
  if (LAZY && time < due) due = time
}

/** All stages are about to be called, and to say anew when they want to be. */
export function called(): void {
  if (LAZY) due = Infinity
}

/** The watermark moves to where the current frame leaves it. */
export function rise(): void {
  W = after
}
