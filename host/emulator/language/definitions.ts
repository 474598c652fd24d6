/**
 * Parses what defines something: functions, classes, array and object literals (FACTS 3.1). This is the lower half of
 * the parser of expressions, with the handling of tokens and faults that all of it shares.
 */
import { COST } from '../costs/model.ts'
import type { ErrorType, Fault } from '../errors.ts'
import type { Bad, Body, ClassExpr, ClassMember, Expr, FunctionExpr, ObjectMember } from './ast.ts'
import { describe, isReserved, Lexer, type TokenType } from './lexer.ts'

/** Brackets and unary operators nested deeper than this are refused, as Espruino's stack would. */
const MAX_NESTING = 60

export abstract class DefinitionParser {
  readonly lexer: Lexer
  /** The first fault met; while it is set, everything ends as soon as it can. */
  fault: Fault | undefined
  /** In the head of a `for`, where `in` is not an operator. */
  protected inForHead = false
  private nesting = 0

  constructor(text: string, packed = false) {
    this.lexer = new Lexer(text, packed)
  }

  /** Adds instructions that the grammar costs besides its tokens, when executed and when skipped. */
  protected charge(ran: number, skipped = 0): void {
    this.lexer.ran += ran
    this.lexer.skipped += skipped
  }

  /** Parses what the device skips even when it executes what is around it. */
  protected skipping<T>(parse: () => T): T {
    const { lexer } = this
    const { ran, skipped } = lexer
    const result = parse()
    lexer.ran = ran + lexer.skipped - skipped
    return result
  }

  /** Parses a part that may be skipped, which is charged as skipped; yields what executing it costs more. */
  protected optional<T>(parse: () => T): { readonly part: T; readonly extra: number } {
    const { lexer } = this
    const { ran, skipped } = lexer
    const part = parse()
    const skip = lexer.skipped - skipped
    const extra = lexer.ran - ran - skip
    lexer.ran = ran + skip
    return { part, extra }
  }

  /** Parses a block that the device passes by counting braces when it does not execute it. */
  protected passing<T>(parse: () => T): T {
    const { lexer } = this
    const { skipped, passed } = lexer
    const result = parse()
    lexer.skipped = skipped + lexer.passed - passed + COST.skippedBlock
    return result
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

  abstract assignment(): Expr

  /** Runs a part of the grammar that nests, within the depth that the stack allows. */
  protected nested(parse: () => Expr): Expr {
    if (this.nesting >= MAX_NESTING) {
      this.fail('Error', 'Too much recursion - the stack is about to overflow', this.lexer.lastStart)
      return this.bad()
    }
    this.nesting++
    const result = parse()
    this.nesting--
    return result
  }

  protected arrow(params: readonly string[]): Expr {
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
    this.skipping(() => this.assignment())
    const to = this.lexer.start
    this.charge(definitionCost(to - from))
    return { from, to, isExpression: true, inRam: false }
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
    const { ran, skipped, passed } = lexer
    let tokens = 0
    for (let depth = 0; !this.is('EOF') && (depth > 0 || !this.is('}')); this.next()) {
      if (this.is('{')) depth++
      if (this.is('}')) depth--
      to = lexer.end
      tokens++
    }
    // the firmware reads on to what follows the first token before it looks for the end
    if (tokens === 1) to = lexer.start
    lexer.ran = ran + lexer.passed - passed + definitionCost(to - from)
    lexer.skipped = skipped + lexer.passed - passed
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
      this.charge(COST.newName)
      this.expect('ID')
      if (this.fault === undefined && !this.is(')')) this.expect(',')
    }
    this.expect(')')
    const body = this.blockBody()
    if (this.fault !== undefined) return this.bad()
    return { t: 'function', arrow: false, ownName, params, body, usesThis: false, end: this.lexer.lastStart }
  }

  protected array(): Expr {
    this.next()
    this.charge(COST.array)
    const items: (Expr | undefined)[] = []
    while (!this.is(']') && this.fault === undefined) {
      this.charge(COST.item)
      items.push(this.is(',') ? undefined : this.assignment())
      if (this.fault === undefined && !this.is(']') && !this.expect(',')) items.push(this.bad())
    }
    if (this.fault === undefined && !this.expect(']')) items.push(this.bad())
    return { t: 'array', items, end: this.lexer.lastStart }
  }

  protected object(): Expr {
    return this.passing(() => this.objectRest())
  }

  private objectRest(): Expr {
    this.next()
    this.charge(COST.object)
    const members: ObjectMember[] = []
    while (!this.is('}') && this.fault === undefined) {
      this.charge(COST.property + members.length * COST.propertyStep + this.lexer.value.length * COST.propertyCharacter)
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
    if (this.is('ID') && typeof key === 'string') {
      this.expect(',')
      return undefined
    }
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
    this.charge(COST.class)
    const members: ClassMember[] = []
    if (this.expect('{')) this.classMembers(members)
    if (this.fault === undefined) this.expect('}')
    return { t: 'class', ownName, parent, parentEnd, members, fault: this.fault, end: lexer.lastStart }
  }

  private classMembers(members: ClassMember[]): void {
    while ((this.is('ID') || this.is('static')) && this.fault === undefined) {
      this.charge(COST.method)
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
      if (kind === 'constructor') this.charge(COST.constructor_)
      return this.checked({ isStatic, kind, name, value: this.functionRest(false) })
    }
    if (!this.expect('=')) return undefined
    return { isStatic, kind: 'field', name, value: this.assignment() }
  }
}

/** What making a function costs whose body has so many characters. */
function definitionCost(length: number): number {
  return COST.function + (length > 0 ? COST.define + length * COST.defineCharacter : 0)
}
