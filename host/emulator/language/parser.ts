/**
 * Parses statements (FACTS 3.1, 3.2). A block that contains a fault ends there in the tree and is skipped by counting
 * braces in the text, because Espruino only counts braces in what it does not run.
 */
import { COST } from '../costs/model.ts'
import type { Declaration, Expr, Stmt } from './ast.ts'
import { withCost, withRest } from './statement-costs.ts'
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
    const { ran } = this.lexer
    while (this.is(';') && this.fault === undefined) this.next()
    const whole = withCost(stmt, this.lexer.ran - ran)
    if (whole.s === 'expr' && this.fault === undefined) return { ...whole, check: this.lexer.lastStart }
    return whole
  }

  /** All statements of a function body. */
  functionBody(): Stmt[] {
    return this.statements(this.lexer.ran)
  }

  /** Statements up to the end of a block; empty ones are charged with the one before. `cost` comes before the first. */
  private statements(cost: number): Stmt[] {
    const { lexer } = this
    const list: Stmt[] = []
    const ends: number[] = []
    let spare = cost
    while (!this.is('EOF') && !this.is('}') && this.fault === undefined) {
      const before = lexer.ran
      const stmt = this.statement()
      if (stmt.s !== 'empty') {
        list.push(withCost(stmt, spare))
        ends.push(lexer.passed)
        spare = 0
      } else if (list.length > 0) list.push(withCost(list.pop()!, lexer.ran - before))
      else spare += lexer.ran - before
    }
    if (list.length === 0 && spare > 0) return [{ s: 'empty', cost: spare }]
    return list.map((stmt, at) => withRest(stmt, lexer.passed - ends[at]))
  }

  /** A block in braces, `inner` being the statements; faults inside of it do not spread. */
  private braces(): { body: Stmt[]; scoped: boolean } {
    return this.passing(() => this.bracesHere())
  }

  private bracesHere(): { body: Stmt[]; scoped: boolean } {
    const around = this.declares
    this.declares = false
    const before = this.lexer.ran
    if (!this.expect('{')) return { body: [this.badStatement()], scoped: false }
    const opening = this.lexer.ran - before + COST.block
    const from = this.lexer.start
    this.blocks++
    if (this.blocks > MAX_BLOCKS) {
      this.fail('Error', 'Too much recursion - the stack is about to overflow', this.lexer.lastStart)
    }
    const body = this.fault === undefined ? this.statements(0) : [this.badStatement()]
    this.blocks--
    const scoped = this.declares
    this.declares = around
    if (this.fault !== undefined) this.skipFrom(from)
    const { ran } = this.lexer
    if (!this.expect('}')) body.push(this.badStatement())
    const cost = opening + this.lexer.ran - ran
    return { body: body.length === 0 ? [{ s: 'empty', cost }] : [withCost(body[0], cost), ...body.slice(1)], scoped }
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
    const before = this.lexer.ran
    this.charge(COST.statement, COST.statement)
    if (EXPRESSION_STARTS.has(this.type)) {
      const expr = this.expression()
      return { s: 'expr', expr, cost: this.lexer.ran - before, check: this.lexer.lastStart }
    }
    switch (this.type) {
      case '{': {
        const { body, scoped } = this.braces()
        return body.length === 1 && body[0].s === 'empty' ? body[0] : { s: 'block', body, scoped }
      }
      case ';':
        this.next()
        return { s: 'empty', cost: this.lexer.ran - before }
      case 'var':
      case 'let':
      case 'const':
        return this.declaration(this.type, before)
      case 'if':
        return this.ifStatement(before)
      case 'while':
        return this.whileStatement(before)
      case 'do':
        return this.doStatement(before)
      case 'for':
        return this.forStatement(before)
      default:
        return this.otherStatement(before)
    }
  }

  private otherStatement(before: number): Stmt {
    switch (this.type) {
      case 'switch':
        return this.switchStatement(before)
      case 'try':
        return this.tryStatement(before)
      case 'return':
      case 'throw':
        return this.valueStatement(this.type, before)
      case 'function':
      case 'class':
        return this.functionStatement(this.is('class'), before)
      case 'break':
      case 'continue':
        return this.jump(this.type, before)
      case 'debugger':
        this.next()
        return { s: 'debugger', cost: this.lexer.ran - before }
      default:
        if (!this.expect('EOF')) return this.badStatement()
        return { s: 'empty', cost: 0 }
    }
  }

  private declaration(kind: Declaration['kind'], before: number): Stmt {
    const inBlock = kind !== 'var' && this.blocks > 0
    if (inBlock) this.declares = true
    this.next()
    const names: { name: string; value: Expr | undefined }[] = []
    for (let more = true; more && this.is('ID') && this.fault === undefined;) {
      const name = this.lexer.value
      this.next()
      this.charge(COST.var)
      let value: Expr | undefined
      if (this.is('=')) {
        this.next()
        this.charge(COST.assign)
        value = this.assignment()
      }
      names.push({ name, value })
      more = this.is(',') && this.fault === undefined
      if (more) this.next()
    }
    return { s: 'var', kind, inBlock, names, cost: this.lexer.ran - before }
  }

  private ifStatement(before: number): Stmt {
    const { lexer } = this
    this.charge(COST.if)
    this.next()
    if (!this.expect('(')) return this.badStatement()
    const test = this.expression()
    if (this.fault === undefined) this.expect(')')
    const cost = lexer.ran - before
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(test), cost, check: 0 }
    const check = lexer.lastStart
    const { part: yes, skip: yesSkip, after } = this.branch()
    const yesFault = this.fault
    if (!this.is('else') || this.fault !== undefined) {
      return { s: 'if', test, check, yes, no: undefined, yesFault, cost: cost + after, yesSkip, noSkip: 0 }
    }
    const { ran } = lexer
    this.next()
    const others = cost + after + lexer.ran - ran
    const { part: no, skip: noSkip } = this.branch(false)
    return { s: 'if', test, check, yes, no, yesFault, noFault: this.fault, cost: others, yesSkip, noSkip }
  }

  /** What an `if` does, with the instructions of skipping it and of the semicolon after it. */
  private branch(endsWithSemicolon = true): { part: Stmt; skip: number; after: number } {
    const { lexer } = this
    const { skipped } = lexer
    const part: Stmt = this.is(';') ? { s: 'empty', cost: 0 } : this.statement()
    const skip = lexer.skipped - skipped
    const { ran } = lexer
    if (endsWithSemicolon && this.is(';') && this.fault === undefined) this.next()
    return { part, skip, after: lexer.ran - ran }
  }

  /** The body of a loop. */
  private body(): Stmt {
    this.loops++
    const body = this.statement()
    this.loops--
    return body
  }

  private whileStatement(before: number): Stmt {
    const { lexer } = this
    this.charge(COST.while)
    this.next()
    if (!this.expect('(')) return this.badStatement()
    const { ran } = lexer
    const test = this.expression()
    const turn = lexer.ran - ran + 2 * COST.seek
    if (this.fault === undefined) this.expect(')')
    const cost = lexer.ran - before
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(test), cost, check: 0 }
    const { skipped } = lexer
    const body = this.body()
    return { s: 'while', test, body, fault: this.fault, cost, turn, bodySkip: lexer.skipped - skipped }
  }

  private doStatement(before: number): Stmt {
    const { lexer } = this
    this.charge(COST.while)
    this.next()
    const needsSemicolon = !this.is('{')
    let cost = lexer.ran - before
    const body = this.body()
    let { ran } = lexer
    if (needsSemicolon && this.fault === undefined && this.is(';')) this.next()
    else if (needsSemicolon) this.expect(';')
    this.expect('while')
    this.expect('(')
    cost += lexer.ran - ran
    ran = lexer.ran
    const test = this.fault === undefined ? this.expression() : this.bad()
    const turn = lexer.ran - ran + 2 * COST.seek
    if (this.fault === undefined) this.expect(')')
    cost += lexer.ran - ran
    return { s: 'do', test: this.fault === undefined ? test : this.bad(test), body, cost, turn, bodySkip: 0 }
  }

  private forStatement(before: number): Stmt {
    this.charge(COST.for)
    this.next()
    if (!this.expect('(')) return this.badStatement()
    this.blocks++
    const around = this.declares
    this.declares = false
    this.inForHead = true
    const isConst = this.is('const')
    const head = this.lexer.ran - before
    const init = this.is(';') ? undefined : this.statement()
    this.inForHead = false
    // a statement charges itself, except for an expression here
    const cost = head + (init?.s === 'expr' ? init.cost : 0)
    let result: Stmt
    if (this.fault !== undefined) result = init ?? this.badStatement()
    else if (this.is('in') || this.is('of')) result = this.forEach(init, isConst, cost)
    else result = this.forLoop(init, cost)
    this.blocks--
    const scoped = this.declares
    this.declares = around
    return scoped ? { s: 'block', body: [result], scoped } : result
  }

  private forEach(init: Stmt | undefined, isConst: boolean, head: number): Stmt {
    const { lexer } = this
    const of = this.is('of')
    const pos = lexer.lastStart
    const { ran } = lexer
    this.next()
    const target = loopTarget(init)
    const subject = this.expression()
    if (this.fault === undefined) this.expect(')')
    const declared = init?.s === 'var' ? init : undefined
    let cost = head + lexer.ran - ran + COST.forEach
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(subject), cost, check: 0 }
    const { skipped } = lexer
    const body = this.body()
    // the body is skipped once, to find its end
    cost += lexer.skipped - skipped
    const turn = COST.each + COST.seek
    // a loop that ends the body was found by going back: there is no token before the next one then
    const end = endsInLoop(body) ? 0 : lexer.lastStart
    return { s: 'foreach', of, init: declared, isConst, target, subject, body, fault: this.fault, pos, end, cost, turn }
  }

  private forLoop(init: Stmt | undefined, head: number): Stmt {
    const { lexer } = this
    const faulty = (expr?: Expr): Stmt => {
      const body: Stmt[] = [...(init === undefined ? [] : [init])]
      body.push({ s: 'expr', expr: this.bad(expr), cost: 0, check: 0 })
      return { s: 'block', body, scoped: true }
    }
    const { ran } = lexer
    if (!this.expect(';')) return faulty()
    const testFrom = lexer.ran
    const test = this.is(';') ? undefined : this.expression()
    let turn = lexer.ran - testFrom + 3 * COST.seek
    if (this.fault === undefined) this.expect(';')
    if (this.fault !== undefined) return faulty(test)
    const beforeStep = lexer.ran
    const { part: step, extra } = this.optional(() => (this.is(')') ? undefined : this.expression()))
    turn += lexer.ran - beforeStep + extra
    if (this.fault !== undefined) this.forgetFault()
    this.expect(')')
    const cost = head + lexer.ran - ran
    const stepFault = this.fault
    const { skipped } = lexer
    const body: Stmt = stepFault === undefined ? this.body() : { s: 'empty', cost: 0 }
    const bodySkip = lexer.skipped - skipped
    return { s: 'for', init, test, step, body, fault: this.fault, stepFault, cost, turn, bodySkip }
  }

  /** A fault in the step of a loop is forgotten; the bracket that is then not found is one of its own. */
  private forgetFault(): void {
    this.fault = undefined
    if (!this.is('EOF')) this.next()
  }

  private switchStatement(before: number): Stmt {
    const { lexer } = this
    this.charge(COST.switch)
    this.next()
    if (!this.expect('(')) return this.badStatement()
    const subject = this.expression()
    if (this.fault === undefined) this.expect(')')
    if (this.fault === undefined) this.expect('{')
    let cost = lexer.ran - before
    if (this.fault !== undefined) return { s: 'expr', expr: this.bad(subject), cost, check: 0 }
    const from = lexer.start
    this.switches++
    const cases: { test: Expr; check: number; body: Stmt[]; skip: number }[] = []
    while (this.is('case') && this.fault === undefined) {
      const { ran } = lexer
      this.next()
      this.charge(COST.case)
      const test = this.assignment()
      if (this.fault !== undefined || !this.expect(':')) {
        cases.push({ test: this.bad(test), check: 0, body: [], skip: 0 })
        break
      }
      // all cases are compared, whichever runs
      cost += lexer.ran - ran
      const check = lexer.lastStart
      cases.push({ test, check, ...this.caseBody() })
    }
    let otherwise: Stmt[] | undefined
    let otherwiseSkip = 0
    if (this.fault === undefined && this.is('default')) {
      const { ran } = lexer
      this.next()
      const opened = this.expect(':')
      cost += lexer.ran - ran
      if (opened) ({ body: otherwise, skip: otherwiseSkip } = this.caseBody())
      else otherwise = [this.badStatement()]
    }
    this.switches--
    if (this.fault === undefined && this.is('case')) {
      this.fail('SyntaxError', 'CASE after DEFAULT unsupported', lexer.lastStart)
    } else if (this.fault === undefined) this.expect('}')
    const { fault } = this
    // one that is not executed is passed by its braces
    if (fault !== undefined) {
      this.skipFrom(from)
      this.expect('}')
    }
    return { s: 'switch', subject, cases, otherwise, otherwiseSkip, fault, cost }
  }

  private caseBody(): { body: Stmt[]; skip: number } {
    const { lexer } = this
    const { skipped } = lexer
    const body: Stmt[] = []
    const ends: number[] = []
    while (!['EOF', 'case', 'default', '}'].includes(this.type) && this.fault === undefined) {
      body.push(this.statement())
      ends.push(lexer.skipped)
    }
    return { body: body.map((stmt, at) => withRest(stmt, lexer.skipped - ends[at])), skip: lexer.skipped - skipped }
  }

  private tryStatement(before: number): Stmt {
    const { lexer } = this
    this.charge(COST.try)
    this.next()
    let cost = lexer.ran - before
    const { body } = this.braces()
    let handler: { name: string | undefined; body: Stmt[] } | undefined
    let handlerSkip = 0
    let { ran } = lexer
    const handlerAt = lexer.start
    if (this.fault === undefined && this.is('catch')) {
      this.next()
      let name: string | undefined
      if (this.is('(')) {
        this.next()
        name = lexer.value
        this.expect('ID')
        this.expect(')')
      }
      cost += lexer.ran - ran
      const { skipped } = lexer
      handler = { name, body: this.fault === undefined ? this.braces().body : [] }
      handlerSkip = lexer.skipped - skipped
    }
    let finalizer: Stmt[] | undefined
    const finalizerAt = lexer.start
    if (this.fault === undefined && (this.is('finally') || handler === undefined)) {
      ran = lexer.ran
      const opened = this.expect('finally')
      cost += lexer.ran - ran
      if (opened) finalizer = this.braces().body
    }
    return { s: 'try', body, handler, finalizer, handlerAt, finalizerAt, fault: this.fault, cost, handlerSkip }
  }

  private valueStatement(s: 'return' | 'throw', before: number): Stmt {
    this.charge(s === 'return' ? COST.return : COST.throw)
    this.next()
    const none = s === 'return' && (this.is(';') || this.is('}'))
    const value = none || (s === 'return' && this.is('EOF')) ? undefined : this.expression()
    return { s, value, cost: this.lexer.ran - before }
  }

  private functionStatement(isClass: boolean, before: number): Stmt {
    this.charge(COST.assign + COST.var)
    this.next()
    const name = this.lexer.value
    if (!this.expect('ID')) return this.badStatement()
    const value = isClass ? this.classRest(false) : this.functionRest(false)
    return { s: 'function', name, value, cost: this.lexer.ran - before }
  }

  private jump(s: 'break' | 'continue', before: number): Stmt {
    this.charge(COST.jump)
    this.next()
    const allowed = this.loops > 0 || (s === 'break' && this.switches > 0)
    return { s, allowed, pos: this.lexer.lastStart, cost: this.lexer.ran - before }
  }
}

/** What a for-in or for-of assigns to. */
function loopTarget(init: Stmt | undefined): Expr {
  if (init?.s === 'expr') return init.expr
  if (init?.s === 'var' && init.names.length > 0)
    return { t: 'name', name: init.names[init.names.length - 1].name, end: 0 }
  return { t: 'undefined', end: 0 }
}

/** The last thing in a statement without braces is a loop. */
function endsInLoop(stmt: Stmt): boolean {
  if (stmt.s === 'if') return stmt.no !== undefined && endsInLoop(stmt.no)
  return ['while', 'do', 'for', 'foreach'].includes(stmt.s)
}
