/**
 * How often each name of a program is likely to be looked up, told from its text: the handler of received data runs once,
 * what it calls runs as often as it is called, a branch half as often as what is around it, a loop twice as often. What
 * stands in a branch that `unlikely` guards, or behind one that `likely` leaves, is as good as never run
 * (`runtime/hint.ts`).
 */
import type { types as t } from '@babel/core'
import type { NodePath } from '@babel/core'

const BRANCH = 0.5
const LOOP = 2
const RARE = 0.01
/** Chains of calls are followed so far. */
const ROUNDS = 12
/** What a function counts that nothing calls by name: handlers, and what they are kept in. */
const HANDLER = 0.05
/** The function that is called with what came down the line. */
const ENTRY = 'receive'

type Hint = 'likely' | 'unlikely' | undefined

function hintOf(test: t.Node | null | undefined): Hint {
  if (test?.type !== 'CallExpression' || test.callee.type !== 'Identifier') return undefined
  const match = /^(likely|unlikely)(\$\d+)?$/.exec(test.callee.name)
  return match ? (match[1] as Hint) : undefined
}

/** Whether control leaves the block at its end. */
function leaves(node: t.Node | null | undefined): boolean {
  if (!node) return false
  if (node.type === 'BlockStatement') return node.body.some(leaves)
  return node.type === 'ReturnStatement' || node.type === 'ThrowStatement' || node.type === 'ContinueStatement'
}

/** What a branch of an `if` is worth. */
function branch(hint: Hint, then: boolean): number {
  if (hint === undefined) return BRANCH
  return (hint === 'likely') === then ? 1 : RARE
}

/** The share of an `if` before a statement of a block that leaves it: the statement runs when it did not. */
function behind(path: NodePath): number {
  if (!path.listKey || typeof path.key !== 'number') return 1
  let weight = 1
  for (const before of (path.container as t.Node[]).slice(0, path.key))
    if (before.type === 'IfStatement' && leaves(before.consequent)) weight *= branch(hintOf(before.test), false)
  return weight
}

/** How often the place runs for one run of the function (or program) around it. */
function share(place: NodePath): number {
  let weight = 1
  for (let path: NodePath = place; path.parentPath; path = path.parentPath) {
    const { node: parent } = path.parentPath
    if (path.parentPath.isFunction()) return weight * behind(path)
    weight *= behind(path)
    if (parent.type === 'IfStatement' && path.key !== 'test')
      weight *= branch(hintOf(parent.test), path.key === 'consequent')
    else if (parent.type === 'ConditionalExpression' && path.key !== 'test') weight *= BRANCH
    else if (parent.type === 'CatchClause') weight *= RARE
    else if (path.parentPath.isLoop() && path.key !== 'init') weight *= LOOP
  }
  return weight
}

interface Mention {
  readonly name: string
  /** The top-level function around it, if any. */
  readonly inside: string | undefined
  readonly weight: number
}

function mentionsOf(program: NodePath<t.Program>, name: string): Mention[] {
  const binding = program.scope.getBinding(name)
  if (!binding) return []
  return [...binding.referencePaths, ...binding.constantViolations].map((path) => {
    const fn = path.findParent((p) => p.isFunctionDeclaration() && (p.parentPath?.isProgram() ?? false))
    const inside = (fn?.node as t.FunctionDeclaration | undefined)?.id?.name
    return { name, inside, weight: inside === undefined && !path.getFunctionParent() ? 0 : share(path) }
  })
}

/** The heat of every name at top level. */
export function heatOfNames(program: NodePath<t.Program>): Map<string, number> {
  const names = Object.keys(program.scope.bindings)
  const functions = new Set(names.filter((name) => program.scope.getBinding(name)?.path.isFunctionDeclaration()))
  const mentions = names.flatMap((name) => mentionsOf(program, name))
  const runs = new Map([...functions].map((name) => [name, name === ENTRY ? 1 : 0]))
  const runsOf = (inside: string | undefined): number => (inside === undefined ? HANDLER : (runs.get(inside) ?? 0))
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map([...functions].map((name) => [name, name === ENTRY ? 1 : 0]))
    for (const { name, inside, weight } of mentions)
      if (functions.has(name) && name !== ENTRY) next.set(name, Math.min(next.get(name)! + runsOf(inside) * weight, 8))
    for (const [name, value] of next) runs.set(name, value)
  }
  const heat = new Map<string, number>(names.map((name) => [name, 0]))
  for (const { name, inside, weight } of mentions) heat.set(name, heat.get(name)! + runsOf(inside) * weight)
  return heat
}
