/**
 * Takes out what constants have decided: branches that are never taken, functions and variables that nobody mentions,
 * calls of functions that do nothing. The minifier would do it too, but later: what is pasted where (`inline.ts`) and
 * which names come first (`order.ts`) depends on the mentions that are left.
 */
import { types as t } from '@babel/core'
import type { NodePath, PluginObj } from '@babel/core'

/** The truth of an expression that is known; undefined when it is not. */
function known(node: t.Node): boolean | undefined {
  if (t.isBooleanLiteral(node)) return node.value
  if (t.isNumericLiteral(node)) return node.value !== 0
  if (t.isStringLiteral(node)) return node.value !== ''
  if (t.isNullLiteral(node)) return false
  if (t.isUnaryExpression(node, { operator: '!' })) {
    const operand = known(node.argument)
    return operand === undefined ? undefined : !operand
  }
  return undefined
}

/** Whether evaluating it can be left out. */
function isPure(node: t.Node | null | undefined): boolean {
  if (!node) return true
  if (t.isIdentifier(node) || t.isLiteral(node)) return !t.isTemplateLiteral(node)
  if (t.isUnaryExpression(node)) return node.operator !== 'delete' && isPure(node.argument)
  if (t.isBinaryExpression(node)) return isPure(node.left) && isPure(node.right)
  if (t.isMemberExpression(node)) return isPure(node.object) && (!node.computed || isPure(node.property))
  if (t.isNewExpression(node))
    return ARRAY.test((node.callee as t.Identifier).name ?? '') && node.arguments.every(isPure)
  // An array made and filled in one go.
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false
  const { object, property } = node.callee
  return (
    t.isIdentifier(property, { name: 'fill' }) &&
    t.isNewExpression(object) &&
    isPure(object) &&
    node.arguments.every(isPure)
  )
}

const ARRAY = /^(Float64|Float32|Int32|Uint32|Int16|Uint16|Uint8)Array$/

/** Takes out what known conditions decide; inner ones first. */
const decide = {
  IfStatement: {
    exit(path: NodePath<t.IfStatement>) {
      const { test, consequent, alternate } = path.node
      const truth = known(test)
      if (truth === undefined) return
      const kept = truth ? consequent : alternate
      if (!kept) path.replaceWith(t.emptyStatement())
      else if (path.listKey && t.isBlockStatement(kept) && !kept.body.some((s) => t.isDeclaration(s)))
        path.replaceWithMultiple(kept.body)
      else path.replaceWith(kept)
    },
  },
  ConditionalExpression: {
    exit(path: NodePath<t.ConditionalExpression>) {
      const truth = known(path.node.test)
      if (truth !== undefined) path.replaceWith(truth ? path.node.consequent : path.node.alternate)
    },
  },
  LogicalExpression: {
    exit(path: NodePath<t.LogicalExpression>) {
      const { operator, left, right } = path.node
      const truth = operator === '??' ? undefined : known(left)
      if (truth !== undefined) path.replaceWith(truth === (operator === '&&') ? right : left)
    },
  },
  /** The minifier misjudges functions with statements behind their `return`. */
  ReturnStatement: {
    exit(path: NodePath<t.ReturnStatement>) {
      if (path.listKey) for (const behind of path.getAllNextSiblings()) behind.remove()
    },
  },
  EmptyStatement(path: NodePath<t.EmptyStatement>) {
    if (path.listKey) path.remove()
  },
}

/** The calls of a function when it is only called, each for itself, with arguments that can be left out. */
function idleCalls(path: NodePath<t.FunctionDeclaration>): NodePath[] | null {
  if (path.node.body.body.length > 0) return null
  const binding = path.scope.parent.getBinding(path.node.id?.name ?? '')
  const statements: NodePath[] = []
  for (const { key, parentPath: call } of binding?.referencePaths ?? []) {
    if (key !== 'callee' || !call?.isCallExpression() || !call.parentPath.isExpressionStatement()) return null
    if (!call.node.arguments.every(isPure)) return null
    statements.push(call.parentPath)
  }
  return statements
}

/** Removes what is not needed at top level; true when something was. */
function sweep(program: NodePath<t.Program>): boolean {
  let found = false
  program.scope.crawl()
  const unused = (name: string): boolean => {
    const binding = program.scope.getBinding(name)
    return binding !== undefined && !binding.referenced && binding.constantViolations.length === 0
  }
  for (const path of program.get('body')) {
    if (path.isFunctionDeclaration()) {
      const idle = idleCalls(path)
      if (idle === null && !unused(path.node.id?.name ?? '')) continue
      for (const call of idle ?? []) {
        if (call.listKey) call.remove()
        else call.replaceWith(t.blockStatement([]))
      }
      path.remove()
      found = true
    } else if (path.isVariableDeclaration()) {
      for (const each of path.get('declarations')) {
        if (!t.isIdentifier(each.node.id) || !unused(each.node.id.name) || !isPure(each.node.init)) continue
        each.remove()
        found = true
      }
    }
  }
  return found
}

/** Babel plugin: prunes until nothing changes. */
export function pruneDead(): PluginObj {
  return {
    name: 'prune-dead',
    visitor: {
      Program: {
        exit(program: NodePath<t.Program>) {
          // A mark of purity would move on to what follows the call that it was made for.
          t.traverseFast(program.node, (node) => {
            t.removeComments(node)
          })
          program.traverse(decide)
          while (sweep(program));
        },
      },
    },
  }
}
