import { transformSync } from '@babel/core'
import { describe, expect, test } from 'vitest'
import { pruneDead } from '../toolchain/prune.ts'
import { evaluated } from './evaluated.ts'

function pruned(code: string): string {
  return transformSync(code, { babelrc: false, configFile: false, compact: true, plugins: [pruneDead] })?.code ?? ''
}

describe('what constants decide', () => {
  test.each([
    ['a branch that is taken', 'if(true)f();else g()', 'f();'],
    ['a branch that is not', 'if(0)f();else g()', 'g();'],
    ['nothing else', "f();if('')g();h()", 'f();h();'],
    ['a branch alone in another', 'if(x)if(false)f()', 'if(x);'],
    ['a block', 'if(!false){f();g()}h()', 'f();g();h();'],
    ['a block with names of its own stays one', 'if(true){let a=1;f(a)}', '{let a=1;f(a);}'],
    ['a choice', 'f(true?a:b,null?a:b)', 'f(a,b);'],
    ['and', 'f(true&&a,false&&a,a&&false)', 'f(a,false,a&&false);'],
    ['or', 'f(1||a,0||a,a||1)', 'f(1,a,a||1);'],
    ['inner ones first', 'if(true&&!(false||false))f()', 'f();'],
    ['what is not known stays', 'if(a)f();f(a?b:c,a??b)', 'if(a)f();f(a?b:c,a??b);'],
    ['what stands behind a return', 'on(function(){if(true)return 1;f();return 2})', 'on(function(){return 1;});'],
  ])('%s', (_, code, expected) => {
    expect(pruned(code)).toBe(expected)
  })
})

describe('what nobody needs', () => {
  test.each([
    ['a function', 'function f(){}on(1)', 'on(1);'],
    ['functions that only the other mentions', 'function f(){g()}function g(){h()}on(1)', 'on(1);'],
    ['a variable', 'let a=1,b=2;on(b)', 'let b=2;on(b);'],
    ['an array', 'const a=new Float64Array(4).fill(1/0);on(1)', 'on(1);'],
    ['a native under a short name', 'const a=E.sum;on(1)', 'on(1);'],
    ['what its making does stays', 'const a=make();on(1)', 'const a=make();on(1);'],
    ['what is written stays', 'let a=1;on(()=>{a=2})', 'let a=1;on(()=>{a=2;});'],
    ['calls of a function that does nothing', 'function f(){}on(()=>{f();f(a,1+b);g()})', 'on(()=>{g();});'],
    ['but not what their arguments do', 'function f(){}on(()=>{f(g())})', 'function f(){}on(()=>{f(g());});'],
    ['in the place of a statement', 'function f(){}on(()=>{if(x)f();else g()})', 'on(()=>{if(x){}else g();});'],
    ['a function that is handed on stays', 'function f(){}on(f)', 'function f(){}on(f);'],
    ['what becomes empty by that', 'function f(){}function g(){f()}on(()=>{g();h()})', 'on(()=>{h();});'],
  ])('%s', (_, code, expected) => {
    expect(pruned(code)).toBe(expected)
  })

  test('a mark of purity does not move on to the next call', () => {
    const code = 'function f(){}function g(){return 1}on(()=>{/* @__PURE__ */f();g()})'
    expect(pruned(code)).toBe('function g(){return 1;}on(()=>{g();});')
  })
})

test('a program does the same as before', () => {
  const code =
    'const ON=true;let out=[];function idle(){}function add(x){idle();if(false)out.push(0);else out.push(x)}add(1);add(2);out'
  expect(evaluated(pruned(code))).toEqual(evaluated(code))
})
