/**
 * Hints for the toolchain (`order.ts`): names that only rare code uses are put last. They cost nothing, since they are
 * taken out; what they say changes nothing but the order of names.
 */

/** `condition`, which seldom holds. */
export function unlikely(condition: boolean): boolean {
  return condition
}

/** `condition`, which nearly always holds. */
export function likely(condition: boolean): boolean {
  return condition
}
