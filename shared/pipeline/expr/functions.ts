/**
 * The functions of expressions: what each takes, where it may stand and what type it gives.
 * `min` and `max` are two functions each: of numbers, and of a step in a pattern; a quoted first argument tells.
 */
import type { Expr, NumberFunction, Span, TakenFunction, TextTest } from './ast.ts'
import type { Syntax } from './parse.ts'
import { cureForName, nearest } from '../nearest.ts'
import type { Field } from '../pipeline.ts'
import { absent, fail, fieldBound, typeName, valueType, type Run, type Typed } from './scope.ts'

type Call = Extract<Syntax, { kind: 'call' }>

const ONE_NUMBER: readonly string[] = ['abs', 'sqrt', 'floor', 'round']
const SEVERAL_NUMBERS: readonly string[] = ['min', 'max']
const TEXT_TESTS: readonly string[] = ['contains', 'startsWith']
const TAKEN: readonly string[] = ['count', 'sum', 'avg', 'min', 'max', 'first', 'last']
const HISTORY: readonly string[] = ['prev', 'dt']

/** Types a call. */
export function typeCall(run: Run, node: Call): Typed {
  const { name, args } = node
  const first = args[0] as Syntax | undefined
  const quoted = first !== undefined && isText(first)
  if (TAKEN.includes(name) && (quoted || !SEVERAL_NUMBERS.includes(name))) return taken(run, node)
  if (ONE_NUMBER.includes(name) || SEVERAL_NUMBERS.includes(name)) return numberFunction(run, node)
  if (TEXT_TESTS.includes(name)) return textTest(run, node)
  if (name === 'has') return has(run, node)
  if (HISTORY.includes(name)) return history(run, node)
  return fail(run, node, `there is no function '${name}'`, cureForName(name, available(run), 'function'))
}

function available(run: Run): string[] {
  const names = ['has', ...TEXT_TESTS, ...ONE_NUMBER, ...SEVERAL_NUMBERS]
  if (run.scope.history) names.push(...HISTORY)
  if (run.scope.steps !== null) names.push(...TAKEN)
  return [...new Set(names)]
}

/** `abs sqrt floor round` of one number, `min max` of two or more; `null` when an argument is. */
function numberFunction(run: Run, node: Call): Typed {
  const name = node.name as NumberFunction
  const several = SEVERAL_NUMBERS.includes(name)
  if (several ? node.args.length < 2 : node.args.length !== 1) {
    const cure = several ? `write ${name}(a, b)` : `write ${name}(x)`
    return fail(run, node, `${name} takes ${several ? 'two or more numbers' : 'one number'}`, cure)
  }
  const args = node.args.map((arg) => number(run, arg, name))
  const nullable = name === 'sqrt' || args.some((arg) => arg.expr.nullable)
  const bound = Math.max(...args.map((arg) => arg.bound))
  const expr: Expr = {
    kind: 'call',
    name,
    args: args.map((arg) => arg.expr),
    type: 'number',
    nullable,
    ...spanOf(node),
  }
  return { expr, bound: name === 'round' ? bound + 1 : bound }
}

/** An operand that has to be a number. */
export function number(run: Run, node: Syntax, user: string): Typed {
  const typed = run.visit(node)
  const { type } = typed.expr
  if (isNull(node))
    return fail(run, node, `'${user}' with null is always null`, 'write a number or a field, or test with has(f)')
  if (type === 'number' || type === 'null') return typed
  return fail(run, node, `'${user}' needs numbers, but this is ${typeName(type)}`, 'use a numeric field or a number')
}

/** `contains(s,'x')`, `startsWith(s,'x')`: false when `s` is missing. */
function textTest(run: Run, node: Call): Typed {
  const name = node.name as TextTest
  const [subject, part] = node.args as (Syntax | undefined)[]
  if (subject === undefined || part === undefined || node.args.length !== 2 || !isText(part)) {
    return fail(run, node, `${name} takes a text and a quoted text`, `write ${name}(field, 'text')`)
  }
  const text = run.visit(subject).expr
  if (text.type !== 'text' && text.type !== 'null') {
    return fail(run, subject, `${name} looks into texts, but this is ${typeName(text.type)}`, 'use a text field')
  }
  return yesNo({ kind: 'textTest', name, text, part: part.value, type: 'bool', nullable: false, ...spanOf(node) })
}

