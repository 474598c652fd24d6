/**
 * Parses statements (FACTS 3.1, 3.2). A block that contains a fault ends there in the tree and is skipped by counting
 * braces in the text, because Espruino only counts braces in what it does not run.
 */
import type { Declaration, Expr, Stmt } from './ast.ts'
import { ExpressionParser } from './expressions.ts'

const EXPRESSION_STARTS = new Set(
  (
    'ID INT FLOAT STRING REGEX new null undefined true false this delete typeof void super ++ -- ! - + ~ [ (' +
    ' TEMPLATE-LITERAL'
  )
    .split(' ')
    .map((type) => type.replace('-L', ' L')),
)

/** Blocks nested deeper than this are refused, as Espruino's stack would. */
const MAX_BLOCKS = 100

export class Parser extends ExpressionParser {
  /** Blocks around the current place: let and const are theirs. */
  private blocks = 0
  private loops = 0
  private switches = 0
  /** Whether a let or const was met directly in the current block. */
  private declares = false

  /** The next statement of a program, or undefined at its end. Also undefined after a fault. */
  programStatement(): Stmt | undefined {
    if (this.fault !== undefined || this.is('EOF')) return undefined
    const stmt = this.statement()
    while (this.is(';') && this.fault === undefined) this.next()
    if (stmt.s === 'expr' && this.fault === undefined) return { ...stmt, check: this.lexer.lastStart }
    return stmt
  }

  /** All statements of a function body. */
  functionBody(): Stmt[] {
    return this.statements()
  }

  private statements(): Stmt[] {
    const list: Stmt[] = []
    while (!this.is('EOF') && !this.is('}') && this.fault === undefined) {
      const stmt = this.statement()
      if (stmt.s !== 'empty') list.push(stmt)
    }
    return list
  }

  /** A block in braces, `inner` being the statements; faults inside of it do not spread. */
  private braces(): { body: Stmt[]; scoped: boolean } {
    const around = this.declares
    this.declares = false
    if (!this.expect('{')) return { body: [this.badStatement()], scoped: false }
    const from = this.lexer.start
    this.blocks++
    if (this.blocks > MAX_BLOCKS) {
      this.fail('Error', 'Too much recursion - the stack is about to overflow', this.lexer.lastStart)
    }
    const body = this.fault === undefined ? this.statements() : [this.badStatement()]
    this.blocks--
    const scoped = this.declares
    this.declares = around
    if (this.fault !== undefined) this.skipFrom(from)
    if (!this.expect('}')) body.push(this.badStatement())
    return { body, scoped }
  }

  /** Goes back to the start of a block and skips it by its braces. */
  private skipFrom(from: number): void {
    const { lexer } = this
    this.fault = undefined
    lexer.end = from
    lexer.start = from
    lexer.type = '{'
    this.next()
    for (let depth = 0; !this.is('EOF') && (depth > 0 || !this.is('}')); this.next()) {
      if (this.is('{')) depth++
      if (this.is('}')) depth--
    }
  }

  private badStatement(): Stmt {
    return { s: 'bad', fault: this.bad().fault }
  }

  statement(): Stmt {
    if (EXPRESSION_STARTS.has(this.type)) {
      const before = this.lexer.count
      const expr = this.expression()
      return { s: 'expr', expr, cost: this.lexer.count - before, check: this.lexer.lastStart }
    }
    switch (this.type) {
      case '{': {
        const { body, scoped } = this.braces()
        return { s: 'block', body, scoped }
      }
      case ';':
        this.next()
        return { s: 'empty' }
      case 'var':
      case 'let':
      case 'const':
        return this.declaration(this.type)
      case 'if':
        return this.ifStatement()
      case 'while':
        return this.whileStatement()
      case 'do':
        return this.doStatement()
      case 'for':
        return this.forStatement()
      default:
        return this.otherStatement()
    }
  }

  private otherStatement(): Stmt {
    switch (this.type) {
      case 'switch':
        return this.switchStatement()
      case 'try':
        return this.tryStatement()
      case 'return':
      case 'throw':
        return this.valueStatement(this.type)
      case 'function':
      case 'class':
        return this.functionStatement(this.is('class'))
      case 'break':
      case 'continue':
        return this.jump(this.type)
      case 'debugger':
        this.next()
        return { s: 'debugger' }
      default:
        if (!this.expect('EOF')) return this.badStatement()
        return { s: 'empty' }
    }
  }

