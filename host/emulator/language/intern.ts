/**
 * One instance of each name, so that comparing names is comparing references. The table is bounded, because whoever sends lines to a board
 * can think up names without end (a seal behind a frame looks like one): when it is full it is begun anew. Names from before are
 * still equal; engines keep one instance of each property name.
 */
const known = new Map<string, string>()
/** Names in the table at most: many times those of the largest program. */
export const MOST_NAMES = 1 << 15

export function intern(name: string): string {
  let same = known.get(name)
  if (same === undefined) {
    if (known.size >= MOST_NAMES) known.clear()
    same = Object.keys({ [name]: 0 })[0]
    known.set(name, same)
  }
  return same
}

/** How many names are in the table. */
export function internedNames(): number {
  return known.size
}
