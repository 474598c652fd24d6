/**
 * Regular expressions as far as Espruino knows them (FACTS 3.2): characters, sets, `^ $ * + ( ) . |` and some escapes.
 * What it does not know (`?`, `{n}`, lazy quantifiers, lookaround) is not an error: it just never matches.
 */
import { givenUpCost, matchCost, searchCost, SPLIT_MATCH, TAKEN_MATCH } from '../costs/natives-regexp.ts'
import type { Interpreter } from '../interpreter.ts'
import { toText, typeInMessage } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, bool, int, isFunction, Null, Obj, Str, str, type Value } from '../values.ts'

const MAX_GROUPS = 9

/** Steps after which interruption and limits are looked after, and instructions for each of them. */
const LONG = 4096
const STEP_COST = 300

interface Match {
  readonly start: number
  readonly end: number
  readonly groups: readonly { from: number; to: number }[]
}

/** The state of one attempt; copied when it branches. */
interface Attempt {
  readonly start: number
  readonly groups: { from: number; to: number }[]
}

class Matcher {
  /** Set while a set is read, and while a range waits for its end. */
  private inSet = false
  private rangeFrom: string | undefined
  private steps = 0
  /** How often the end of the pattern was reached: a result is made each time. */
  made = 0

  constructor(
    private readonly vm: Interpreter,
    private readonly pattern: string,
    private readonly text: string,
    private readonly ignoreCase: boolean,
  ) {}

