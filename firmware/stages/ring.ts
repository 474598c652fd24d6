/**
 * The last SIZE events of a key in arrival order: a circular buffer with moving aggregates and dumps (pipeline README),
 * and the sliding count window of SEMANTICS 5.1. Event number `i` of a key lies in place `i mod SIZE`.
 */
import { AGGREGATES, CODE, DUMPED, SIZE, SLIDE, WINDOW } from 'constants'
import { emit } from 'next'
import { k, q, t } from 'now'
import { KEYS } from 'plan'
import { KEPT, keptAt, putAll, selectKept, storeAll, summarise } from 'ringColumns'
import { scratch } from '../runtime/hint.ts'
import { n, pick, q as item } from '../runtime/input.ts'
import { head, put } from '../runtime/results.ts'

/** Events so far of each key; item numbers of the kept ones. */
const C = new Uint32Array(KEYS)
const I = DUMPED ? new Uint32Array(KEYS * SIZE) : null

/** Dumps that wait until the item has been processed by all stages: key, item and time of each report. */
let waiting = scratch<number[]>([])
/** Events of forgotten keys. */
let gone = 0

/** Takes the current event. */
export function event(): void {
  const c = C[k]++
  const place = k * SIZE + (c % SIZE)
  if (I) I[place] = q
  storeAll(place)
  if (!AGGREGATES || (c + 1) % SLIDE) return
  head(WINDOW ? CODE : CODE + 5, k, item)
  if (WINDOW) put(0)
  summarise(k * SIZE, c < SIZE ? c + 1 : SIZE, place)
  putAll()
  emit(k, t)
}

/** Takes the current frame, event by event. */
export function frame(): void {
  for (let i = 0; i < n; i++) {
    pick(i)
    event()
  }
}

/** The stage that this buffer listens to has reported event number `event` of `key` at event time `time`. */
export function dump(key: number, event: number, time: number): void {
  waiting.push(key, event, time)
}

/** Sends the dumps that were asked for during this item. */
export function settle(): void {
  if (!waiting.length) return
  const reports = waiting
  waiting = []
  for (let i = 0; i < reports.length; i += 3) send(reports[i], reports[i + 1], reports[i + 2])
}

/** Sends one dump: item numbers, then each kept field, oldest first. */
function send(key: number, number: number, time: number): void {
  const m = C[key] < SIZE ? C[key] : SIZE
  const oldest = C[key] < SIZE ? 0 : C[key] % SIZE
  head(CODE + 6, key, item)
  put(number)
  put(time)
  put(m)
  for (let field = -1; field < KEPT; field++) {
    if (field >= 0) selectKept(field)
    for (let i = 0; i < m; i++) {
      const place = key * SIZE + ((oldest + i) % SIZE)
      put(field < 0 && I ? I[place] : keptAt(place))
    }
  }
}

export function fates(): number[] {
  let onTime = gone
  for (const c of C) onTime += c
  return [onTime, 0, 0, 0]
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  gone += C[key]
  C[key] = 0
}