  private declaration(kind: Declaration['kind']): Stmt {
    const before = this.lexer.count
    const inBlock = kind !== 'var' && this.blocks > 0
    if (inBlock) this.declares = true
    this.next()
    const names: { name: string; value: Expr | undefined }[] = []
    for (let more = true; more && this.is('ID') && this.fault === undefined;) {
      const name = this.lexer.value
      this.next()
      let value: Expr | undefined
      if (this.is('=')) {
        this.next()
        value = this.assignment()
      }
      names.push({ name, value })
      more = this.is(',') && this.fault === undefined
      if (more) this.next()
    }
    return { s: 'var', kind, inBlock, names, cost: this.lexer.count - before }
  }

  private ifStatement(): Stmt {
    const before = this.lexer.count
    this.next()
    if (!this.expect('(')) return this.badStatement()
    const test = this.expression()
    const cost = this.lexer.count - before
    if (this.fault === undefined) this.expect(')')
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(test), cost, check: 0 }
    const check = this.lexer.lastStart
    const yes: Stmt = this.is(';') ? { s: 'empty' } : this.statement()
    const yesFault = this.fault
    if (this.is(';') && this.fault === undefined) this.next()
    if (!this.is('else') || this.fault !== undefined) {
      return { s: 'if', test, check, yes, no: undefined, yesFault, cost }
    }
    this.next()
    const no: Stmt = this.is(';') ? { s: 'empty' } : this.statement()
    return { s: 'if', test, check, yes, no, yesFault, noFault: this.fault, cost }
  }

  /** The body of a loop. */
  private body(): Stmt {
    this.loops++
    const body = this.statement()
    this.loops--
    return body
  }

  private whileStatement(): Stmt {
    const before = this.lexer.count
    this.next()
    if (!this.expect('(')) return this.badStatement()
    const test = this.expression()
    const cost = this.lexer.count - before
    if (this.fault === undefined) this.expect(')')
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(test), cost, check: 0 }
    const body = this.body()
    return { s: 'while', test, body, fault: this.fault, cost }
  }

  private doStatement(): Stmt {
    const before = this.lexer.count
    this.next()
    const needsSemicolon = !this.is('{')
    const body = this.body()
    if (needsSemicolon && this.fault === undefined && this.is(';')) this.next()
    else if (needsSemicolon) this.expect(';')
    this.expect('while')
    this.expect('(')
    const test = this.fault === undefined ? this.expression() : this.bad()
    if (this.fault === undefined) this.expect(')')
    return { s: 'do', test: this.fault === undefined ? test : this.bad(test), body, cost: this.lexer.count - before }
  }

  private forStatement(): Stmt {
    const before = this.lexer.count
    this.next()
    if (!this.expect('(')) return this.badStatement()
    this.blocks++
    const around = this.declares
    this.declares = false
    this.inForHead = true
    const isConst = this.is('const')
    const init = this.is(';') ? undefined : this.statement()
    this.inForHead = false
    let result: Stmt
    if (this.fault !== undefined) result = init ?? this.badStatement()
    else if (this.is('in') || this.is('of')) result = this.forEach(init, isConst, before)
    else result = this.forLoop(init, before)
    this.blocks--
    const scoped = this.declares
    this.declares = around
    return scoped ? { s: 'block', body: [result], scoped } : result
  }

  private forEach(init: Stmt | undefined, isConst: boolean, before: number): Stmt {
    const of = this.is('of')
    const pos = this.lexer.lastStart
    this.next()
    const target = loopTarget(init)
    const subject = this.expression()
    const cost = this.lexer.count - before
    if (this.fault === undefined) this.expect(')')
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(subject), cost, check: 0 }
    const body = this.body()
    const declared = init?.s === 'var' ? init : undefined
    return { s: 'foreach', of, init: declared, isConst, target, subject, body, fault: this.fault, pos, cost }
  }

  private forLoop(init: Stmt | undefined, before: number): Stmt {
    const faulty = (expr?: Expr): Stmt => {
      const body: Stmt[] = [...(init === undefined ? [] : [init])]
      body.push({ s: 'expr', expr: this.bad(expr), cost: 0, check: 0 })
      return { s: 'block', body, scoped: true }
    }
    if (!this.expect(';')) return faulty()
    const test = this.is(';') ? undefined : this.expression()
    if (this.fault === undefined) this.expect(';')
    if (this.fault !== undefined) return faulty(test)
    const step = this.is(')') ? undefined : this.expression()
    if (this.fault !== undefined) this.forgetFault()
    this.expect(')')
    const cost = this.lexer.count - before
    const stepFault = this.fault
    const body: Stmt = stepFault === undefined ? this.body() : { s: 'empty' }
    return { s: 'for', init, test, step, body, fault: this.fault, stepFault, cost }
  }

  /** A fault in the step of a loop is forgotten; the bracket that is then not found is one of its own. */
  private forgetFault(): void {
    this.fault = undefined
    if (!this.is('EOF')) this.next()
  }

  private switchStatement(): Stmt {
    const before = this.lexer.count
    this.next()
    if (!this.expect('(')) return this.badStatement()
    const subject = this.expression()
    const cost = this.lexer.count - before
    if (this.fault === undefined) this.expect(')')
    if (this.fault === undefined) this.expect('{')
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(subject), cost, check: 0 }
    this.switches++
    const cases: { test: Expr; check: number; body: Stmt[] }[] = []
    while (this.is('case') && this.fault === undefined) {
      this.next()
      const test = this.assignment()
      if (this.fault !== undefined || !this.expect(':')) {
        cases.push({ test: this.bad(test), check: 0, body: [] })
        break
      }
      cases.push({ test, check: this.lexer.lastStart, body: this.caseBody() })
    }
    let otherwise: Stmt[] | undefined
    if (this.fault === undefined && this.is('default')) {
      this.next()
      otherwise = this.expect(':') ? this.caseBody() : [this.badStatement()]
    }
    this.switches--
    if (this.fault === undefined && this.is('case')) {
      this.fail('SyntaxError', 'CASE after DEFAULT unsupported', this.lexer.lastStart)
    } else if (this.fault === undefined) this.expect('}')
    return { s: 'switch', subject, cases, otherwise, fault: this.fault, cost }
  }

  private caseBody(): Stmt[] {
    const list: Stmt[] = []
    while (!['EOF', 'case', 'default', '}'].includes(this.type) && this.fault === undefined) list.push(this.statement())
    return list
  }

  private tryStatement(): Stmt {
    this.next()
    const { body } = this.braces()
    let handler: { name: string | undefined; body: Stmt[] } | undefined
    if (this.fault === undefined && this.is('catch')) {
      this.next()
      let name: string | undefined
      if (this.is('(')) {
        this.next()
        name = this.lexer.value
        this.expect('ID')
        this.expect(')')
      }
      handler = { name, body: this.fault === undefined ? this.braces().body : [] }
    }
    let finalizer: Stmt[] | undefined
    if (this.fault === undefined && (this.is('finally') || handler === undefined)) {
      if (this.expect('finally')) finalizer = this.braces().body
    }
    return { s: 'try', body, handler, finalizer, fault: this.fault }
  }

  private valueStatement(s: 'return' | 'throw'): Stmt {
    const before = this.lexer.count
    this.next()
    const none = s === 'return' && (this.is(';') || this.is('}'))
    const value = none || (s === 'return' && this.is('EOF')) ? undefined : this.expression()
    return { s, value, cost: this.lexer.count - before }
  }

  private functionStatement(isClass: boolean): Stmt {
    const before = this.lexer.count
    this.next()
    const name = this.lexer.value
    if (!this.expect('ID')) return this.badStatement()
    const value = isClass ? this.classRest(false) : this.functionRest(false)
    return { s: 'function', name, value, cost: this.lexer.count - before }
  }

  private jump(s: 'break' | 'continue'): Stmt {
    this.next()
    const allowed = this.loops > 0 || (s === 'break' && this.switches > 0)
    return { s, allowed, pos: this.lexer.lastStart }
  }
}

/** What a for-in or for-of assigns to. */
function loopTarget(init: Stmt | undefined): Expr {
  if (init?.s === 'expr') return init.expr
  if (init?.s === 'var' && init.names.length > 0)
    return { t: 'name', name: init.names[init.names.length - 1].name, end: 0 }
  return { t: 'undefined', end: 0 }
}
