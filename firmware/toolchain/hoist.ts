/**
 * Espruino does not hoist `var`: a use before the declaration has run reaches an outer variable of that name, silently.
 * The minifier writes such code when it inlines a call (`a=(o=n[1])?o/n[0]:0;var o`), so bare declarations that come after
 * a use move to the start of their function. One with a value cannot be moved; the gate refuses it.
 */
import type { AnyNode, Function as FunctionNode } from 'acorn'
import type { Edit } from './edit.ts'
import { childrenOf, parseProgram } from './syntax.ts'

interface Late {
  /** What it declares, and which of that was mentioned before. */
  readonly names: readonly string[]
  readonly used: readonly string[]
  /** The declaration statement. */
  readonly start: number
  readonly end: number
  /** A statement of its own, without a value. */
  readonly bare: boolean
}

function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return /Function/.test(node.type)
}

/** `var` declarations of a function that stand after the first mention of a name of theirs. */
function lateIn(fn: FunctionNode): Late[] {
  const seen = new Set<string>()
  const params = new Set(fn.params.flatMap((p) => (p.type === 'Identifier' ? [p.name] : [])))
  const late: Late[] = []
  const visit = (node: AnyNode, above?: AnyNode): void => {
    if (isFunction(node) && node !== fn) return
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      const names = node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
      const used = names.filter((name) => seen.has(name) && !params.has(name))
      const bare = node.declarations.every(({ init }) => !init) && !/^For/.test(above?.type ?? '')
      if (used.length) late.push({ names, used, start: node.start, end: node.end, bare })
    }
    if (node.type === 'Identifier') seen.add(node.name)
    for (const child of childrenOf(node)) visit(child, node)
  }
  visit(fn.body)
  return late
}

function functionsOf(code: string): FunctionNode[] {
  const found: FunctionNode[] = []
  const visit = (node: AnyNode): void => {
    if (isFunction(node)) found.push(node)
    childrenOf(node).forEach(visit)
  }
  visit(parseProgram(code))
  return found
}

/** Names that are used before their `var` has run. */
export function usedBeforeVar(code: string): string[] {
  return functionsOf(code).flatMap((fn) => lateIn(fn).flatMap((l) => l.used))
}

/** Moves what can be moved. */
export function hoistEdits(code: string): Edit[] {
  const edits: Edit[] = []
  for (const fn of functionsOf(code)) {
    const movable = lateIn(fn).filter((l) => l.bare)
    if (!movable.length || fn.body.type !== 'BlockStatement') continue
    const at = fn.body.start + 1
    edits.push({ start: at, end: at, text: `var ${[...new Set(movable.flatMap((l) => l.names))].join(',')};` })
    for (const { start, end } of movable) edits.push({ start, end, text: ';' })
  }
  return edits.sort((a, b) => a.start - b.start)
}
