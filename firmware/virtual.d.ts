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
  /** A key without events for longer is forgotten; 0: never. */
  export const TTL: number
  /** The input has two sides. */
  export const SIDED: boolean
  /** Frames of events may be brief. */
  export const BRIEF: boolean
  /** All that the watermark moves says from when on (`wake` of `runtime/input.ts`): it need not be called before. */
  export const LAZY: boolean
  /** Events have keys; otherwise all are of key 0. */
  export const KEYED: boolean
  /** Watermark of a stream that has none yet. */
  export const MIN: number
  /** The program has a connection to a broker of its own (`runtime/mqtt.ts`). */
  export const MQTT: boolean
  /** What it says of itself there: the beginning of a JSON object. */
  export const INFO: string
}

/** The columns of the input, in the order of the plan. */
declare module 'columns' {
  /** How many there are. */
  export const COLUMNS: number
  /** Makes the views of a frame of columns (`runtime/input.ts`), which is the current one. */
  export function takeColumns(a: (number | string | null)[]): void
  /** The values of event `i` of the frame become the current ones. */
  export function pickColumns(i: number): void
  /** The values of a frame of a single event. */
  export function oneOfEach(a: (number | string | null)[]): void
}

/** How the stages hang together. */
declare module 'graph' {
  /** Some stage has something to do when an item is done. */
  export const DUMPS: boolean
  /** All events of the current frame. */
  export function frame(): void
  /** The current event. */
  export function event(): void
  /** The watermark (or the processing-time clock) has moved. */
  export function watermark(): void
  /** What must wait until an item has been processed by all stages: dumps. */
  export function settle(): void
  /** Key `i` is to all stages as if it had never been seen. */
  export function forget(i: number): void
  /** A checkpoint is about to be made: frames that were put aside are taken apart. */
  export function still(): void
  /** [onTime, refired, late, refused] of each window stage. */
  export function fates(): number[][]
  /** Text `i` of the dictionary has arrived; its bytes are UTF-8. */
  export function text(i: number, bytes: string): void
  /** Key `i` has arrived: its JSON text in base64. */
  export function key(i: number, encoded: string): void
}

