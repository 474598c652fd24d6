/**
 * The faults of a soak, and what one seed does: troubles of the line all the while, blows at moments of their own. A fault is dealt
 * when its moment is chosen, and strikes when it happens: only what strikes is counted.
 */
import { Random } from '../sources/random.ts'
import type { Cut } from './disk.ts'

/** Troubles of the line, to pieces of what passes. */
export const TROUBLES = ['loss', 'repeat', 'reorder', 'flip', 'split', 'delay'] as const
/** What is dealt once: see README. */
export const BLOWS = ['cut', 'silence', 'reset', 'power', 'hostCrash', 'memory'] as const

export type Trouble = (typeof TROUBLES)[number]
export type Blow = (typeof BLOWS)[number]
/** `torn` and `tornTail`: of `power` and `hostCrash` those that left a part of a write behind. `fullStorage`: Storage refused a write. */
export type Kind = Trouble | Blow | 'torn' | 'tornTail' | 'fullStorage'

/** How often each kind of fault struck. */
export type FaultCounts = Record<Kind, number>

export const KINDS: readonly Kind[] = [...TROUBLES, ...BLOWS, 'torn', 'tornTail', 'fullStorage']

export function noFaults(): FaultCounts {
  return Object.fromEntries(KINDS.map((kind) => [kind, 0])) as FaultCounts
}

/** Hears of a fault as it strikes. */
export type OnStrike = (kind: Kind) => void

/** Chance of each trouble, a piece of the line; splits are not drawn. */
export type LineChances = Readonly<Record<Exclude<Trouble, 'split'>, number>>

export interface DealtBlow {
  readonly kind: Blow
  /** It is dealt when the board has come to so many items. */
  readonly afterItems: number
  /** From 0 to 1: how long it lasts, or how far ahead the moment is at which it strikes. */
  readonly strength: number
}

/** What one seed does. */
export interface FaultPlan {
  readonly line: LineChances
  readonly blows: readonly DealtBlow[]
  /** Whether the chip has pages of flash beside its Storage. */
  readonly freePages: boolean
  /** Storage has room for the program and so many checkpoints; `null`: plenty. */
  readonly room: number | null
  readonly checkpointMs: number
  /** Time between two items of the source; 0: they come as fast as they are taken. */
  readonly paceMs: number
  readonly baud: number | undefined
  /** Exactly this operation of the flash, or this write of the journal, is cut. */
  readonly flashCut?: Cut
  readonly journalCut?: Cut
  /** Variables of the board; default 4,000. */
  readonly vars?: number
}

const QUIET: LineChances = { loss: 0, repeat: 0, reorder: 0, flip: 0, delay: 0 }

/** A run in which nothing happens. */
export const UNDISTURBED: FaultPlan = {
  line: QUIET,
  blows: [],
  freePages: true,
  room: null,
  checkpointMs: 0,
  paceMs: 0,
  baud: undefined,
}

/** Blows come early enough to strike while there is something to hit. */
const LAST_BLOW = 0.75
/** A Storage that is full has room for up to so many checkpoints: none, one, or both. */
const MOST_ROOM = 2.5

const LEAST_CHECKPOINT_MS = 20
const MOST_CHECKPOINT_MS = 400
const MOST_PACE_MS = 8

export function planOf(seed: number, items: number): FaultPlan {
  const random = new Random(seed)
  const some = (most: number): number => (random.below(2) === 0 ? 0 : random.next() * most)
  const line = { loss: some(0.02), repeat: some(0.02), reorder: some(0.05), flip: some(0.02), delay: some(0.05) }
  const blows = Array.from({ length: 1 + random.below(4) }, () => ({
    kind: BLOWS[random.below(BLOWS.length)],
    afterItems: 1 + random.below(Math.floor(LAST_BLOW * items)),
    strength: random.next(),
  })).sort((a, b) => a.afterItems - b.afterItems)
  // A Storage that is full troubles only those that keep checkpoints there.
  const freePages = random.below(4) > 0
  return {
    line,
    blows,
    freePages,
    room: !freePages && random.below(2) === 0 ? random.next() * MOST_ROOM : null,
    checkpointMs: LEAST_CHECKPOINT_MS + random.below(MOST_CHECKPOINT_MS),
    paceMs: random.below(2) * (1 + random.below(MOST_PACE_MS)),
    baud: random.below(4) === 0 ? 115_200 : undefined,
  }
}
