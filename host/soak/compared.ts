/** How the results of a run differ from those of an undisturbed one. */

export interface Difference {
  readonly lost: number
  readonly repeated: number
  readonly reordered: number
  readonly wrong: number
}

/** What is missing, too much, in another place, or different. A run that ended early only lacks its end. */
export function compared(expected: readonly string[], got: readonly string[], ended: boolean): Difference {
  const due = ended ? expected.slice(0, got.length) : expected
  const left = new Map<string, number>()
  for (const each of due) left.set(each, (left.get(each) ?? 0) + 1)
  let repeated = 0
  let wrong = 0
  for (const each of got) {
    const n = left.get(each)
    if (n === undefined) wrong += 1
    else if (n === 0) repeated += 1
    else left.set(each, n - 1)
  }
  const lost = [...left.values()].reduce((sum, n) => sum + n, 0)
  const same = lost === 0 && repeated === 0 && wrong === 0
  const reordered = same ? got.filter((each, i) => each !== due[i]).length : 0
  return { lost, repeated, reordered, wrong }
}