/** Constants of the stage, field or column that an operator is an instance of. */
declare module 'constants' {
  /** Stage number times 16, the base of its record codes. */
  export const CODE: number
  /** A column is the last; is gathered by a window; its sum, a spread of it, its squared deviations in each frame are wanted. */
  export const LAST: boolean
  export const GATHERED: boolean
  export const SUMS: boolean
  export const SPREADS: boolean
  export const DEVIATES: boolean
  /** Key slots times window slots, and one more as scratch. */
  export const SLOTS: number
  /** Window slots of a key. */
  export const OPEN: number
  /** Time bounds prove that OPEN slots are enough: none is ever missing. */
  export const PROVEN: boolean
  /** The events are measurements: an event far ahead may fire what its own watermark makes due first. */
  export const AHEAD: boolean
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
  /** Events of a key and side that a join keeps; its bounds; how long it keeps an event of either side, or by windows. */
  export const PLACES: number
  export const LOWER: number
  export const UPPER: number
  export const WAIT_LEFT: number
  export const WAIT_RIGHT: number
  export const GRID: boolean
  /** Somebody reads the stage's results. */
  export const READ: boolean
  export const PEAK: 'max' | 'min' | ''
  export const THRESHOLD: number
  export const SCORES: boolean
  /** A baseline: weight of a value, values before it scores, alarms in a row before it starts again (0: never). */
  export const ALPHA: number
  export const WARMUP: number
  export const ADOPT: number
  /** A compound detector: how many, within which time, sources of a key; one state for all keys, alarms without a key; the clock is the time. */
  export const LEAST: number
  export const WITHIN: number
  export const SOURCES: number
  export const ACROSS: boolean
  export const NAMELESS: boolean
  export const LIVE: boolean
  /** After so long without an event a key is silent. */
  export const SILENT: number
  /** Dictionary numbers of the words `start` and `end`. */
  export const START: number
  export const END: number
  /** Patterns: slots of a key for threads and held matches; the slot of the start thread; events that a slot holds. */
  export const THREADS: number
  export const HELD: number
  export const EMPTY: number
  /** Events that a key's threads share; they or slots are too many for one byte. */
  export const NODES: number
  export const WIDE: boolean
  /** A thread may want to take more than there is room for. */
  export const SCARCE: boolean
  /** The only step that takes events; -1: there are several. */
  export const ONLY: number
  /** Places up to this one are left alone by no event. */
  export const NERVOUS: number
  /** Time bounds: there are some; behind the last event; of the whole (0: none). */
  export const TIMED: boolean
  export const PREVIOUS: boolean
  export const WITHIN: number
  /** A thread may become a match when its time is over. */
  export const LASTING: boolean
  /** Skip strategy ('' is noSkip); it names an event of the match; that one must exist; the step that it names. */
  export const SKIP: 'skipToNext' | 'skipPastLastEvent' | 'skipToFirst' | 'skipToLast' | ''
  export const MARKED: boolean
  export const STRICT: boolean
  export const STEP: number
  /** Plain sequences: events of a match; a match uses up all that it overlaps; it leaves its thread waiting for more. */
  export const LENGTH: number
  export const PAST: boolean
  export const ANY: boolean
  /** Some step must be met by the next event. */
  export const HASTY: boolean
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
  /** The stage needs nothing but sums, so that frames may be gathered and added to a slot together. */
  export const GATHERS: boolean
  /** Whether the current frame can be gathered without a rounding. */
  export function allExact(): boolean
  export function gatherAll(): void
  /** Adds what was gathered, `c` events, to a slot that holds `before` events. */
  export function settleAll(slot: number, before: number, c: number): void
  /** Merges all other slots, with `m` events each, into the last one. */
  export function mergeEvenAll(slot: number, m: number): void
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

/**
 * The event that a stage sees: its time, key number and its own number (of the item, or of the result that it is), from the
 * input, another stage's results or a reorder stage; and the watermark as the stage sees it.
 */
declare module 'now' {
  export let t: number
  export let q: number
  export let k: number
  export let W: number
}

/** The event that a join sees, its side (0 left, 1 right), and the watermark as the join sees it. */
declare module 'sides' {
  export let t: number
  export let q: number
  export let k: number
  export let W: number
  export let side: number
  /** Reports the current event as late. */
  export function late(): void
}

/** The events that a join keeps (`stages/join-buffer.ts`). */
declare module 'joinBuffer' {
  export const T: Float64Array
  export const Q: Uint32Array
  export const F: Uint32Array
  export const N: Uint32Array
  export function startOf(time: number): number
  export function purge(group: number): void
  export function keep(): boolean
  export function search(group: number, from: number): number
}

/** The fields of a join's pairs that somebody reads; of places, those of the current event's side unless said otherwise. */
declare module 'joinColumns' {
  export function storeAll(place: number): void
  export function moveAll(to: number, from: number): void
  /** The current event is one of the pair; the event in a place is. */
  export function takeOwn(): void
  export function loadOther(place: number): void
  export function loadLeft(place: number): void
  export function loadRight(place: number): void
}

/** The field that a column, lane, peak or score is about. */
declare module 'field' {
  export let x: number
  export let X: Float64Array | Int16Array | Int32Array
  export let S: number
  /** The scale of a column of Int16, NaN for others; its sum, sum of squares and squared deviations (`column.ts`). */
  export let C: number
  export let U: number
  export let Q: number
  export let V: number
  export let gaps: boolean
}

/** The stages that gather sums of a column. */
declare module 'gatherers' {
  /** They add to their slots what they have gathered. */
  export function settle(): void
}

/** What the stages behind a waiting room think of what arrives. */
declare module 'quiet' {
  /** They can tell. */
  export const QUIET: boolean
  /** Without something before it in time, no event of the current frame changes anything behind the waiting room. */
  export function quiet(): boolean
  /** The same of the current single event. */
  export function calm(): boolean
}

/** Expressions of the stage, compiled. */
declare module 'expressions' {
  export function test(): boolean
  export function until(): boolean
  export function assign(): void
  export function remember(): void
  /** Patterns: finds out what the start thread asks; what other threads ask, and whether any of it holds. */
  export function begins(): void
  export function looks(): boolean
  /** What becomes of the start thread, and of the thread at work, which stands at a place. */
  export function begin(): void
  export function move(place: number): void
  /** Whether a thread whose time is over there is a match; how long one may stay there behind its last event. */
  export function lasts(place: number): boolean
  export function bound(place: number): number
  /** What conditions look back at: copied with a thread, brought up to date with a step. */
  export function copy(to: number, from: number): void
  export function learn(slot: number, step: number): void
  /** Plain sequences: the event begins a thread; concerns others; what becomes of those (true: a match has used it up). */
  export function starts(): boolean
  export function goes(): boolean
  export function turn(): boolean
  /** The number of the step that takes event `i` of a match. */
  export function stepOf(i: number): number
}

/** What comes after the stage. */
declare module 'next' {
  export function event(): void
  /** Reports the current event as late. */
  export function late(): void
  /** Hands a result on as an event; further arguments are the fields of `emittedBy` (toolchain/derived-module.ts). */
  export function emit(key: number, time: number, ...fields: number[]): void
  export function full(time: number): void
  export function dump(key: number, q: number, t: number): void
}

/** The threads of a pattern stage (`stages/threads.ts`). */
declare module 'threads' {
  export const P: Uint8Array
  export const N: Uint8Array
  export const F: Float64Array
  export const L: Float64Array
  export const T: Uint16Array | Uint8Array
  export const Q: Uint32Array
  export const A: Uint8Array
  export const B: Uint16Array | Uint8Array
  export const S: Uint32Array
  export const Z: Uint32Array
  export const E: Uint32Array
  export const O: Uint8Array
  export const C: Uint8Array
  export const V: Uint8Array
  export const D: Float64Array
  export let due: number
  export let key: number
  export let base: number
  export let time: number
  export let i: number
  export function enter(key: number, now: number): void
  export function stand(slot: number): void
  export function lose(what: number): void
  export function clear(key: number): void
  export function deadline(slot: number): number
  export function isFull(): boolean
  export function take(slot: number, step: number): void
  export function free(slot: number): void
  export function copyTo(slot: number): void
  export function pass(): void
  export function replan(): void
}

/** Its matches (`stages/matches.ts`). */
declare module 'matches' {
  export const H: Uint8Array
  export const X: Uint8Array
  export function hit(step: number): void
  export function timeout(): void
  export function sendHeld(): void
}

/** How many events each slot of the window stage holds. */
declare module 'counts' {
  export const N: Uint32Array
}
