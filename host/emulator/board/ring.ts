/**
 * The ring of input events between the receiving side and the event loop (FACTS 1, 5.4).
 *
 * 4,096 bytes: an event takes 2 bytes and its data, at most 64. Bytes that arrive while an earlier event still
 * waits are appended to the last event of the same device until that holds 63. An event that does not fit is lost
 * whole and `overflowed` tells so.
 */

import type { WatchEvent } from './pins/watches.ts'

/** Most data bytes of one event, and so the longest `data` string. */
const EVENT_BYTES = 64
export const RING_BYTES = 4096
/** Above this use the device asks the host to stop. */
export const XOFF_ABOVE = 3071
/** Below this use it lets the host go on. */
export const XON_BELOW = 1535
/** Bytes kept free by every insertion. */
const SPARE = 4

export interface IoEvent {
  readonly device: string
  readonly bytes: readonly number[]
  /** Set when it is the edge of a watched pin: then there are no bytes. */
  readonly watch?: WatchEvent
}

/** Bytes of the event of a watched pin: its time. */
const WATCH_BYTES = 4

export class EventRing {
  /** Bytes in use. */
  used = 0
  /** Set when an event was lost; whoever reports it clears it. */
  overflowed = false
  private readonly queue: { device: string; bytes: number[]; watch?: WatchEvent }[] = []

  /** Bytes that still fit. */
  get free(): number {
    return RING_BYTES - this.used - SPARE
  }

  /** Takes the bytes of one reception. */
  push(device: string, bytes: readonly number[]): void {
    const last = this.queue.length > 1 ? this.queue[this.queue.length - 1] : undefined
    if (last?.device === device && last.bytes.length + bytes.length < EVENT_BYTES && this.free > 0) {
      last.bytes.push(...bytes)
      this.used += bytes.length
      return
    }
    for (let from = 0; from < bytes.length; from += EVENT_BYTES)
      this.append(device, bytes.slice(from, from + EVENT_BYTES))
  }

  pop(): IoEvent | undefined {
    const event = this.queue.shift()
    if (event) this.used -= (event.watch === undefined ? event.bytes.length : WATCH_BYTES) + 2
    return event
  }

  /** Takes the edge of a watched pin; it is lost when there is no room. */
  pushWatch(watch: WatchEvent): void {
    if (this.free < WATCH_BYTES + 2) {
      this.overflowed = true
      return
    }
    this.queue.push({ device: '', bytes: [], watch })
    this.used += WATCH_BYTES + 2
  }

  private append(device: string, bytes: number[]): void {
    if (this.free < bytes.length + 2) {
      this.overflowed = true
      return
    }
    this.queue.push({ device, bytes })
    this.used += bytes.length + 2
  }
}
