/**
 * What of a program is its state, so that a checkpoint can hold it (`runtime/checkpoint.ts`): every typed array made at the top
 * level, and every number or truth value there that something assigns to, unless marked as `scratch` (`runtime/hint.ts`).
 * A variable of another kind that nobody has marked is refused: nothing is left out by mistake.
 *
 * `STATE_ARRAYS` becomes the list of the arrays, `STATE_COUNT` the number of numbers; `STATE_SAVE(v)` and `STATE_LOAD(v)`
 * become assignments, and `LIBRARY` the interpreter's `require`. Names and order are those of this build: only the same program reads its checkpoints.
 */
import { template, types as t } from '@babel/core'
import type { NodePath, PluginObj } from '@babel/core'

interface State {
  readonly arrays: readonly string[]
  /** Lists of arrays. */
  readonly lists: readonly string[]
  readonly numbers: readonly string[]
}

const SCRATCH = /^scratch(\$\d+)?$/
const ARRAY = /^(Float64|Float32|Int32|Uint32|Int16|Uint16|Uint8)Array$/

/** Two Babel plugins that belong together: the first takes out the marks, the last fills in what the state is. */
export function stateOfProgram(): { readonly marks: () => PluginObj; readonly hooks: () => PluginObj } {
  const scratch = new Set<string>()
  return {
    marks: () => ({
      name: 'scratch-marks',
      visitor: { Program: { enter: (program: NodePath<t.Program>) => takeMarks(program, scratch) } },
    }),
    hooks: () => ({
      name: 'state-hooks',
      visitor: { Program: { exit: (program: NodePath<t.Program>) => fillIn(program, scratch) } },
    }),
  }
}

/** Remembers the names that are marked; the marks go. */
function takeMarks(program: NodePath<t.Program>, scratch: Set<string>): void {
  for (const path of program.get('body')) {
    if (path.isFunctionDeclaration() && SCRATCH.test(path.node.id?.name ?? '')) path.remove()
    if (!path.isVariableDeclaration()) continue
    for (const { node } of path.get('declarations')) {
      const { id, init } = node
      if (!t.isIdentifier(id) || !t.isCallExpression(init) || !isScratch(init.callee)) continue
      scratch.add(id.name)
      const [value] = init.arguments
      node.init = t.isIdentifier(value, { name: 'undefined' }) ? null : (value as t.Expression)
    }
  }
  program.scope.crawl()
}

function isScratch(callee: t.Node): boolean {
  return t.isIdentifier(callee) && SCRATCH.test(callee.name)
}

/** What the top level holds. */
function findState(program: NodePath<t.Program>, scratch: ReadonlySet<string>): State {
  const arrays: string[] = []
  const lists: string[] = []
  const numbers: string[] = []
  program.scope.crawl()
  for (const path of program.get('body')) {
    if (!path.isVariableDeclaration()) continue
    for (const each of path.get('declarations')) {
      const { id } = each.node
      if (!t.isIdentifier(id) || scratch.has(id.name)) continue
      const { name } = id
      const value = decided(each.get('init') as NodePath<t.Node>)
      const binding = program.scope.getBinding(name)
      const changes = (binding?.constantViolations.length ?? 0) > 0
      if (isArray(value)) arrays.push(name)
      else if (t.isArrayExpression(value) && value.elements.some(isArray)) lists.push(name)
      else if (changes && isNumber(value)) numbers.push(name)
      else if (changes || (t.isArrayExpression(value) && binding?.referencePaths.some(isChanged)))
        throw new Error(`${name} changes, and is no number: mark it as scratch, or keep it in typed arrays`)
    }
  }
  return { arrays, lists, numbers }
}

/** What is left of a value once constants have decided. */
function decided(value: NodePath<t.Node>): t.Node | null | undefined {
  if (!value.isConditionalExpression()) return value.node
  const { confident, value: truth } = value.get('test').evaluate() as { confident: boolean; value: unknown }
  if (!confident) throw new Error('which array a constant is must be known when the program is made')
  return decided(value.get(truth ? 'consequent' : 'alternate'))
}

/** `new Float64Array(n)`, filled or not; a view of another array's buffer is none. */
function isArray(node: t.Node | null | undefined): boolean {
  if (t.isCallExpression(node) && t.isMemberExpression(node.callee)) return isArray(node.callee.object)
  if (!t.isNewExpression(node) || !t.isIdentifier(node.callee) || !ARRAY.test(node.callee.name)) return false
  return !t.isMemberExpression(node.arguments[0])
}

const CHANGING = /^(push|pop|shift|unshift|splice|sort|reverse|fill)$/

/** Whether a list is changed where it is mentioned. */
function isChanged({ parentPath }: NodePath): boolean {
  if (!parentPath?.isMemberExpression()) return false
  const around = parentPath.parentPath
  if ((parentPath.key === 'left' && around.isAssignmentExpression()) || around.isUpdateExpression()) return true
  return parentPath.key === 'callee' && CHANGING.test((parentPath.node.property as t.Identifier).name ?? '')
}

function isNumber(node: t.Node | null | undefined): boolean {
  if (t.isNumericLiteral(node) || t.isBooleanLiteral(node)) return true
  if (t.isIdentifier(node)) return node.name === 'NaN' || node.name === 'Infinity'
  if (t.isUnaryExpression(node)) return isNumber(node.argument)
  // A number that is worked out at start, such as the first frame number from the hash.
  return t.isCallExpression(node) && t.isIdentifier(node.callee, { name: 'parseInt' })
}

function fillIn(program: NodePath<t.Program>, scratch: ReadonlySet<string>): void {
  const { arrays, lists, numbers } = findState(program, scratch)
  const save = (values: t.Expression, name: string, i: number): t.Statement =>
    template.statement`VALUES[INDEX] = NAME`({ VALUES: t.cloneNode(values), INDEX: t.numericLiteral(i), NAME: name })
  const load = (values: t.Expression, name: string, i: number): t.Statement =>
    template.statement`NAME = VALUES[INDEX]`({ VALUES: t.cloneNode(values), INDEX: t.numericLiteral(i), NAME: name })
  const assign = (path: NodePath<t.CallExpression>, one: typeof save): void => {
    const values = path.node.arguments[0] as t.Expression
    unshadow(path, program, numbers)
    path.parentPath.replaceWithMultiple(numbers.map((name, i) => one(values, name, i)))
  }
  program.traverse({
    CallExpression(path) {
      if (t.isIdentifier(path.node.callee, { name: 'STATE_SAVE' })) assign(path, save)
      else if (t.isIdentifier(path.node.callee, { name: 'STATE_LOAD' })) assign(path, load)
    },
    Identifier(path) {
      // The bundler would put a shim around `require`.
      if (path.node.name === 'LIBRARY') path.node.name = 'require'
      else if (path.node.name === 'STATE_COUNT') path.replaceWith(t.numericLiteral(numbers.length))
      else if (path.node.name === 'STATE_ARRAYS') {
        unshadow(path, program, [...arrays, ...lists])
        path.replaceWith(lists.reduce(concat, t.arrayExpression(arrays.map((a) => t.identifier(a)))))
      }
    },
  })
}

/** The names mean the top level wherever they are written in: a local variable of that name gets another. */
function unshadow(path: NodePath, program: NodePath<t.Program>, names: readonly string[]): void {
  for (let { scope } = path; scope !== program.scope; scope = scope.parent)
    for (const name of names) if (scope.hasOwnBinding(name)) scope.rename(name)
}

function concat(list: t.Expression, more: string): t.Expression {
  return t.callExpression(t.memberExpression(list, t.identifier('concat')), [t.identifier(more)])
}
