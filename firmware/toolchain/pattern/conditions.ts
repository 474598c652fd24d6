/**
 * The conditions of a pattern, each once: a `where` or `until` is a list of them that must all hold. What does not look at
 * what was taken comes first, is found out once an event and spares looking at the rest (SEMANTICS 1.3).
 */
import type { Expr } from '../../../shared/pipeline/expr/ast.ts'

/** What is asked about an event, or about an event and a thread. */
export type Condition =
  | { readonly kind: 'event'; readonly expr: Expr }
  | { readonly kind: 'taken'; readonly expr: Expr }
  /** The event comes `ms` or more behind the last one taken (SEMANTICS 7.7.2). */
  | { readonly kind: 'behind'; readonly ms: number }

/** Numbers of conditions that must all hold; none: always. */
export type Test = readonly number[]

export class Conditions {
  readonly all: Condition[] = []
  readonly #numbers = new Map<string, number>()

  /** The test of a condition as written; `null` fits every event. */
  test(expr: Expr | null): Test {
    if (expr === null) return []
    const parts = conjuncts(expr)
    const [event, taken] = [false, true].map((looksBack) => parts.filter((part) => looksAtTaken(part) === looksBack))
    // The plain parts of one `where` are one condition: they are never needed apart.
    const plain = event.length === 0 ? [] : [this.#number({ kind: 'event', expr: joined(event) })]
    return [...plain, ...taken.map((part) => this.#number({ kind: 'taken', expr: part }))]
  }

  /** Whether the event is so far behind. */
  behind(ms: number): number {
    return this.#number({ kind: 'behind', ms })
  }

  /** Whether two conditions cannot both hold: they want different values of one field. */
  exclude(a: number, b: number): boolean {
    const [wantA, wantB] = [a, b].map((i) => wanted(this.all[i]))
    return [...wantA].some(([field, value]) => wantB.has(field) && wantB.get(field) !== value)
  }

  #number(condition: Condition): number {
    const name = JSON.stringify(condition, withoutPlaces)
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.all.length)
    return this.all.push(condition) - 1
  }
}

/** Two expressions are the same wherever they stand in the text. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'start' || key === 'end' ? undefined : value
}

/** The parts of an expression that `&&` joins. */
function conjuncts(expr: Expr): Expr[] {
  return expr.kind === 'logic' && expr.op === '&&' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]
}

function joined(parts: readonly Expr[]): Expr {
  return parts.reduce((left, right) => ({
    kind: 'logic',
    op: '&&',
    left,
    right,
    type: 'bool',
    nullable: false,
    start: left.start,
    end: right.end,
  }))
}

/** Whether an expression looks at what the partial match took. */
export function looksAtTaken(expr: Expr): boolean {
  return takenOf(expr).length > 0
}

export type Taken = Extract<Expr, { kind: 'taken' }>

/** The functions over steps in an expression. */
export function takenOf(expr: Expr): Taken[] {
  switch (expr.kind) {
    case 'taken':
      return [expr]
    case 'arithmetic':
    case 'order':
    case 'equal':
    case 'logic':
      return [...takenOf(expr.left), ...takenOf(expr.right)]
    case 'not':
    case 'negate':
      return takenOf(expr.operand)
    case 'call':
      return expr.args.flatMap(takenOf)
    case 'textTest':
      return takenOf(expr.text)
    default:
      return []
  }
}

type Constant = number | string | boolean

/** The fields that must equal a constant for the condition to hold. */
function wanted(condition: Condition): ReadonlyMap<string, Constant> {
  const found = new Map<string, Constant>()
  if (condition.kind === 'behind') return found
  for (const part of conjuncts(condition.expr)) {
    if (part.kind !== 'equal' || part.op !== '==') continue
    const [field, value] = part.left.kind === 'field' ? [part.left, part.right] : [part.right, part.left]
    if (field.kind === 'field' && value.kind === 'const' && value.value !== null) found.set(field.name, value.value)
  }
  return found
}
