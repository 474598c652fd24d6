/** How far the emulator is from the recorded counts of a real interpreter. */
import { countOf } from './count.ts'
import type { Snippet } from './snippets.ts'

/** measured.json: instructions of a turn of each snippet, and of the empty loop, which names the build. */
export interface Measured {
  readonly build: string
  readonly emptyLoop: number
  readonly counts: Readonly<Record<string, number>>
}

export interface Deviation {
  readonly name: string
  readonly measured: number
  readonly charged: number
  /** Relative: 0.1 is 10 % too much. */
  readonly error: number
}

/** The snippets of a list that were measured, the worst first. */
export function deviationsOf(list: readonly Snippet[], counts: Measured['counts']): Deviation[] {
  return list
    .filter(({ name }) => name in counts)
    .map((snippet) => {
      const measured = counts[snippet.name]
      const charged = countOf(snippet)
      return { name: snippet.name, measured, charged, error: charged / measured - 1 }
    })
    .sort((a, b) => Math.abs(b.error) - Math.abs(a.error))
}

/** Median, 90th percentile and largest of the errors, without their signs. */
export function summaryOf(worstFirst: readonly Deviation[]): {
  readonly count: number
  readonly median: number
  readonly p90: number
  readonly most: number
} {
  const count = worstFirst.length
  const at = (share: number): number => Math.abs(worstFirst[Math.floor(count * share)]?.error ?? 0)
  return { count, median: at(0.5), p90: at(0.1), most: at(0) }
}
