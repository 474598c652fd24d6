/**
 * Parses expressions (FACTS 3.1). The parser never throws: at a fault it returns the tree so far with a `bad` node at
 * that place and lets every construct around it end, so that running the tree does what Espruino does before it notices.
 */
import type { ErrorType, Fault } from '../errors.ts'
import type { Bad, Body, ClassExpr, ClassMember, Expr, FunctionExpr, ObjectMember } from './ast.ts'
import { describe, isReserved, Lexer, type TokenType } from './lexer.ts'
import { ASSIGNMENTS, PRECEDENCE } from './precedence.ts'
import { splitTemplate } from './template.ts'

/** Brackets and unary operators nested deeper than this are refused, as Espruino's stack would. */
const MAX_NESTING = 60

export class ExpressionParser {
  readonly lexer: Lexer
  /** The first fault met; while it is set, everything ends as soon as it can. */
  fault: Fault | undefined
  /** In the head of a `for`, where `in` is not an operator. */
  protected inForHead = false
  private nesting = 0

  constructor(text: string) {
    this.lexer = new Lexer(text)
  }

  protected get type(): TokenType {
    return this.lexer.type
  }

  protected is(type: TokenType): boolean {
    return this.lexer.type === type
  }

  protected next(): void {
    this.lexer.next()
  }

  protected fail(type: ErrorType, message: string, pos: number): void {
    this.fault ??= { type, message, pos }
  }

  /** Takes the expected token, or notes the fault. */
  protected expect(type: TokenType): boolean {
    if (this.fault !== undefined) return false
    if (this.type === type) {
      this.next()
      return true
    }
    this.fail('SyntaxError', `Got ${this.lexer.describe()} expected ${describe(type)}`, this.lexer.start)
    return false
  }

  protected bad(before?: Expr): Bad {
    const fault = this.fault ?? { type: 'InternalError', message: 'no fault', pos: 0 }
    return { t: 'bad', fault, before, end: fault.pos }
  }

  /** Assignment expressions separated by commas. */
  expression(): Expr {
    const first = this.assignment()
    if (!this.is(',') || this.fault !== undefined) return first
    const list = [first]
    while (this.is(',') && this.fault === undefined) {
      this.next()
      list.push(this.assignment())
    }
    return { t: 'comma', list, inParens: false, end: this.lexer.lastStart }
  }

  assignment(): Expr {
    const target = this.conditional()
    const op = this.type
    if (!ASSIGNMENTS.has(op) || this.fault !== undefined) return target
    this.next()
    const value = this.assignment()
    return { t: 'assign', op: op.slice(0, -1), target, value, end: this.lexer.lastStart }
  }

  private conditional(): Expr {
    const test = this.binary(this.unary(), 0)
    if (!this.is('?') || this.fault !== undefined) return test
    this.next()
    const pos = this.lexer.lastStart
    const yes = this.assignment()
    const yesFault = this.fault
    this.expect(':')
    if (this.fault !== undefined) {
      const no = this.bad()
      return { t: 'conditional', test, pos, yes: yesFault ? yes : this.bad(yes), yesFault: this.fault, no, end: pos }
    }
    const no = this.assignment()
    return { t: 'conditional', test, pos, yes, no, noFault: this.fault, end: this.lexer.lastStart }
  }

  private binary(left: Expr, above: number): Expr {
    let result = left
    for (;;) {
      const op = this.type
      const precedence = op === 'in' && this.inForHead ? 0 : (PRECEDENCE[op] ?? 0)
      if (precedence <= above || this.fault !== undefined) return result
      this.next()
      const pos = this.lexer.lastStart
      const right = this.binary(this.unary(), precedence)
      const end = this.lexer.lastStart
      if (op === '&&' || op === '||' || op === '??') {
        result = { t: 'logical', op, left: result, pos, right, rightFault: this.fault, end }
      } else result = { t: 'binary', op, left: result, pos, right, end }
    }
  }

  private unary(): Expr {
    const op = this.type
    if (op !== '!' && op !== '~' && op !== '-' && op !== '+') return this.postfix()
    return this.nested(() => {
      this.next()
      const operand = this.unary()
      return { t: 'unary', op, operand, end: this.lexer.lastStart }
    })
  }

