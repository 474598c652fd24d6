/**
 * Random expressions in the language of pipelines. A tree of small numbers is drawn and read against the fields that a
 * stage sees, so that fast-check can shrink it whatever these are. Not every text is valid: some compare constants.
 */
import * as fc from 'fast-check'

/** The fields that an expression may name. */
export interface Names {
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
  readonly bools: readonly string[]
}

export interface Tree {
  /** Which form of expression, and which of its variants. */
  readonly form: number
  readonly pick: number
  readonly children: readonly Tree[]
}

const leaf: fc.Arbitrary<Tree> = fc.record({ form: fc.nat(99), pick: fc.nat(99), children: fc.constant([]) })

/** Trees of at most `depth` levels. */
export function trees(depth: number): fc.Arbitrary<Tree> {
  if (depth <= 1) return leaf
  const below = trees(depth - 1)
  const inner = fc.record({
    form: fc.nat(99),
    pick: fc.nat(99),
    children: fc.array(below, { minLength: 1, maxLength: 3 }),
  })
  return fc.oneof({ arbitrary: leaf, weight: 1 }, { arbitrary: inner, weight: 3 })
}

export const TEXTS = ['a', 'ab', 'bä', '', 'xab'] as const
const CONSTANTS = ['0', '1', '0.3', '2.5', '-1.7', '7', '-4', '10', '0.001'] as const
const ARITHMETIC = ['+', '-', '*', '/', '%'] as const
const ORDER = ['<', '<=', '>', '>='] as const
const CALLS = ['abs', 'sqrt', 'floor', 'round'] as const

function choose<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length]
}

function child({ children }: Tree, i: number): Tree {
  return children[i % children.length]
}

/** A number. */
export function numberText(tree: Tree, names: Names): string {
  const { form, pick, children } = tree
  const { numbers } = names
  if (!children.length) {
    if (!numbers.length || form % 10 < 3) return choose(CONSTANTS, pick)
    if (form % 10 === 3) return `prev('${choose(numbers, pick)}')`
    return form % 10 === 4 ? 'dt()' : choose(numbers, pick)
  }
  const arg = (i: number): string => numberText(child(tree, i), names)
  switch (form % 6) {
    case 0:
      return `${choose(CALLS, pick)}(${arg(0)})`
    case 1:
      return `${pick % 2 ? 'min' : 'max'}(${arg(0)}, ${arg(1)}${pick % 3 ? '' : `, ${arg(2)}`})`
    case 2:
      return `-(${arg(0)})`
    default:
      return `(${arg(0)} ${choose(ARITHMETIC, pick)} ${arg(1)})`
  }
}

/** Something true or false. */
export function conditionText(tree: Tree, names: Names): string {
  const { form, pick, children } = tree
  const { numbers, texts, bools } = names
  const arg = (i: number): string => conditionText(child(tree, i), names)
  const number = (i: number): string =>
    children.length ? numberText(child(tree, i), names) : choose(numbers, pick + i)
  switch (form % 9) {
    case 0:
      return children.length ? `!(${arg(0)})` : `has(${choose([...numbers, ...texts, ...bools], pick)})`
    case 1:
      if (children.length) return `(${arg(0)} ${pick % 2 ? '&&' : '||'} ${arg(1)})`
      return bools.length ? choose(bools, pick) : `${number(0)} > 1`
    case 2:
      if (!texts.length) return `${number(0)} <= ${number(1)}`
      return `${choose(texts, pick)} ${pick % 2 ? '==' : '!='} '${choose(TEXTS, form)}'`
    case 3:
      if (!texts.length) return `${number(0)} != 2`
      return `${pick % 2 ? 'contains' : 'startsWith'}(${choose(texts, pick)}, '${choose(TEXTS, form)}')`
    case 4: {
      const all = [...numbers, ...texts, ...bools]
      return `${choose(all, pick)} ${form % 2 ? '==' : '!='} prev('${choose(all, pick)}')`
    }
    case 5:
      return `${number(0)} ${form % 2 ? '==' : '!='} ${number(1)}`
    default:
      return `${number(0)} ${choose(ORDER, pick)} ${children.length ? number(1) : choose(CONSTANTS, form)}`
  }
}
