/**
 * Runs batches of random programs on two interpreters and finds the first program on which they differ. A difference
 * counts when it shows again in a run of that program alone: the real interpreter has a real clock.
 */
import { batchOf, outputsOf } from './batch.ts'
import { Grammar } from './grammar.ts'
import { render, shrink, type Tree } from './tree.ts'

/**
 * Runs program text and yields all that the console showed, lines ended by `\n`; undefined when the interpreter itself
 * crashed or hung, which says nothing about the other one.
 */
export type Side = (text: string) => string | undefined

export interface Difference {
  /** The program, made smaller as far as possible. */
  readonly program: string
  readonly expected: string
  readonly actual: string
  /** Which program of the run it was, counted from 0. */
  readonly index: number
}

export interface Comparison {
  /** The first differences, at most as many as asked for. */
  readonly differences: readonly Difference[]
  /** Programs on which the first interpreter crashed or hung; nothing can be learned from them. */
  readonly skipped: readonly { readonly index: number; readonly program: string }[]
}

export interface CompareOptions {
  readonly count: number
  /** Programs of one batch; together they must fit into memory. */
  readonly batch?: number
  /** Compares variables in use too; only for interpreters with the same variable layout. */
  readonly memory?: boolean
  /**
   * Leaves out the source line and the mark under each stack frame: builds for computers of 64 bits show none. To be set
   * for every binary whose variables do not have 14 bytes.
   */
  readonly withoutMarkers?: boolean
  /** Stops after so many differences; 1 unless given. */
  readonly most?: number
  /** Told after each batch how many programs have been compared. */
  readonly onProgress?: (done: number) => void
}

/** Smaller programs that are tried for each difference. */
const TRIES = 200

const UNDEFINED = 'is not defined'

/** Runs of a program alone that must all show the same difference. */
const REPEATS = 3

/** Compares `options.count` programs. */
export function compare(expected: Side, actual: Side, random: () => number, options: CompareOptions): Comparison {
  const comparison = new Run(expected, actual, options)
  const grammar = new Grammar(random)
  const size = options.batch ?? 50
  for (let done = 0; done < options.count; done += size) {
    const trees = Array.from({ length: Math.min(size, options.count - done) }, () => grammar.program())
    comparison.batch(trees, done)
    if (comparison.differences.length >= (options.most ?? 1)) break
    options.onProgress?.(Math.min(done + size, options.count))
  }
  return comparison
}

/** Console text without the source lines under stack frames. */
export function withoutMarkers(shown: string): string {
  return shown.replace(/(:\d+:\d+\)?\n).*\n *\^$\n?/gm, '$1')
}

class Run implements Comparison {
  readonly differences: Difference[] = []
  readonly skipped: { index: number; program: string }[] = []

  constructor(
    private readonly expected: Side,
    private readonly actual: Side,
    private readonly options: CompareOptions,
  ) {}

  /** Compares the programs of a batch, of which the first is number `first` of the run. */
  batch(trees: Tree[], first: number): void {
    const outputs = this.outputs(trees)
    for (const [at, program] of trees.entries()) {
      if (this.differences.length >= (this.options.most ?? 1)) return
      if (outputs === undefined) this.alone(program, first + at)
      else if (outputs[0][at] !== outputs[1][at] && this.differsAlone(program)) this.explain(program, first + at)
    }
  }

  /** One program of a batch that the first interpreter did not survive. */
  private alone(program: Tree, index: number): void {
    const outputs = this.outputs([program])
    if (outputs === undefined) this.skipped.push({ index, program: render(program) })
    else if (outputs[0][0] !== outputs[1][0] && this.differsAlone(program)) this.explain(program, index)
  }

  /** Whether a program differs each time and the first interpreter shows the same each time. */
  private differsAlone(program: Tree): boolean {
    const shown = new Set<string>()
    for (let run = 0; run < REPEATS; run++) {
      const outputs = this.outputs([program])
      if (outputs === undefined || outputs[0][0] === outputs[1][0]) return false
      shown.add(outputs[0][0])
    }
    return shown.size === 1
  }

  /** What the programs print on both sides. */
  private outputs(trees: readonly Tree[]): [string[], string[]] | undefined {
    const text = batchOf(trees.map(render), this.options.memory)
    const want = this.expected(text)
    if (want === undefined) return undefined
    const outputs = (shown: string): string[] =>
      outputsOf(this.options.withoutMarkers === true ? withoutMarkers(shown) : shown, trees.length)
    return [outputs(want), outputs(this.actual(text) ?? '')]
  }

  private explain(program: Tree, index: number): void {
    // A smaller program must not fail merely because a variable lost its declaration.
    const misses = this.outputs([program])?.[0][0].includes(UNDEFINED) ?? true
    const differs = (variant: Tree): boolean => {
      const [[want], [got]] = this.outputs([variant]) ?? [[''], ['']]
      return want !== got && (misses || !(want + got).includes(UNDEFINED))
    }
    const least = shrink(program, (variant) => differs(variant) && differs(variant), TRIES)
    const [[want], [got]] = this.outputs([least]) ?? [['(crashed)'], ['']]
    this.differences.push({ program: render(least), expected: want, actual: got, index })
  }
}
