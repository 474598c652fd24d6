/** Which function of a TypeScript source holds a position: what a reader of a stack trace looks for. */
import { parseSync, traverse, types as t } from '@babel/core'
import type { NodePath } from '@babel/core'

/** Trees of sources: a trace visits few of them, and those often. */
const trees = new Map<string, t.File | null>()

function treeOf(source: string): t.File | null {
  const known = trees.get(source)
  if (known !== undefined) return known
  const tree = parseSync(source, {
    babelrc: false,
    configFile: false,
    sourceType: 'module',
    parserOpts: { plugins: ['typescript'], errorRecovery: true },
  })
  trees.set(source, tree)
  return tree
}

/** The name of the innermost named function around a position (line from 1, column from 0); `null` outside of all. */
export function functionAt(source: string, line: number, column: number): string | null {
  const tree = treeOf(source)
  if (tree === null) return null
  let name: string | null = null
  traverse(tree, {
    Function(path: NodePath<t.Function>) {
      if (!holds(path.node, line, column)) return path.skip()
      name = nameOf(path) ?? name
    },
  })
  return name
}

function holds({ loc }: t.Node, line: number, column: number): boolean {
  if (!loc) return false
  const { start, end } = loc
  const begun = line > start.line || (line === start.line && column >= start.column)
  return begun && (line < end.line || (line === end.line && column < end.column))
}

/** Its own name, or that of the variable, property or event that it is made for. */
function nameOf({ node, parent }: NodePath<t.Function>): string | null {
  if ((t.isFunctionDeclaration(node) || t.isFunctionExpression(node)) && node.id) return node.id.name
  if (t.isVariableDeclarator(parent) && t.isIdentifier(parent.id)) return parent.id.name
  if (t.isObjectProperty(parent) && t.isIdentifier(parent.key)) return parent.key.name
  if (t.isAssignmentExpression(parent) && t.isMemberExpression(parent.left) && t.isIdentifier(parent.left.property))
    return parent.left.property.name
  if (!t.isCallExpression(parent)) return null
  const [first] = parent.arguments
  return t.isStringLiteral(first) ? `on ${first.value}` : null
}
