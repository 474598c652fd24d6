import { describe, expect, test } from 'vitest'
import type { Expr } from './ast.ts'
import type { Scope } from './scope.ts'
import { compileCondition, compileExpression } from './type.ts'
import type { Field } from '../pipeline.ts'

const fields: Field[] = [
  { name: 'v', type: 'double', optional: false },
  { name: 'n', type: 'int', optional: false },
  { name: 'm', type: 'int', optional: false },
  { name: 'w', type: 'double', optional: true },
  { name: 'k', type: 'int', optional: true },
  { name: 'name', type: 'string', optional: false },
  { name: 'note', type: 'string', optional: true },
  { name: 'on', type: 'bool', optional: false },
  { name: 'ok', type: 'bool', optional: true },
]
const scope: Scope = { fields, history: true, steps: null }

function typed(text: string): Expr {
  const { expr, faults } = compileExpression(text, scope)
  expect(faults).toEqual([])
  return expr
}

/** Type of an expression, with `?` when it can be null. */
function typeOf(text: string): string {
  const { type, nullable } = typed(text)
  return nullable ? `${type}?` : type
}

/** The faults as `part: reason`. */
function faults(text: string, compile = compileExpression): string[] {
  return compile(text, scope).faults.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`)
}

describe('types', () => {
  test.each([
    ['1', 'number'],
    ["'a'", 'text'],
    ['true', 'bool'],
    ['v', 'number'],
    ['n', 'number'],
    ['w', 'number?'],
    ['name', 'text'],
    ['note', 'text?'],
    ['on', 'bool'],
    ['ok', 'bool?'],
    ['v > 3', 'bool'],
    ['w > 3', 'bool'],
    ["name < 'b'", 'bool'],
    ["name == 'a'", 'bool'],
    ['w == null', 'bool'],
    ['null == null', 'bool'],
    ['on && ok', 'bool'],
    ['!ok', 'bool'],
    ['on == true', 'bool'],
    ['-n', 'number'],
    ['-w', 'number?'],
  ])('%s is %s', (text, expected) => {
    expect(typeOf(text)).toBe(expected)
  })
})

describe('what can overflow or divide by zero can be null', () => {
  test.each([
    // sums and products of integers stay finite, those of doubles need not
    ['n + m', 'number'],
    ['n - m', 'number'],
    ['n * m', 'number'],
    ['n * n * n * n', 'number'],
    ['v + v', 'number?'],
    ['v + 1', 'number'],
    ['v * 1.8 + 32', 'number?'],
    ['v * 0.5', 'number'],
    ['n * 1e300 * 1e300', 'number?'],
    ['k + 1', 'number?'],
    ['n / 2', 'number'],
    ['n / 0', 'number?'],
    ['n / m', 'number?'],
    ['v / 2', 'number'],
    ['v / 0.5', 'number?'],
    ['n % 10', 'number'],
    ['n % 0', 'number?'],
    ['n % m', 'number?'],
    ['v % 360', 'number'],
    ['v % -360', 'number'],
    ['n / -4', 'number'],
    ['v / 2 + v / 2', 'number'],
    ['abs(n) + 1', 'number'],
    ["prev('n') + 1", 'number?'],
  ])('%s: %s', (text, expected) => {
    expect(typeOf(text)).toBe(expected)
  })
})

describe('trees', () => {
  test.each([
    ['v', { kind: 'field', name: 'v', start: 0, end: 1 }],
    ['-3', { kind: 'const', value: -3, start: 0, end: 2 }],
    ['- -3', { kind: 'const', value: 3 }],
    ['-v', { kind: 'negate', operand: { kind: 'field', name: 'v' } }],
    ['!on', { kind: 'not', operand: { kind: 'field', name: 'on' } }],
    ['v > 3', { kind: 'order', op: '>', left: { name: 'v' }, right: { value: 3 } }],
    ['v % 3', { kind: 'arithmetic', op: '%', left: { name: 'v' }, right: { value: 3 } }],
    ["name != 'a'", { kind: 'equal', op: '!=', left: { name: 'name' }, right: { value: 'a' } }],
    ['on || ok', { kind: 'logic', op: '||', left: { name: 'on' }, right: { name: 'ok' } }],
  ])('%s', (text, expected) => {
    expect(typed(text)).toMatchObject(expected)
  })
})

describe('faults', () => {
  test.each([
    ['humid > 3', ["humid: there is no field 'humid'"]],
    ['a > b', ["a: there is no field 'a'", "b: there is no field 'b'"]],
    ["v > 'a'", ["v > 'a': '>' cannot order a number against a text"]],
    ['name < 3', ["name < 3: '<' cannot order a text against a number"]],
    [
      'on > false',
      [
        "on: '>' orders numbers or texts, but this is true or false",
        "false: '>' orders numbers or texts, but this is true or false",
      ],
    ],
    ['1 < v < 5', ["1 < v: '<' orders numbers or texts, but this is true or false"]],
    ['v > null', ["null: '>' with null is always false"]],
    ['null <= v', ["null: '<=' with null is always false"]],
    ["name + 'x'", ["name: '+' needs numbers, but this is a text", "'x': '+' needs numbers, but this is a text"]],
    ['on + 1', ["on: '+' needs numbers, but this is true or false"]],
    ['v - null', ["null: '-' with null is always null"]],
    ['-name', ["name: '-' needs numbers, but this is a text"]],
    ['-null', ["null: '-' with null is always null"]],
    ['!v', ["v: '!' joins conditions, but this is a number"]],
    ['v && on', ["v: '&&' joins conditions, but this is a number"]],
    ["on || 'a'", ["'a': '||' joins conditions, but this is a text"]],
    ['on && null', ["null: '&&' joins conditions, but this is null"]],
    ["v == 'a'", ["v == 'a': '==' of a number and a text is never true"]],
    ["v != 'a'", ["v != 'a': '!=' of a number and a text is always true"]],
    ['on == 1', ["on == 1: '==' of true or false and a number is never true"]],
    ['name == on', ["name == on: '==' of a text and true or false is never true"]],
    ['w == name', ["w == name: '==' of a number and a text is never true"]],
    ['v == null', ["v == null: '==' of a number and null is never true"]],
    ['null != name', ["null != name: '!=' of null and a text is always true"]],
    ['null', ['null: this is null for every event']],
    ['v = 3 && x', ["=: '=' is not part of expressions"]],
  ])('%s', (text, expected) => {
    expect(faults(text)).toEqual(expected)
  })

  test('a fault inside does not cause others around it', () => {
    expect(faults('(a + 1) * 2 > 3 && !b')).toEqual(["a: there is no field 'a'", "b: there is no field 'b'"])
  })

  test('different types may be equal where both can be missing', () => {
    expect(faults('w == note')).toEqual([])
    expect(faults('ok != w')).toEqual([])
    expect(faults("prev('v') == prev('name')")).toEqual([])
  })

  test.each([
    ['humid > 3', 'use one of the known fields: v, n, m, w, k, name, note, on, ok'],
    ['nam > 3', "did you mean 'name'?"],
    ['1 < v < 5', 'write a < x && x < b for a range'],
    ['v == null', "'v' is always present; declare it with a trailing ? if it may be absent"],
    ['null == v', "'v' is always present; declare it with a trailing ? if it may be absent"],
    ['name == 3', 'write the number in quotes, or use a numeric field'],
    ['v > null', 'test for a value with has(f)'],
    ['!v', 'compare it: v > 0, or test has(v)'],
    ['!name', "compare it: name == 'text'"],
    ['on && null', 'write true or false'],
  ])('the cure of %s', (text, cure) => {
    expect(compileExpression(text, scope).faults[0].cure).toBe(cure)
  })
})

describe('conditions', () => {
  test.each(['v > 3', 'on', 'ok', 'true', 'false', 'has(w)', "contains(name, 'x')", 'on == ok', 'ok || v > 1'])(
    '%s is one',
    (text) => {
      expect(faults(text, compileCondition)).toEqual([])
    },
  )

  test.each([
    ['v', 'v: a condition is true or false, but this is a number'],
    ['name', 'name: a condition is true or false, but this is a text'],
    ['v + 1', 'v + 1: a condition is true or false, but this is a number'],
    ["'true'", "'true': a condition is true or false, but this is a text"],
    ['null', 'null: a condition is true or false, but this is null'],
    ['1', '1: a condition is true or false, but this is a number'],
    ['dt()', 'dt(): a condition is true or false, but this is a number'],
  ])('%s is none', (text, expected) => {
    expect(faults(text, compileCondition)).toEqual([expected])
  })

  test('of what is not known nothing is said', () => {
    expect(faults('humid', compileCondition)).toEqual(["humid: there is no field 'humid'"])
  })
})

describe('undeclared fields that the expression itself tests', () => {
  test.each([
    'has(volume) && volume > 5',
    '(has(volume)) && (volume > 5)',
    'volume > 5 || !has(volume)',
    "has(volume) && volume * 2 + v > 5 && volume == 3 && contains(volume, 'x') && abs(volume) > 1",
    'has(volume) && volume',
    'has(volume) && !volume',
  ])('%s', (text) => {
    expect(faults(text, compileCondition)).toEqual([])
  })

  test('are missing in every event', () => {
    expect(typed('has(volume) && volume > 5')).toMatchObject({
      kind: 'logic',
      left: { kind: 'const', value: false, type: 'bool' },
      right: { kind: 'order', left: { kind: 'const', value: null, type: 'null', nullable: true } },
    })
  })

  test('are faults where nothing tests them', () => {
    expect(faults('volume > 5')).toEqual(["volume: there is no field 'volume'"])
    expect(faults('has(volume) && volumes > 5')).toEqual(["volumes: there is no field 'volumes'"])
  })

  test('are faults when the name is nearly that of a field', () => {
    expect(faults('has(nam) && v > 1')).toEqual(["nam: there is no field 'nam'"])
  })

  test('do not hide declared ones', () => {
    expect(faults('has(name) && name > 3')).toEqual(["name > 3: '>' cannot order a text against a number"])
  })
})