  search(from: number): Match | undefined {
    for (let start = from; start === from || start < this.text.length; start++) {
      const found = this.here(0, start, { start, groups: [] })
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Matches the pattern from `p` on at `at`, up to the next bar. */
  private here(p: number, at: number, attempt: Attempt): Match | undefined {
    const { pattern, text } = this
    // a pattern can take time that grows exponentially: interruption must reach it
    if (++this.steps % LONG === 0) this.vm.work(LONG * STEP_COST)
    const char = pattern[p]
    if (char === undefined || char === '|') {
      this.made++
      return { start: attempt.start, end: at, groups: attempt.groups }
    }
    if (char === '^') return at === 0 ? this.here(p + 1, at, attempt) : undefined
    if (char === '$') return at >= text.length ? this.here(p + 1, at, attempt) : this.alternative(p + 1, attempt)
    if (char === '(' || char === ')') return this.here(p + 1, at, bracket(attempt, char, at))
    const { matched, length } = this.one(p, at)
    const after = pattern[p + length]
    if (after === '*' || after === '+') return this.repeated(p, at, attempt, matched, length)
    if (at < text.length && matched) return this.here(p + length, at + 1, attempt)
    return this.alternative(p + length, attempt)
  }

  /** Takes the longest repetition after which the rest matches. */
  private repeated(p: number, from: number, attempt: Attempt, first: boolean, length: number): Match | undefined {
    const rest = p + length + 1
    if (!first && this.pattern[p + length] === '+') return this.alternative(rest, attempt)
    let last = this.here(rest, from, attempt)
    let matched = first
    for (let at = from; at < this.text.length && matched;) {
      at++
      matched = this.one(p, at).matched
      last = this.here(rest, at, attempt) ?? last
    }
    return last
  }

  /** What stands behind the next bar, tried from the start. */
  private alternative(from: number, attempt: Attempt): Match | undefined {
    let p = from
    while (p < this.pattern.length && this.pattern[p] !== '|') p += this.pattern[p] === '\\' ? 2 : 1
    return p < this.pattern.length ? this.here(p + 1, attempt.start, attempt) : undefined
  }

  /** Matches one character or set; `length` is what it takes of the pattern. */
  private one(p: number, at: number): { matched: boolean; length: number } {
    const char = this.pattern[p]
    if (char === '.') return { matched: true, length: 1 }
    if (char === '[') return this.set(p, at)
    const text = this.text[at] ?? '\0'
    if (char !== '\\') return this.literal(char, text, p, 1, at)
    const mark = this.pattern[p + 1] ?? '\0'
    const kind = classOf(mark, text)
    if (kind !== undefined) return { matched: kind, length: 2 }
    if (mark >= '1' && mark <= '9') this.vm.raise('Error', 'Backreferences not supported')
    if (mark === 'x' && this.pattern[p + 3] !== undefined) {
      const code = parseInt(this.pattern.slice(p + 2, p + 4), 16)
      return this.literal(String.fromCharCode(code & 255), text, p, 4, at)
    }
    return this.literal(CONTROLS[mark] ?? mark, text, p, 2, at)
  }

  private set(p: number, at: number): { matched: boolean; length: number } {
    this.inSet = true
    const inverted = this.pattern[p + 1] === '^'
    let length = inverted ? 2 : 1
    let any = false
    while (this.pattern[p + length] !== undefined && this.pattern[p + length] !== ']') {
      if (this.pattern[p + length] === '.') {
        any ||= this.text[at] === '.'
        length++
        continue
      }
      const part = this.one(p + length, at)
      any ||= part.matched
      length += part.length
    }
    if (this.pattern[p + length] !== ']') this.vm.raise('Error', 'Unfinished character set in RegEx')
    this.inSet = false
    return { matched: any !== inverted, length: length + 1 }
  }

  private literal(
    char: string,
    text: string,
    p: number,
    length: number,
    at: number,
  ): { matched: boolean; length: number } {
    if (this.inSet && this.pattern[p + length] === '-' && this.pattern[p + length + 1] !== ']') {
      this.rangeFrom = char
      const end = this.one(p + length + 1, at)
      return { matched: end.matched, length: length + 1 + end.length }
    }
    const fold = (value: string): string => (this.ignoreCase ? value.replace(/[A-Z]/g, (c) => c.toLowerCase()) : value)
    const from = this.rangeFrom
    this.rangeFrom = undefined
    const [wanted, got] = [fold(char), fold(text)]
    if (from === undefined) return { matched: wanted === got, length }
    return { matched: got >= fold(from) && got <= wanted && fold(from) < wanted, length }
  }
}

function bracket(attempt: Attempt, char: string, at: number): Attempt {
  const groups = attempt.groups.map((group) => ({ ...group }))
  if (char === '(') {
    if (groups.length < MAX_GROUPS) groups.push({ from: at, to: at })
  } else if (groups.length > 0) groups[groups.length - 1].to = at
  return { start: attempt.start, groups }
}

const CONTROLS: Readonly<Record<string, string>> = { f: '\f', b: '\b', n: '\n', r: '\r', t: '\t', v: '\v', '0': '\0' }

/** Whether a character is of the class that an escape names; undefined when it names none. */
function classOf(mark: string, char: string): boolean | undefined {
  switch (mark) {
    case 'd':
      return /[0-9]/.test(char)
    case 'D':
      return !/[0-9]/.test(char)
    case 's':
      return /[\t\v\f \n\r]/.test(char)
    case 'S':
      return !/[\t\v\f \n\r]/.test(char)
    case 'w':
      return /[0-9A-Za-z_]/.test(char)
    case 'W':
      return !/[0-9A-Za-z_]/.test(char)
    default:
      return undefined
  }
}

function hasFlag(pattern: Obj, flag: string): boolean {
  const flags = pattern.find('flags')?.value
  return flags instanceof Str && flags.text.includes(flag)
}

const construct: NativeFunction = (vm, _self, [source, flags]) => {
  if (!(source instanceof Str))
    throw vm.error('TypeError', `Expecting String as first argument, got ${typeInMessage(source)}`)
  const made = vm.newObject('RegExp')
  made.add('source', source)
  if (flags !== undefined) {
    if (!(flags instanceof Str))
      throw vm.error('TypeError', `Expecting String as first argument, got ${typeInMessage(source)}`)
    made.add('flags', flags)
  }
  made.add('lastIndex', 0)
  const ending = plainEnding(source.text)
  if (ending !== undefined) made.add('endsWith', str(ending))
  return made
}

/** The text of a pattern that only asks for an ending, such as `\.txt$`. */
function plainEnding(source: string): string | undefined {
  const inner = /^((?:[^.[\]()|^*+$\\]|\\[.\\])*)\$$/.exec(source)?.[1]
  if (inner === undefined) return undefined
  const text = inner.replace(/\\(.)/g, '$1')
  return text.length < 31 ? text : undefined
}

function found(input: Value, index: number, texts: readonly string[]): Arr {
  const made = new Arr(texts.map(str))
  made.add('index', int(index))
  made.add('input', input)
  return made
}

/** Runs a pattern from its lastIndex on; null when it does not match. */
function exec(vm: Interpreter, pattern: Obj, input: Value): Value {
  const subject = input instanceof Str ? input : str(toText(vm, input))
  const { text } = subject
  const from = vm.toInt(pattern.find('lastIndex')?.value as Value)
  const ending = pattern.find('endsWith')?.value
  if (ending instanceof Str && from <= text.length - ending.text.length && text.endsWith(ending.text)) {
    return found(subject, text.length - ending.text.length, [ending.text])
  }
  const source = pattern.find('source')?.value
  if (!(source instanceof Str) || from > text.length) return undefined
  const matcher = new Matcher(vm, source.text, text, hasFlag(pattern, 'i'))
  const match = matcher.search(from)
  pattern.put('lastIndex', match !== undefined && hasFlag(pattern, 'g') ? int(match.end) : 0)
  vm.instructions += searchCost((match?.start ?? text.length) - from)
  if (match === undefined) return new Null()
  const groups = match.groups.length
  vm.instructions += matchCost(match.end - match.start, groups) + givenUpCost(matcher.made - 1, groups)
  const parts = [{ from: match.start, to: match.end }, ...match.groups]
  return found(
    subject,
    match.start,
    parts.map((part) => text.slice(part.from, part.to)),
  )
}

/** All matches, or the first when the pattern is not global. Stops at `false` from `visit`. */
function eachMatch(
  vm: Interpreter,
  pattern: Obj,
  subject: Value,
  all: boolean,
  visit: (match: Arr, index: number, text: string) => void,
): void {
  pattern.put('lastIndex', 0)
  for (;;) {
    const match = exec(vm, pattern, subject)
    if (!(match instanceof Arr)) break
    const index = vm.toInt(match.find('index')?.value as Value)
    const text = (match.at(0) as Str).text
    vm.instructions += TAKEN_MATCH
    visit(match, index, text)
    if (!all) return
    pattern.put('lastIndex', int(index + text.length + (text.length === 0 ? 1 : 0)))
  }
  pattern.put('lastIndex', 0)
}

/** `text.match(pattern)`. */
export function matchText(vm: Interpreter, self: Value, _text: string, pattern: Obj): Value {
  if (!hasFlag(pattern, 'g')) {
    pattern.put('lastIndex', 0)
    return exec(vm, pattern, self)
  }
  const made = new Arr()
  eachMatch(vm, pattern, self, true, (match) => void made.push(match.at(0) as Value))
  return made
}

/** `text.replace(pattern, by)`. */
export function replaceText(vm: Interpreter, text: string, pattern: Obj, by: Value): string {
  let out = ''
  let last = 0
  eachMatch(vm, pattern, str(text), hasFlag(pattern, 'g'), (match, index, matched) => {
    out += text.slice(last, index) + replacement(vm, match, by)
    if (out.length > LONG) vm.heap.reserve(out.length)
    last = index + matched.length
  })
  return out + text.slice(last)
}

function replacement(vm: Interpreter, match: Arr, by: Value): string {
  if (isFunction(by)) {
    const args = [...match.dense(), match.find('index')?.value, match.find('input')?.value] as Value[]
    return toText(vm, vm.call(by, undefined, args))
  }
  return toText(vm, by).replace(/\$([1-9])/g, (whole, digit: string) => {
    const group = match.at(Number(digit))
    return group instanceof Str ? group.text : whole
  })
}

/** `text.split(pattern)`. */
export function splitText(vm: Interpreter, text: string, pattern: Obj): string[] {
  const parts: string[] = []
  let last = 0
  pattern.put('lastIndex', 0)
  for (;;) {
    const match = exec(vm, pattern, str(text))
    if (!(match instanceof Arr)) break
    const index = vm.toInt(match.find('index')?.value as Value)
    vm.instructions += SPLIT_MATCH
    parts.push(text.slice(last, index))
    last = index + (match.at(0) as Str).text.length
    pattern.put('lastIndex', int(last))
    if (parts.length > text.length + 1) break
  }
  pattern.put('lastIndex', 0)
  parts.push(text.slice(last))
  return parts
}

export function regexps(natives: NativeRegistry): void {
  natives.object('RegExp', {
    construct,
    prototype: {
      exec: (vm, self, [text]) => (self instanceof Obj ? exec(vm, self, text) : undefined),
      test: (vm, self, [text]) => bool(self instanceof Obj && exec(vm, self, text) instanceof Arr),
    },
  })
}
