/**
 * The words of an expression, before its grammar: every token is checked against the few that SEMANTICS 1.3 knows,
 * and brackets are counted. What JavaScript allows beyond that is refused here, with the place and a cure, so the
 * parser behind sees only names, numbers, texts, operators and brackets of bounded depth, and cannot run away.
 */
import { tokenizer, tokTypes, type Options, type Token } from 'acorn'
import type { TextFault } from '../fault.ts'

/** Longest expression, in characters. */
export const MAX_LENGTH = 2000
/** Deepest nesting of brackets, and longest run of signs before an operand. */
export const MAX_NESTING = 32

export const ACORN_OPTIONS: Options = { ecmaVersion: 2020, sourceType: 'script', preserveParens: true }

/** Thrown inside this folder by the parser; callers get it as a value. */
export class Refused extends Error {
  readonly fault: TextFault
  constructor(message: string, cure: string, start: number, end: number) {
    super(message)
    this.fault = { message, cure, start, end }
  }
}

const ALLOWED = new Set([
  tokTypes.name,
  tokTypes.num,
  tokTypes.string,
  tokTypes.parenL,
  tokTypes.parenR,
  tokTypes.comma,
  tokTypes.plusMin,
  tokTypes.modulo,
  tokTypes.star,
  tokTypes.slash,
  tokTypes.relational,
  tokTypes.logicalOR,
  tokTypes.logicalAND,
  tokTypes._true,
  tokTypes._false,
  tokTypes._null,
])

const CURES: Record<string, string> = {
  '=': 'write == to compare',
  '===': 'write ==; it compares without conversion',
  '!==': 'write !=; it compares without conversion',
  '&': 'write && for "and"',
  '|': 'write || for "or"',
  '?': 'a condition gives true or false; make two stages, or use min and max to choose',
  '??': 'test for a value with has(f)',
  '.': 'a field is written with its plain name',
  '?.': 'a field is written with its plain name',
  '[': 'a field is written with its plain name; there are no lists',
  '`': "write texts in quotes: 'text'",
  '**': 'write x * x',
  '++': 'expressions change nothing; write + 1',
  '--': 'expressions change nothing; write - 1, or put a space between two minus signs',
  ';': 'write one expression; join conditions with && or ||',
}

/** Checks the words of `text`; throws `Refused` for the first that does not belong. */
export function checkTokens(text: string): void {
  if (text.length > MAX_LENGTH) {
    const cure = `shorten it to ${MAX_LENGTH} characters, or compute parts of it in a map stage before`
    throw new Refused(`the expression has ${text.length} characters`, cure, MAX_LENGTH, text.length)
  }
  if (text.trim() === '')
    throw new Refused('the expression is empty', "write a condition, such as v > 3, or 'true'", 0, 0)
  const nesting = new Nesting()
  for (const token of tokensOf(text)) {
    checkToken(text, token)
    nesting.take(token)
  }
  nesting.end(text)
}

/** The tokens up to the end; a text that does not even split into tokens is refused. */
function* tokensOf(text: string): Generator<Token> {
  const refuseComment = (_block: boolean, _body: string, start: number, end: number): void => {
    throw new Refused('expressions have no comments', 'remove the comment', start, end)
  }
  const tokens = tokenizer(text, { ...ACORN_OPTIONS, onComment: refuseComment })
  for (;;) {
    const token = orRefused(text, () => tokens.getToken())
    if (token.type === tokTypes.eof) return
    yield token
  }
}

/** Runs a piece of acorn; its complaint becomes a refusal at the same place. */
export function orRefused<T>(text: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const at = Math.min((error as SyntaxError & { pos?: number }).pos ?? 0, text.length)
    throw unexpected(text, at, error.message)
  }
}

function unexpected(text: string, at: number, complaint: string): Refused {
  if (/Unterminated string/.test(complaint)) {
    return new Refused('a text is not closed', 'end it with the quote that it began with', at, text.length)
  }
  if (at >= text.length) {
    return new Refused('the expression ends too early', 'complete it, or remove the last operator', at, at)
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  const cure = 'write names, numbers, quoted texts, operators and brackets only, and an operator between two values'
  return new Refused(`${JSON.stringify(character)} is not expected here`, cure, at, at + character.length)
}

function checkToken(text: string, token: Token): void {
  const { type, start, end } = token
  const word = text.slice(start, end)
  if (type.keyword !== undefined && !ALLOWED.has(type)) {
    throw new Refused(
      `'${word}' is a word of JavaScript and not part of expressions`,
      'give the field another name',
      start,
      end,
    )
  }
  if (type === tokTypes.num) return checkNumber(word, start, end)
  if (type === tokTypes.name && !/^\w+$/.test(word)) {
    throw new Refused(`'${word}' is not a field name`, 'names have letters, digits and _ only', start, end)
  }
  const known = ALLOWED.has(type) || word === '!' || word === '==' || word === '!='
  if (known) return
  throw new Refused(
    `'${word}' is not part of expressions`,
    CURES[word] ?? 'see the operators and functions in the guide',
    start,
    end,
  )
}

/** Plain decimal numbers that a double can hold. */
function checkNumber(word: string, start: number, end: number): void {
  const plain = /^(0|[1-9]\d*)?(\.\d*)?([eE][+-]?\d+)?$/.test(word)
  if (!plain)
    throw new Refused(`'${word}' is not a decimal number`, 'write it in decimal digits, such as 16 or 0.5', start, end)
  if (Number.isFinite(Number(word))) return
  throw new Refused(`${word} is too large for a number`, 'write a smaller number', start, end)
}

/** Counts open brackets and signs in a row. */
class Nesting {
  private readonly open: number[] = []
  private signs = 0

  take(token: Token): void {
    const sign = token.type === tokTypes.prefix || token.type === tokTypes.plusMin
    this.signs = sign ? this.signs + 1 : 0
    if (token.type === tokTypes.parenL) this.open.push(token.start)
    if (this.open.length > MAX_NESTING || this.signs > MAX_NESTING) {
      const cure = `nest at most ${MAX_NESTING} deep, or compute parts of it in a map stage before`
      throw new Refused('the expression is nested too deep', cure, token.start, token.end)
    }
    if (token.type !== tokTypes.parenR) return
    if (this.open.pop() === undefined) {
      throw new Refused("this ')' closes nothing", "remove it, or add the '(' that it closes", token.start, token.end)
    }
  }

  end(text: string): void {
    const left = this.open.pop()
    if (left === undefined) return
    throw new Refused("this '(' is not closed", "add the ')' that closes it", left, Math.min(left + 1, text.length))
  }
}
