/**
 * A recording in a few lines of text: one row a key, a column for each slice of time, the height of a block for the mean
 * of a value in it; below, where something was reported.
 */
const HEIGHTS = '▁▂▃▄▅▆▇█'
const PLAIN_HEIGHTS = '_.:-=+*#'

export interface Span {
  readonly from: number
  readonly to: number
}

/** Means of a value over equal slices of time, gathered as windows come. */
export class Slices {
  readonly #span: Span
  readonly #sums: number[]
  readonly #counts: number[]

  constructor(span: Span, columns: number) {
    this.#span = span
    this.#sums = new Array<number>(columns).fill(0)
    this.#counts = new Array<number>(columns).fill(0)
  }

  /** The column that a time falls into. */
  column(t: number): number {
    const { from, to } = this.#span
    const share = (t - from) / Math.max(1, to - from)
    return Math.min(this.#sums.length - 1, Math.max(0, Math.floor(share * this.#sums.length)))
  }

  add(t: number, value: number): void {
    const column = this.column(t)
    this.#sums[column] += value
    this.#counts[column] += 1
  }

  /** `null` where nothing came. */
  means(): (number | null)[] {
    return this.#sums.map((sum, i) => (this.#counts[i] === 0 ? null : sum / this.#counts[i]))
  }
}

/** Values as blocks between the smallest and the largest; a space where there is none. */
export function blocks(values: readonly (number | null)[], low: number, high: number, plain = false): string {
  const heights = plain ? PLAIN_HEIGHTS : HEIGHTS
  return values.map((value) => (value === null ? ' ' : heights[level(value, low, high)])).join('')
}

function level(value: number, low: number, high: number): number {
  if (high <= low) return 0
  return Math.min(7, Math.max(0, Math.floor((8 * (value - low)) / (high - low))))
}

/** A row of marks: later marks win over earlier ones in the same column. */
export function marks(columns: number, list: readonly { readonly column: number; readonly mark: string }[]): string {
  const row = new Array<string>(columns).fill(' ')
  for (const { column, mark } of list) row[column] = mark
  return row.join('').trimEnd()
}

/** An axis of hours below the columns: `0h     1h     2h`. */
export function hours(span: Span, columns: number): string {
  let axis = ''
  const all = (span.to - span.from) / 3_600_000
  for (let hour = 0; hour <= all; hour++) {
    const column = Math.floor((hour / all) * columns)
    if (column < axis.length + (hour > 0 ? 1 : 0) || column + 2 > columns) continue
    axis = axis.padEnd(column) + `${hour}h`
  }
  return axis
}
