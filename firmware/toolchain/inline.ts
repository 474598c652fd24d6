/**
 * Pastes functions that are called from one place into that place. A call costs 4 to 14 kI and a function about 6
 * variables on the device; the glue between operator instances and most of their helpers disappear this way.
 *
 * A function is pasted when its only mention is a call that runs whenever the code around it runs (not in a branch: code
 * in a branch that is not taken must be skipped token by token, which a call spares), or when it is small. Its `return`s
 * must be such that `if`/`else` can replace them; a function that only returns an expression may also stand in one.
 * The minifier could do some of this but turns such functions into expressions inside handlers (see minify.ts).
 */
import { types as t } from '@babel/core'
import type { NodePath, PluginObj } from '@babel/core'

/** Nodes up to which a function counts as small: skipping it costs less than calling it. */
const SMALL = 24

type Fn = NodePath<t.FunctionDeclaration>

function size(node: t.Node): number {
  let nodes = 0
  t.traverseFast(node, () => {
    nodes++
  })
  return nodes
}

/** Whether control always leaves the function at the end of this statement. */
function leaves(node: t.Statement | null | undefined): boolean {
  if (t.isReturnStatement(node)) return true
  if (t.isBlockStatement(node)) return node.body.some(leaves)
  return t.isIfStatement(node) && leaves(node.consequent) && leaves(node.alternate)
}

function returnsInside(node: t.Node): boolean {
  let found = false
  t.traverseFast(node, (n) => {
    if (t.isReturnStatement(n)) found = true
  })
  return found
}

function listOf(node: t.Statement | null | undefined): t.Statement[] {
  return !node ? [] : t.isBlockStatement(node) ? node.body : [node]
}

/** The same statements without `return`: what follows a leaving branch moves into the other one. Null when impossible. */
function withoutReturns(list: readonly t.Statement[]): t.Statement[] | null {
  const out: t.Statement[] = []
  for (let i = 0; i < list.length; i++) {
    const statement = list[i]
    if (!returnsInside(statement)) {
      out.push(statement)
      continue
    }
    if (t.isReturnStatement(statement)) {
      if (statement.argument) out.push(t.expressionStatement(statement.argument))
      return out
    }
    if (!t.isIfStatement(statement)) return null
    const rest = list.slice(i + 1)
    const { consequent, alternate } = statement
    if (!leaves(consequent) && !leaves(alternate)) return null
    const yes = withoutReturns([...listOf(consequent), ...(leaves(consequent) ? [] : rest)])
    const no = withoutReturns([...listOf(alternate), ...(leaves(consequent) ? rest : [])])
    if (!yes || !no) return null
    out.push(t.ifStatement(statement.test, t.blockStatement(yes), no.length ? t.blockStatement(no) : null))
    return out
  }
  return out
}

/** Whether the call runs whenever the code of its function runs. */
function unconditional(call: NodePath): boolean {
  for (let path: NodePath = call; path.parentPath; path = path.parentPath) {
    const parent = path.parentPath
    if (parent.isFunction()) return true
    if (parent.isIfStatement() || parent.isConditionalExpression()) {
      if (path.key !== 'test') return false
    } else if (parent.isLogicalExpression()) {
      if (path.key === 'right') return false
    } else if (parent.isSwitchCase() || parent.isCatchClause()) return false
  }
  return false
}

/** The function's only mention, when that is a call from inside another function. */
function onlyCall(fn: Fn): NodePath<t.CallExpression> | null {
  const name = fn.node.id?.name
  const binding = name === undefined ? undefined : fn.scope.parent.getBinding(name)
  if (!binding?.constant || binding.referencePaths.length !== 1) return null
  const mention = binding.referencePaths[0]
  const call = mention.parentPath
  if (!call?.isCallExpression() || mention.key !== 'callee') return null
  if (!call.getFunctionParent() || mention.findParent((p) => p === (fn as NodePath))) return null
  return call
}

function plain(node: t.Node): boolean {
  return t.isIdentifier(node) || t.isNumericLiteral(node) || t.isStringLiteral(node) || t.isBooleanLiteral(node)
}

/** Gives every name inside the function one that nothing else in the program has. */
function renameInside(fn: Fn): void {
  const program = fn.scope.getProgramParent()
  fn.traverse({
    Scope(path) {
      for (const name of Object.keys(path.scope.bindings)) path.scope.rename(name, program.generateUid(name))
    },
  })
  for (const name of Object.keys(fn.scope.bindings)) fn.scope.rename(name, program.generateUid(name))
}

/** Renames what stands around the call and would hide a name that the function takes from the program. */
function makeWay(fn: Fn, call: NodePath): void {
  const program = fn.scope.getProgramParent()
  const mentioned = new Set<string>()
  t.traverseFast(fn.node.body, (node) => {
    if (t.isIdentifier(node)) mentioned.add(node.name)
  })
  for (let scope = call.scope; scope !== program; scope = scope.parent)
    for (const name of Object.keys(scope.bindings))
      if (mentioned.has(name)) scope.rename(name, program.generateUid(name))
}

/** Whether evaluating it may change a variable. */
function acts(node: t.Node): boolean {
  let found = false
  t.traverseFast(node, (n) => {
    if (t.isCallExpression(n) || t.isNewExpression(n) || t.isAssignmentExpression(n) || t.isUpdateExpression(n))
      found = true
  })
  return found
}

