/**
 * Puts the names that are looked up most first. Espruino finds a global by walking the list of all of them from the
 * first on (19 instructions a step, PERFORMANCE 2), so in a program of 200 names the order decides what a variable costs.
 *
 * Variables come before functions, each sorted by how often the program mentions them; variables that are made from
 * others follow those, and whatever calls a function of the program at start comes last: Espruino does not hoist.
 */
import { types as t } from '@babel/core'
import type { NodePath, PluginObj } from '@babel/core'

/** Mentions inside a loop count this many times. */
const LOOP = 8

interface Made {
  readonly node: t.Statement
  readonly heat: number
}

/** How much a name is used: its mentions, those in loops weighted. */
function heatOf(program: NodePath<t.Program>, name: string): number {
  const binding = program.scope.getBinding(name)
  if (!binding) return 0
  return [...binding.referencePaths, ...binding.constantViolations].reduce(
    (sum, path) => sum + (path.findParent((p) => p.isLoop()) ? LOOP : 1),
    0,
  )
}

/** Names of the program that a value needs while it is made; functions only count when they are called. */
function needs(program: NodePath<t.Program>, value: NodePath<t.Expression>): { made: boolean; called: boolean } {
  let made = false
  let called = false
  const look = (path: NodePath<t.Identifier>): void => {
    const binding = program.scope.getBinding(path.node.name)
    if (!binding || path.getFunctionParent()) return
    if (binding.path.isFunctionDeclaration()) called = true
    else made = true
  }
  if (value.isIdentifier()) look(value)
  value.traverse({ ReferencedIdentifier: look as (path: NodePath) => void })
  return { made, called }
}

function byHeat(list: Made[]): t.Statement[] {
  return list.sort((a, b) => b.heat - a.heat).map(({ node }) => node)
}

/** Babel plugin: sorts the top level of the program. */
export function orderNames(): PluginObj {
  return {
    name: 'order-names',
    visitor: {
      Program: {
        exit(program: NodePath<t.Program>) {
          program.scope.crawl()
          const variables: Made[] = []
          const derived: t.Statement[] = []
          const functions: Made[] = []
          const rest: t.Statement[] = []
          for (const path of program.get('body')) {
            if (path.isFunctionDeclaration()) {
              functions.push({ node: path.node, heat: heatOf(program, path.node.id?.name ?? '') })
            } else if (path.isVariableDeclaration()) {
              for (const each of path.get('declarations')) {
                const node = t.inheritsComments(t.variableDeclaration(path.node.kind, [each.node]), path.node)
                const value = each.get('init') as NodePath<t.Expression>
                const { made, called } = value.node ? needs(program, value) : { made: false, called: false }
                const id = each.node.id
                const heat = t.isIdentifier(id) ? heatOf(program, id.name) : 0
                if (called) rest.push(node)
                else if (made) derived.push(node)
                else variables.push({ node, heat })
              }
            } else rest.push(path.node)
          }
          program.node.body = [...byHeat(variables), ...derived, ...byHeat(functions), ...rest]
        },
      },
    },
  }
}
