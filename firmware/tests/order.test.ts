import { transformSync } from '@babel/core'
import { describe, expect, test } from 'vitest'
import { orderNames } from '../toolchain/order.ts'
import { evaluated } from './evaluated.ts'

function ordered(code: string): string {
  return transformSync(code, { babelrc: false, configFile: false, compact: true, plugins: [orderNames] })?.code ?? ''
}

describe('the top level is sorted', () => {
  test.each([
    ['the most mentioned first', 'let a=1;let b=2;run=()=>b+b+a', 'let b=2;let a=1;run=()=>b+b+a;'],
    ['each declaration on its own', 'let a=1,b=2;run=()=>b+b+a', 'let b=2;let a=1;run=()=>b+b+a;'],
    [
      'functions among variables',
      'function f(){}let g=0;run=()=>{f();f();g}',
      'function f(){}let g=0;run=()=>{f();f();g;};',
    ],
    ['writing counts as well', 'let a=1;let b=2;run=()=>{b=3;b=4;a}', 'let b=2;let a=1;run=()=>{b=3;b=4;a;};'],
    ['what is made from a variable follows it', 'let a=1;let b=a;run=()=>b+b+b+a', 'let a=1;let b=a;run=()=>b+b+b+a;'],
    [
      'what calls a function comes after it',
      'function f(){return 1}let a=f();let b=2;run=()=>a+a+b',
      'let b=2;function f(){return 1;}let a=f();run=()=>a+a+b;',
    ],
    [
      'functions by heat',
      'function f(){}function g(){}run=()=>{g();g();f()}',
      'function g(){}function f(){}run=()=>{g();g();f();};',
    ],
    ['statements keep their order at the end', 'on(1);let a=1;on(2)', 'let a=1;on(1);on(2);'],
  ])('%s', (_, code, expected) => {
    expect(ordered(code)).toBe(expected)
  })

  const HINTS = 'function likely(c){return c}function unlikely(c){return c}'
  test.each([
    // what runs           the order of a, b
    ['a;b;b', 'ba'],
    ['a;a;b', 'ab'],
    ['a;a;for(;;)b', 'ab'],
    ['a;for(;;)b', 'ba'],
    ['for(b;;)a', 'ab'],
    ['if(x)b;if(x)b;a', 'ab'],
    ['if(b)x;if(x)a', 'ba'],
    ['x?b:b;a;a', 'ab'],
    ['if(unlikely(x)){b;b;b}a', 'ab'],
    ['if(unlikely(x))b;else a', 'ab'],
    ['if(likely(x))a;else{b;b;b}', 'ab'],
    ['if(likely(x))return;b;b;if(x)a', 'ba'],
    ['if(x)a;if(likely(x))return;b;b', 'ab'],
    ['if(unlikely(x)){b;b;return}a', 'ab'],
    ['try{a}catch{b;b}', 'ab'],
    ['f()', 'ba'],
    ['if(unlikely(x))f();a', 'ab'],
    ['f();a;a', 'ab'],
  ])('in what is received, %s: %s', (body, order) => {
    const code = ordered(`${HINTS}let a=1;let b=2;let x=0;function f(){b}function receive(){${body}}on(receive)`)
    expect([...code.matchAll(/let ([ab])=/g)].map(([, name]) => name).join('')).toBe(order)
    expect(code).not.toContain('likely')
  })

  test('a program does the same as before', () => {
    const code =
      'var out=[];function add(x){out.push(x+k)}const k=2;let n=add(1);const m=k*2;add(m);function last(){return out}last()'
    expect(evaluated(ordered(code))).toEqual(evaluated(code))
    expect(evaluated(ordered(code))).toEqual([3, 6])
  })
})
