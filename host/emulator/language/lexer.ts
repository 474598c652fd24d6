/**
 * Cuts program text into tokens as Espruino does (FACTS 3.1).
 *
 * A token's type is its text for operators, brackets and reserved words, and a name in capitals for the rest; these are
 * also the words of error messages. Text is 8-bit; a zero character ends it.
 */
import { readLiteral } from '../numbers.ts'
import { gapCost, tokenCost } from '../costs/tokens.ts'
import { intern } from './intern.ts'

export type TokenType = string

const RESERVED = new Set(
  (
    'if else do while for break continue function return var let const this throw try catch finally true false null ' +
    'undefined new in instanceof switch case default delete typeof void debugger class extends super static of'
  ).split(' '),
)

/** Longest operators first: the first that matches wins. */
const OPERATORS = '>>>= === !== <<= >>= >>> == != <= >= << >> += -= ++ -- *= /= %= &= && |= || ^= => ??'.split(' ')
const OPERATOR_STARTS = new Set(OPERATORS.map((operator) => operator[0]))

/** After these a slash starts a regular expression; so it does after operators and most reserved words. */
const BEFORE_REGEX = new Set([...'!%&*+-/<=>?[{}(,;:'])
const VALUE_WORDS = new Set(['true', 'false', 'null', 'undefined'])

/** Names and numbers longer than this are cut. */
const TOKEN_ROOM = 63

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', b: '\b', f: '\f', r: '\r', t: '\t', v: '\v' }

export function isReserved(type: TokenType): boolean {
  return RESERVED.has(type)
}

/** How an error message names an expected token. */
export function describe(type: TokenType): string {
  return type.length === 1 ? `'${type}'` : type
}

export class Lexer {
  /** The current token: the one the parser looks at. */
  type: TokenType = 'EOF'
  /** Name, literal text of a number, or contents of a string. */
  value = ''
  /** Where the current token starts, and where the one before it did. */
  start = 0
  lastStart = 0
  /** The first character after the current token. */
  end = 0
  /** What reading the text up to here costs the device: executed, parsed without effect, or passed by counting braces. */
  ran = 0
  skipped = 0
  passed = 0
  /** Set when the current token is a string with a malformed escape sequence. */
  badEscape = false
  /** Whether `this` was met since the caller cleared it. */
  sawThis = false

  constructor(
    readonly text: string,
    /** The text is pretokenised on the device: it has no blanks there, and words and operators are single bytes. */
    private readonly packed = false,
    from = 0,
  ) {
    const zero = text.indexOf('\0')
    if (zero >= 0) this.text = text.slice(0, zero)
    this.end = from
    this.start = from
    this.next()
  }

  /** Moves on to the next token. */
  next(): void {
    const before = this.type
    this.lastStart = this.start
    this.start = this.end
    this.value = ''
    this.badEscape = false
    const from = this.end
    const more = this.skipSpace()
    const gap = this.packed ? 0 : gapCost(Math.min(this.end, this.text.length) - from)
    if (more) {
      this.start = this.end
      this.read(before)
    }
    const { ran, skipped } = tokenCost(this.type, this.value, more ? this.end - this.start : 0, this.packed)
    this.ran += gap + ran
    this.skipped += gap + skipped
    this.passed += gap + skipped
  }

  /** Skips white space and comments; false when the text ended, with the token set. */
  private skipSpace(): boolean {
    const text = this.text
    for (;;) {
      const code = text.charCodeAt(this.end)
      if (code === 32 || (code >= 9 && code <= 13)) this.end++
      else if (code === 47 && text.charCodeAt(this.end + 1) === 47) this.skipLine()
      else if (code === 47 && text.charCodeAt(this.end + 1) === 42) {
        const close = text.indexOf('*/', this.end + 2)
        if (close < 0) return this.finish('UNFINISHED COMMENT')
        this.end = close + 2
      } else break
    }
    return this.end < text.length || this.finish('EOF')
  }

  private finish(type: TokenType): false {
    // at the very end of the text the end mark itself has a position; further ones move on
    if (type === 'EOF' && this.start >= this.text.length) this.end = this.start + 1
    else this.end = this.text.length
    this.type = type
    return false
  }

  private skipLine(): void {
    const newline = this.text.indexOf('\n', this.end)
    this.end = newline < 0 ? this.text.length : newline + 1
  }

  private read(before: TokenType): void {
    const char = this.text[this.end]
    const code = this.text.charCodeAt(this.end)
    if (isLetter(code)) this.readName()
    else if (isDigit(code) || (char === '.' && isDigit(this.text.charCodeAt(this.end + 1)))) this.readNumber()
    else if (char === '"' || char === "'" || char === '`') this.readString(char)
    else if (char === '/' && regexMayFollow(before)) this.readRegex()
    else this.readOperator(char, code)
  }

