/**
 * Parses expressions (FACTS 3.1). The parser never throws: at a fault it returns the tree so far with a `bad` node at
 * that place and lets every construct around it end, so that running the tree does what Espruino does before it notices.
 */
import { COST } from '../costs/model.ts'
import type { Expr } from './ast.ts'
import { DefinitionParser } from './definitions.ts'
import { isReserved } from './lexer.ts'
import { ASSIGNMENTS, PRECEDENCE } from './precedence.ts'
import { splitTemplate } from './template.ts'

export class ExpressionParser extends DefinitionParser {
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
    this.charge(COST.level, COST.level)
    const target = this.conditional()
    const op = this.type
    if (!ASSIGNMENTS.has(op) || this.fault !== undefined) return target
    this.next()
    this.charge(op === '=' ? COST.assign : COST.assign + COST.change)
    const value = this.assignment()
    return { t: 'assign', op: op.slice(0, -1), target, value, end: this.lexer.lastStart }
  }

  private conditional(): Expr {
    const test = this.binary(this.unary(), 0)
    if (!this.is('?') || this.fault !== undefined) return test
    this.next()
    const pos = this.lexer.lastStart
    this.charge(COST.choice)
    const { part: yes, extra: yesExtra } = this.optional(() => this.assignment())
    const yesFault = this.fault
    this.expect(':')
    if (this.fault !== undefined) {
      const part = yesFault ? yes : this.bad(yes)
      const no = this.bad()
      return { t: 'conditional', test, pos, yes: part, yesFault: this.fault, yesExtra, no, noExtra: 0, end: pos }
    }
    const { part: no, extra: noExtra } = this.optional(() => this.assignment())
    const end = this.lexer.lastStart
    return { t: 'conditional', test, pos, yes, yesExtra, no, noFault: this.fault, noExtra, end }
  }

  private binary(left: Expr, above: number): Expr {
    let result = left
    for (;;) {
      const op = this.type
      const precedence = op === 'in' && this.inForHead ? 0 : (PRECEDENCE[op] ?? 0)
      if (precedence <= above || this.fault !== undefined) return result
      this.next()
      const pos = this.lexer.lastStart
      this.charge(COST.operator, COST.operator)
      if (op === '&&' || op === '||' || op === '??') {
        this.charge(COST.logic)
        const { part: right, extra } = this.optional(() => this.binary(this.unary(), precedence))
        const end = this.lexer.lastStart
        result = { t: 'logical', op, left: result, pos, right, extra, rightFault: this.fault, end }
      } else {
        this.charge(operatorCost(op))
        const right = this.binary(this.unary(), precedence)
        result = { t: 'binary', op, left: result, pos, right, end: this.lexer.lastStart }
      }
    }
  }

  private unary(): Expr {
    const op = this.type
    if (op !== '!' && op !== '~' && op !== '-' && op !== '+') return this.postfix()
    return this.nested(() => {
      this.next()
      this.charge(COST.unary + (op === '-' ? COST.negate : 0), COST.operator)
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
        this.charge(COST.update, COST.operator)
        const target = this.postfix()
        return { t: 'update', op, prefix: true, target, end: this.lexer.lastStart }
      })
    } else result = this.callOrMember()
    while ((this.is('++') || this.is('--')) && this.fault === undefined) {
      const op = this.is('++') ? '+' : '-'
      this.next()
      this.charge(COST.update, COST.operator)
      result = { t: 'update', op, prefix: false, target: result, end: this.lexer.lastStart }
    }
    return result
  }

  private callOrMember(): Expr {
    this.charge(COST.operand, COST.operand)
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
    this.charge(0, COST.callSkipped)
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
    this.charge(COST.member + (key.length > 4 ? COST.longName : 0), COST.operator)
    return { t: 'member', object, key, pos, end: this.lexer.lastStart }
  }

  private bracketed(object: Expr): Expr {
    this.next()
    this.charge(COST.index, COST.operator)
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
        const { length } = lexer.value
        this.charge(isInt ? COST.int + length * COST.digitValue : COST.float)
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
        this.charge(t === 'this' || t === 'undefined' ? 0 : COST.word)
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
    this.charge(t === 'void' ? COST.void : COST.typeof, COST.operator)
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
    this.charge(COST.name + (name.length > 4 ? COST.longName : 0))
    if (this.is('=>')) {
      this.charge(COST.arrowParameter)
      return this.arrow([name])
    }
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
    this.charge(COST.literalText)
    return { t: 'string', text, end: lexer.lastStart }
  }

  private regex(): Expr {
    const literal = this.lexer.value
    this.next()
    this.charge(COST.regex)
    const close = literal.lastIndexOf('/')
    return { t: 'regex', source: literal.slice(1, close), flags: literal.slice(close + 1), end: this.lexer.lastStart }
  }

  /** Brackets around an expression, or the parameters of an arrow function. */
  private parens(): Expr {
    this.next()
    this.charge(COST.bracket, COST.bracket)
    const list: Expr[] = []
    while (!this.is(')') && this.fault === undefined) {
      list.push(this.assignment())
      if (this.fault === undefined && !this.is(')')) this.expect(',')
    }
    if (this.fault === undefined) this.expect(')')
    if (this.fault !== undefined) return this.bad({ t: 'comma', list, inParens: true, end: 0 })
    if (this.is('=>') && list.every((item) => item.t === 'name')) {
      this.charge(list.length * COST.arrowParameter)
      return this.arrow(list.map((item) => (item.t === 'name' ? item.name : '')))
    }
    const end = this.lexer.lastStart
    if (list.length === 1) return { t: 'paren', inner: list[0], end }
    return { t: 'comma', list, inParens: true, end }
  }
}

/** What an operator costs besides its operands, when they are numbers. */
function operatorCost(op: string): number {
  if (op === '===' || op === '!==') return COST.identical
  if (op === 'in') return COST.in
  if (op === 'instanceof') return COST.instanceOf
  return PRECEDENCE[op] === 6 || PRECEDENCE[op] === 7 ? COST.binary + COST.compare : COST.binary
}
