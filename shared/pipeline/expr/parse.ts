/**
 * Text to untyped tree (SEMANTICS 1.3). The grammar is acorn's for JavaScript expressions; of its nodes only the few
 * below pass, everything else is refused with its place and a cure. The whole text must be one expression.
 * Nothing is evaluated, and no input makes this throw anything but `Refused`.
 */
import { parseExpressionAt, type CallExpression, type Expression, type Literal, type SpreadElement } from 'acorn'
import type { ArithmeticOp, EqualOp, LogicOp, OrderOp, Span } from './ast.ts'
import { ACORN_OPTIONS, Refused, checkTokens, orRefused } from './tokens.ts'

export type BinaryOp = ArithmeticOp | OrderOp | EqualOp | LogicOp

/** An expression as written: names are not resolved, types unknown. */
export type Syntax = Span &
  (
    | { readonly kind: 'literal'; readonly value: number | string | boolean | null }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'unary'; readonly op: '!' | '-'; readonly operand: Syntax }
    | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Syntax[] }
  )

/** Deepest tree; a chain of n equal operators is n deep. */
export const MAX_DEPTH = 100

const BINARY: readonly string[] = ['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '&&', '||']

/** The tree of `text`; throws `Refused` with place and cure. */
export function parseExpression(text: string): Syntax {
  checkTokens(text)
  const node = orRefused(text, () => parseExpressionAt(text, 0, ACORN_OPTIONS))
  const rest = text.slice(node.end)
  if (rest.trim() !== '') {
    const start = node.end + rest.length - rest.trimStart().length
    const cure = 'write one expression; join conditions with && or ||'
    throw new Refused('the expression should end here', cure, start, text.length)
  }
  return fromAcorn(node, 0)
}

/** Whether `text` can be written as the name of a field: a plain word that is no word of JavaScript's own. */
export function isPlainName(text: string): boolean {
  if (!/^[A-Za-z_]\w*$/.test(text) || text in Object.prototype) return false
  try {
    return parseExpression(text).kind === 'name'
  } catch {
    return false
  }
}

function fromAcorn(node: Expression, depth: number): Syntax {
  const { start, end } = node
  if (depth > MAX_DEPTH) {
    const cure = `use at most ${MAX_DEPTH} operators in a chain, or compute parts of it in a map stage before`
    throw new Refused('the expression is nested too deep', cure, start, end)
  }
  switch (node.type) {
    case 'ParenthesizedExpression':
      return fromAcorn(node.expression, depth)
    case 'Literal':
      return { kind: 'literal', value: literalValue(node), start, end }
    case 'Identifier':
      return { kind: 'name', name: node.name, start, end }
    case 'UnaryExpression':
      if (node.operator !== '!' && node.operator !== '-') break
      return { kind: 'unary', op: node.operator, operand: fromAcorn(node.argument, depth + 1), start, end }
    case 'BinaryExpression':
    case 'LogicalExpression':
      if (!BINARY.includes(node.operator) || node.left.type === 'PrivateIdentifier') break
      return {
        kind: 'binary',
        op: node.operator as BinaryOp,
        left: fromAcorn(node.left, depth + 1),
        right: fromAcorn(node.right, depth + 1),
        start,
        end,
      }
    case 'CallExpression':
      return call(node, depth)
    default:
  }
  throw new Refused(refusal(node.type), cure(node.type), start, end)
}

function call(node: CallExpression, depth: number): Syntax {
  const { callee, start, end } = node
  if (callee.type !== 'Identifier') {
    throw new Refused(
      'only functions by name can be called',
      'write the name of a function before the bracket',
      start,
      end,
    )
  }
  return { kind: 'call', name: callee.name, args: node.arguments.map((each) => argument(each, depth + 1)), start, end }
}

function argument(node: Expression | SpreadElement, depth: number): Syntax {
  if (node.type !== 'SpreadElement') return fromAcorn(node, depth)
  throw new Refused("'...' is not part of expressions", 'write the arguments one by one', node.start, node.end)
}

function literalValue(node: Literal): number | string | boolean | null {
  const { value } = node
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return value
  throw new Refused(
    'this value is not part of expressions',
    'write numbers, quoted texts, true, false or null',
    node.start,
    node.end,
  )
}

function refusal(type: string): string {
  if (type === 'SequenceExpression') return 'a list of expressions is not one expression'
  if (type === 'UnaryExpression') return 'this sign is not part of expressions'
  return `'${type}' is not part of expressions`
}

function cure(type: string): string {
  if (type === 'SequenceExpression') return 'join conditions with && or ||'
  if (type === 'UnaryExpression') return "remove it; only '!' and '-' stand before a value"
  return 'use fields, numbers, texts, operators and functions only'
}
