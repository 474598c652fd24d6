/**
 * Variables that a finished program takes once it has started from flash, read off its text (FACTS 2: 14-byte variables).
 * Counts what top-level statements leave behind: functions, typed arrays, numbers, listeners, and the interpreter's own
 * entries for the built-ins that they touch. Kept apart as code and state.
 */
import type { AnyNode, Expression, Function as FunctionNode, ObjectExpression, Statement } from 'acorn'
import { parseProgram } from './syntax.ts'

export interface Heap {
  /** Functions, listeners and touched built-ins. */
  readonly code: number
  /** Arrays, numbers and texts, with their names. */
  readonly state: number
}

/** State that a declaration claims. */
export interface Claim {
  /** Its place in the text. */
  readonly at: number
  readonly vars: number
}

/** Largest int that is kept in the name of its variable. */
const INLINE = 8191
/** Entry of a serial device with its class. */
const DEVICE = 12

/** A string of n characters, as literals and concatenation make it. */
export function textVars(n: number): number {
  return n <= 9 ? 1 : 1 + Math.ceil((n - 9) / 10)
}

/** A run of n bytes in one piece: the contents of typed arrays, decoded base64, received data. */
export function flatVars(n: number): number {
  return n <= 19 ? textVars(n) : 1 + Math.ceil(n / 14)
}

/** The name of a variable, parameter or property of n characters. */
export function nameVars(n: number): number {
  return n <= 4 ? 1 : 1 + Math.ceil((n - 4) / 10)
}

const BYTES: Record<string, number> = {
  Float64Array: 8,
  Float32Array: 4,
  Int32Array: 4,
  Uint32Array: 4,
  Int16Array: 2,
  Uint16Array: 2,
  Uint8Array: 1,
}

/** Walks the top level once, in order, and remembers which built-ins have been touched. */
class Walk {
  code = 0
  state = 0
  /** What each declaration keeps as state, and where it stands. */
  readonly claims: Claim[] = []
  private readonly touched = new Set<string>()

  statement(node: Statement): void {
    switch (node.type) {
      case 'FunctionDeclaration':
        this.code += nameVars(node.id.name.length) + this.fn(node)
        break
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations)
          if (id.type === 'Identifier') this.keep(nameVars(id.name.length), init ?? null, id.start)
        break
      case 'ExpressionStatement':
        this.effect(node.expression)
        break
      default:
        break
    }
  }

  /** A name and what it holds. */
  private keep(name: number, value: Expression | null, at: number): void {
    const functions = value !== null && holdsCode(value)
    const total = name + (value ? this.value(value) : 0)
    if (functions) this.code += total
    else {
      this.state += total
      this.claims.push({ at, vars: total })
    }
  }

  private effect(node: Expression): void {
    if (node.type === 'AssignmentExpression') {
      this.value(node.left)
      const target = node.left.type === 'MemberExpression' ? node.left.property : node.left
      this.code += nameVars(target.type === 'Identifier' ? target.name.length : 1) + this.value(node.right)
    } else if (node.type === 'CallExpression' && isCallTo(node.callee, 'on')) {
      this.value(node.callee)
      const [event, handler] = node.arguments
      const name = event.type === 'Literal' ? String(event.value).length + 3 : 4
      this.code += nameVars(name) + 2 + this.value(handler)
    }
  }

  /** Variables of a value, its name not counted; touches built-ins on the way. */
  private value(node: Expression | AnyNode): number {
    switch (node.type) {
      case 'Literal':
        return literalVars(node.value)
      case 'UnaryExpression':
        return node.operator === '-' ? this.value(node.argument) : 1
      case 'ArrayExpression':
        return node.elements.reduce((sum, e) => sum + 1 + (e ? this.value(e) : 0), 1)
      case 'ObjectExpression':
        return this.object(node)
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.fn(node)
      case 'NewExpression':
        return this.construct(node)
      case 'SequenceExpression':
        return Math.max(...node.expressions.map((e) => this.value(e)))
      case 'MemberExpression':
        return this.member(node)
      case 'CallExpression':
        return this.call(node)
      case 'Identifier':
        if (BYTES[node.name] === undefined) this.touch(node.name)
        return node.name === 'NaN' || node.name === 'Infinity' ? 1 : 0
      default:
        return 1
    }
  }

  private object(node: ObjectExpression): number {
    return node.properties.reduce((sum, p) => {
      if (p.type !== 'Property') return sum
      const name = p.key.type === 'Identifier' ? p.key.name.length : 1
      return sum + nameVars(name) + this.value(p.value)
    }, 1)
  }

  /** A function whose text stays in flash: itself, its parameters, and a name and a reference for the code. */
  private fn(node: FunctionNode): number {
    const params = node.params.reduce((sum, p) => sum + nameVars(p.type === 'Identifier' ? p.name.length + 1 : 2), 0)
    const empty = node.body.type === 'BlockStatement' && node.body.body.length === 0
    return 1 + params + (empty ? 0 : 2)
  }

  private construct(node: AnyNode & { type: 'NewExpression' }): number {
    const name = node.callee.type === 'Identifier' ? node.callee.name : ''
    if (!this.touched.has('new ' + name)) {
      this.touched.add('new ' + name)
      this.code += nameVars(name.length) + 6
    }
    const length = node.arguments[0]?.type === 'Literal' ? Number(node.arguments[0].value) : 0
    return 2 + flatVars((BYTES[name] ?? 1) * length)
  }

  private member(node: AnyNode & { type: 'MemberExpression' }): number {
    if (node.computed) {
      this.code += DEVICE
      this.value(node.property)
      return 0
    }
    this.value(node.object)
    // A native function, or a field of a built-in: one variable.
    return 1
  }

  private call(node: AnyNode & { type: 'CallExpression' }): number {
    const made = node.callee.type === 'MemberExpression' ? this.value(node.callee.object) : 0
    // `new Float64Array(8).fill(NaN)` is the array; other calls give a number or a short text.
    return isCallTo(node.callee, 'fill') ? made : 1
  }

  private touch(name: string): void {
    if (this.touched.has(name) || !BUILT_INS.has(name)) return
    this.touched.add(name)
    this.code += nameVars(name.length) + 1
  }
}

const BUILT_INS = new Set(['E', 'Math', 'JSON', 'process'])

function holdsCode(node: Expression): boolean {
  if (node.type === 'ObjectExpression') return true
  return (
    node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'MemberExpression'
  )
}

function isCallTo(callee: AnyNode, name: string): boolean {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === name
}

function literalVars(value: unknown): number {
  if (typeof value === 'string') return textVars(value.length)
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= INLINE ? 0 : 1
  return 1
}

/** What the program holds once it has started, boot and link not counted. */
export function heapOf(code: string): Heap {
  const walk = new Walk()
  for (const node of parseProgram(code).body) walk.statement(node as Statement)
  return { code: walk.code, state: walk.state }
}

/** The state of `heapOf`, declaration by declaration. */
export function stateOf(code: string): readonly Claim[] {
  const walk = new Walk()
  for (const node of parseProgram(code).body) walk.statement(node as Statement)
  return walk.claims
}
