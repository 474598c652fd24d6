import { describe, expect, test } from 'vitest'
import { RivuletError } from '../error.ts'
import { faultText, pathOf, placed, shown, specError, type Fault } from './fault.ts'

describe('pathOf', () => {
  test.each([
    [[], ''],
    [['name'], 'name'],
    [['stages', 0], 'stages[0]'],
    [['stages', 12, 'window', 'sizeMs'], 'stages[12].window.sizeMs'],
    [['input', 'fields', 'a b'], 'input.fields["a b"]'],
    [['input', 'fields', '9'], 'input.fields["9"]'],
    [['input', 'fields', ''], 'input.fields[""]'],
    [['a', '"'], 'a["\\""]'],
    [['$schema'], '$schema'],
  ])('%j is %s', (keys, expected) => {
    expect(pathOf(keys)).toBe(expected)
  })

  test('a very long key is cut', () => {
    expect(pathOf(['a', `${'k'.repeat(100)} `]).length).toBeLessThan(80)
  })
})

describe('shown', () => {
  test.each([
    ['a', "'a'"],
    ['a\n  b', "'a b'"],
    [3.5, '3.5'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1], 'a list'],
    [{}, 'an object'],
  ])('%j as %s', (value, expected) => {
    expect(shown(value)).toBe(expected)
  })

  test('a long text is cut to one line', () => {
    expect(shown('x'.repeat(1000))).toBe(`'${'x'.repeat(57)}…'`)
  })
})

describe('faultText', () => {
  test('names place, reason and cure', () => {
    const fault: Fault = { path: 'time.mode', message: 'is missing', cure: 'add it' }
    expect(faultText(fault)).toBe('  time.mode: is missing\n    cure: add it')
  })

  test('a fault of the whole has no path', () => {
    expect(faultText({ path: '', message: 'must be an object', cure: 'x' })).toMatch(/^ {2}the pipeline: must/)
  })

  test.each([
    ['v > humidty', 4, 11, '      v > humidty\n          ^^^^^^^'],
    ['v >', 3, 3, '      v >\n         ^'],
    ['a\nb', 2, 3, '      a b\n        ^'],
  ])('marks the part of %j', (text, start, end, expected) => {
    const fault = placed('stages[0].filter', text, { message: 'm', cure: 'c', start, end })
    expect(faultText(fault)).toBe(`  stages[0].filter: m\n${expected}\n    cure: c`)
  })

  test('of a long expression only the part around is shown', () => {
    const text = `${'a + '.repeat(100)}oops${' + a'.repeat(100)}`
    const start = text.indexOf('oops')
    const lines = faultText(placed('p', text, { message: 'm', cure: 'c', start, end: start + 4 })).split('\n')
    expect(lines[1].length).toBeLessThanOrEqual(78)
    const caret = lines[2].indexOf('^')
    expect(lines[1].slice(caret, caret + 4)).toBe('oops')
  })
})

describe('specError', () => {
  const fault = (path: string): Fault => ({ path, message: `wrong ${path}`, cure: `cure ${path}` })

  test('of one fault has its place and cure', () => {
    const error = specError('lab', [fault('a')])
    expect(error).toBeInstanceOf(RivuletError)
    expect(error).toMatchObject({ code: 'E_SPEC', kind: 'usage', place: 'a', cure: 'cure a' })
    expect(error.message).toBe("pipeline 'lab' has 1 fault:\n  a: wrong a\n    cure: cure a")
  })

  test('lists all faults and carries them as its cause', () => {
    const faults = [fault('a'), fault('b'), fault('c')]
    const error = specError('lab', faults)
    expect(error.message).toMatch(/has 3 faults:/)
    for (const { message, cure } of faults) {
      expect(error.message).toContain(message)
      expect(error.message).toContain(cure)
    }
    expect(error.cause).toBe(faults)
    expect(error.place).toBe('a')
  })

  test('counts what is too much to list', () => {
    const faults = Array.from({ length: 35 }, (_, i) => fault(`f${i}`))
    expect(specError('lab', faults).message).toMatch(/f29[^]*… and 5 more$/)
  })

  test('a fault of the whole has no place', () => {
    expect(specError('lab', [fault('')]).place).toBeUndefined()
  })
})
