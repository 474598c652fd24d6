/**
 * What was handed to the device lately, so that a failure can name its input: a frame's item numbers to items in order of
 * arrival. Bounded: older items than a run can have under way are forgotten.
 */
import type { NumberedFrame } from '../../shared/protocol/frames.ts'
import type { Positions } from '../../shared/protocol/positions.ts'
import type { Item } from '../../shared/stream/event.ts'

/** More than the device's window, the frames that wait for it and an open segment can hold. */
const KEPT = 8192

export interface DeliveredItem {
  /** Its place in the input, from 1. */
  readonly index: number
  readonly ref: string
  /** `null`: so long ago that it was forgotten. */
  readonly item: Item | null
}

/** The items that were at work when the device failed. */
export interface ItemsAtWork {
  /** Number of the frame in this run, from 1. */
  readonly frame: number
  /** In order of delivery. One: it was this one. Several: it was one of them, the device took them together. */
  readonly items: readonly DeliveredItem[]
  /** Events that had waited were released by the watermark behind them: the one at work may have come before. */
  readonly waited: boolean
}

export class Delivered {
  readonly #positions: Positions
  readonly #ring: Item[] = []
  #count = 0

  constructor(positions: Positions) {
    this.#positions = positions
  }

  /** Takes the next item in order of arrival. */
  add(item: Item): void {
    this.#ring[this.#count++ % KEPT] = item
  }

  /**
   * The items of a frame; `at` is the number of the item that the device had at work, if it told one. Strictly inside of
   * a frame that says which; at its ends only when `single`, because stages that take a frame as a whole stand there.
   */
  atWork(frame: NumberedFrame, at: number | null, single: boolean): readonly DeliveredItem[] {
    if (frame.type === 'D') return []
    const count = frame.type === 'E' ? frame.n : 1
    const first = frame.q
    const last = first + count - 1
    const known = at !== null && at >= first && at <= last && (single || (at > first && at < last))
    return known ? [this.#item(at)] : Array.from({ length: count }, (_, i) => this.#item(first + i))
  }

  #item(q: number): DeliveredItem {
    const { at, ref } = this.#positions.of(q)
    return { index: at + 1, ref, item: at >= this.#count - KEPT ? (this.#ring[at % KEPT] ?? null) : null }
  }
}

/** An item as its author would write it. */
export function describeItem({ item }: DeliveredItem): string {
  if (item === null) return '(long ago)'
  if (item.kind === 'clock') return JSON.stringify({ pt: item.pt })
  const side = item.side === undefined ? {} : { in: item.side }
  if (item.kind === 'watermark') return JSON.stringify({ wm: item.wm, ...side })
  return JSON.stringify({ ...(item.t === null ? {} : { t: item.t }), ...side, ...item.values })
}

/** The items in a sentence: which of the input, in which frame, with what in them. */
export function describeItems(work: ItemsAtWork): string {
  return (
    describeFrame(work) +
    (work.waited ? '\n    or an earlier one, which waited for the watermark that this one moved' : '')
  )
}

function describeFrame({ frame, items }: ItemsAtWork): string {
  if (items.length === 0) return `none: frame ${frame} brought a key or a text`
  const [first] = items
  const last = items[items.length - 1]
  const ref = (each: DeliveredItem): string => (each.ref === '' ? '' : `, ref ${each.ref}`)
  if (items.length === 1) return `item ${first.index} of the input${ref(first)}: ${describeItem(first)}`
  const numbers = items.map(({ index }) => index)
  const inTurn = numbers.every((n, i) => n === numbers[0] + i)
  const which = inTurn ? `${first.index} to ${last.index}` : shortList(numbers)
  return (
    `one of items ${which} of the input (frame ${frame})` +
    `\n    first ${describeItem(first)}\n    last  ${describeItem(last)}`
  )
}

/** Numbers shown before the rest is counted. */
const LISTED = 12

function shortList(numbers: readonly number[]): string {
  const more = numbers.length - LISTED
  return numbers.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
