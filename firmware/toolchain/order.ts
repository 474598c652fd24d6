/**
 * Puts the names that are looked up most first. Espruino finds a global by walking the list of all of them from the
 * first on (19 instructions a step, PERFORMANCE 2), so in a program of 200 names the order decides what a variable costs.
 *
 * Variables come before functions, each sorted by how often the program mentions them; variables that are made from
 * others follow those, and whatever calls a function of the program at start comes last: Espruino does not hoist.
 */
import { types as t } from '@babel/core'
import type { NodePath, PluginObj } from '@babel/core'
import { heatOfNames } from './heat.ts'

interface Made {
  readonly node: t.Statement
  readonly heat: number
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

/** Takes out `likely(x)` and `unlikely(x)`, which have said what they had to. */
function dropHints(program: NodePath<t.Program>): void {
  program.traverse({
    CallExpression(path) {
      const { callee, arguments: args } = path.node
      if (t.isIdentifier(callee) && HINT.test(callee.name)) path.replaceWith(args[0])
    },
  })
  for (const path of program.get('body'))
    if (path.isFunctionDeclaration() && HINT.test(path.node.id?.name ?? '')) path.remove()
}

const HINT = /^(un)?likely(\$\d+)?$/

/** Babel plugin: sorts the top level of the program. */
export function orderNames(): PluginObj {
  return {
    name: 'order-names',
    visitor: {
      Program: {
        exit(program: NodePath<t.Program>) {
          program.scope.crawl()
          const heat = heatOfNames(program)
          dropHints(program)
          // The minifier writes these where they are used, if it has seen them before.
          const literal: t.Statement[] = []
          const early: Made[] = []
          const derived: Made[] = []
          const rest: t.Statement[] = []
          for (const path of program.get('body')) {
            if (path.isFunctionDeclaration()) {
              early.push({ node: path.node, heat: heat.get(path.node.id?.name ?? '') ?? 0 })
            } else if (path.isVariableDeclaration()) {
              for (const each of path.get('declarations')) {
                const node = t.inheritsComments(t.variableDeclaration(path.node.kind, [each.node]), path.node)
                const value = each.get('init') as NodePath<t.Expression>
                const { made, called } = value.node ? needs(program, value) : { made: false, called: false }
                const id = each.node.id
                const name = { node, heat: t.isIdentifier(id) ? (heat.get(id.name) ?? 0) : 0 }
                if (path.node.kind === 'const' && t.isLiteral(value.node)) literal.push(node)
                else if (called) rest.push(node)
                else if (made) derived.push(name)
                else early.push(name)
              }
            } else rest.push(path.node)
          }
          program.node.body = [...literal, ...byHeat(early), ...byHeat(derived), ...rest]
        },
      },
    },
  }
}
