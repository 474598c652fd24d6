/** Chance: in its bounds, the same for the same seed, and newlib's sequence after `E.srand` (FACTS 4). */
import { describe, expect, test } from 'vitest'
import { emulate } from '../emulate.ts'

const shown = (program: string): string => emulate(program).stdout.trim()

test('numbers are in their bounds', () => {
  const program = `
    var ok = true;
    for (var i = 0; i < 300; i++) {
      var r = Math.random(), n = Math.randInt(7), h = E.hwRand();
      if (r < 0 || r >= 1 || n < 0 || n > 6 || n % 1 || h < 0 || h > 2147483647) ok = false;
    }
    print(ok);`
  expect(shown(program)).toBe('true')
})

test('without a range all 32 bits of randInt change', () => {
  const program = 'var or=0,and=-1;for(var i=0;i<200;i++){var n=Math.randInt();or|=n;and&=n;}print(or>>>0,and>>>0)'
  expect(shown(program)).toBe('4294967295 0')
})

test('every value of a range comes', () => {
  const program = 'var n=[0,0,0];for(var i=0;i<60;i++)n[Math.randInt(3)]++;print(n[0]>5,n[1]>5,n[2]>5)'
  expect(shown(program)).toBe('true true true')
})

describe('after E.srand', () => {
  test('the sequence is that of the C library', () => {
    // next = next * 6364136223846793005 + 1, of which the upper bits are taken
    let state = 5n
    const wanted = Array.from({ length: 4 }, () => {
      state = (state * 6364136223846793005n + 1n) % 2n ** 64n
      return Number((state / 2n ** 32n) % 2n ** 31n)
    })
    expect(shown('E.srand(5);print(E.hwRand(),E.hwRand(),E.hwRand(),E.hwRand())')).toBe(wanted.join(' '))
  })

  test('random, randInt and hwRand share it', () => {
    const [a, b, c] = shown('E.srand(9);print(E.hwRand(),E.hwRand(),E.hwRand())').split(' ').map(Number)
    const program = `E.srand(9);print(Math.random()===${a}/2147483648,Math.randInt(1000)===${b}%1000,E.hwRand()===${c})`
    expect(shown(program)).toBe('true true true')
  })

  test('seeds count as 32 bits', () => {
    const first = (seed: string): string => shown(`E.srand(${seed});print(E.hwRand())`)
    expect(first('-1')).toBe(first('4294967295'))
    expect(first('0')).toBe('0')
    expect(first('undefined')).toBe(first('0'))
    expect(first('1')).not.toBe(first('2'))
  })
})
