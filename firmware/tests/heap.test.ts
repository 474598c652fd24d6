import { describe, expect, test } from 'vitest'
import { flatVars, heapOf, nameVars, textVars } from '../toolchain/heap.ts'

describe('formulas of FACTS 2.1', () => {
  test.each([
    [0, 1],
    [9, 1],
    [10, 2],
    [19, 2],
    [20, 3],
    [100, 11],
    [1000, 101],
  ])('a text of %d characters takes %d', (n, vars) => expect(textVars(n)).toBe(vars))

  test.each([
    [9, 1],
    [19, 2],
    [20, 3],
    [28, 3],
    [29, 4],
    [100, 9],
    [1920, 139],
  ])('a run of %d bytes takes %d', (n, vars) => expect(flatVars(n)).toBe(vars))

  test.each([
    [1, 1],
    [4, 1],
    [5, 2],
    [14, 2],
    [15, 3],
  ])('a name of %d characters takes %d', (n, vars) => expect(nameVars(n)).toBe(vars))
})

describe('a program at rest (measured with process.memory().usage, 14-byte variables)', () => {
  test.each([
    ['nothing', '', 0, 0],
    ['a small int', 'let a=1;', 0, 1],
    ['a large int', 'let a=8192;', 0, 2],
    ['a fraction', 'let a=1.5;', 0, 2],
    ['a negative int', 'let a=-3;', 0, 1],
    ['true', 'let a=!0;', 0, 2],
    ['nothing yet', 'let a;', 0, 1],
    ['a text', 'let a="";', 0, 2],
    ['a name of five characters', 'let abcde=1;', 0, 2],
    // A function from flash: its name, itself, and a name and a reference for the code; a parameter more.
    ['a function', 'function f(){g()}', 4, 0],
    ['a function with two parameters', 'function f(a,b){g()}', 6, 0],
    ['an empty function', 'function f(){}', 2, 0],
    ['an arrow in a variable', 'let a=b=>c;', 5, 0],
    // 100 doubles: 1 + ceil(800/14) = 59, with view and buffer 61, its name, and the class Float64Array once.
    ['a typed array', 'let a=new Float64Array(100);', 8, 62],
    ['a second one', 'let a=new Float64Array(100);let b=new Float64Array(1);', 8, 66],
    ['one that is filled', 'let a=new Uint8Array(4).fill(1);', 8, 4],
    ['a native', 'let s=Math.sqrt;', 4, 0],
    ['two natives of one object', 'let s=Math.sqrt,m=Math.min;', 6, 0],
    ['a listener', 'E.on("errorFlag",f=>{g()});', 10, 0],
    ['a global of the program', 'global.rivulet=h=>{g()};', 6, 0],
    ['a list of arrays', 'let r=[new Int16Array(60),new Int16Array(60)];', 8, 28],
    ['a table of functions', 'let h={E:a=>b,e:a=>b};', 12, 0],
  ])('%s', (_, code, program, state) => {
    expect(heapOf(code)).toEqual({ code: program, state })
  })
})
