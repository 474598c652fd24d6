/**
 * How the device's parser reads expressions while it looks for the end of a text that an exception has left: the lower
 * half of astray.ts. Nothing is evaluated; what counts is which tokens are taken.
 */
import type { Fault } from '../errors.ts'
import { describe, isReserved, Lexer, type TokenType } from './lexer.ts'
import { ASSIGNMENTS, PRECEDENCE } from './precedence.ts'

/** Where an exception left a text. */
export interface Departure {
  readonly text: string
  /** The text is the body of a function, which ends at a brace. */
  readonly isBody: boolean
  /** Start of the last token that was read before the exception. */
  readonly pos: number
  /** Calls of natives whose arguments were being read: where the last token before the bracket starts. */
  readonly natives: ReadonlySet<number>
}

/** `run`: before the exception; `thrown`: behind it; `skip`: in a part that is not executed, where new errors count. */
type Mode = 'run' | 'thrown' | 'skip'

export class AstrayExpressions {
  protected lexer: Lexer
  protected mode: Mode = 'run'
  /** Where the exception happens; Infinity in what runs after it. */
  protected pos: number
  protected inForHead = false
  /** The error of syntax that took the place of the exception. */
  fault: Fault | undefined

  constructor(protected readonly from: Departure) {
    this.pos = from.pos
    this.lexer = new Lexer(from.text)
  }

  protected is(type: TokenType): boolean {
    return this.lexer.type === type
  }

  protected next(): void {
    this.lexer.next()
    if (this.mode === 'run' && this.lexer.lastStart >= this.pos) this.mode = 'thrown'
  }

  /** Takes a token; another one is taken instead, and is an error unless there is one already. */
  protected match(type: TokenType): boolean {
    const fits = this.is(type)
    if (!fits && this.mode === 'skip') {
      const message = `Got ${this.lexer.describe()} expected ${describe(type)}`
      this.fault = { type: 'SyntaxError', message, pos: this.lexer.start }
      this.mode = 'thrown'
    }
    this.next()
    return fits
  }

  /** Reads a part that is not executed after the exception; the part forgets that there was one. */
  protected skipping(read: () => void): void {
    if (this.mode === 'run') return read()
    const { mode } = this
    this.mode = 'skip'
    read()
    this.mode = mode
  }

  protected expression(): void {
    this.assignment()
    while (this.is(',')) {
      this.next()
      this.assignment()
    }
  }

  protected assignment(): void {
    this.unary()
    this.binary(0)
    if (this.is('?')) this.conditional()
    if (!ASSIGNMENTS.has(this.lexer.type)) return
    this.next()
    this.assignment()
  }

  private conditional(): void {
    this.next()
    this.assignment()
    if (!this.match(':')) return
    this.assignment()
  }

  private binary(above: number): void {
    for (;;) {
      const { type } = this.lexer
      const precedence = type === 'in' && this.inForHead ? 0 : (PRECEDENCE[type] ?? 0)
      if (precedence <= above) return
      this.next()
      const read = (): void => {
        this.unary()
        this.binary(precedence)
      }
      if (type === '&&') this.skipping(read)
      else read()
    }
  }

  private unary(): void {
    while (this.is('!') || this.is('~') || this.is('-') || this.is('+')) this.next()
    while (this.is('++') || this.is('--')) this.next()
    this.call()
    while (this.is('++') || this.is('--')) this.next()
  }

  private call(): void {
    let isNew = this.is('new')
    if (isNew) this.next()
    if (this.is('super')) this.next()
    else this.primary()
    this.members()
    while (this.is('(')) {
      this.args(this.lexer.lastStart)
      isNew = false
      this.members()
    }
  }

  /** A native stops reading its arguments at the exception. */
  private args(callee: number): void {
    const isNative = this.mode === 'run' && this.from.natives.has(callee)
    if (!this.match('(')) return
    while (!this.is(')') && !this.is('EOF') && !(isNative && this.mode !== 'run')) {
      this.assignment()
      if (this.is('=>')) this.arrow()
      if (!this.is(')') && !this.match(',')) return
    }
    this.match(')')
  }

  private members(): void {
    for (;;) {
      if (this.is('.')) {
        this.next()
        if (this.is('ID') || isReserved(this.lexer.type)) this.next()
        else if (!this.match('ID')) return
      } else if (this.is('[')) {
        this.next()
        this.assignment()
        if (!this.match(']')) return
      } else return
    }
  }

  private primary(): void {
    switch (this.lexer.type) {
      case '(':
        return this.parens()
      case '{':
        return this.mode === 'run' ? this.object() : this.block()
      case '[':
        return this.array()
      case 'function':
        this.next()
        if (this.is('ID')) this.next()
        return this.definition()
      case 'class':
        this.next()
        return this.classRest()
      case 'delete':
      case 'typeof':
      case 'void':
        this.next()
        return this.unary()
      case 'ID':
        this.next()
        return this.is('=>') ? this.arrow() : undefined
      case 'INT':
      case 'FLOAT':
      case 'STRING':
      case 'REGEX':
      case 'TEMPLATE LITERAL':
      case 'true':
      case 'false':
      case 'null':
      case 'undefined':
      case 'this':
        return this.next()
      default:
        this.match('EOF')
    }
  }

  private parens(): void {
    this.next()
    while (!this.is(')')) {
      this.assignment()
      if (!this.is(')') && !this.match(',')) return
    }
    this.next()
    if (this.is('=>')) this.arrow()
  }

  private array(): void {
    this.next()
    while (!this.is(']')) {
      if (this.mode !== 'run' || !this.is(',')) this.assignment()
      if (!this.is(']') && !this.match(',')) return
    }
    this.next()
  }

  /** The literal in which the exception happens, or one before it. */
  private object(): void {
    this.next()
    while (!this.is('}')) {
      if (!this.member()) return
      if (!this.is('}') && !this.match(',')) return
    }
    this.next()
  }

  /** Without execution there are no names, so that `get`, `set` and members without a value are not recognised. */
  private member(): boolean {
    const { type, value } = this.lexer
    const runs = this.mode === 'run'
    if (type === 'ID' || isReserved(type)) this.next()
    else if (type === 'STRING' || type === 'INT' || type === 'FLOAT') this.next()
    else if (!this.match('ID')) return false
    if (runs && type === 'ID' && this.is('ID') && (value === 'get' || value === 'set')) {
      this.next()
      this.definition()
      return true
    }
    if (this.is('(')) {
      if (runs) this.definition()
      return true
    }
    if (runs && type === 'ID' && (this.is(',') || this.is('}'))) return true
    if (!this.match(':')) return false
    if (this.mode === 'run') this.assignment()
    return true
  }

  private arrow(): void {
    this.next()
    if (this.is('{')) this.block()
    else this.skipping(() => this.assignment())
  }

  /** Parameters and body of a function. */
  protected definition(): void {
    if (!this.match('(')) return
    while (!this.is(')')) {
      if (!this.match('ID')) return
      if (!this.is(')') && !this.match(',')) return
    }
    this.next()
    this.block()
  }

  protected classRest(): void {
    while (!this.is('{') && !this.is('EOF')) this.next()
    this.block()
  }

  /** A block that is passed. */
  protected block(): void {
    if (!this.match('{')) return
    this.passBlock()
    this.match('}')
  }

  /** Passes tokens up to the brace that closes the present block. */
  protected passBlock(): void {
    for (let depth = 0; !this.is('EOF') && (depth > 0 || !this.is('}')); this.next()) {
      if (this.is('{')) depth++
      if (this.is('}')) depth--
    }
  }
}
