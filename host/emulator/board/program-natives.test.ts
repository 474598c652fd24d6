/** What a program can ask about itself and its processor: what an ESP32 answers, which the Linux build does not. */
import { describe, expect, test } from 'vitest'
import { emulate } from '../emulate.ts'

const shown = (program: string): string => emulate(program).stdout

describe('the clocks and the power of the chip', () => {
  test.each([
    ['E.getClock()', 'undefined\n'],
    ['E.setClock({})', 'ERROR: >> jshSetSystemClock Not implemented\n0\n'],
    ['E.getAnalogVRef()', 'ERROR: >> jshReadVRef Not implemented\nNaN\n'],
    ['JSON.stringify(E.getPowerUsage())', '{"device":{"CPU":20000},"total":20000}\n'],
    ['getSerial()===process.env.SERIAL', 'true\n'],
  ])('%s', (expression, text) => {
    expect(shown(`print(${expression})`)).toBe(text)
  })
})

describe('E.memoryArea', () => {
  const FILE = 'var s=require("Storage");s.write("a","Hello");'

  test('shows the flash that is mapped', () => {
    const program = `${FILE}var m=E.memoryArea(0x320000,4096);print(m.length,m.indexOf("Hello")>0,E.getSizeOf(m))`
    expect(shown(program)).toBe('4096 true 1\n')
  })

  test('is a window: its parts are, too, and functions run from it', () => {
    const program =
      'require("Flash").erasePage(0x3ff000);require("Flash").write("function f(){var a=1;return a+41}",0x3ff000);' +
      'var m=E.memoryArea(0x3ff000,33);eval(m);print(f(),E.getSizeOf(m.substr(0,30)),E.getSizeOf(f))'
    expect(shown(program)).toBe('42 1 3\n')
  })

  test.each([
    ['0,4', 'undefined'],
    ['0x320000,-1', 'undefined'],
    ['0x320000,0', ''],
    ['0x320000', ''],
  ])('E.memoryArea(%s)', (args, text) => {
    expect(shown(`print(E.memoryArea(${args}))`)).toBe(`${text}\n`)
  })

  test.each(['5,4', '0x31ffff,4', '0x3fffff,2', '0x3ffb0000,16'])('other memory is refused: %s', (args) => {
    expect(() => emulate(`E.memoryArea(${args})`)).toThrow('Unimplemented: E.memoryArea')
  })
})

describe('E.getAddressOf', () => {
  test('says whether data lie in one piece', () => {
    const values = [
      ['"a"', true],
      ['"123456789"', true],
      ['"1234567890"', false],
      ['E.toFlatString("1234567890")', true],
      ['"x".repeat(100)', false],
      ['new Uint8Array(100)', true],
      ['new Uint8Array(12)', false],
      ['new Uint8Array(9)', true],
      ['[1]', false],
      ['5', false],
      ['undefined', false],
    ] as const
    for (const [value, isFlat] of values)
      expect(shown(`print(E.getAddressOf(${value},true)!=0)`), value).toBe(`${isFlat}\n`)
  })

  test('tells values apart', () => {
    const program = 'var a={},b=a,c={};print(E.getAddressOf(a)==E.getAddressOf(b),E.getAddressOf(a)==E.getAddressOf(c))'
    expect(shown(program)).toBe('true false\n')
  })

  test('of nothing is 0', () => {
    expect(shown('print(E.getAddressOf())')).toBe('0\n')
  })
})

describe('hidden variables', () => {
  test('E.internal is what the name \\xff holds', () => {
    expect(shown('print(E.internal===global["\\xff"],typeof E.internal.timers)')).toBe('true object\n')
  })

  test('a program may keep something there', () => {
    expect(shown('E.internal.mine=5;print(E.internal.mine)')).toBe('5\n')
  })
})

describe('what the upload tools replace', () => {
  test.each(['asm', 'compiledC'])('E.%s', (name) => {
    const { error } = emulate(`E.${name}("x")`)
    expect(error).toBe(`Error: 'E.${name}' calls should have been replaced by the Espruino tools before upload`)
  })
})

describe('indicators', () => {
  test.each(['setBusyIndicator', 'setSleepIndicator'])('%s', (name) => {
    expect(shown(`print(${name}())`)).toBe('undefined\n')
    expect(() => emulate(`${name}(D2)`)).toThrow(`Unimplemented: ${name}(pin)`)
  })
})
