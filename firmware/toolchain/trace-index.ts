/**
 * The functions of a finished program as stack traces speak of them. Espruino keeps a function as the text of its body and
 * counts lines and columns from the start of that text (DEPENDENCIES 2), so a position means something only together with
 * its function. The index goes with the program and its source map.
 */
import type { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn'
import { childrenOf, parseProgram } from './syntax.ts'

type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression

/** Offsets are those of characters in the program. */
export interface IndexedFunction {
  /** What a trace may call it: its own name and those of variables and properties that hold it; a callback has none. */
  readonly names: readonly string[]
  /** The text that positions are counted in; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** Place in the index of the function around it, or -1. */
  readonly parent: number
}

/** What a trace calls the code outside of all functions: in flash, typed in, in a file. */
export const OUTSIDE = ['boot code', 'REPL', '[raw]']

/** The program's functions in the order of their texts; the first entry is the program itself. */
export function functionIndex(code: string): IndexedFunction[] {
  const found: { node: FunctionNode; parent: number }[] = []
  const names = new Map<AnyNode, string[]>()
  const declared = new Map<string, AnyNode>()
  const holders: { name: string; of: string }[] = []
  const name = (value: AnyNode, as: string): void => {
    if (isFunction(value)) names.set(value, [...(names.get(value) ?? []), as])
    else if (value.type === 'Identifier') holders.push({ name: as, of: value.name })
  }
  const visit = (node: AnyNode, parent: number): void => {
    for (const [as, value] of namings(node)) {
      name(value, as)
      if (isFunction(value) && node.type !== 'Property') declared.set(as, value)
    }
    const inside = isFunction(node) ? found.push({ node, parent }) : parent
    for (const child of childrenOf(node)) visit(child, inside)
  }
  visit(parseProgram(code), 0)
  for (const { name: as, of } of holders) {
    const value = declared.get(of)
    if (value !== undefined) names.set(value, [...(names.get(value) ?? []), as])
  }
  return [
    { names: OUTSIDE, start: 0, end: code.length, parent: -1 },
    ...found.map(({ node, parent }) => ({ names: [...new Set(names.get(node))], ...textOf(node, code), parent })),
  ]
}

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(Arrow)?Function(Declaration|Expression)$/.test(node.type)
}

/** The names that a node gives to values. */
function namings(node: AnyNode): [string, AnyNode][] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return node.id ? [[node.id.name, node]] : []
    case 'VariableDeclarator':
      return node.id.type === 'Identifier' && node.init ? [[node.id.name, node.init]] : []
    case 'AssignmentExpression': {
      const { left, right } = node
      if (left.type === 'Identifier') return [[left.name, right]]
      const named = left.type === 'MemberExpression' && !left.computed && left.property.type === 'Identifier'
      return named ? [[(left.property as { name: string }).name, right]] : []
    }
    case 'Property':
    case 'MethodDefinition':
      return node.key.type === 'Identifier' ? [[node.key.name, node.value]] : []
    default:
      return []
  }
}

/** A body is kept from its first token on; `return` there is dropped, and so are the braces. */
function textOf({ body }: FunctionNode, code: string): { start: number; end: number } {
  if (body.type !== 'BlockStatement') return { start: body.start, end: body.end }
  const [first] = body.body
  if (first === undefined) return { start: body.end - 1, end: body.end - 1 }
  const last = body.body[body.body.length - 1].end
  if (first.type !== 'ReturnStatement') return { start: first.start, end: last }
  const behind = first.start + 'return'.length
  return { start: behind + code.slice(behind, last).search(/\S|$/), end: last }
}