/** `f(a)` as an expression, when the function is one returned expression and its arguments may be written in. */
function asExpression(fn: Fn, call: NodePath<t.CallExpression>): t.Expression | null {
  const [only] = fn.node.body.body
  if (fn.node.body.body.length !== 1 || !t.isReturnStatement(only) || !only.argument) return null
  const args = call.node.arguments
  if (args.length !== fn.node.params.length || !args.every(plain)) return null
  if (Object.values(fn.scope.bindings).some((b) => !b.constant)) return null
  // A variable that the expression may change before it is read keeps its value in a parameter only.
  const fixed = (a: t.Node): boolean => !t.isIdentifier(a) || (call.scope.getBinding(a.name)?.constant ?? false)
  if (acts(only.argument) && !args.every(fixed)) return null
  const values = new Map(fn.node.params.map((p, i) => [(p as t.Identifier).name, args[i] as t.Expression]))
  const expression = t.cloneNode(only.argument)
  const holder = t.parenthesizedExpression(expression)
  replaceNames(holder, values)
  return holder.expression
}

/** Writes arguments in place of parameters; names are unique by now. */
function replaceNames(root: t.Node, values: ReadonlyMap<string, t.Expression>): void {
  t.traverse(root, (node, ancestors) => {
    if (!t.isIdentifier(node)) return
    const value = values.get(node.name)
    const link = ancestors[ancestors.length - 1]
    if (!value || !link || (t.isMemberExpression(link.node) && link.key === 'property' && !link.node.computed)) return
    const place = (link.node as unknown as Record<string, unknown>)[link.key]
    if (Array.isArray(place)) place[link.index ?? 0] = t.cloneNode(value)
    else (link.node as unknown as Record<string, unknown>)[link.key] = t.cloneNode(value)
  })
}

/** The body as a block with the parameters as its first variables; null when its returns stand in the way. */
function asBlock(fn: Fn, call: NodePath<t.CallExpression>): t.BlockStatement | null {
  if (!call.parentPath.isExpressionStatement()) return null
  const body = withoutReturns(fn.node.body.body)
  if (!body) return null
  const args = call.node.arguments
  if (args.length > fn.node.params.length) return null
  const params = fn.node.params.map((param, i) => {
    const value = (args[i] as t.Expression | undefined) ?? t.identifier('undefined')
    return t.variableDeclaration('let', [t.variableDeclarator(param, value)])
  })
  return t.blockStatement([...params, ...body])
}

function isSimple(fn: Fn): boolean {
  let simple = fn.node.params.every((p) => t.isIdentifier(p))
  fn.traverse({
    Function() {
      simple = false
    },
    ThisExpression() {
      simple = false
    },
    // In a loop it would keep its value from one turn to the next.
    VariableDeclaration(path) {
      if (path.node.kind === 'var') simple = false
    },
    Identifier(path) {
      if (path.node.name === 'arguments') simple = false
    },
  })
  return simple
}

/** Whether the path still leads to its node: what was pasted or moved since the last crawl has other paths. */
function attached(path: NodePath): boolean {
  for (let at: NodePath | null = path; at?.parentPath; at = at.parentPath) {
    const place = (at.parentPath.node as unknown as Record<string, unknown> | null)?.[at.listKey ?? at.key ?? '']
    if (place !== (at.listKey ? at.container : at.node)) return false
    if (at.listKey && (at.container as t.Node[])[at.key as number] !== at.node) return false
  }
  return true
}

/** The statement at top level that a path lies in. */
function placeOf(path: NodePath): t.Node | undefined {
  return path.findParent((p) => p.parentPath?.isProgram() ?? false)?.node
}

/** Pastes one function if it may be; true when it did. */
function paste(fn: Fn, call: NodePath<t.CallExpression>): boolean {
  if (!attached(call) || !isSimple(fn)) return false
  if (!unconditional(call) && size(fn.node.body) > SMALL) return false
  renameInside(fn)
  makeWay(fn, call)
  const expression = asExpression(fn, call)
  const block = expression ? null : asBlock(fn, call)
  if (expression) call.replaceWith(expression)
  else if (block) call.parentPath.replaceWith(block)
  else return false
  fn.remove()
  return true
}

/**
 * Pastes what it can without looking at the whole program anew, which is what costs. A function that was pasted into
 * waits for the next turn, and so does the one that calls it: first into it, then with it.
 */
function turn(program: NodePath<t.Program>): boolean {
  const touched = new Set<t.Node | undefined>()
  program.scope.crawl()
  for (const fn of program.get('body')) {
    const call = fn.isFunctionDeclaration() ? onlyCall(fn) : null
    if (!call) continue
    const place = placeOf(call)
    if (touched.has(fn.node) || paste(fn as Fn, call)) touched.add(place)
  }
  return touched.size > 0
}

/** Babel plugin: pastes until nothing changes. */
export function inlineCalls(): PluginObj {
  return {
    name: 'inline-calls',
    visitor: {
      Program: {
        exit(program: NodePath<t.Program>) {
          while (turn(program));
        },
      },
    },
  }
}