  private readOperator(char: string, code: number): void {
    if (OPERATOR_STARTS.has(char)) {
      for (const operator of OPERATORS) {
        if (this.text.startsWith(operator, this.end)) return this.take(operator, operator.length)
      }
    }
    this.take(code < 128 ? char : `?[${code}]`, 1)
  }

  private take(type: TokenType, length: number): void {
    this.type = type
    this.end += length
  }

  private readName(): void {
    const from = this.end
    let at = from + 1
    while (isNamePart(this.text.charCodeAt(at))) at++
    this.end = at
    const name = intern(this.text.slice(from, Math.min(at, from + TOKEN_ROOM)))
    this.value = name
    this.type = RESERVED.has(name) ? name : 'ID'
    if (name === 'this') this.sawThis = true
  }

  private readNumber(): void {
    const pattern = /0[xXbBoO][0-9a-fA-F_]*|(?:\.|[0-9][0-9_]*\.?)(?:(?<=\.)[0-9_]*)?(?:[eE][+-]?[0-9_]*)?/y
    pattern.lastIndex = this.end
    const literal = pattern.exec(this.text)?.[0] ?? '0'
    this.value = literal
    this.end += literal.length
    const isFloat = !/^0[xXbBoO]/.test(literal) && /[.eE]/.test(literal)
    this.type = isFloat ? 'FLOAT' : 'INT'
  }

  private readString(quote: string): void {
    const text = this.text
    let out = ''
    let last = quote
    let nesting = 0
    let hasExpression = false
    let at = this.end + 1
    while (at < text.length && (text[at] !== quote || nesting > 0)) {
      const char = text[at]
      if (quote === '`') {
        if (char === '{' && (last === '$' || nesting > 0)) {
          nesting++
          hasExpression = true
        } else if (char === '}' && nesting > 0) nesting--
      }
      if (char === '\\' && nesting === 0) {
        const escape = this.readEscape(at + 1)
        last = escape.char
        at = escape.end
      } else if (char === '\n' && quote !== '`') break
      else {
        last = char
        at++
      }
      out += last
    }
    const kind = quote === '`' && hasExpression ? 'TEMPLATE LITERAL' : 'STRING'
    const unfinished = quote === '`' ? 'UNFINISHED TEMPLATE LITERAL' : 'UNFINISHED STRING'
    this.type = text[at] === quote ? kind : unfinished
    this.value = out
    this.end = Math.min(at + 1, text.length)
  }

  /** Reads what follows a backslash at `at`. */
  private readEscape(at: number): { char: string; end: number } {
    const mark = this.text[at] ?? ''
    if (mark in ESCAPES) return { char: ESCAPES[mark], end: at + 1 }
    if (mark === 'x' || mark === 'u') {
      const wanted = mark === 'u' ? 4 : 2
      const digits = /^[0-9a-fA-F]*/.exec(this.text.slice(at + 1, at + 1 + wanted))?.[0] ?? ''
      if (digits.length < wanted) this.badEscape = true
      return { char: String.fromCharCode(parseInt(digits || '0', 16) & 255), end: at + 1 + digits.length }
    }
    const octal = /^[0-7]{1,3}/.exec(this.text.slice(at, at + 3))?.[0]
    if (octal !== undefined) return { char: String.fromCharCode(parseInt(octal, 8) & 255), end: at + octal.length }
    return { char: mark, end: at + 1 }
  }

  private readRegex(): void {
    const text = this.text
    let at = this.end + 1
    while (at < text.length && text[at] !== '/' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
    if (text[at] === '/') {
      at++
      while (at < text.length && 'gimyu'.includes(text[at])) at++
      this.type = 'REGEX'
    } else this.type = 'UNFINISHED REGEX'
    this.value = text.slice(this.end, at)
    this.end = Math.min(at, text.length)
  }

  /** The value of the current number token. */
  number(): { value: number; isInt: boolean } {
    return readLiteral(this.value)
  }

  /** How an error message names the current token. */
  describe(): string {
    if (this.type === 'ID') return clip(`ID:${this.value}`)
    if (this.type === 'STRING') return clip(`String:'${this.value}'`)
    return describe(this.type)
  }
}

/** Messages show at most 29 characters of a token. */
function clip(text: string): string {
  return text.slice(0, 29)
}

function regexMayFollow(before: TokenType): boolean {
  if (before === 'EOF' || BEFORE_REGEX.has(before)) return true
  if (RESERVED.has(before)) return !VALUE_WORDS.has(before)
  return before.length > 1 && OPERATORS.includes(before)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36
}

function isNamePart(code: number): boolean {
  return isLetter(code) || isDigit(code)
}
