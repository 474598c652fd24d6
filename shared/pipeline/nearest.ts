/**
 * The nearest known name to a misspelt one, for cures: "did you mean …?".
 * Near means: equal but for case, or few edits (insert, delete, replace, swap of neighbours) for its length.
 */

/** The known name nearest to `name`, or `null` when none is near. */
export function nearest(name: string, known: Iterable<string>): string | null {
  const allowed = Math.max(1, Math.floor(name.length / 3))
  let best: string | null = null
  let bestDistance = allowed + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > allowed) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance && distance < Math.max(name.length, candidate.length)) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Edits between two texts; a swap of neighbours counts as one (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(replace, above[j] + 1, row[j - 1] + 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    before = above
    above = row
  }
  return above[b.length]
}

/** A cure for a name that is not known: the nearest one, else `hint`, else the list of those that are. */
export function cureForName(name: string, known: readonly string[], what: string, hint?: string): string {
  const near = nearest(name, known)
  if (near !== null) return `did you mean '${near}'?`
  if (hint !== undefined) return hint
  if (known.length === 0) return `there is no ${what} here; remove it`
  return `use one of the known ${what}s: ${listed(known)}`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ')
  return names.length > 12 ? `${shown}, …` : shown
}
