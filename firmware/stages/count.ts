/**
 * Tumbling count windows (SEMANTICS 5.1): every SIZE-th event of a key fires, then the window starts empty.
 */
import { addAll, addFrame, anyGaps, clearAll, putAll } from 'aggregates'
import { CODE, SIZE } from 'constants'
import { N } from 'counts'
import { emit } from 'next'
import { k, t } from 'now'
import { n, pick, q as item } from '../runtime/input.ts'
import { head, put } from '../runtime/results.ts'

let onTime = 0

/** Takes the current event. */
export function event(): void {
  onTime++
  N[k]++
  addAll(k)
  if (N[k] < SIZE) return
  head(CODE, k, item)
  put(0)
  putAll(k)
  emit(k, t)
  N[k] = 0
  clearAll(k)
}

/** Takes the current frame: as a whole when it does not fill the window. */
export function frame(): void {
  if (N[k] + n >= SIZE || anyGaps()) {
    for (let i = 0; i < n; i++) {
      pick(i)
      event()
    }
    return
  }
  onTime += n
  addFrame(k, N[k])
  N[k] += n
}

export function fates(): number[] {
  return [onTime, 0, 0, 0]
}

/** The key is forgotten (pipeline README 12). */
export function forget(key: number): void {
  N[key] = 0
  clearAll(key)
}
