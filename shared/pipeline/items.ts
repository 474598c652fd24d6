/**
 * The one rule of SEMANTICS 1.4 that a specification alone cannot break: in event time an event has a time.
 * For whoever holds the items that a pipeline is to be fed with, before the first of them is read.
 */
import { pathOf, shown, type Fault } from './fault.ts'
import type { Time } from './pipeline.ts'

/** The faults of raw input items (SEMANTICS 1.2) under the time of a pipeline; marks and clock items have none. */
export function itemFaults(time: Time, items: readonly unknown[]): Fault[] {
  if (time.mode === 'processing') return []
  return items.flatMap((item, index): Fault[] => {
    if (typeof item !== 'object' || item === null || !isEvent(item)) return []
    const t: unknown = 't' in item ? item.t : undefined
    if (Number.isSafeInteger(t)) return []
    const message =
      t === undefined ? 'the event has no time' : `the time of an event is whole milliseconds, but is ${shown(t)}`
    const cure = 'add "t", or use processing time'
    return [{ path: pathOf(['items', index, 't']), message, cure }]
  })
}

function isEvent(item: object): boolean {
  return !['wm', 'pt', 'probe'].some((key) => key in item)
}
