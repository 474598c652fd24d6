/**
 * Modules that the toolchain makes for every pipeline (`toolchain/modules.ts`). An operator is written once, against
 * these; each stage gets an instance of it with constants and neighbours of its own.
 */

/** Constants of the program. */
declare module 'plan' {
  /** Hash of pipeline and firmware, 8 hexadecimal digits. */
  export const HASH: string
  /** Different keys that the program has room for. */
  export const KEYS: number
  export const TEXTS: number
  /** Watermark of a stream that has none yet. */
  export const MIN: number
}

/** The columns of the input, in the order of the plan. */
declare module 'columns' {
  /** Makes the column views of a frame; `a[first]` is the first column's code. */
  export function takeColumns(
    a: (number | string | null)[],
    first: number,
    buffer: ArrayBuffer,
    offset: number,
    n: number,
  ): void
  /** The values of event `i` of the frame become the current ones. */
  export function pickColumns(i: number): void
  /** The values of a single event; `a[first]` is the first field's divisor, the value follows it. */
  export function oneOfEach(a: (number | string | null)[], first: number): void
}

/** How the stages hang together. */
declare module 'graph' {
  /** All events of the current frame. */
  export function frame(): void
  /** The current event. */
  export function event(): void
  /** The watermark (or the processing-time clock) has moved. */
  export function watermark(): void
  /** What must wait until an item has been processed by all stages: dumps. */
  export function settle(): void
  /** [onTime, refired, late, refused] of each window stage. */
  export function fates(): number[][]
  /** Text `i` of the dictionary has arrived; its bytes are UTF-8. */
  export function text(i: number, bytes: string): void
}

/** Constants of the stage, field or column that an operator is an instance of. */
declare module 'constants' {
  /** Stage number times 16, the base of its record codes. */
  export const CODE: number
  /** Key slots times window slots, and one more as scratch. */
  export const SLOTS: number
  /** Window slots of a key. */
  export const OPEN: number
  /** Time bounds prove that OPEN slots are enough: none is ever missing. */
  export const PROVEN: boolean
  export const SIZE: number
  export const SLIDE: number
  export const OFFSET: number
  export const GAP: number
  export const LATE: number
  export const PURGE: boolean
  /** What is kept of a column. */
  export const SUM: boolean
  export const SPREAD: boolean
  export const LOW: boolean
  export const HIGH: boolean
  export const FIRST: boolean
  export const LAST: boolean
  /** Slots of the stage are merged. */
  export const MERGES: boolean
  export const NULLABLE: boolean
  /** Bits of a packed field (16 or 32; 0: kept as doubles) and its divisor: value = integer / DIVISOR. */
  export const BITS: number
  export const DIVISOR: number
  /** The packed integer that stands for a missing value. */
  export const NONE: number
  /** Places for waiting events of a key, a power of two; MASK is one less. */
  export const ROOM: number
  export const MASK: number
  export const FOR: number
  export const COOLDOWN: number
  export const PEAK: 'max' | 'min' | ''
  export const THRESHOLD: number
  export const SCORES: boolean
  /** A ring has moving aggregates; is dumped; is a count window (with result numbers). */
  export const AGGREGATES: boolean
  export const DUMPED: boolean
  export const WINDOW: boolean
}

/** The stage's own aggregates over all its columns. */
declare module 'aggregates' {
  export function addAll(slot: number): void
  /** Adds the whole frame; `before` events are in the slot already. */
  export function addFrame(slot: number, before: number): void
  export function mergeAll(to: number, from: number): void
  /** A slot has been emptied. */
  export function clearAll(slot: number): void
  /** Puts the results of a slot, in the order of the pipeline. */
  export function putAll(slot: number): void
  /** Whether a column of the current frame may hold nulls. */
  export function anyGaps(): boolean
}

/** The columns of a ring (buffer, sliding count window). */
declare module 'ringColumns' {
  export function storeAll(place: number): void
  export function summarise(from: number, n: number, newest: number): void
  export function putAll(): void
  /** How many fields a dump shows; their values, one field after the other. */
  export const KEPT: number
  export function selectKept(column: number): void
  export function keptAt(place: number): number
}

/** One array of SIZE values for each key: doubles, or the integers of a packed field. */
declare module 'rings' {
  export const RINGS: (Float64Array | Int32Array | Int16Array)[]
}

/** The fields that wait in a reorder stage. */
declare module 'lanes' {
  export function storeAll(place: number): void
  export function moveAll(to: number, from: number): void
  export function loadAll(place: number): void
}

/** The event that a stage sees: its time, item number and key number, from the input or from a reorder stage. */
declare module 'now' {
  export let t: number
  export let q: number
  export let k: number
}

/** The field that a column, lane, peak or score is about. */
declare module 'field' {
  export let x: number
  export let X: Float64Array | Int16Array | Int32Array
  export let S: number
  export let gaps: boolean
}

/** Expressions of the stage, compiled. */
declare module 'expressions' {
  export function test(): boolean
  export function until(): boolean
  export function assign(): void
  export function remember(): void
}

/** What comes after the stage. */
declare module 'next' {
  export function event(): void
  export function late(): void
  export function full(time: number): void
  export function dump(key: number, q: number, t: number): void
}

/** How many events each slot of the window stage holds. */
declare module 'counts' {
  export const N: Uint32Array
}
