/**
 * Last step: what the device would refuse, or run wrongly without an error, never leaves this computer.
 * Works on the final text; every finding names the construct, its place and why (facts: FACTS 3 and the README beside this file).
 */
import type { AnyNode, Node } from 'acorn'
import { ancestor } from 'acorn-walk'
import { RivuletError } from '../../shared/error.ts'
import { usedBeforeVar } from './hoist.ts'
import { misread } from './literals.ts'
import { childrenOf, parseProgram } from './syntax.ts'

export interface Finding {
  readonly what: string
  /** Line from 1, column from 0, in the text that was checked. */
  readonly line: number
  readonly column: number
}

const SYNTAX: Record<string, string> = {
  LabeledStatement: 'label',
  SpreadElement: 'spread',
  RestElement: 'rest',
  ObjectPattern: 'object pattern',
  ArrayPattern: 'array pattern',
  AssignmentPattern: 'default value',
  ChainExpression: 'optional chain',
  AwaitExpression: 'await',
  YieldExpression: 'yield',
  PropertyDefinition: 'class field',
  StaticBlock: 'static block',
  PrivateIdentifier: 'private name',
  MetaProperty: 'new.target or import.meta',
  ImportExpression: 'import()',
  TaggedTemplateExpression: 'tagged template',
  WithStatement: 'with',
  DebuggerStatement: 'debugger',
}

const OPERATORS = new Set(['**', '**=', '||=', '&&=', '??='])
const PROTOTYPED = new Set(['Array', 'String', 'Function', 'Number'])
/** Names of the interpreter that firmware may use. */
const GLOBALS = new Set(
  `E process global print atob btoa JSON Math NaN Infinity undefined parseInt Float64Array Int32Array Int16Array
   Uint8Array Uint16Array Uint32Array setTimeout arguments LoopbackA LoopbackB require String`.split(/\s+/),
)

function offence(node: AnyNode): string | undefined {
  if (SYNTAX[node.type]) return SYNTAX[node.type]
  switch (node.type) {
    case 'ClassExpression':
      return node.id ? 'named class expression' : undefined
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.async ? 'async function' : node.generator ? 'generator' : undefined
    case 'BinaryExpression':
    case 'AssignmentExpression':
      return OPERATORS.has(node.operator) ? node.operator : undefined
    case 'Property':
    case 'MethodDefinition':
      if (node.key.type === 'PrivateIdentifier') return 'private name'
      return node.computed ? 'computed key' : undefined
    case 'VariableDeclaration': {
      const own = node.declarations.some(({ id, init }) => id.type === 'Identifier' && init && mentions(init, id.name))
      return own && node.kind !== 'var' ? 'declaration that reads itself' : undefined
    }
    case 'SwitchStatement': {
      const i = node.cases.findIndex((c) => !c.test)
      return i >= 0 && i < node.cases.length - 1 ? 'case after default' : undefined
    }
    case 'CallExpression':
      return isStrangeLibrary(node) ? 'a library of the interpreter that firmware has no use for' : undefined
    case 'MemberExpression':
      return isPrototype(node.object) ? 'method of a built-in prototype' : undefined
    case 'Literal':
      return typeof node.value === 'bigint' ? 'BigInt' : undefined
    default:
      return undefined
  }
}

/** Whether evaluating the node reads the name; functions inside may, later. */
function mentions(node: AnyNode, name: string): boolean {
  if (/Function/.test(node.type)) return false
  return node.type === 'Identifier' ? node.name === name : childrenOf(node).some((child) => mentions(child, name))
}

function isPrototype(node: AnyNode): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    PROTOTYPED.has(node.object.name) &&
    node.property.type === 'Identifier' &&
    node.property.name === 'prototype'
  )
}

/** `require` is for flash, in whose pages or files checkpoints lie, and for the way to a broker. */
const LIBRARIES = ['Flash', 'Storage', 'net', 'Wifi', 'TelnetServer']

function isStrangeLibrary({ callee, arguments: [name] }: AnyNode & { type: 'CallExpression' }): boolean {
  if (callee.type !== 'Identifier' || callee.name !== 'require') return false
  return name?.type !== 'Literal' || !LIBRARIES.includes(String(name.value))
}

/** Names that are declared anywhere in the program. Espruino's scopes are dynamic enough that a finer check is the minifier's. */
function declaredNames(tree: Node): Set<string> {
  const names = new Set<string>()
  const add = (node: AnyNode | null | undefined): void => {
    if (node?.type === 'Identifier') names.add(node.name)
  }
  ancestor(tree, {
    VariableDeclarator: (node) => add(node.id),
    Function: (node) => {
      add(node.id)
      node.params.forEach(add)
    },
    Class: (node) => add(node.id),
    CatchClause: (node) => add(node.param),
  })
  return names
}

/** Everything in the text that the device would refuse or misunderstand. */
export function inspect(code: string): Finding[] {
  const tree = parseProgram(code)
  const findings: Finding[] = []
  const names = declaredNames(tree)
  const report = (node: Node, what: string): void => {
    findings.push({ what, line: node.loc?.start.line ?? 0, column: node.loc?.start.column ?? 0 })
  }
  const visit = (node: AnyNode): void => {
    const what = offence(node)
    if (what) report(node, what)
    if (node.type === 'Identifier' && !names.has(node.name) && !GLOBALS.has(node.name))
      report(node, `unknown name ${node.name}`)
  }
  walk(tree, visit)
  for (const name of usedBeforeVar(code))
    findings.push({ what: `${name} is used before its var has run`, line: 0, column: 0 })
  for (const value of misread(code))
    findings.push({ what: `number ${value}, which the device misreads`, line: 0, column: 0 })
  return findings
}

/** Visits every node but property names. */
function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node)
  for (const child of childrenOf(node)) walk(child, visit)
}

/** Throws `E_GATE` when the text must not reach a device. */
export function gate(code: string): void {
  const findings = inspect(code)
  if (!findings.length) return
  const list = findings.slice(0, 5).map((f) => `${f.what} at ${f.line}:${f.column}`)
  throw new RivuletError('E_GATE', `the program uses what the device cannot run: ${list.join('; ')}`, {
    kind: 'internal',
    place: 'firmware.js',
    cure: 'report it with the pipeline; the operators or the toolchain are at fault, not the pipeline',
  })
}
