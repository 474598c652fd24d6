/**
 * The frame and the event that are being processed: plain top-level variables, which every stage reads.
 * Decodes what the link hands over (protocol, section 3). Times are whole milliseconds; null is NaN.
 */
import { oneOfEach, pickColumns, takeColumns } from 'columns'
import { MIN } from 'plan'
import { least, most } from './natives.ts'

/** A parsed frame: type, frame number, item number, key, watermark, …. */
export type Frame = (number | string | null)[]

/** Key number, item number and time of the current event. */
export let k = 0
export let q = 0
export let t = 0
/** Events in the current frame, and their smallest and largest time. */
export let n = 0
export let low = 0
export let high = 0
/** The watermark, and what it will be when the current frame is done. */
export let W = MIN
export let after = MIN

let first = 0
let t0 = 0
let dt = 0
let T: Int32Array | Float64Array

function head(a: Frame): void {
  first = q = a[2] as number
  k = a[3] as number
  after = a[4] === null ? MIN : (a[4] as number)
}

/** Takes a frame of one event: `["e",f,q,k,w,t,c,v,…]`. */
export function takeOne(a: Frame): void {
  head(a)
  n = 1
  low = high = t = a[5] as number
  oneOfEach(a, 6)
}

/** Takes a frame of columns: `["E",f,q,k,w,t0,dt,n,c…,"B"]`; `pick` then makes one of its events the current one. */
export function takeMany(a: Frame): void {
  head(a)
  t0 = a[5] as number
  dt = a[6] as number
  n = a[7] as number
  const buffer = E.toArrayBuffer(atob(a[a.length - 1] as string))
  let offset = 0
  if (dt < 0) {
    T = dt === -1 ? new Int32Array(buffer, 0, n) : new Float64Array(buffer, 0, n)
    offset = dt === -1 ? 4 * n : 8 * n
    low = t0 + least.apply(0, T as unknown as number[])
    high = t0 + most.apply(0, T as unknown as number[])
  } else {
    low = t0
    high = t0 + (n - 1) * dt
  }
  takeColumns(a, 8, buffer, offset, n)
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

/** After the last event of a frame: results that the watermark causes belong to it. */
export function endOfFrame(): void {
  q = first + n - 1
}

/** An item without an event: a watermark or a tick. */
export function takeTime(item: number, w: number): void {
  q = item
  after = w
}

/** Moves the watermark to where the current frame leaves it; true when it rose. */
export function advance(): boolean {
  if (after <= W) return false
  W = after
  return true
}
