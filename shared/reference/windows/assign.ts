/**
 * Which time windows an event belongs to (SEMANTICS 3.1, 3.2). A window is `[start, end)` in milliseconds; tumbling
 * windows are sliding ones whose slide is their size.
 */
export interface Shape {
  readonly sizeMs: number
  readonly slideMs: number
  readonly offsetMs: number
}

/** The latest start at or before `t`. JavaScript's `%` takes the sign of the left side, so the remainder is lifted. */
export function windowStart(t: number, slideMs: number, offsetMs: number): number {
  const remainder = (t - offsetMs) % slideMs
  return t - (remainder < 0 ? remainder + slideMs : remainder)
}

/**
 * The first and the last start of the windows that hold `t`; between them lies one every `slideMs`.
 * Where no window covers `t` (slide larger than size), `first > last`.
 */
export function windowStarts(t: number, shape: Shape): { first: number; last: number } {
  const last = windowStart(t, shape.slideMs, shape.offsetMs)
  const earlier = Math.floor((last - (t - shape.sizeMs) - 1) / shape.slideMs)
  return { first: last - earlier * shape.slideMs, last }
}
