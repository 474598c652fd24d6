/**
 * Reading dates (FACTS 3.2): the interpreter reads them with its lexer, in three forms: `Aug 9, 1995`,
 * `Mon, 25 Dec 1995` and `2011-10-10`, each with a time behind it if one follows. What does not fit ends the reading;
 * what was understood until then counts.
 */
import { Lexer } from '../language/lexer.ts'

export const DAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const MONTHS: readonly string[] = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** What a text says about a point in time. */
export interface DateText {
  /** Month from 0; the day is only there when the text gives all three. */
  readonly day: { readonly year: number; readonly month: number; readonly day: number } | undefined
  readonly hour: number
  readonly min: number
  readonly sec: number
  readonly ms: number
  /** Minutes east; undefined when the text does not say. */
  readonly zone: number | undefined
}

const MIDNIGHT = { hour: 0, min: 0, sec: 0, ms: 0, zone: undefined }

export function readDate(text: string): DateText {
  const lexer = new Lexer(text)
  if (lexer.type === 'INT') return readNumbers(lexer)
  if (lexer.type !== 'ID') return { ...MIDNIGHT, day: undefined }
  const month = monthOf(lexer.value)
  if (month >= 0) return readMonthFirst(lexer, month)
  return DAYS.includes(lexer.value) ? readWeekdayFirst(lexer) : { ...MIDNIGHT, day: undefined }
}

/** The next token if it is of that type; otherwise undefined, and the reading ends. */
function take(lexer: Lexer, type: string): string | undefined {
  lexer.next()
  return lexer.type === type ? tokenText(lexer) : undefined
}

/** The type of the next token. */
function takeAny(lexer: Lexer): string {
  lexer.next()
  return lexer.type
}

function tokenText(lexer: Lexer): string {
  return lexer.text.slice(lexer.start, lexer.end)
}

/** A whole number from the start of a token. */
function whole(token: string): number {
  return parseInt(token, 10) || 0
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3))
}

function withTime(lexer: Lexer, day: DateText['day'], timeType: 'INT' | 'ID'): DateText {
  lexer.next()
  const token = tokenText(lexer)
  if (lexer.type !== timeType || (timeType === 'ID' && !token.startsWith('T'))) return { ...MIDNIGHT, day }
  return { ...readTime(lexer, whole(timeType === 'ID' ? token.slice(1) : token)), day }
}

function readMonthFirst(lexer: Lexer, month: number): DateText {
  const day = take(lexer, 'INT')
  const comma = day === undefined ? undefined : take(lexer, ',')
  const year = comma === undefined ? undefined : take(lexer, 'INT')
  if (day === undefined || year === undefined) return { ...MIDNIGHT, day: undefined }
  return withTime(lexer, { year: whole(year), month, day: whole(day) }, 'INT')
}

function readWeekdayFirst(lexer: Lexer): DateText {
  const comma = take(lexer, ',')
  const day = comma === undefined ? undefined : take(lexer, 'INT')
  const name = day === undefined ? undefined : take(lexer, 'ID')
  const month = name === undefined ? -1 : monthOf(name)
  const year = month < 0 ? undefined : take(lexer, 'INT')
  if (day === undefined || year === undefined) return { ...MIDNIGHT, day: undefined }
  return withTime(lexer, { year: whole(year), month, day: whole(day) }, 'INT')
}

function readNumbers(lexer: Lexer): DateText {
  const year = whole(tokenText(lexer))
  const month = take(lexer, '-') === undefined ? undefined : take(lexer, 'INT')
  const dash = month === undefined ? undefined : take(lexer, '-')
  const day = dash === undefined ? undefined : take(lexer, 'INT')
  if (month === undefined || day === undefined) return { ...MIDNIGHT, day: undefined }
  return withTime(lexer, { year, month: whole(month) - 1, day: whole(day) }, 'ID')
}

/** `:min:sec.fraction` behind the hour, and a zone. */
function readTime(lexer: Lexer, hour: number): Omit<DateText, 'day'> {
  const min = take(lexer, ':') === undefined ? undefined : take(lexer, 'INT')
  if (min === undefined) return { ...MIDNIGHT, hour }
  const time = { ...MIDNIGHT, hour, min: whole(min) }
  if (take(lexer, ':') === undefined) return time
  lexer.next()
  if (lexer.type !== 'INT' && lexer.type !== 'FLOAT') return time
  const seconds = Number(tokenText(lexer))
  const full = { ...time, sec: Math.trunc(seconds), ms: Math.trunc(seconds * 1000) % 1000 }
  lexer.next()
  return { ...full, zone: readZone(lexer) }
}

/** `Z` or `GMT`, an offset as `HH:MM`, `HHMM` or `HH`, or both. */
function readZone(lexer: Lexer): number | undefined {
  let zone: number | undefined
  if (lexer.type === 'ID') {
    const name = tokenText(lexer)
    const after = takeAny(lexer)
    if ((name === 'GMT' || name === 'Z') && after === 'EOF') return 0
  }
  if (lexer.type !== '+' && lexer.type !== '-') return zone
  const sign = lexer.type === '+' ? 1 : -1
  const token = take(lexer, 'INT')
  if (token === undefined) return zone
  if (token.length === 4) zone = (whole(token) % 100) + Math.trunc(whole(token) / 100) * 60
  else zone = whole(token) * 60
  if (token.length === 2 && take(lexer, ':') !== undefined) zone += whole(take(lexer, 'INT') ?? '0')
  return zone * sign
}
