/**
 * Lets events arrive out of order, as from several motes over a network: each is delayed by a random time up to a bound,
 * and a few stragglers by more than it, so that they are late. The same seed gives the same order. Items without an
 * event keep their place in time. Expects items in order of time.
 */
import type { Item } from '../../shared/stream/event.ts'
import { Random } from './random.ts'

export interface ShuffleOptions {
  readonly seed: number
  /** Longest delay of an ordinary event, in ms of event time. */
  readonly boundMs: number
  /** One event in so many is a straggler; 0: none. */
  readonly stragglerEvery?: number
  /** How far beyond the bound a straggler may fall behind, in ms. */
  readonly stragglerMs?: number
}

interface OnTheWay {
  readonly item: Item
  readonly arrival: number
  readonly order: number
}

/** The items in their order of arrival. */
export async function* shuffle(items: AsyncIterable<Item>, options: ShuffleOptions): AsyncGenerator<Item> {
  const random = new Random(options.seed)
  let onTheWay: OnTheWay[] = []
  let order = 0
  let now = -Infinity
  for await (const item of items) {
    now = timeOf(item) ?? now
    onTheWay.push({ item, arrival: now + delayOf(item, random, options), order: order++ })
    // Nothing that is still to be read can arrive before the time it was measured.
    const [arrived, rest] = split(onTheWay, now)
    onTheWay = rest
    yield* inOrder(arrived)
  }
  yield* inOrder(onTheWay)
}

function delayOf(
  item: Item,
  random: Random,
  { boundMs, stragglerEvery = 0, stragglerMs = boundMs }: ShuffleOptions,
): number {
  if (item.kind !== 'event') return 0
  const ordinary = random.below(boundMs + 1)
  const strays = stragglerEvery > 0 && random.below(stragglerEvery) === 0
  return strays ? boundMs + 1 + random.below(stragglerMs) : ordinary
}

function split(all: readonly OnTheWay[], now: number): [arrived: OnTheWay[], rest: OnTheWay[]] {
  const arrived: OnTheWay[] = []
  const rest: OnTheWay[] = []
  for (const one of all) (one.arrival < now ? arrived : rest).push(one)
  return [arrived, rest]
}

function inOrder(all: readonly OnTheWay[]): Item[] {
  return [...all].sort((a, b) => a.arrival - b.arrival || a.order - b.order).map(({ item }) => item)
}

function timeOf(item: Item): number | null {
  switch (item.kind) {
    case 'event':
      return item.t
    case 'watermark':
      return item.wm
    case 'clock':
      return item.pt
  }
}