  private postfix(): Expr {
    let result: Expr
    if (this.is('++') || this.is('--')) {
      const op = this.is('++') ? '+' : '-'
      result = this.nested(() => {
        this.next()
        const target = this.postfix()
        return { t: 'update', op, prefix: true, target, end: this.lexer.lastStart }
      })
    } else result = this.callOrMember()
    while ((this.is('++') || this.is('--')) && this.fault === undefined) {
      const op = this.is('++') ? '+' : '-'
      this.next()
      result = { t: 'update', op, prefix: false, target: result, end: this.lexer.lastStart }
    }
    return result
  }

  /** Runs a part of the grammar that nests, within the depth that the stack allows. */
  private nested(parse: () => Expr): Expr {
    if (this.nesting >= MAX_NESTING) {
      this.fail('Error', 'Too much recursion - the stack is about to overflow', this.lexer.lastStart)
      return this.bad()
    }
    this.nesting++
    const result = parse()
    this.nesting--
    return result
  }

  private callOrMember(): Expr {
    let isNew = false
    if (this.is('new')) {
      this.next()
      isNew = true
      if (this.is('new')) {
        this.fail('Error', "Nesting 'new' operators is unsupported", this.lexer.lastStart)
        return this.bad()
      }
    }
    let result = this.members(this.is('super') ? this.superExpr() : this.primary())
    if (this.fault === undefined && this.is('TEMPLATE LITERAL')) {
      this.fail('SyntaxError', 'Tagged Templates are not supported', this.lexer.lastStart)
      return this.bad(result)
    }
    while (this.fault === undefined && (this.is('(') || isNew)) {
      result = this.members(isNew ? this.construct(result) : this.call(result))
      isNew = false
    }
    return result
  }

  private superExpr(): Expr {
    this.next()
    return { t: 'super', isCall: this.is('('), end: this.lexer.lastStart }
  }

  private call(callee: Expr): Expr {
    const args = this.args()
    return { t: 'call', callee, args, close: this.lexer.lastStart, end: this.lexer.lastStart }
  }

  private construct(callee: Expr): Expr {
    const args = this.is('(') ? this.args() : undefined
    return { t: 'new', callee, args, close: this.lexer.lastStart, end: this.lexer.lastStart }
  }

  /** Arguments in brackets. A fault among them is the last argument. */
  private args(): Expr[] {
    const args: Expr[] = []
    this.expect('(')
    while (!this.is(')') && this.fault === undefined) {
      args.push(this.assignment())
      if (this.fault === undefined && !this.is(')') && !this.expect(',')) args.push(this.bad())
    }
    if (this.fault === undefined && !this.expect(')')) args.push(this.bad())
    return args
  }

  private members(from: Expr): Expr {
    let object = from
    while ((this.is('.') || this.is('[')) && this.fault === undefined) {
      object = this.is('.') ? this.dotted(object) : this.bracketed(object)
    }
    return object
  }

  private dotted(object: Expr): Expr {
    this.next()
    const pos = this.lexer.lastStart
    if (!this.is('ID') && !isReserved(this.type)) {
      this.expect('ID')
      return this.bad(object)
    }
    const key = this.lexer.value
    this.next()
    return { t: 'member', object, key, pos, end: this.lexer.lastStart }
  }

  private bracketed(object: Expr): Expr {
    this.next()
    const key = this.nested(() => this.assignment())
    if (!this.expect(']')) return this.bad({ t: 'comma', list: [object, key], inParens: true, end: 0 })
    return { t: 'member', object, key, pos: this.lexer.lastStart, end: this.lexer.lastStart }
  }

  private primary(): Expr {
    const { lexer } = this
    switch (this.type) {
      case 'ID':
        return this.name()
      case 'INT':
      case 'FLOAT': {
        const { value, isInt } = lexer.number()
        this.next()
        return { t: 'number', value, isInt, end: lexer.lastStart }
      }
      case 'STRING':
        return this.string()
      case 'TEMPLATE LITERAL': {
        const parts = splitTemplate(lexer.value)
        const pos = lexer.lastStart
        this.next()
        return { t: 'template', parts, pos, end: lexer.lastStart }
      }
      case 'REGEX':
        return this.regex()
      case 'true':
      case 'false':
      case 'null':
      case 'undefined':
      case 'this': {
        const t = this.type
        this.next()
        return { t, end: lexer.lastStart }
      }
      case '(':
        return this.nested(() => this.parens())
      case '{':
        return this.nested(() => this.object())
      case '[':
        return this.nested(() => this.array())
      default:
        return this.keyword()
    }
  }

