/**
 * Hints for the toolchain. They cost nothing, since they are taken out. `likely` and `unlikely` (`order.ts`): names that only
 * rare code uses are put last. `scratch` (`state.ts`): what a checkpoint leaves out.
 */

/** `condition`, which seldom holds. */
export function unlikely(condition: boolean): boolean {
  return condition
}

/** `condition`, which nearly always holds. */
export function likely(condition: boolean): boolean {
  return condition
}

/**
 * `value` of a variable at the top level that is no part of the program's state: it means nothing from one line of the link to the
 * next, or after a restart. Checkpoints leave it out (`toolchain/state.ts`); what is neither a number nor a typed array must be marked so.
 */
/* @__NO_SIDE_EFFECTS__ */
export function scratch<T>(value: T): T {
  return value
}
