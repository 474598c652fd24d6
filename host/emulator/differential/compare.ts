/**
 * Runs batches of random programs on two interpreters and finds the first program on which they differ.
 * A batch is one text: each program in a function and a `try` of its own, between marks that carry its number.
 */
import { Grammar } from './grammar.ts'
import { render, shrink, type Tree } from './tree.ts'

/**
 * Runs program text and yields all that the console showed, lines ended by `\n`; undefined when the interpreter itself
 * crashed, which says nothing about the other one.
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

export interface CompareOptions {
  readonly count: number
  /** Programs of one batch; together they must fit into memory. */
  readonly batch?: number
  /** Compares variables in use too; only for interpreters with the same variable layout. */
  readonly memory?: boolean
  /** Texts that count as equal: for known deviations. */
  readonly normalise?: (output: string) => string
  /** Told after each batch how many programs have been compared. */
  readonly onProgress?: (done: number) => void
}

const UNDEFINED = 'is not defined'
const MARK = '\x01'

/** The text of a batch. */
export function batchOf(programs: readonly string[], memory = false): string {
  const wrapped = programs.map((program, index) => {
    const before = memory ? 'u=process.memory().usage;' : ''
    const after = memory ? 'w=process.memory().usage-u;print("vars",w);' : ''
    return `print("\\x01${index}");${before}try{(function(){${program}})();}catch(e){print("caught",e.toString());}${after}\n`
  })
  return `var u,w;${wrapped.join('')}print("\\x01end");`
}

/** What each program of a batch printed; a program that ended the whole batch takes the rest with it. */
export function outputsOf(shown: string, count: number): string[] {
  const found = Array<string>(count).fill('(not reached)')
  for (const piece of shown.split(MARK).slice(1)) {
    const newline = piece.indexOf('\n')
    const index = Number(piece.slice(0, newline))
    if (Number.isInteger(index)) found[index] = piece.slice(newline + 1)
  }
  return found
}

/** Compares `options.count` programs; the first difference, or undefined. */
export function compare(
  expected: Side,
  actual: Side,
  random: () => number,
  options: CompareOptions,
): Difference | undefined {
  const grammar = new Grammar(random)
  const size = options.batch ?? 50
  for (let done = 0; done < options.count; done += size) {
    const trees = Array.from({ length: Math.min(size, options.count - done) }, () => grammar.program())
    const at = firstDifference(trees, expected, actual, options)
    if (at !== undefined) return explain(trees[at], done + at, expected, actual, options)
    options.onProgress?.(Math.min(done + size, options.count))
  }
  return undefined
}

function firstDifference(trees: Tree[], expected: Side, actual: Side, options: CompareOptions): number | undefined {
  const [want, got] = bothOutputs(trees, expected, actual, options)
  const at = want.findIndex((text, index) => text !== got[index])
  return at < 0 ? undefined : at
}

function bothOutputs(trees: Tree[], expected: Side, actual: Side, options: CompareOptions): [string[], string[]] {
  const text = batchOf(trees.map(render), options.memory)
  const normalise = options.normalise ?? ((shown: string) => shown)
  const shown = [expected(text), actual(text)]
  const outputs = (side: string | undefined): string[] => outputsOf(side ?? '', trees.length).map(normalise)
  return shown.includes(undefined) ? [[], []] : [outputs(shown[0]), outputs(shown[1])]
}

/** Shrinks the program that differed; one that differs only in company is shown as it is. */
function explain(program: Tree, index: number, expected: Side, actual: Side, options: CompareOptions): Difference {
  const outputs = (variant: Tree): [string, string] => {
    const [[want], [got]] = bothOutputs([variant], expected, actual, options)
    return [want, got]
  }
  // A smaller program must not fail merely because a variable lost its declaration.
  const misses = outputs(program)[0].includes(UNDEFINED)
  const differs = (variant: Tree): boolean => {
    const [want, got] = outputs(variant)
    return want !== got && (misses || !(want + got).includes(UNDEFINED))
  }
  const least = differs(program) ? shrink(program, differs) : program
  const [want, got] = outputs(least)
  return { program: render(least), expected: want, actual: got, index }
}
