/**
 * Tests on whole frames that are made from conditions: whether no event of the current frame can fulfil it, or every one
 * must, told by mean and spread of the columns alone (PERFORMANCE 6). With mean M and squared deviations V of n values
 * none lies above `M + sqrt(V * (n - 1) / n)` nor below `M - sqrt(V * (n - 1) / n)` (Samuelson's inequality).
 *
 * The tests are exact where they say yes. A column is screened in its integers (M is NaN for others, and nothing holds):
 * a bound at least 1 away, whose square reaches V instead of `V * (n - 1) / n`, leaves 1 / 510 of it (n <= 256), far more
 * than the rounding of sums of integers below 2^31.
 */
import type { Expr } from '../../shared/pipeline/expr/ast.ts'

/** The variables of a field's column: mean, squared deviations and scale. */
export interface ColumnNames {
  readonly mean: string
  readonly spread: string
  readonly scale: string
}

/** Where a screen finds columns (undefined: none to be screened), and a variable of its own. */
export interface ScreenNames {
  column(field: string): ColumnNames | undefined
  readonly distance: string
}

type OrderExpr = Extract<Expr, { kind: 'order' }>

/** Text that is true only if no event of the frame fulfils the condition; undefined when nothing can be told. */
export function never(expr: Expr, names: ScreenNames): string | undefined {
  switch (expr.kind) {
    case 'const':
      return expr.value ? undefined : 'true'
    case 'order':
      return ordered(expr, names, false)
    case 'logic': {
      const sides = [never(expr.left, names), never(expr.right, names)]
      return expr.op === '&&' ? either(sides) : both(sides)
    }
    case 'not':
      return always(expr.operand, names)
    default:
      return undefined
  }
}

/** Text that is true only if every event of the frame fulfils the condition; undefined when nothing can be told. */
export function always(expr: Expr, names: ScreenNames): string | undefined {
  switch (expr.kind) {
    case 'const':
      return expr.value ? 'true' : undefined
    case 'order':
      return ordered(expr, names, true)
    case 'logic': {
      const sides = [always(expr.left, names), always(expr.right, names)]
      return expr.op === '||' ? either(sides) : both(sides)
    }
    case 'not':
      return never(expr.operand, names)
    default:
      return undefined
  }
}

function either(sides: readonly (string | undefined)[]): string | undefined {
  const known = sides.filter((side) => side !== undefined)
  return known.length > 1 ? `(${known.join('||')})` : known[0]
}

function both([left, right]: readonly (string | undefined)[]): string | undefined {
  return left === undefined || right === undefined ? undefined : `(${left}&&${right})`
}

function numberOf(expr: Expr): number | undefined {
  if (expr.kind === 'negate') {
    const value = numberOf(expr.operand)
    return value === undefined ? undefined : -value
  }
  return expr.kind === 'const' && typeof expr.value === 'number' ? expr.value : undefined
}

/** A field against a number: whether the whole column lies on one side of it. */
function ordered({ left, op, right }: OrderExpr, names: ScreenNames, holds: boolean): string | undefined {
  const field = left.kind === 'field' ? left : right.kind === 'field' ? right : undefined
  const bound = numberOf(field === left ? right : left)
  if (field === undefined || bound === undefined) return undefined
  const column = names.column(field.name)
  if (column === undefined) return undefined
  const above = (op === '>' || op === '>=') === (field === left)
  return beyond(column, bound, above === holds, names.distance)
}

/** Whether all values lie above the bound (or all below it). */
function beyond({ mean, spread, scale }: ColumnNames, bound: number, above: boolean, distance: string): string {
  const limit = bound === 0 ? '0' : `(${bound})*${scale}`
  const gap = above ? `${mean}-${limit}` : `${limit}-${mean}`
  return `((${distance}=${gap})>=1&&${distance}*${distance}>=${spread})`
}
