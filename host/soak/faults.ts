/**
 * What happens in one run of a soak, drawn from its seed: troubles of the line all the while, and blows at moments of their own. A blow is dealt
 * while results that depend on earlier input are still to come; the run counts how many were.
 */
import { Random } from '../sources/random.ts'
import type { Carry, World } from './world.ts'
import { PowerLoss } from './world.ts'

/** Every kind of fault, and how often it happened. */
export interface FaultCounts {
  loss: number
  repeat: number
  reorder: number
  flip: number
  split: number
  delay: number
  cut: number
  reset: number
  power: number
  hostCrash: number
  memory: number
  fullStorage: number
}

export type Blow = 'cut' | 'silence' | 'reset' | 'flash' | 'hostCrash' | 'memory'

/** What one seed does. */
export interface FaultPlan {
  /** Chance of each trouble, a piece of the line. */
  readonly line: {
    readonly loss: number
    readonly repeat: number
    readonly reorder: number
    readonly flip: number
    readonly delay: number
  }
  /** When each blow is dealt: after so many items were handed in. */
  readonly blows: readonly { readonly kind: Blow; readonly afterItems: number; readonly strength: number }[]
  readonly freePages: boolean
  readonly fullStorage: boolean
  readonly checkpointMs: number
  readonly baud: number | undefined
  /** Exactly this operation of the flash, or this write of the journal, is cut: that much of it happens, from 0 to 1. */
  readonly flashCut?: Cut
  readonly journalCut?: Cut
  /** Variables of the board; default 4,000. */
  readonly vars?: number
}

export interface Cut {
  /** From 0 on. */
  readonly at: number
  readonly part: number
}

/** A run in which nothing happens. */
export const UNDISTURBED: FaultPlan = {
  line: { loss: 0, repeat: 0, reorder: 0, flip: 0, delay: 0 },
  blows: [],
  freePages: true,
  fullStorage: false,
  checkpointMs: 0,
  baud: undefined,
}

const BLOWS: readonly Blow[] = ['cut', 'silence', 'reset', 'flash', 'hostCrash', 'memory']

export function noFaults(): FaultCounts {
  return {
    loss: 0,
    repeat: 0,
    reorder: 0,
    flip: 0,
    split: 0,
    delay: 0,
    cut: 0,
    reset: 0,
    power: 0,
    hostCrash: 0,
    memory: 0,
    fullStorage: 0,
  }
}

export function planOf(seed: number, items: number): FaultPlan {
  const random = new Random(seed)
  const some = (most: number): number => (random.below(2) === 0 ? 0 : random.next() * most)
  const line = { loss: some(0.02), repeat: some(0.02), reorder: some(0.02), flip: some(0.02), delay: some(0.05) }
  const blows = Array.from({ length: 1 + random.below(4) }, () => ({
    kind: BLOWS[random.below(BLOWS.length)],
    afterItems: 1 + random.below(items - 1),
    strength: random.next(),
  })).sort((a, b) => a.afterItems - b.afterItems)
  return {
    line,
    blows,
    freePages: random.below(5) > 0,
    fullStorage: random.below(20) === 0,
    checkpointMs: 50 + random.below(1000),
    baud: random.below(4) === 0 ? 115_200 : undefined,
  }
}

/** A line with these troubles, counted as they happen. */
export function troubledLine(seed: number, plan: FaultPlan, counts: FaultCounts, quiet: () => boolean): Carry {
  const random = new Random(seed ^ 0x5eed)
  return (bytes) => {
    if (quiet()) return []
    const hit = (chance: number, kind: keyof FaultCounts): boolean => {
      if (random.next() >= chance) return false
      counts[kind] += 1
      return true
    }
    const pieces: { bytes: Uint8Array; after: number }[] = []
    for (const part of split(bytes, random, counts)) {
      const { line } = plan
      if (hit(line.loss, 'loss')) continue
      const sent = hit(line.flip, 'flip') ? flipped(part, random) : part
      const after = 0.1 + (hit(line.delay, 'delay') ? random.next() * 3000 : 0)
      pieces.push({ bytes: sent, after })
      if (hit(line.repeat, 'repeat')) pieces.push({ bytes: sent, after })
      if (pieces.length > 1 && hit(line.reorder, 'reorder')) pieces.push(...pieces.splice(-2, 1))
    }
    return pieces
  }
}

/** At any byte, or not at all. */
function split(bytes: Uint8Array, random: Random, counts: FaultCounts): Uint8Array[] {
  if (bytes.length < 2 || random.below(3) > 0) return [bytes]
  counts.split += 1
  const at = 1 + random.below(bytes.length - 1)
  return [bytes.subarray(0, at), bytes.subarray(at)]
}

function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[random.below(copy.length)] ^= 1 << random.below(8)
  return copy
}

/** Deals a blow to what lies outside of the host. */
export function strike(
  world: World,
  kind: Exclude<Blow, 'hostCrash'>,
  strength: number,
  counts: FaultCounts,
  silence: (ms: number) => void,
): void {
  switch (kind) {
    case 'cut':
      counts.cut += 1
      return world.unplug(10 + strength * 5000)
    case 'silence':
      counts.cut += 1
      return silence(10 + strength * 5000)
    case 'reset':
      counts.reset += 1
      return world.board.strike(Math.floor(strength * 3_000_000), () => {
        throw new PowerLoss(10 + strength * 500)
      })
    case 'flash':
      return cutFlash(world, strength, counts)
    case 'memory':
      counts.memory += 1
      return world.board.failMemory(Math.floor(strength * 5000))
  }
}

/** Power fails at one of the next writes of flash, in the middle of it. */
function cutFlash(world: World, strength: number, counts: FaultCounts): void {
  cutFlashAt(world, { at: Math.floor(strength * 40), part: (strength * 997) % 1 }, counts)
}

/** Power fails in the middle of one operation of the flash, counted from now. */
export function cutFlashAt(world: World, { at, part }: Cut, counts: FaultCounts): void {
  let left = at
  world.board.supply = ({ length }) => {
    if (left-- > 0) return length
    world.board.supply = (operation) => operation.length
    counts.power += 1
    return Math.floor(part * length)
  }
}
