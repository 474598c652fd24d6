/**
 * Untyped tree to `Expr`: names are resolved against the scope, every node gets its type and whether it can be `null`.
 * What can never have a meaning is a fault: arithmetic on texts, ordering a text against a number, a comparison that
 * is the same for every event. A fault does not end the run; what stands around it is still checked.
 */
import type { ArithmeticOp, Expr, OrderOp } from './ast.ts'
import { fieldOf, isNull, number, typeCall, unknownField } from './functions.ts'
import { parseExpression, type Syntax } from './parse.ts'
import { fail, fieldBound, typeName, valueType, type Run, type Scope, type Typed } from './scope.ts'
import { Refused } from './tokens.ts'
import type { TextFault } from '../fault.ts'

type Binary = Extract<Syntax, { kind: 'binary' }>
type Unary = Extract<Syntax, { kind: 'unary' }>

/** An expression, or why it is none. `expr` means nothing when there are faults. */
export interface Compiled {
  readonly expr: Expr
  readonly faults: readonly TextFault[]
}

/** The expression of a checked spec; a fault here is one of ours, not of the author. */
export function sound({ expr, faults }: Compiled): Expr {
  if (faults.length > 0) throw new Error(`unchecked expression: ${faults[0].message}`)
  return expr
}

/** Parses and types an expression of any type. */
export function compileExpression(text: string, scope: Scope): Compiled {
  return compile(text, scope, (run, typed) => {
    if (typed.expr.type !== 'null' || run.faults.length > 0) return
    fail(run, typed.expr, 'this is null for every event', 'use a field, a number or a text')
  })
}

/** Parses and types a condition: true or false, where `null` counts as false. */
export function compileCondition(text: string, scope: Scope): Compiled {
  return compile(text, scope, (run, { expr }) => {
    if (expr.type === 'bool' || run.faults.length > 0) return
    fail(run, expr, `a condition is true or false, but this is ${typeName(expr.type)}`, conditionCure(expr))
  })
}

function conditionCure(expr: Expr): string {
  if (expr.kind !== 'field') return 'compare it, for example with > or =='
  return expr.type === 'text'
    ? `compare it: ${expr.name} == 'text'`
    : `compare it: ${expr.name} > 0, or test has(${expr.name})`
}

