import { transformSync } from '@babel/core'
import { describe, expect, test } from 'vitest'
import { orderNames } from '../toolchain/order.ts'
import { evaluated } from './evaluated.ts'

function ordered(code: string): string {
  return transformSync(code, { babelrc: false, configFile: false, compact: true, plugins: [orderNames] })?.code ?? ''
}

describe('the top level is sorted', () => {
  test.each([
    ['variables before functions', 'function f(){g=1}let g=0;run=f', 'let g=0;function f(){g=1;}run=f;'],
    ['the most mentioned first', 'let a=1;let b=2;run=()=>b+b+a', 'let b=2;let a=1;run=()=>b+b+a;'],
    ['each declaration on its own', 'let a=1,b=2;run=()=>b+b+a', 'let b=2;let a=1;run=()=>b+b+a;'],
    [
      'a mention in a loop counts for eight',
      'let a=1;let b=2;run=()=>{a+a+a;for(;;)b}',
      'let b=2;let a=1;run=()=>{a+a+a;for(;;)b;};',
    ],
    ['writing counts as well', 'let a=1;let b=2;run=()=>{b=3;b=4;a}', 'let b=2;let a=1;run=()=>{b=3;b=4;a;};'],
    ['what is made from a variable follows it', 'let a=1;let b=a;run=()=>b+b+b+a', 'let a=1;let b=a;run=()=>b+b+b+a;'],
    [
      'what calls a function comes after it',
      'function f(){return 1}let a=f();let b=2;run=()=>a+a+b',
      'let b=2;function f(){return 1;}let a=f();run=()=>a+a+b;',
    ],
    [
      'a function that is only named may come later',
      'function f(){return h}let h={E:()=>f()};run=h',
      'let h={E:()=>f()};function f(){return h;}run=h;',
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

  test('a program does the same as before', () => {
    const code =
      'var out=[];function add(x){out.push(x+k)}const k=2;let n=add(1);const m=k*2;add(m);function last(){return out}last()'
    expect(evaluated(ordered(code))).toEqual(evaluated(code))
    expect(evaluated(ordered(code))).toEqual([3, 6])
  })
})
