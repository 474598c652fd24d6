import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Scope } from './scope.ts'
import { compileCondition, compileExpression } from './type.ts'
import type { Field } from '../pipeline.ts'

const fields: Field[] = [
  { name: 'v', type: 'double', optional: false },
  { name: 'n', type: 'int', optional: false },
  { name: 'w', type: 'double', optional: true },
  { name: 'name', type: 'string', optional: false },
  { name: 'on', type: 'bool', optional: false },
]
const event: Scope = { fields, history: true, steps: null }
const pattern: Scope = { fields, history: false, steps: ['start', 'not c', 'b*'] }

function compile(text: string, scope: Scope) {
  const { expr, faults } = compileExpression(text, scope)
  return { expr, faults: faults.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`) }
}

function typeOf(text: string, scope: Scope): string {
  const { expr, faults } = compile(text, scope)
  expect(faults).toEqual([])
  return expr.nullable ? `${expr.type}?` : expr.type
}

describe('functions of one event', () => {
  test.each([
    ['abs(v)', 'number'],
    ['abs(w)', 'number?'],
    ['abs(-3)', 'number'],
    ['sqrt(v)', 'number?'],
    ['floor(v)', 'number'],
    ['round(v)', 'number'],
    ['round(w)', 'number?'],
    ['min(v, n)', 'number'],
    ['max(v, n, 3)', 'number'],
    ['max(v, w)', 'number?'],
    ['has(v)', 'bool'],
    ['has(w)', 'bool'],
    ["contains(name, 'x')", 'bool'],
    ["startsWith(name, '')", 'bool'],
    ["prev('v')", 'number?'],
    ["prev('name')", 'text?'],
    ["prev('on')", 'bool?'],
    ['dt()', 'number?'],
    ["v - prev('v')", 'number?'],
    ["abs(v - prev('v')) / dt() * 1000", 'number?'],
    ['round(n / 10) * 10', 'number'],
    ['floor(n) * floor(n)', 'number'],
  ])('%s is %s', (text, expected) => {
    expect(typeOf(text, event)).toBe(expected)
  })

  test.each([
    ['abs(v)', { kind: 'call', name: 'abs', args: [{ kind: 'field', name: 'v' }] }],
    ['min(v, 3)', { kind: 'call', name: 'min', args: [{ name: 'v' }, { value: 3 }] }],
    ['has(w)', { kind: 'has', name: 'w' }],
    ["contains(name, 'x')", { kind: 'textTest', name: 'contains', text: { name: 'name' }, part: 'x' }],
    ["startsWith(name, 'x')", { kind: 'textTest', name: 'startsWith', part: 'x' }],
    ["prev('v')", { kind: 'prev', name: 'v', start: 0, end: 9 }],
    ['dt()', { kind: 'dt', start: 0, end: 4 }],
  ])('%s as a tree', (text, expected) => {
    expect(compile(text, event).expr).toMatchObject(expected)
  })
})

describe('faults of one event', () => {
  test.each([
    ['foo(v)', "foo(v): there is no function 'foo'"],
    ['contain(name)', "contain(name): there is no function 'contain'"],
    ['toString(v)', "toString(v): there is no function 'toString'"],
    ['abs()', 'abs(): abs takes one number'],
    ['abs(v, n)', 'abs(v, n): abs takes one number'],
    ['abs(name)', "name: 'abs' needs numbers, but this is a text"],
    ['sqrt(on)', "on: 'sqrt' needs numbers, but this is true or false"],
    ['floor(null)', "null: 'floor' with null is always null"],
    ['min(v)', 'min(v): min takes two or more numbers'],
    ['max()', 'max(): max takes two or more numbers'],
    ["min(v, 'a')", "'a': 'min' needs numbers, but this is a text"],
    ['has()', 'has(): has takes the name of a field'],
    ["has('v')", "has('v'): has takes the name of a field"],
    ['has(v, w)', 'has(v, w): has takes the name of a field'],
    ['has(v + 1)', 'has(v + 1): has takes the name of a field'],
    ['contains(name)', 'contains(name): contains takes a text and a quoted text'],
    ['contains(name, name)', 'contains(name, name): contains takes a text and a quoted text'],
    ["contains(name, 'a', 'b')", "contains(name, 'a', 'b'): contains takes a text and a quoted text"],
    ["contains(v, 'a')", 'v: contains looks into texts, but this is a number'],
    ["startsWith(on, 'a')", 'on: startsWith looks into texts, but this is true or false'],
    ['prev(v)', 'prev(v): prev takes the quoted name of a field'],
    ['prev()', 'prev(): prev takes the quoted name of a field'],
    ["prev('v', 2)", "prev('v', 2): prev takes the quoted name of a field"],
    ["prev('vv')", "'vv': there is no field 'vv'"],
    ['dt(1)', 'dt(1): dt takes nothing'],
    ["count('start')", "count('start'): count over a step has a meaning in patterns only"],
    ["sum('start', 'v')", "sum('start', 'v'): sum over a step has a meaning in patterns only"],
    ["min('start', 'v')", "min('start', 'v'): min over a step has a meaning in patterns only"],
    ['sum(v)', 'sum(v): sum over a step has a meaning in patterns only'],
    ['last(v)', 'last(v): last over a step has a meaning in patterns only'],
  ])('%s', (text, expected) => {
    expect(compile(text, event).faults).toEqual([expected])
  })

  test.each([
    ['contain(name)', "did you mean 'contains'?"],
    [
      'foo(v)',
      'use one of the known functions: has, contains, startsWith, abs, sqrt, floor, round, min, max, prev, dt',
    ],
    ['min(v)', 'write min(a, b)'],
    ['prev(v)', "write prev('field')"],
    ["has('v')", 'write has(field), without quotes'],
  ])('the cure of %s is %s', (text, cure) => {
    expect(compileExpression(text, event).faults[0].cure).toBe(cure)
  })
})

describe('functions over what a match took', () => {
  test.each([
    ["count('start')", 'number'],
    ["count('not c')", 'number'],
    ["sum('b*', 'n')", 'number'],
    ["sum('b*', 'v')", 'number?'],
    ["avg('start', 'n')", 'number?'],
    ["min('start', 'v')", 'number?'],
    ["max('start', 'n')", 'number?'],
    ["first('start', 'name')", 'text?'],
    ["last('start', 'on')", 'bool?'],
    ["last('start', 'v')", 'number?'],
    ['min(v, n)', 'number'],
    ["min(v, count('start'))", 'number'],
  ])('%s is %s', (text, expected) => {
    expect(typeOf(text, pattern)).toBe(expected)
  })

  test.each([
    ["count('start')", { kind: 'taken', name: 'count', step: 'start', field: null }],
    ["min('b*', 'v')", { kind: 'taken', name: 'min', step: 'b*', field: 'v' }],
  ])('%s as a tree', (text, expected) => {
    expect(compile(text, pattern).expr).toMatchObject(expected)
  })

  test.each([
    ["count('strat')", "'strat': there is no step 'strat'"],
    ['count(start)', 'count(start): count takes a quoted step'],
    ['count()', 'count(): count takes a quoted step'],
    ["count('start', 'v')", "count('start', 'v'): count takes a quoted step"],
    ["sum('start')", "sum('start'): sum takes a quoted step and a quoted field"],
    ["sum('start', v)", "sum('start', v): sum takes a quoted step and a quoted field"],
    ["sum(v, 'start')", "sum(v, 'start'): sum takes a quoted step and a quoted field"],
    ["sum('start', 'x1')", "'x1': there is no field 'x1'"],
    ["sum('start', 'name')", "'name': sum needs numbers, but 'name' is a text"],
    ["avg('start', 'on')", "'on': avg needs numbers, but 'on' is true or false"],
    ["min('start')", "min('start'): min takes a quoted step and a quoted field"],
    ["prev('v')", "prev('v'): prev has no meaning in a pattern"],
    ['dt()', 'dt(): dt has no meaning in a pattern'],
  ])('%s is refused', (text, expected) => {
    expect(compile(text, pattern).faults).toEqual([expected])
  })

  test('a misspelt step gets the nearest', () => {
    expect(compileExpression("count('strat')", pattern).faults[0].cure).toBe("did you mean 'start'?")
  })
})

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      'v',
      'n',
      'w',
      'name',
      'on',
      'x',
      '1',
      '0.5',
      "'a'",
      "'v'",
      "'start'",
      'true',
      'null',
      '(',
      ')',
      ',',
      '+',
      '-',
      '*',
      '/',
      '%',
      '!',
    ],
    ...[
      '==',
      '!=',
      '<',
      '<=',
      '>',
      '>=',
      '&&',
      '||',
      'has(',
      'prev(',
      'dt()',
      'min(',
      'abs(',
      'count(',
      'sum(',
      'contains(',
      'has(x)',
      'has(w)',
    ],
  )
  const texts = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(words, { maxLength: 25 }).map((parts) => parts.join(' ')),
  )

  test('gives an expression or faults with a place inside the text, a reason and a cure', () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(event, pattern),
        fc.constantFrom(compileCondition, compileExpression),
        (text, scope, run) => {
          for (const { start, end, message, cure } of run(text, scope).faults) {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeGreaterThanOrEqual(start)
            expect(end).toBeLessThanOrEqual(text.length)
            expect(message).not.toBe('')
            expect(cure).not.toBe('')
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('well-typed text', () => {
  type Text = { number: string; bool: string }
  const { number, bool } = fc.letrec<Text>((tie) => ({
    number: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'e' },
      fc.constantFrom('v', 'n', 'w', '1', '0.25', "prev('v')", 'dt()'),
      fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(fc.constantFrom('abs', 'sqrt', 'floor', 'round'), tie('number')).map(([f, a]) => `${f}(${a})`),
      fc.tuple(fc.constantFrom('min', 'max'), tie('number'), tie('number')).map(([f, a, b]) => `${f}(${a}, ${b})`),
      tie('number').map((a) => `-(${a})`),
    ),
    bool: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'e' },
      fc.constantFrom('on', 'true', 'has(w)', "contains(name, 'x')"),
      fc
        .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
        .map((parts) => parts.join(' ')),
      fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
      tie('bool').map((a) => `!(${a})`),
    ),
  }))

  test('has no faults', () => {
    fc.assert(
      fc.property(bool, (text) => {
        const { expr, faults } = compileCondition(text, event)
        expect(faults).toEqual([])
        expect(expr.type).toBe('bool')
      }),
    )
    fc.assert(
      fc.property(number, (text) => {
        expect(compileExpression(text, event)).toMatchObject({ faults: [], expr: { type: 'number' } })
      }),
    )
  })
})
