import { describe, expect, test } from 'vitest'
import { applyEdits } from '../toolchain/edit.ts'
import { hoistEdits, usedBeforeVar } from '../toolchain/hoist.ts'
import { evaluated } from './evaluated.ts'

const hoisted = (code: string): string => applyEdits(code, hoistEdits(code))

describe('bare declarations after a use', () => {
  test.each([
    // What terser writes when it inlines a call.
    ['function f(n){a=(o=n[1])?o/n[0]:0;var o}', 'function f(n){var o;a=(o=n[1])?o/n[0]:0;;}'],
    ['function f(){a=1;var a;b=2;var b}', 'function f(){var a,b;a=1;;b=2;;}'],
    ['function f(){a=b=1;var a,b}', 'function f(){var a,b;a=b=1;;}'],
    ['function f(){a=1;var a,b}', 'function f(){var a,b;a=1;;}'],
    ['function f(){a=1;var a;a=2;var a}', 'function f(){var a;a=1;;a=2;;}'],
    ['var g=()=>{a=1;var a}', 'var g=()=>{var a;a=1;;}'],
    ['function f(){if(x){a=1}var a}', 'function f(){var a;if(x){a=1};}'],
    ['function f(){a=1;if(a)var a}', 'function f(){var a;a=1;if(a);}'],
    ['class C{m(){a=1;var a}}', 'class C{m(){var a;a=1;;}}'],
    // Each function has variables of its own.
    ['function f(){g(()=>{a=1;var a});b=1;var b}', 'function f(){var b;g(()=>{var a;a=1;;});b=1;;}'],
  ])('%s becomes %s', (code, text) => {
    expect(hoisted(code)).toBe(text)
    expect(usedBeforeVar(text)).toEqual([])
  })

  test.each([
    ['function f(){var a=1;return a}'],
    ['function f(a){a=1;var a}'],
    ['function f(){let a=1;{let a=2}}'],
    ['function f(){g.a=1;var a}'],
    ['function f(){g({a:1});var a}'],
    ['function f(){g(()=>a);var b}'],
    ['a=1;var a'],
    ['var f=a=>b;var b'],
  ])('%s stays as it is', (code) => {
    expect(hoisted(code)).toBe(code)
    expect(usedBeforeVar(code)).toEqual([])
  })

  test('mean what they meant', () => {
    const code = 'var o="outer";var f=n=>{a=(o=n[1])?o/n[0]:0;var o;return a};[f([2,6]),f([2,0]),o]'
    expect(evaluated(`var a;${code}`)).toEqual([3, 0, 'outer'])
    expect(evaluated(hoisted(`var a;${code}`))).toEqual([3, 0, 'outer'])
  })
})

describe('what cannot be moved is found', () => {
  test.each([
    ['function f(){a=1;var a=2}', ['a']],
    ['function f(){a=b=1;var a,b=2}', ['a', 'b']],
    ['function f(){a=1;var b,a=2}', ['a']],
    ['function f(){i=0;for(var i;i<3;i++);}', ['i']],
    ['function f(){o=0;for(var o of x);}', ['o']],
    ['function f(){o=0;for(var o in x);}', ['o']],
    ['function f(){for(var i=0;i<3;i++);for(var i=0;i<3;i++);}', ['i']],
  ])('%s', (code, names) => {
    expect(hoisted(code)).toBe(code)
    expect(usedBeforeVar(code)).toEqual(names)
  })
})
