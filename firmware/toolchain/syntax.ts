/** Walking the finished program: one parse, and the children of a node that can hold references. */
import { parse } from 'acorn'
import type { AnyNode, Program } from 'acorn'

export function parseProgram(code: string): Program {
  return parse(code, { ecmaVersion: 2022, sourceType: 'script', locations: true, allowReturnOutsideFunction: true })
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** The nodes right below, in source order, without the names of properties: these are no references. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = []
  for (const [key, child] of Object.entries(node) as [string, unknown][]) {
    if (key === 'property' && node.type === 'MemberExpression' && !node.computed) continue
    if (key === 'key' && (node.type === 'Property' || node.type === 'MethodDefinition')) continue
    if (Array.isArray(child)) children.push(...(child as unknown[]).filter(isNode))
    else if (isNode(child)) children.push(child)
  }
  return children.sort((a, b) => a.start - b.start)
}
