import { afterAll, describe, expect, test } from 'vitest'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from '../../scripts/differential-binary.ts'
import {
  fitsInt,
  floatOfText,
  formatNumber,
  formatRadix,
  intOfText,
  isWholeText,
  numberOfText,
  parseFloatText,
  parseIntText,
  readFloat,
  readLiteral,
  readNumber,
  toFixed,
} from './numbers.ts'

describe('printing', () => {
  test.each([
    // value            text
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-8192, '-8192'],
    [2147483647, '2147483647'],
    [-2147483648, '-2147483648'],
    [2147483648, '2147483648'],
    [1 / 3, '0.33333333333'],
    [2 / 3, '0.66666666666'],
    [-2 / 3, '-0.66666666666'],
    [0.1, '0.1'],
    [readNumber('33.333333333'), '33.33333333300'],
    [33.333333333, '33.33333333299'],
    [123456789.123, '123456789.12299999594'],
    [0.99999999, '1'],
    [0.9999998, '0.9999998'],
    [-0.99999999, '-1'],
    [4294967295.99999999, '4294967296'],
    [1e20, '100000000000000000000'],
    [1e21, '10e+20'],
    [1e22, '10e+21'],
    [readNumber('1e30'), '10e+29'],
    [1e30, '1e+30'],
    [1.5e300, '1.5e+300'],
    [1e-6, '0.000001'],
    [1e-7, '1e-7'],
    [5e-324, '4.94065645841e-324'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('%d is printed as %s', (value, text) => expect(formatNumber(value)).toBe(text))

  test.each([
    // value  radix  int    text
    [255, 16, true, 'ff'],
    [-255, 16, true, '-ff'],
    [35, 36, true, 'z'],
    [0.5, 2, false, '0.1'],
    [0.1, 16, false, '0.19999999999'],
    [3e9, 16, false, 'b2d05e00'],
    [1e30, 10, false, '1e+30'],
  ])('%d in radix %d (integer: %s) is %s', (value, radix, isInt, text) =>
    expect(formatRadix(value, radix, isInt)).toBe(text),
  )

  test.each([
    [2.5, 0, '2'],
    [1.45, 1, '1.5'],
    [99.995, 2, '99.99'],
    [1.005, 2, '1.00'],
    [0.1, 20, '0.10000000000000000000'],
    [1 / 3, 30, '0.33333333333333330373'],
    [1e21, 1, '1000000000000000000000.0'],
    [-1.5, -3, '-1'],
    [NaN, 2, 'NaN'],
  ])('%d.toFixed(%d) is %s', (value, places, text) => expect(toFixed(value, places)).toBe(text))

  test('a number has at most 69 characters', () => {
    expect(toFixed(1.7e308, 20)).toHaveLength(69)
    expect(formatRadix(1e300, 2, false)).toHaveLength(69)
  })
})

describe('reading', () => {
  test.each([
    // literal    value     integer
    ['0', 0, true],
    ['12', 12, true],
    ['017', 15, true],
    ['09', 9, true],
    ['0x1F', 31, true],
    ['0b101', 5, true],
    ['0o17', 15, true],
    ['1_000', 1000, true],
    ['2147483648', 2147483648, false],
    ['99999999999999999999', 7766279631452241919, false],
    ['1.', 1, false],
    ['.5', 0.5, false],
    ['1e3', 1000, false],
    ['2.5e-3', 0.0025, false],
    ['08.5', 8.5, false],
    ['1e999', Infinity, false],
    ['0e99', 0, false],
    ['0x', 0, true],
  ])('literal %s is %d (integer: %s)', (literal, value, isInt) => {
    expect(readNumber(literal)).toBe(value)
    expect(readLiteral(literal).isInt).toBe(isInt)
  })

  test('decimals are added up digit by digit, not rounded correctly', () => {
    expect(readNumber('0.1') + readNumber('0.2')).toBe(readNumber('0.3'))
    expect(readNumber('0.3')).not.toBe(0.3)
    expect(readNumber('0.25')).toBe(0.25)
  })

  test('a literal is cut after 63 characters', () => {
    expect(readNumber(`0.${'0'.repeat(61)}5`)).toBe(0)
    expect(readNumber(`1${'0'.repeat(62)}`)).toBe(readNumber(`1${'0'.repeat(70)}`))
  })

  test.each([
    ['', NaN],
    ['  -1.5e1x', -15],
    ['.', NaN],
    ['-.5', -0.5],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['Infinit', NaN],
    ['0x1f', 31],
    ['1e', 1],
    ['3\x004', 3],
  ])('parseFloat(%j) is %d', (text, value) => expect(parseFloatText(text)).toBe(value))

  test.each([
    ['', 0, NaN],
    ['  12abc', 0, 12],
    ['0b11', 0, 0],
    ['0x1f', 0, 31],
    ['0x1f', 16, 31],
    ['0x1f', 10, 0],
    ['-0x1f', 0, 0],
    ['z', 36, 35],
    ['12', 1, NaN],
    ['-12', 8, -10],
    ['+7', 0, 7],
  ])('parseInt(%j, %d) is %d', (text, radix, value) => expect(parseIntText(text, radix)).toBe(value))

  test.each([
    // text      Number()  | 0
    ['', 0, 0],
    ['12', 12, 12],
    ['  5', 5, 5],
    ['5  ', NaN, 0],
    ['-7', -7, -7],
    ['0x1f', 31, 31],
    ['0b101', 5, 5],
    ['0x1.8', NaN, 1],
    ['1.9', 1.9, 1],
    ['1e3', 1000, 0],
    ['4294967299', 4294967299, 3],
    ['1_0', NaN, 0],
    ['.', NaN, 0],
    ['0', 0, 0],
    ['Infinity', Infinity, 0],
    ['-Infinity', -Infinity, 0],
    ['-', NaN, 0],
  ])('Number(%j) is %d and %j | 0 likewise %d', (text, value, bits) => {
    expect(numberOfText(text)?.value).toBe(value)
    expect(intOfText(text)).toBe(bits)
  })

  test('long texts are refused where the interpreter refuses them', () => {
    expect(numberOfText('1'.repeat(63))?.value).toBeDefined()
    expect(numberOfText('1'.repeat(64))).toBeUndefined()
    expect(floatOfText('x'.repeat(64))).toBeUndefined()
    expect(floatOfText('x'.repeat(63))).toBeNaN()
    expect(intOfText('1'.repeat(31))).toBeDefined()
    expect(intOfText('1'.repeat(32))).toBeUndefined()
    expect(parseFloatText('1'.repeat(68))).toBeDefined()
    expect(parseFloatText('1'.repeat(69))).toBeUndefined()
    expect(parseIntText('1'.repeat(68), 0)).toBeDefined()
    expect(parseIntText('1'.repeat(70), 0)).toBeUndefined()
  })

  test('where reading stopped', () => {
    expect(readFloat('12.5abc')).toMatchObject({ value: 12.5, end: 4 })
    expect(readFloat(' +1e+2,')).toMatchObject({ value: 100, end: 6 })
    expect(isWholeText('12.5', true)).toBe(true)
    expect(isWholeText('1.2.5', true)).toBe(false)
    expect(isWholeText('12.5', false)).toBe(false)
    expect(isWholeText('0', false)).toBe(false)
  })

  test('integers are what fits in 32 bits', () => {
    expect([0, -2147483648, 2147483647].every(fitsInt)).toBe(true)
    expect([0.5, 2147483648, NaN, Infinity, -0].some(fitsInt)).toBe(false)
  })
})

/**
 * The same pseudo-random numbers here and in the program: xorshift in 32-bit integers.
 * A program prints the bits of what it worked with, so nothing depends on printing or reading being right.
 */
const GENERATOR = `var f=new Float64Array(1),u=new Int32Array(f.buffer);
function r(){x^=x<<13;x^=x>>>17;x^=x<<5;return x;}
function bits(v){f[0]=v;return u[0]+" "+u[1];}
`

const PRINTING = `var x=12345;${GENERATOR}
function one(){u[0]=r();u[1]=r();var m=r()&7;
 if(m==1)f[0]=(r()/1000)|0;
 if(m==2)f[0]=r()/1000;
 if(m==3)f[0]=r()/4294967296;
 if(m==4)f[0]=r()/65536+1e-8*(r()&15);
 if(m==5)f[0]=r()*r();
 if(m==6)f[0]=r()*r()*1e-20;
 if(m==7)f[0]=r()*1024+(r()&1023)/7;
 var v=f[0];
 print("= "+u[0]+" "+u[1]+" "+m+" "+[v,v.toFixed(m),v.toFixed(12+m),v.toString(16),v.toString(2),v<1e15&&v>-1e15?v.toString(36):0].join(" "));}
for(var i=0;i<20000;i++)one();`

const READING = `var x=54321;${GENERATOR}
function d(n){var s="";while(n-->0)s+=(r()>>>8)%10;return s;}
function one(){var m=r()&7,t=d(1+(r()&(m>5?15:7)));
 if(m&1)t+="."+d(1+(r()&15));
 if(m&2)t+="e"+((r()>>>7)%40-20);
 if(m==4)t=d(1+(r()&31)+(r()&15));
 print("= "+t+" "+[bits(eval(t)),bits(parseFloat(t)),bits(Number(t)),bits(+("-"+t)),bits(parseInt(t)),t.length>31?0:(t|0)].join(" "));}
for(var i=0;i<20000;i++)one();`

const runner = ESPRUINO_BIN === undefined ? undefined : new BinaryRunner(ESPRUINO_BIN)
afterAll(() => runner?.close())

describe.skipIf(runner === undefined)(`against the real interpreter${runner ? '' : ` (${WITHOUT_BINARY})`}`, () => {
  const words = new Int32Array(2)
  const double = new Float64Array(words.buffer)
  const bits = (value: number | undefined): string => {
    double[0] = value ?? NaN
    return `${words[0]} ${words[1]}`
  }
  const rows = (program: string): string[][] =>
    runner!
      .run(program)
      .split('\n')
      .filter((line) => line.startsWith('= '))
      .map((line) => line.slice(2).split(' '))

  test('20,000 random doubles are printed alike', () => {
    const lines = rows(PRINTING)
    expect(lines).toHaveLength(20_000)
    const differing = lines.filter(([low, high, places, ...printed]) => {
      words.set([Number(low), Number(high)])
      const value = double[0]
      const m = Number(places)
      const ours = [formatNumber(value), toFixed(value, m), toFixed(value, 12 + m)]
      const radix = [16, 2].map((each) => formatRadix(value, each, false))
      const last = Math.abs(value) < 1e15 ? formatRadix(value, 36, false) : '0'
      return [...ours, ...radix, last].join(' ') !== printed.join(' ')
    })
    expect(differing).toEqual([])
  })

  test('20,000 random decimal texts are read alike', () => {
    const lines = rows(READING)
    expect(lines).toHaveLength(20_000)
    const differing = lines.filter(([text, ...read]) => {
      const ours = [readNumber(text), parseFloatText(text), numberOfText(text)?.value, numberOfText(`-${text}`)?.value]
      const whole = text.length > 31 ? 0 : intOfText(text)
      return [...ours.map(bits), bits(parseIntText(text, 0)), whole].join(' ') !== read.join(' ')
    })
    expect(differing).toEqual([])
  })
})