/** `has(f)`: whether the event carries `f`. An undeclared field is carried by none, so the test is just false. */
function has(run: Run, node: Call): Typed {
  const arg = node.args[0] as Syntax | undefined
  if (arg?.kind !== 'name' || node.args.length !== 1) {
    return fail(run, node, 'has takes the name of a field', 'write has(field), without quotes')
  }
  const { name } = arg
  if (fieldOf(run, name) !== undefined) {
    return yesNo({ kind: 'has', name, type: 'bool', nullable: false, ...spanOf(node) })
  }
  const near = nearest(name, namesOf(run))
  if (near !== null) return fail(run, arg, `there is no field '${name}'`, `did you mean '${near}'?`)
  return yesNo({ kind: 'const', value: false, type: 'bool', nullable: false, ...spanOf(node) })
}

/** `prev('f')` and `dt()`: `null` at the first event of a key. */
function history(run: Run, node: Call): Typed {
  if (!run.scope.history) {
    return fail(
      run,
      node,
      `${node.name} has no meaning in a pattern`,
      "look back with last('step', 'field'), or compute it in a map stage before",
    )
  }
  const span = spanOf(node)
  if (node.name === 'dt') {
    if (node.args.length > 0) return fail(run, node, 'dt takes nothing', 'write dt()')
    return { expr: { kind: 'dt', type: 'number', nullable: true, ...span }, bound: 2 ** 54 }
  }
  const arg = node.args[0] as Syntax | undefined
  if (arg === undefined || node.args.length !== 1 || !isText(arg)) {
    return fail(run, node, 'prev takes the quoted name of a field', "write prev('field')")
  }
  const field = fieldOf(run, arg.value)
  if (field === undefined) return unknownField(run, arg, arg.value)
  const expr: Expr = { kind: 'prev', name: field.name, type: valueType(field.type), nullable: true, ...span }
  return { expr, bound: fieldBound(field.type) }
}

/** `count('step')`, `sum('step','f')` …: over what the partial match took so far. */
function taken(run: Run, node: Call): Typed {
  const name = node.name as TakenFunction
  const { steps } = run.scope
  if (steps === null) {
    return fail(
      run,
      node,
      `${name} over a step has a meaning in patterns only`,
      'use a window stage to aggregate, and read its result',
    )
  }
  const wanted = name === 'count' ? 1 : 2
  const form = name === 'count' ? "count('step')" : `${name}('step', 'field')`
  const [step, column] = node.args as (Syntax | undefined)[]
  if (node.args.length !== wanted || !node.args.every(isText) || step === undefined || !isText(step)) {
    return fail(
      run,
      node,
      `${name} takes ${wanted === 1 ? 'a quoted step' : 'a quoted step and a quoted field'}`,
      `write ${form}`,
    )
  }
  if (!steps.includes(step.value)) {
    return fail(run, step, `there is no step '${step.value}'`, cureForName(step.value, steps, 'step'))
  }
  const base = { kind: 'taken', name, step: step.value, ...spanOf(node) } as const
  if (column === undefined || !isText(column)) {
    return { expr: { ...base, field: null, type: 'number', nullable: false }, bound: INT_COUNT }
  }
  return takenField(run, base, column)
}

/** Far above what a match can take. */
const INT_COUNT = 2 ** 53

function takenField(run: Run, base: { kind: 'taken'; name: TakenFunction; step: string } & Span, column: Text): Typed {
  const field = fieldOf(run, column.value)
  if (field === undefined) return unknownField(run, column, column.value)
  const type = valueType(field.type)
  const any = base.name === 'first' || base.name === 'last'
  if (!any && type !== 'number') {
    return fail(
      run,
      column,
      `${base.name} needs numbers, but '${field.name}' is ${typeName(type)}`,
      'use a numeric field',
    )
  }
  const overflows = field.type === 'double'
  const nullable = base.name === 'sum' ? overflows : true
  const bound = base.name === 'sum' && !overflows ? INT_COUNT * INT_COUNT : fieldBound(field.type)
  return { expr: { ...base, field: field.name, type, nullable }, bound }
}

/** A name that no field has. */
export function unknownField(run: Run, span: Span, name: string): Typed {
  if (run.absent.has(name)) return absent(span)
  return fail(run, span, `there is no field '${name}'`, cureForName(name, namesOf(run), 'field', run.scope.hint))
}

export function fieldOf(run: Run, name: string): Field | undefined {
  return run.scope.fields.find((field) => field.name === name)
}

/** Whether the author wrote the word `null`. */
export function isNull(node: Syntax): boolean {
  return node.kind === 'literal' && node.value === null
}

type Text = Extract<Syntax, { kind: 'literal' }> & { readonly value: string }

function isText(node: Syntax): node is Text {
  return node.kind === 'literal' && typeof node.value === 'string'
}

function namesOf(run: Run): string[] {
  return run.scope.fields.map((field) => field.name)
}

function yesNo(expr: Expr): Typed {
  return { expr, bound: 0 }
}

function spanOf({ start, end }: Span): Span {
  return { start, end }
}
