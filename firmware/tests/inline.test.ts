import { transformSync } from '@babel/core'
import { describe, expect, test } from 'vitest'
import { inlineCalls } from '../toolchain/inline.ts'
import { evaluated } from './evaluated.ts'

const PLAIN = { babelrc: false, configFile: false, compact: true }

function inlined(code: string): string {
  return transformSync(code, { ...PLAIN, plugins: [inlineCalls] })?.code ?? ''
}

/** `out` collects what a program does; `run` is called from outside, so that it stays. */
const around = (program: string): string => `var out=[];${program}\n;run();out`

describe('pasted', () => {
  test.each([
    ['a call of its own', 'function f(){g(1)}run=()=>{f()}', 'run=()=>{{g(1);}};'],
    ['arguments become variables', 'function f(a){g(a,a)}run=()=>{f(h())}', 'run=()=>{{let _a=h();g(_a,_a);}};'],
    ['a missing argument', 'function f(a){g(a)}run=()=>{f()}', 'run=()=>{{let _a=undefined;g(_a);}};'],
    ['an expression', 'function f(a){return a+1}run=()=>h(f(2))', 'run=()=>h(2+1);'],
    ['an expression where a branch is small', 'function f(a){return a+1}run=x=>x?f(2):0', 'run=x=>x?2+1:0;'],
    ['a chain', 'function f(){g(1)}function k(){f()}run=()=>{k()}', 'run=()=>{{{g(1);}}};'],
    ['an early return', 'function f(a){if(a)return;g(a)}run=()=>{f(1)}', 'run=()=>{{let _a=1;if(_a){}else{g(_a);}}};'],
    [
      'a returned call',
      'function f(a){if(a)return g(a);h(a)}run=()=>{f(1)}',
      'run=()=>{{let _a=1;if(_a){g(_a);}else{h(_a);}}};',
    ],
    [
      'returns in both branches',
      'function f(a){if(a)return g(a);else return h(a)}run=()=>{f(1)}',
      'run=()=>{{let _a=1;if(_a){g(_a);}else{h(_a);}}};',
    ],
    [
      'a call in a loop',
      'function f(i){g(i)}run=()=>{for(let i=0;i<3;i++)f(i)}',
      'run=()=>{for(let i=0;i<3;i++){let _i=i;g(_i);}};',
    ],
    ['a call in the test of a branch', 'function f(a){return a>1}run=x=>{if(f(2))g(x)}', 'run=x=>{if(2>1)g(x);};'],
    ['a property of the name of a parameter', 'function f(a){return b.a+a}run=()=>h(f(2))', 'run=()=>h(b.a+2);'],
  ])('%s', (_, code, text) => {
    expect(inlined(code)).toBe(text)
  })
})

const LARGE = 'g(1,2,3,4,5,6,7,8,9,10);g(1,2,3,4,5,6,7,8,9,10);'

describe('left alone', () => {
  test.each([
    ['two mentions', 'function f(){g(1)}run=()=>{f();f()}'],
    ['a mention that is no call', 'function f(){g(1)}run=()=>{h(f)}'],
    ['a mention among the arguments of a call', 'function f(a){g(a)}run=()=>{h(f)}'],
    ['a name that is given anew', 'function f(){g(1)}f=h;run=()=>{f()}'],
    ['a call at top level', 'function f(){g(1)}f()'],
    ['recursion', 'function f(a){if(a)f(a-1)}run=()=>{}'],
    ['arguments', 'function f(){g(arguments.length)}run=()=>{f()}'],
    ['this', 'function f(){g(this)}run=()=>{f()}'],
    ['a function inside', 'function f(a){g(()=>a)}run=()=>{f(1)}'],
    ['a var, which a loop would not empty', 'function f(){var a;if(g())a=1;h(a)}run=()=>{for(;;)f()}'],
    ['a pattern as parameter', 'function f({a}){g(a)}run=()=>{f(h)}'],
    ['a large one in a branch', `function f(){${LARGE}}run=x=>{if(x)f()}`],
    ['a large one behind &&', `function f(){${LARGE}}run=x=>{x&&f()}`],
    ['a large one in a case', `function f(){${LARGE}}run=x=>{switch(x){case 1:f()}}`],
    ['a large one in a catch', `function f(){${LARGE}}run=x=>{try{x()}catch(e){f()}}`],
    ['a return in a loop', 'function f(){for(;;){if(g())return}}run=()=>{f()}'],
    ['a return in a try', 'function f(){try{return g()}catch(e){}}run=()=>{f()}'],
    ['a return deep inside', 'function f(a){if(a){if(g())return;h()}k()}run=()=>{f(1)}'],
    ['a value wanted from statements', 'function f(a){g(a);return a}run=()=>h(f(1))'],
    ['more arguments than parameters', 'function f(){g(1)}run=()=>{f(h())}'],
    ['an argument that does something, in an expression', 'function f(a){return a+a}run=()=>h(f(g()))'],
    ['a parameter that is changed, in an expression', 'function f(a){return a++}run=()=>h(f(1))'],
  ])('%s', (_, code) => {
    const before = transformSync(code, PLAIN)?.code
    // Names inside may have been made unique before it showed that the function has to stay.
    expect(inlined(code).replace(/\b_(?=\w\b)/g, '')).toBe(before)
  })
})

describe('semantics are kept', () => {
  test.each([
    ['names inside are not those outside', 'let a=1;function f(){let a=2;out.push(a)}run=()=>{f();out.push(a)}'],
    [
      'a local does not hide a variable of the program',
      'let c=7;function f(){return c}run=()=>{const c=1;out.push(f(),c)}',
    ],
    ['nor does a parameter', 'let n=5;function f(){out.push(n)}run=(n=>()=>{f();out.push(n)})(1)'],
    ['nor a variable of a loop', 'let i=9;function f(){out.push(i)}run=()=>{for(let i=0;i<2;i++)f()}'],
    ['nor a caught error', 'let e=3;function f(){out.push(e)}run=()=>{try{throw 1}catch(e){f();out.push(e)}}'],
    [
      'nor one two functions up',
      'let c=7;function f(){return c}function g(){out.push(f())}run=()=>{const c=1;g();out.push(c)}',
    ],
    [
      'an argument keeps the value it had',
      'let a=1;function h(){a=2;return 10}function f(b){return h()+b}run=()=>{out.push(f(a));h()}',
    ],
    [
      'a let starts anew in each turn',
      'function f(i){let a;if(i===0)a=1;out.push(a)}run=()=>{for(let i=0;i<3;i++)f(i)}',
    ],
    ['arguments are evaluated in order', 'function f(a,b){out.push(b,a)}let n=0;run=()=>{f(n++,n++)}'],
    [
      'what follows a return is skipped',
      'function f(a){if(a>1){out.push("big");return}out.push("small")}run=()=>{for(let i=0;i<4;i++)f(i)}',
    ],
    [
      'so are later statements in deeper branches',
      'function f(a){if(a===0)return;if(a===1)return out.push("one");else out.push(a);out.push("end")}run=()=>{for(let i=0;i<4;i++)f(i)}',
    ],
    [
      'names of two pasted functions stay apart',
      'function f(a){let b=a+1;out.push(b)}function g(a){let b=a*2;f(b);out.push(a,b)}run=()=>{g(4)}',
    ],
    ['shorthand properties keep their names', 'function f(a){return {a}}run=()=>{out.push(f(3))}'],
  ])('%s', (_, program) => {
    const before = evaluated(around(program))
    expect(evaluated(around(inlined(program)))).toEqual(before)
    expect(before).not.toEqual([])
  })
})
