/**
 * Where the device's parser stands after an exception (FACTS 3.1). It reads on without executing, and in two places it
 * then loses its way: of an object literal it does not read the values that follow, and the call of a native stops
 * reading its arguments. Where a token is missing, the one that is there is taken instead. Then a block may seem to end
 * too early, so that the `catch` behind it is not found, or a bracket that is left over is reported as an error of
 * syntax in place of the exception.
 *
 * This reads the text once more, as the device does, and tells which handler it comes to. What a handler would do that
 * belongs to another `try` is not followed.
 */
import type { Fault } from '../errors.ts'
import { AstrayExpressions, type Departure } from './astray-expressions.ts'
import { Lexer } from './lexer.ts'

export type { Departure } from './astray-expressions.ts'

export interface Landing {
  /** Offset of the `catch` that takes the exception; undefined when none does. */
  readonly handler: number | undefined
  /** Offsets of the `finally` that run on the way. */
  readonly finalizers: ReadonlySet<number>
  /** The error of syntax that took the place of the exception. */
  readonly fault: Fault | undefined
  /** Whether the place of the exception was met at all. */
  readonly found: boolean
}

/** Follows an exception through the text that it leaves. */
export function followAstray(from: Departure): Landing {
  const astray = new Astray(from)
  astray.read()
  return astray
}

/** Ends the reading: the handler is found. */
class Landed extends Error {}

class Astray extends AstrayExpressions implements Landing {
  handler: number | undefined
  readonly finalizers = new Set<number>()

  get found(): boolean {
    return this.mode !== 'run'
  }

  read(): void {
    try {
      if (this.from.isBody) this.statements()
      else {
        while (!this.is('EOF')) {
          this.statement()
          while (this.is(';')) this.next()
        }
      }
    } catch (ended) {
      if (!(ended instanceof Landed)) throw ended
    }
  }

  /** Statements up to a brace; after an exception the rest is passed. */
  private statements(): void {
    while (this.mode === 'run' && !this.is('EOF') && !this.is('}')) this.statement()
    if (this.mode !== 'run') this.passBlock()
  }

  /** A block of statements, which the exception may leave. */
  private body(): void {
    if (!this.match('{')) return
    this.statements()
    this.match('}')
  }

  private statement(): void {
    switch (this.lexer.type) {
      case '{':
        return this.body()
      case ';':
        return this.next()
      case 'var':
      case 'let':
      case 'const':
        return this.declaration()
      case 'if':
        return this.choice()
      case 'while':
        return this.whileLoop()
      case 'do':
        return this.doLoop()
      case 'for':
        return this.forLoop()
      case 'switch':
        return this.selection()
      case 'try':
        return this.attempt()
      default:
        return this.shortStatement()
    }
  }

  private shortStatement(): void {
    switch (this.lexer.type) {
      case 'return':
        this.next()
        if (!this.is(';') && !this.is('}')) this.expression()
        return
      case 'throw':
        this.next()
        return this.expression()
      case 'function':
        this.next()
        if (this.match('ID')) this.definition()
        return
      case 'class':
        this.next()
        if (this.match('ID')) this.classRest()
        return
      case 'break':
      case 'continue':
      case 'debugger':
        return this.next()
      default:
        return BEGINNINGS.has(this.lexer.type) ? this.expression() : void this.match('EOF')
    }
  }

  private declaration(): void {
    this.next()
    while (this.is('ID')) {
      this.next()
      if (this.is('=')) {
        this.next()
        this.assignment()
      }
      if (!this.is(',')) return
      this.next()
    }
  }

  private choice(): void {
    this.next()
    if (!this.match('(')) return
    this.expression()
    if (!this.match(')')) return
    if (!this.is(';')) this.skipping(() => this.statement())
    if (this.is(';')) this.next()
    if (!this.is('else')) return
    this.next()
    if (!this.is(';')) this.statement()
  }

  private whileLoop(): void {
    this.next()
    if (!this.match('(')) return
    this.expression()
    if (!this.match(')')) return
    this.skipping(() => this.statement())
  }

  private doLoop(): void {
    this.next()
    const needsSemicolon = !this.is('{')
    this.statement()
    if (needsSemicolon && !this.match(';')) return
    if (!this.match('while') || !this.match('(')) return
    this.expression()
    this.match(')')
  }

  private forLoop(): void {
    this.next()
    if (!this.match('(')) return
    this.inForHead = true
    if (!this.is(';')) this.statement()
    this.inForHead = false
    if (this.is('in') || this.is('of')) return this.walk()
    if (!this.match(';')) return
    if (!this.is(';')) this.expression()
    const failed = this.mode !== 'run'
    if (!this.match(';')) return
    if (!this.is(')')) this.skipping(() => this.expression())
    if (!this.match(')')) return
    if (failed) this.skipping(() => this.statement())
    else this.statement()
  }

  /** The end of the body is known before it runs, so the way is found again behind it. */
  private walk(): void {
    this.next()
    this.expression()
    if (!this.match(')')) return
    if (this.mode !== 'run') return this.skipping(() => this.statement())
    const { pos } = this
    const { start } = this.lexer
    this.pos = Infinity
    this.statement()
    this.pos = pos
    const behind = this.lexer
    if (pos >= behind.start) return
    this.lexer = new Lexer(this.from.text, false, start)
    this.statement()
    this.lexer = behind
  }

  private selection(): void {
    this.next()
    if (!this.match('(')) return
    this.expression()
    if (!this.match(')')) return
    if (this.mode !== 'run') return this.block()
    if (!this.match('{')) return
    while (this.is('case')) {
      this.next()
      this.assignment()
      if (!this.match(':')) return
      this.caseBody()
    }
    if (this.is('default')) {
      this.next()
      if (!this.match(':')) return
      this.caseBody()
    }
    this.match('}')
  }

  private caseBody(): void {
    while (!['EOF', 'case', 'default', '}'].includes(this.lexer.type)) this.statement()
  }

  private attempt(): void {
    const runs = this.mode === 'run'
    this.next()
    this.body()
    let caught = false
    if (this.is('catch')) {
      if (runs && this.mode !== 'run') this.land()
      caught = true
      this.next()
      if (this.is('(')) {
        this.next()
        if (!this.match('ID') || !this.match(')')) return
      }
      this.body()
    }
    if (!this.is('finally') && caught) return
    const at = this.lexer.start
    if (!this.match('finally')) return
    if (!runs || this.mode === 'run') return this.body()
    this.finalizers.add(at)
    const { pos } = this
    this.pos = Infinity
    this.mode = 'run'
    this.body()
    this.pos = pos
    this.mode = 'thrown'
  }

  private land(): never {
    this.handler = this.lexer.start
    throw new Landed()
  }
}

/** What expressions begin with that are statements. */
const BEGINNINGS = new Set(
  (
    'ID INT FLOAT STRING REGEX new null undefined true false this delete typeof void super ++ -- ! - + ~ [ ( ' +
    'TEMPLATE_LITERAL'
  )
    .split(' ')
    .map((type) => type.replace('_', ' ')),
)