function compile(text: string, scope: Scope, finish: (run: Run, typed: Typed) => void): Compiled {
  const faults: TextFault[] = []
  try {
    const tree = parseExpression(text)
    const run: Run = { scope, faults, absent: absentNames(tree, scope), visit: (node) => visit(run, node) }
    const typed = run.visit(tree)
    finish(run, typed)
    return { expr: typed.expr, faults: distinct(faults) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return {
      expr: { kind: 'const', value: null, type: 'null', nullable: true, start: 0, end: 0 },
      faults: [error.fault],
    }
  }
}

/** One fault a place: a fault inside an operand may be seen again by the operator around it. */
function distinct(faults: readonly TextFault[]): TextFault[] {
  const places = new Set<string>()
  return faults.filter(({ start, end }) => {
    const place = `${start}-${end}`
    return places.has(place) ? false : places.add(place)
  })
}

/** The undeclared names that the expression itself tests with `has`; reading them gives `null`. */
function absentNames(tree: Syntax, scope: Scope): Set<string> {
  const names = new Set<string>()
  const walk = (node: Syntax): void => {
    if (node.kind === 'unary') walk(node.operand)
    if (node.kind === 'binary') [node.left, node.right].forEach(walk)
    if (node.kind !== 'call') return
    node.args.forEach(walk)
    const [arg] = node.args as (Syntax | undefined)[]
    if (node.name === 'has' && arg?.kind === 'name') names.add(arg.name)
  }
  walk(tree)
  for (const { name } of scope.fields) names.delete(name)
  return names
}

function visit(run: Run, node: Syntax): Typed {
  const { start, end } = node
  switch (node.kind) {
    case 'literal': {
      const type = node.value === null ? 'null' : LITERAL_TYPES[typeof node.value as keyof typeof LITERAL_TYPES]
      const bound = typeof node.value === 'number' ? node.value : 0
      return { expr: { kind: 'const', value: node.value, type, nullable: node.value === null, start, end }, bound }
    }
    case 'name': {
      const field = fieldOf(run, node.name)
      if (field === undefined) return unknownField(run, node, node.name)
      const type = valueType(field.type)
      const expr: Expr = { kind: 'field', name: field.name, type, nullable: field.optional, start, end }
      return { expr, bound: fieldBound(field.type) }
    }
    case 'unary':
      return unary(run, node)
    case 'binary':
      return binary(run, node)
    case 'call':
      return typeCall(run, node)
  }
}

const LITERAL_TYPES = { number: 'number', string: 'text', boolean: 'bool' } as const

function unary(run: Run, node: Unary): Typed {
  const { start, end } = node
  if (node.op === '!') {
    const operand = truth(run, node.operand, '!')
    return { expr: { kind: 'not', operand, type: 'bool', nullable: false, start, end }, bound: 0 }
  }
  const { expr: operand, bound } = number(run, node.operand, '-')
  if (operand.kind === 'const' && typeof operand.value === 'number') {
    return { expr: { ...operand, value: -operand.value, start, end }, bound }
  }
  const { nullable } = operand
  return { expr: { kind: 'negate', operand, type: 'number', nullable, start, end }, bound }
}

function binary(run: Run, node: Binary): Typed {
  const { op, start, end } = node
  switch (op) {
    case '&&':
    case '||': {
      const left = truth(run, node.left, op)
      const right = truth(run, node.right, op)
      return { expr: { kind: 'logic', op, left, right, type: 'bool', nullable: false, start, end }, bound: 0 }
    }
    case '==':
    case '!=':
      return equal(run, node, op)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(run, node, op)
    default:
      return arithmetic(run, node, op)
  }
}

/** An operand of `&&`, `||` and `!`. */
function truth(run: Run, node: Syntax, op: string): Expr {
  const { expr } = run.visit(node)
  if (expr.type === 'bool' || (expr.type === 'null' && !isNull(node))) return expr
  const cure = expr.type === 'null' ? 'write true or false' : conditionCure(expr)
  return fail(run, node, `'${op}' joins conditions, but this is ${typeName(expr.type)}`, cure).expr
}

/** Different types are equal only where both can be missing. */
function equal(run: Run, node: Binary, op: '==' | '!='): Typed {
  const { start, end } = node
  const left = run.visit(node.left).expr
  const right = run.visit(node.right).expr
  const unknown = (left.type === 'null' && !isNull(node.left)) || (right.type === 'null' && !isNull(node.right))
  if (!unknown && left.type !== right.type && !(left.nullable && right.nullable)) {
    const outcome = op === '==' ? 'never' : 'always'
    return fail(
      run,
      node,
      `'${op}' of ${typeName(left.type)} and ${typeName(right.type)} is ${outcome} true`,
      equalCure(left, right),
    )
  }
  return { expr: { kind: 'equal', op, left, right, type: 'bool', nullable: false, start, end }, bound: 0 }
}

function equalCure(left: Expr, right: Expr): string {
  const [present, other] = left.type === 'null' ? [right, left] : [left, right]
  if (other.type === 'null' && present.kind === 'field') {
    return `'${present.name}' is always present; declare it with a trailing ? if it may be absent`
  }
  if (present.type === 'text' && other.type === 'number') return 'write the number in quotes, or use a numeric field'
  return 'compare values of one type; there is no conversion'
}

/** Numbers with numbers, texts with texts. */
function order(run: Run, node: Binary, op: OrderOp): Typed {
  const { start, end } = node
  const [left, right] = [node.left, node.right].map((side) => ordered(run, side, op))
  const mixed = left.type !== right.type && left.type !== 'null' && right.type !== 'null'
  if (mixed) {
    const cure = 'compare numbers with numbers and texts with texts'
    return fail(run, node, `'${op}' cannot order ${typeName(left.type)} against ${typeName(right.type)}`, cure)
  }
  return { expr: { kind: 'order', op, left, right, type: 'bool', nullable: false, start, end }, bound: 0 }
}

function ordered(run: Run, node: Syntax, op: OrderOp): Expr {
  const { expr } = run.visit(node)
  if (isNull(node)) return fail(run, node, `'${op}' with null is always false`, 'test for a value with has(f)').expr
  if (expr.type !== 'bool') return expr
  const chain = node.kind === 'binary' && node.op !== '&&' && node.op !== '||'
  const cure = chain ? 'write a < x && x < b for a range' : 'write the condition itself, or compare with =='
  return fail(run, node, `'${op}' orders numbers or texts, but this is true or false`, cure).expr
}

/** Numbers only. What can overflow or divide by zero can be `null`. */
function arithmetic(run: Run, node: Binary, op: ArithmeticOp): Typed {
  const { start, end } = node
  const left = number(run, node.left, op)
  const right = number(run, node.right, op)
  const bound = boundOf(op, left, right)
  const safe = Number.isFinite(bound) && !left.expr.nullable && !right.expr.nullable
  const expr: Expr = {
    kind: 'arithmetic',
    op,
    left: left.expr,
    right: right.expr,
    type: 'number',
    nullable: !safe,
    start,
    end,
  }
  return { expr, bound: Math.min(bound, Number.MAX_VALUE) }
}

/** The largest magnitude of a result; infinite where the result may not be a number at all. */
function boundOf(op: ArithmeticOp, left: Typed, right: Typed): number {
  const divisor = right.expr.kind === 'const' && typeof right.expr.value === 'number' ? Math.abs(right.expr.value) : 0
  switch (op) {
    case '+':
    case '-':
      return left.bound + right.bound
    case '*':
      return left.bound * right.bound
    case '/':
      return divisor === 0 ? Infinity : left.bound / divisor
    case '%':
      return divisor === 0 ? Infinity : left.bound
  }
}
