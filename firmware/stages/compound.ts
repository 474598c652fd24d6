/**
 * Several detectors at once (pipeline README 10). Reports of all sources wait in one room until the watermark has passed
 * every stage above; then they are judged in order of time, equal times in the order of `from`, then of the keys' numbers.
 * Claims 18 bytes a place of the room, and 8 bytes a key and source.
 */
import { ACROSS, CODE, LEAST, LIVE, NAMELESS, ROOM, SOURCES, WITHIN } from 'constants'
import { dump, emit } from 'next'
import { KEYS, MIN } from 'plan'
import { W as now, q as item } from '../runtime/input.ts'
import { Action, Bound, overflow } from '../runtime/overflow.ts'
import { head, put } from '../runtime/results.ts'

const CELLS = KEYS * SOURCES

/** The room: time, place in `from` * KEYS + key, number of the result, cell of the source. */
const T = new Float64Array(ROOM)
const O = new Uint32Array(ROOM)
const Q = new Uint32Array(ROOM)
const C = new Uint16Array(ROOM)
let n = 0
/** The watermark as this stage sees it: of the item before, until all sources have spoken. */
let W = MIN
/** Time up to which reports were judged ahead of it. */
let ahead = MIN
/** Keys for which that was reported; the last place is that of alarms without a key. */
const told = new Uint8Array(KEYS + 1)

/** When each source reported last; whether so many have that an alarm was given. */
const LAST = new Float64Array(CELLS).fill(-Infinity)
const ACTIVE = new Uint8Array(ACROSS ? 1 : KEYS)

/** The number word of a report (protocol README 6): which result, of which source. */
function named(number: number, place: number): number {
  return number * 16 + place
}

function alarm(t: number, key: number, word: number, count: number): void {
  const of = NAMELESS ? NaN : key
  head(CODE + 4, of, word)
  put(t)
  put(count)
  put(count / LEAST)
  put(1)
  emit(of, t, count, count / LEAST, 1)
  dump(of, word, t)
}

/** Judges report `i` and takes it out of the room. */
function judge(i: number): void {
  const t = T[i]
  const key = O[i] % KEYS
  const word = named(Q[i], Math.floor(O[i] / KEYS))
  const cell = C[i]
  n--
  T[i] = T[n]
  O[i] = O[n]
  Q[i] = Q[n]
  C[i] = C[n]
  const state = ACROSS ? 0 : key
  const from = ACROSS ? 0 : key * SOURCES
  const to = ACROSS ? CELLS : from + SOURCES
  let count = 0
  for (let c = from; c < to; c++) if (t - LAST[c] < WITHIN) count++
  if (count < LEAST) ACTIVE[state] = 0
  if (t - LAST[cell] >= WITHIN) count++
  LAST[cell] = t
  if (count < LEAST || ACTIVE[state]) return
  ACTIVE[state] = 1
  alarm(t, key, word, count)
}

/** The report that comes first. */
function first(): number {
  let b = 0
  for (let i = 1; i < n; i++) {
    if (T[i] > T[b]) continue
    if (T[i] < T[b] || O[i] < O[b] || (O[i] === O[b] && Q[i] < Q[b])) b = i
  }
  return b
}

/** The room was full: what this may change is said once a key, and for all alarms where they have no key. */
function touched(key: number): void {
  if (!told[key]) overflow(CODE, Bound.Waiting, key, ahead, Action.Advance, 0)
  told[key] = 1
  if (!NAMELESS) return
  if (!told[KEYS]) overflow(CODE, Bound.Waiting, NaN, ahead, Action.Advance, 0)
  told[KEYS] = 1
}

/** Takes result `number` of a key, from the source at `place`. */
export function take(t: number, key: number, number: number, place: number, slot: number): void {
  if (!LIVE && (t <= W || t <= ahead)) {
    if (t > W) touched(key)
    head(CODE + 1, key, named(number, place))
    put(item)
    return put(t)
  }
  if (n === ROOM) {
    const i = first()
    ahead = T[i]
    touched(O[i] % KEYS)
    judge(i)
  }
  T[n] = t
  O[n] = place * KEYS + key
  Q[n] = number
  C[n++] = key * SOURCES + slot
}

/** All stages above have spoken. In processing time that is so after every event as well. */
export function watermark(): void {
  W = now
  while (n) {
    const i = first()
    if (T[i] > W) return
    judge(i)
  }
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  for (let i = key * SOURCES; i < key * SOURCES + SOURCES; i++) LAST[i] = -Infinity
  if (!ACROSS) ACTIVE[key] = 0
  told[key] = 0
}