  private keyword(): Expr {
    switch (this.type) {
      case 'function':
        this.next()
        return this.functionRest(true)
      case 'class':
        this.next()
        return this.classRest(true)
      case 'delete':
      case 'typeof':
      case 'void':
        return this.nested(() => this.wordOperator())
      default:
        if (this.expect('EOF')) this.fail('SyntaxError', 'Unexpected end of Input', this.lexer.lastStart)
        return this.bad()
    }
  }

  private wordOperator(): Expr {
    const t = this.is('delete') ? 'delete' : this.is('typeof') ? 'typeof' : 'void'
    this.next()
    const operand = t === 'delete' ? this.members(this.primary()) : this.unary()
    return { t, operand, end: this.lexer.lastStart }
  }

  private name(): Expr {
    const name = this.lexer.value
    this.next()
    const end = this.lexer.lastStart
    if (this.is('TEMPLATE LITERAL')) {
      this.fail('SyntaxError', 'Tagged template literals not supported', end)
      return this.bad()
    }
    if (this.is('=>')) return this.arrow([name])
    return { t: 'name', name, end }
  }

  private string(): Expr {
    const { lexer } = this
    if (lexer.badEscape) {
      this.fail('Error', 'Invalid escape sequence', lexer.lastStart)
      return this.bad()
    }
    const text = lexer.value
    this.next()
    return { t: 'string', text, end: lexer.lastStart }
  }

  private regex(): Expr {
    const literal = this.lexer.value
    this.next()
    const close = literal.lastIndexOf('/')
    return { t: 'regex', source: literal.slice(1, close), flags: literal.slice(close + 1), end: this.lexer.lastStart }
  }

  /** Brackets around an expression, or the parameters of an arrow function. */
  private parens(): Expr {
    this.next()
    const list: Expr[] = []
    while (!this.is(')') && this.fault === undefined) {
      list.push(this.assignment())
      if (this.fault === undefined && !this.is(')')) this.expect(',')
    }
    if (this.fault === undefined) this.expect(')')
    if (this.fault !== undefined) return this.bad({ t: 'comma', list, inParens: true, end: 0 })
    if (this.is('=>') && list.every((item) => item.t === 'name')) {
      return this.arrow(list.map((item) => (item.t === 'name' ? item.name : '')))
    }
    const end = this.lexer.lastStart
    if (list.length === 1) return { t: 'paren', inner: list[0], end }
    return { t: 'comma', list, inParens: true, end }
  }

  private arrow(params: readonly string[]): Expr {
    const outer = this.lexer.sawThis
    this.lexer.sawThis = false
    this.next()
    const body = this.is('{') ? this.blockBody() : this.expressionBody()
    const usesThis = this.lexer.sawThis
    this.lexer.sawThis = outer || usesThis
    if (this.fault !== undefined) return this.bad()
    return { t: 'function', arrow: true, ownName: undefined, params, body, usesThis, end: this.lexer.lastStart }
  }

  /** The body of an arrow function without braces: it extends to the token that follows. */
  private expressionBody(): Body {
    const from = this.lexer.start
    if (this.is('this')) this.lexer.sawThis = true
    this.assignment()
    return { from, to: this.lexer.start, isExpression: true, inRam: false }
  }

  /** A body in braces: only the braces are counted. */
  private blockBody(): Body {
    const { lexer } = this
    const none: Body = { from: 0, to: 0, isExpression: false, inRam: false }
    if (!this.expect('{')) return none
    let inRam = false
    if (this.is('STRING') && lexer.value === 'ram') {
      inRam = true
      this.next()
      if (lexer.type === ';') this.next()
    }
    const isExpression = this.is('return')
    if (isExpression) this.next()
    const from = lexer.start
    let to = from
    for (let depth = 0; !this.is('EOF') && (depth > 0 || !this.is('}')); this.next()) {
      if (this.is('{')) depth++
      if (this.is('}')) depth--
      to = lexer.end
    }
    this.expect('}')
    return { from, to, isExpression, inRam }
  }

