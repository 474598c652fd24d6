import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPlainName, MAX_DEPTH, parseExpression, type Syntax } from './parse.ts'
import { MAX_LENGTH, MAX_NESTING, Refused } from './tokens.ts'

/** The tree as a short text with all brackets. */
function show(node: Syntax): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value)
    case 'name':
      return node.name
    case 'unary':
      return `(${node.op}${show(node.operand)})`
    case 'binary':
      return `(${show(node.left)} ${node.op} ${show(node.right)})`
    case 'call':
      return `${node.name}(${node.args.map(show).join(', ')})`
  }
}

/** The refusal of a text: its reason, and the part it marks. */
function refusal(text: string): { message: string; part: string; cure: string } {
  try {
    parseExpression(text)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { message, cure, start, end } = error.fault
    expect(start).toBeGreaterThanOrEqual(0)
    expect(end).toBeLessThanOrEqual(text.length)
    return { message, cure, part: text.slice(start, end) }
  }
  throw new Error(`${text} was accepted`)
}

describe('accepts', () => {
  test.each([
    ['v', 'v'],
    ['  v  ', 'v'],
    ['v\n> 3', '(v > 3)'],
    ['1', '1'],
    ['0', '0'],
    ['0.5', '0.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['-1', '(-1)'],
    ['- -1', '(-(-1))'],
    ['!!v', '(!(!v))'],
    ["'a'", '"a"'],
    ['"a"', '"a"'],
    ["'it\\'s'", '"it\'s"'],
    ["'ü €'", '"ü €"'],
    ['true', 'true'],
    ['false', 'false'],
    ['null', 'null'],
    ['a + b * c', '(a + (b * c))'],
    ['(a + b) * c', '((a + b) * c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a % 2 == 0', '((a % 2) == 0)'],
    ['a / b / c', '((a / b) / c)'],
    ['a || b && c', '(a || (b && c))'],
    ['a && !b', '(a && (!b))'],
    ['a < 1 == (b >= 2)', '((a < 1) == (b >= 2))'],
    ['a <= 1 || b != 2', '((a <= 1) || (b != 2))'],
    ['-a * b', '((-a) * b)'],
    ['abs(-v)', 'abs((-v))'],
    ['dt()', 'dt()'],
    ['min(a, b, 3)', 'min(a, b, 3)'],
    ["sum('m','price') + price < 5", '((sum("m", "price") + price) < 5)'],
    ['((((v))))', 'v'],
    ['(v > 3)', '(v > 3)'],
    ['async', 'async'],
    ['of', 'of'],
    ['undefined', 'undefined'],
  ])('%j as %s', (text, expected) => {
    expect(show(parseExpression(text))).toBe(expected)
  })

  test('places are those of the text', () => {
    const tree = parseExpression(' a > (3 + b)')
    expect(tree).toMatchObject({ start: 1, end: 12, left: { start: 1, end: 2 }, right: { start: 6, end: 11 } })
  })
})

describe('refuses', () => {
  test.each([
    // text, marked part, reason
    ['', '', 'the expression is empty'],
    ['  \n', '', 'the expression is empty'],
    ['a = 3', '=', "'=' is not part of expressions"],
    ['a === 3', '===', "'===' is not part of expressions"],
    ['a !== 3', '!==', "'!==' is not part of expressions"],
    ['a += 3', '+=', "'+=' is not part of expressions"],
    ['a & b', '&', "'&' is not part of expressions"],
    ['a | b', '|', "'|' is not part of expressions"],
    ['a ^ b', '^', "'^' is not part of expressions"],
    ['~a', '~', "'~' is not part of expressions"],
    ['a << 2', '<<', "'<<' is not part of expressions"],
    ['a >>> 2', '>>>', "'>>>' is not part of expressions"],
    ['a ** 2', '**', "'**' is not part of expressions"],
    ['a ?? b', '??', "'??' is not part of expressions"],
    ['a ? b : c', '?', "'?' is not part of expressions"],
    ['a.b', '.', "'.' is not part of expressions"],
    ['a?.b', '?.', "'?.' is not part of expressions"],
    ['a[0]', '[', "'[' is not part of expressions"],
    ['[1]', '[', "'[' is not part of expressions"],
    ['{a: 1}', '{', "'{' is not part of expressions"],
    ['a;', ';', "';' is not part of expressions"],
    ['a => b', '=>', "'=>' is not part of expressions"],
    ['min(...a)', '...', "'...' is not part of expressions"],
    ['a++', '++', "'++' is not part of expressions"],
    ['--a', '--', "'--' is not part of expressions"],
    ['`a`', '`', "'`' is not part of expressions"],
    ['typeof a', 'typeof', "'typeof' is a word of JavaScript and not part of expressions"],
    ['new a', 'new', "'new' is a word of JavaScript and not part of expressions"],
    ['this', 'this', "'this' is a word of JavaScript and not part of expressions"],
    ['a in b', 'in', "'in' is a word of JavaScript and not part of expressions"],
    ['a instanceof b', 'instanceof', "'instanceof' is a word of JavaScript and not part of expressions"],
    ['function () {}', 'function', "'function' is a word of JavaScript and not part of expressions"],
    ['import(a)', 'import', "'import' is a word of JavaScript and not part of expressions"],
    ['delete a', 'delete', "'delete' is a word of JavaScript and not part of expressions"],
    ['0x10', '0x10', "'0x10' is not a decimal number"],
    ['010', '010', "'010' is not a decimal number"],
    ['0b1', '0b1', "'0b1' is not a decimal number"],
    ['10n', '10n', "'10n' is not a decimal number"],
    ['1e999', '1e999', '1e999 is too large for a number'],
    ['/a/', '/a/', "'/a/' is not part of expressions"],
    ['ä > 3', 'ä', "'ä' is not a field name"],
    ['$a', '$a', "'$a' is not a field name"],
    ['\\u0061', '\\u0061', "'\\u0061' is not a field name"],
    ['a // b', '// b', 'expressions have no comments'],
    ['a /* b */ > 3', '/* b */', 'expressions have no comments'],
    ['a <!-- b', '<!-- b', 'expressions have no comments'],
    ['a @ b', '@', '"@" is not expected here'],
    ['a > “x”', '“', '"“" is not expected here'],
    ["'abc", "'abc", 'a text is not closed'],
    ['a +', '', 'the expression ends too early'],
    ['a + * b', '*', '"*" is not expected here'],
    ['a b', 'b', 'the expression should end here'],
    ['3 4', '4', 'the expression should end here'],
    ['3a', 'a', '"a" is not expected here'],
    ['a, b', 'a, b', 'a list of expressions is not one expression'],
    ['(a, b)', 'a, b', 'a list of expressions is not one expression'],
    ['()', ')', '")" is not expected here'],
    ['(a', '(', "this '(' is not closed"],
    ['a)', ')', "this ')' closes nothing"],
    [')a(', ')', "this ')' closes nothing"],
    ['+a', '+a', 'this sign is not part of expressions'],
    ['(a)(b)', '(a)(b)', 'only functions by name can be called'],
    ['abs(1)(2)', 'abs(1)(2)', 'only functions by name can be called'],
  ])('%j, marking %j: %s', (text, part, message) => {
    const found = refusal(text)
    expect(found).toMatchObject({ message, part })
    expect(found.cure).not.toBe('')
  })

  test.each([
    ['a = 3', 'write == to compare'],
    ['a === 3', 'write ==; it compares without conversion'],
    ['a & b', 'write && for "and"'],
    ['a ** 2', 'write x * x'],
    ['a b', 'write one expression; join conditions with && or ||'],
    ['(a', "add the ')' that closes it"],
    ["'abc", 'end it with the quote that it began with'],
  ])('the cure of %j is %s', (text, cure) => {
    expect(refusal(text).cure).toBe(cure)
  })
})

describe('bounds', () => {
  test('length', () => {
    expect(() => parseExpression(`a${' '.repeat(MAX_LENGTH - 1)}`)).not.toThrow()
    expect(refusal(`a${' '.repeat(MAX_LENGTH)}`).message).toBe('the expression has 2001 characters')
  })

  test.each([
    ['brackets', (n: number) => `${'('.repeat(n)}a${')'.repeat(n)}`, MAX_NESTING],
    ['signs', (n: number) => `${'-'.repeat(n).split('').join(' ')} a`, MAX_NESTING],
    ['negations', (n: number) => `${'!'.repeat(n)}a`, MAX_NESTING],
    ['a chain', (n: number) => `a${'+a'.repeat(n)}`, MAX_DEPTH],
    ['calls', (n: number) => `${'abs('.repeat(n)}a${')'.repeat(n)}`, MAX_NESTING],
  ])('%s', (_, make, most) => {
    expect(() => parseExpression(make(most))).not.toThrow()
    expect(refusal(make(most + 1)).message).toBe('the expression is nested too deep')
  })

  test.each([
    ['open brackets', '('.repeat(2000)],
    ['negations', '!'.repeat(1999) + 'a'],
    ['lists', '['.repeat(2000)],
    ['templates', '`${'.repeat(666)],
    ['arrows', 'a=>'.repeat(600) + 'a'],
    ['assignments', 'a='.repeat(900) + 'a'],
    ['a long sum', '1' + '+1'.repeat(999)],
    ['powers', '1' + '**1'.repeat(600)],
    ['mixed signs and brackets', '-('.repeat(999)],
  ])('2,000 characters of %s are refused, not a crash', (_, text) => {
    expect(refusal(text).message).not.toBe('')
  })

  test('no text makes it throw anything but a refusal, and what it takes it takes whole', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'v',
        '1',
        '.5',
        '1e9',
        "'x'",
        '"',
        "'",
        '(',
        ')',
        '+',
        '-',
        '*',
        '/',
        '%',
        '!',
        '==',
        '=',
        '<',
        '>',
        '<=',
        '&&',
        '||',
        '&',
        ',',
      ],
      ...[
        '.',
        '?',
        '?.',
        '[',
        ']',
        '{',
        '}',
        '`',
        '${',
        '\\',
        '\n',
        ' ',
        '//',
        '/*',
        '*/',
        '<!--',
        '-->',
        '=>',
        '#',
        '@',
        ';',
        ':',
        '...',
        'n',
      ],
      ...[
        'true',
        'null',
        'new',
        'in',
        'async',
        'await',
        'yield',
        'function',
        'class',
        'import',
        'prev',
        'dt()',
        'has(v)',
        '\u2028',
        '\ud800',
        '\0',
      ],
    )
    const soup = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(soup, (text) => {
        try {
          const tree = parseExpression(text)
          expect(show(parseExpression(show(tree)))).toBe(show(tree))
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          const { start, end } = error.fault
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('isPlainName', () => {
  test.each(['a', 'A', '_', 'a1', 'stage_2', 'of', 'min', 'key', 'undefined', 'x'.repeat(50)])('%s can', (name) => {
    expect(isPlainName(name)).toBe(true)
  })

  test.each([
    '',
    '1a',
    'a b',
    'a-b',
    'a.b',
    'ä',
    '$a',
    'in',
    'class',
    'true',
    'null',
    'new',
    '__proto__',
    'constructor',
    'valueOf',
    'toString',
    'a\n',
  ])('%j cannot', (name) => {
    expect(isPlainName(name)).toBe(false)
  })
})
