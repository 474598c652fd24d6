/** Espruino's quicksort (FACTS 3.2): it is not stable, and the order of equal elements is part of its behaviour. */

/** From this many elements on, the pivot is the median of the first, middle and last. */
const MEDIAN_FROM = 11

/** Sorts in place and returns the list. Only the sign of what `compare` yields matters. */
export function sortWith<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  sortRange(list, 0, list.length, compare)
  return list
}

function sortRange<T>(list: T[], from: number, count: number, compare: (a: T, b: T) => number): void {
  if (count < 2) return
  if (count >= MEDIAN_FROM) choosePivot(list, from, count, compare)
  const pivot = list[from]
  let at = from
  let isLowest = true
  for (let next = from + 1; next < from + count; next++) {
    const value = list[next]
    const order = compare(value, pivot)
    if (order > 0) continue
    if (order < 0) isLowest = false
    list[at] = value
    at++
    list[next] = list[at]
    list[at] = pivot
  }
  sortRange(list, at + 1, from + count - at - 1, compare)
  if (!isLowest) sortRange(list, from, at - from, compare)
}

function choosePivot<T>(list: T[], from: number, count: number, compare: (a: T, b: T) => number): void {
  const middle = from + (count >> 1)
  const last = from + count - 1
  const [low, mid, high] = [list[from], list[middle], list[last]]
  const lowMid = compare(low, mid)
  const midHigh = compare(mid, high)
  const lowHigh = compare(low, high)
  if ((lowMid <= 0 && midHigh <= 0) || (lowHigh <= 0 && midHigh >= 0)) {
    list[from] = mid
    list[middle] = low
  } else if ((lowMid >= 0 && lowHigh <= 0) || (midHigh >= 0 && lowHigh >= 0)) {
    list[from] = high
    list[last] = low
  }
}