  /** What follows `function`, or a method's name. */
  functionRest(named: boolean): FunctionExpr | Bad {
    let ownName: string | undefined
    if (named && this.is('ID')) {
      ownName = this.lexer.value
      this.next()
    }
    const params: string[] = []
    this.expect('(')
    while (!this.is(')') && this.fault === undefined) {
      params.push(this.lexer.value)
      this.expect('ID')
      if (this.fault === undefined && !this.is(')')) this.expect(',')
    }
    this.expect(')')
    const body = this.blockBody()
    if (this.fault !== undefined) return this.bad()
    return { t: 'function', arrow: false, ownName, params, body, usesThis: false, end: this.lexer.lastStart }
  }

  private array(): Expr {
    this.next()
    const items: (Expr | undefined)[] = []
    while (!this.is(']') && this.fault === undefined) {
      items.push(this.is(',') ? undefined : this.assignment())
      if (this.fault === undefined && !this.is(']') && !this.expect(',')) items.push(this.bad())
    }
    if (this.fault === undefined && !this.expect(']')) items.push(this.bad())
    return { t: 'array', items, end: this.lexer.lastStart }
  }

  private object(): Expr {
    this.next()
    const members: ObjectMember[] = []
    while (!this.is('}') && this.fault === undefined) {
      const member = this.objectMember()
      if (member !== undefined) members.push(member)
      if (this.fault === undefined && !this.is('}')) this.expect(',')
    }
    if (this.fault === undefined) this.expect('}')
    return { t: 'object', members, fault: this.fault, end: this.lexer.lastStart }
  }

  private objectMember(): ObjectMember | undefined {
    const { lexer } = this
    const isName = this.is('ID')
    let key: string | number
    if (isName || isReserved(this.type) || this.is('STRING')) key = lexer.value
    else if (this.is('INT') || this.is('FLOAT')) key = lexer.number().value
    else {
      this.expect('ID')
      return undefined
    }
    this.next()
    if (this.is('ID') && (key === 'get' || key === 'set')) {
      const name = lexer.value
      this.next()
      return this.checked({ kind: key, key: name, value: this.functionRest(false) })
    }
    if (this.is('(')) return this.checked({ kind: 'method', key, value: this.functionRest(false) })
    if (isName && typeof key === 'string' && (this.is(',') || this.is('}'))) {
      return { kind: 'short', key, value: { t: 'name', name: key, end: lexer.lastStart } }
    }
    if (!this.expect(':')) return undefined
    return { kind: 'value', key, value: this.assignment() }
  }

  /** A member whose function is faulty is not one. */
  private checked<M extends { readonly value: Expr }>(member: M): M | undefined {
    return member.value.t === 'bad' ? undefined : member
  }

  /** What follows `class`. */
  classRest(named: boolean): ClassExpr {
    const { lexer } = this
    let ownName: string | undefined
    let parent: string | undefined
    let parentEnd = 0
    if (named && this.is('ID')) {
      ownName = lexer.value
      this.next()
    }
    if (this.is('extends')) {
      this.next()
      parent = lexer.value
      parentEnd = lexer.lastStart
      this.expect('ID')
    }
    const members: ClassMember[] = []
    if (this.expect('{')) this.classMembers(members)
    if (this.fault === undefined) this.expect('}')
    return { t: 'class', ownName, parent, parentEnd, members, fault: this.fault, end: lexer.lastStart }
  }

  private classMembers(members: ClassMember[]): void {
    while ((this.is('ID') || this.is('static')) && this.fault === undefined) {
      const member = this.classMember()
      if (member === undefined) return
      members.push(member)
      while (this.is(';') && this.fault === undefined) this.next()
    }
  }

  private classMember(): ClassMember | undefined {
    const { lexer } = this
    const isStatic = this.is('static')
    if (isStatic) this.next()
    let name = lexer.value
    if (!this.expect('ID')) return undefined
    let kind: ClassMember['kind'] = name === 'constructor' ? 'constructor' : 'method'
    if (this.is('ID') && (name === 'get' || name === 'set')) {
      kind = name
      name = lexer.value
      this.next()
    }
    if (kind !== 'method' || this.is('(')) {
      return this.checked({ isStatic, kind, name, value: this.functionRest(false) })
    }
    if (!this.expect('=')) return undefined
    return { isStatic, kind: 'field', name, value: this.assignment() }
  }
}
