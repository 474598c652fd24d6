import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { readNumber } from '../../host/emulator/numbers.ts'
import { applyEdits } from '../toolchain/edit.ts'
import { deviceReads, literalEdits, misread, quotient } from '../toolchain/literals.ts'
import { evaluated } from './evaluated.ts'

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''))
/** Without a leading zero, which would mean octal. */
const whole = fc.oneof(
  fc.constant('0'),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(0, 21)).map(([a, b]) => `${a}${b}`),
)
const fraction = fc.oneof(
  fc.constant(''),
  digits(0, 20).map((text) => `.${text}`),
)
const exponent = fc.oneof(
  { arbitrary: fc.constant(''), weight: 3 },
  {
    arbitrary: fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.nat(330)).map(([mark, n]) => `${mark}${n}`),
    weight: 1,
  },
)
const decimals = fc.tuple(whole, fraction, exponent).map((parts) => parts.join(''))

describe('what the device reads', () => {
  test('is what the emulator reads, for any decimal text', () => {
    fc.assert(
      fc.property(decimals, (text) => {
        expect(deviceReads(text)).toBe(readNumber(text))
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['0x1f', 31],
    ['0XfF', 255],
    ['0b101', 5],
    ['0o17', 15],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['9007199254740991', 9007199254740991],
    ['1700000012345', 1700000012345],
    ['17e11', 17e11],
    ['10000000000000000000', -8446744073709551616],
    ['0xffffffffffffffff', -1],
    ['10000000000000000000.0', 1e19],
    ['0.3', 0.30000000000000004],
    ['1.7', 1.7000000000000002],
  ])('%s as %d', (text, value) => {
    expect(deviceReads(text)).toBe(value)
    expect(readNumber(text)).toBe(value)
  })

  test('is NaN for what is no decimal literal', () => {
    expect(['1_000', '1n', 'x', '-1'].map(deviceReads)).toEqual([NaN, NaN, NaN, NaN])
  })

  test('differs from n/100 as often as was measured on the interpreter', () => {
    const wrong = Array.from({ length: 10_000 }, (_, n) => n).filter((n) => deviceReads(String(n / 100)) !== n / 100)
    expect(wrong.length).toBeGreaterThan(2000)
    expect(wrong.length).toBeLessThan(2600)
  })
})

describe('quotient', () => {
  test.each([
    [0.3, '3/10'],
    [1.7, '17/10'],
    [0.05, '5/100'],
    [123.456, '123456/1000'],
    [1e-7, '1/10000000'],
    [1.6e-17, '16/1000000000000000000'],
    [0, '0/10'],
  ])('of %d is %s', (value, text) => {
    expect(quotient(value)).toBe(text)
  })

  test.each([[Math.PI * 1e-30], [5e-324], [1e-19], [1.7976931348623157e308], [0.1 + 0.2], [1e22 / 3]])(
    'of %d is none that the device reads exactly',
    (value) => {
      expect(quotient(value)).toBeUndefined()
    },
  )

  test('gives the very number, from integers that the device reads exactly', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: 0, noNaN: true }),
          fc.nat(1e6).map((n) => n / 1000),
        ),
        (value) => {
          const text = quotient(value)
          if (text === undefined) return
          const [above, below] = text.split('/').map(readNumber)
          expect(above / below).toBe(value)
        },
      ),
    )
  })
})

describe('edits', () => {
  const edited = (code: string): string => applyEdits(code, literalEdits(code))

  test.each([
    ['var a=.5,b=2,c=1e3', 'var a=.5,b=2,c=1e3'],
    ['var a=.3', 'var a=(3/10)'],
    ['var a=2*.3+.7', 'var a=2*(3/10)+(7/10)'],
    ['f(1.7,-.6)', 'f((17/10),-(6/10))'],
    ['()=>{return.3}', '()=>{return(3/10)}'],
    ['var a=1e-19,b=12345678901234567890', 'var a=$d[0],b=$d[1]'],
    [`var a=".3",b=/0.3/`, `var a=".3",b=/0.3/`],
  ])('%s becomes %s', (code, text) => {
    expect(edited(code).replace(/^var \$d=.*?;/, '')).toBe(text)
  })

  test('numbers without a quotient come from a table, each once', () => {
    const value = 0.1 + 0.2
    const code = `var a=${value},b=1e-300,c=()=>{return ${value}};[a,b,c()]`
    const text = edited(code)
    expect(text).toMatch(
      /^var \$d=new Float64Array\(E\.toArrayBuffer\(atob\("[\w+/=]+"\)\)\);var a=\$d\[0\],b=\$d\[1\]/,
    )
    expect(evaluated(`${text.replace(/^(.*?;)/, '$1')}.concat($d.length)`)).toEqual([value, 1e-300, value, 2])
  })

  test('a keyword before the literal stays apart from the name of the table', () => {
    expect(edited('()=>{return.30000000000000004e-200}')).toContain('return $d[0]')
  })

  test('leave no literal that would be misread, and no other value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { maxLength: 5 }), (values) => {
        const code = `[${values.join(',')}]`
        const text = edited(code)
        expect(misread(text)).toEqual([])
        expect(evaluated(text)).toEqual(values)
      }),
    )
  })

  test('find every misread literal and nothing else', () => {
    expect(misread('[.3,.5,0.7,12,"0.3",0x1f,1.7e2]')).toEqual(
      [0.3, 0.7].concat(deviceReads('1.7e2') === 170 ? [] : [170]),
    )
  })
})
