/**
 * Window join (SEMANTICS 6.5): both sides are assigned to the same windows; when a window fires, every left-right combination
 * of a key is a pair, in order of arrival. Firing, lateness and cleanup are those of windows (3.3, 3.4, 3.6). An event is
 * kept once, however many windows it is in: those of a window are a stretch of the buffer, which is in order of time.
 */
import { CODE, LATE, PLACES, READ, SIZE, SLIDE } from 'constants'
import { F, N, Q, T, keep, search, startOf } from 'joinBuffer'
import { loadLeft, loadRight } from 'joinColumns'
import { emit } from 'next'
import { KEYS } from 'plan'
import { W, k, late, t } from 'sides'
import { W as now, q as item } from '../runtime/input.ts'
import { putAll } from '../runtime/results.ts'

/** Last millisecond of the next window of a key that is to fire; the earliest of all. */
const D = new Float64Array(KEYS).fill(Infinity)
let due = Infinity
/** Places of the window that fires, in order of arrival: left ones, then from PLACES on right ones. */
const M = new Uint32Array(2 * PLACES)

/** Lists the events of a group in the window that starts at `w`, from `at` on; how many they are. */
function gather(g: number, w: number, at: number): number {
  let n = 0
  // Without allowed lateness nothing is kept that is older than the windows to come.
  for (let i = LATE ? search(g, w) : F[g]; i < N[g]; i++) {
    const place = g * PLACES + (i % PLACES)
    if (T[place] >= w + SIZE) break
    let j = at + n++
    for (; j > at && Q[M[j - 1]] > Q[place]; j--) M[j] = M[j - 1]
    M[j] = place
  }
  return n
}

/** Pairs everything of a key in the window that starts at `w`. */
function fire(key: number, w: number): void {
  const lefts = gather(key, w, 0)
  const rights = lefts ? gather(KEYS + key, w, PLACES) : 0
  if (!rights) return
  for (let i = 0; i < lefts; i++) {
    const left = M[i]
    if (READ) loadLeft(left)
    for (let j = PLACES; j < PLACES + rights; j++) {
      const right = M[j]
      putAll([CODE + 10, key, item, w + SIZE - 1, Q[left], Q[right]])
      if (!READ) continue
      loadRight(right)
      emit(key, w + SIZE - 1)
    }
  }
}

/** Start of the earliest window that `time` is in; the latest starts at `w`. */
function earliest(time: number, w: number): number {
  if (SIZE <= SLIDE) return w
  const d = w - time + SIZE - 1
  return w - d + (d % SLIDE)
}

/** Last millisecond of the first window after the one that starts at `w`, of those that a group has events for. */
function nextOf(g: number, w: number): number {
  if (!LATE) while (F[g] < N[g] && T[g * PLACES + (F[g] % PLACES)] < w + SLIDE) F[g]++
  const i = LATE ? search(g, w + SLIDE) : F[g]
  if (i === N[g]) return Infinity
  const time = T[g * PLACES + (i % PLACES)]
  const next = earliest(time, startOf(time))
  return (next > w + SLIDE ? next : w + SLIDE) + SIZE - 1
}

/** Takes the current event. */
export function event(): void {
  const newest = startOf(t)
  if ((SLIDE > SIZE && newest <= t - SIZE) || newest + SIZE - 1 + LATE <= W) {
    if (t + LATE <= W) late()
    return
  }
  if (!keep()) return
  let w = earliest(t, newest)
  if (SIZE > SLIDE) while (w + SIZE - 1 + LATE <= W) w += SLIDE
  if (LATE) for (; w <= newest && w + SIZE - 1 <= W; w += SLIDE) fire(k, w)
  const last = w + SIZE - 1
  if ((LATE && w > newest) || last >= D[k]) return
  D[k] = last
  if (last < due) due = last
}

/** Fires what the watermark has reached, in order of the windows' ends. */
export function watermark(): void {
  while (due <= now) {
    let next = Infinity
    for (let key = 0; key < KEYS; key++) {
      if (D[key] === due) {
        const w = due - SIZE + 1
        fire(key, w)
        const left = nextOf(key, w)
        const right = nextOf(KEYS + key, w)
        D[key] = left < right ? left : right
      }
      if (D[key] < next) next = D[key]
    }
    due = next
  }
}
