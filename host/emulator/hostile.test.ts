/**
 * Programs that mean harm: recursion in every form, data and text nested without end, loops and allocations that never
 * stop. Each must end with the device's own error, within the limit of virtual time and without the memory of the host.
 */
import { describe, expect, test } from 'vitest'
import { Board } from './board/board.ts'
import { emulate, type EmulateResult } from './emulate.ts'

const VARS = 3000
const LEVELS = 100_000
const OVERFLOW = 'Too much recursion - the stack is about to overflow'

/** Bytes by which the host's heap may grow while a hostile program runs. */
const HOST_BYTES = 300 * 1024 * 1024

function run(program: string, vars = VARS, limitMs = 10_000): EmulateResult {
  const before = heapBytes()
  const result = emulate(program, { vars, limitMs })
  expect(heapBytes() - before).toBeLessThan(HOST_BYTES)
  expect(result.vars.peak).toBeLessThanOrEqual(vars)
  return result
}

/** Bytes in use of the host's heap, where it tells them. */
function heapBytes(): number {
  const { process } = globalThis as { process?: { memoryUsage(): { heapUsed: number } } }
  return process?.memoryUsage().heapUsed ?? 0
}

const nested = (open: string, inner: string, close: string): string =>
  open.repeat(LEVELS) + inner + close.repeat(LEVELS)

describe('functions that call themselves', () => {
  test.each([
    ['directly', 'function f(n){return f(n+1)}f(0)'],
    ['by toString', 'var o={toString:function(){return ""+o}};""+o'],
    ['by valueOf', 'var o={valueOf:function(){return o+1}};o+1'],
    ['by a getter', 'var o={get a(){return this.a}};o.a'],
    ['by a setter', 'var o={set a(x){this.a=x}};o.a=1'],
    ['by a getter of the global object', 'Object.defineProperty(global,"q",{get:function(){return q}});q'],
    ['by a comparator', 'function c(a,b){return [2,1].sort(c)}[2,1].sort(c)'],
    ['by map', 'function c(){[1].map(c)}[1].map(c)'],
    ['by a constructor', 'class A{constructor(){new A()}}new A()'],
    ['by super', 'class A{m(){return this.m()}}class B extends A{m(){return super.m()}}new B().m()'],
    ['by eval', 'function f(){eval("f()")}f()'],
    ['by eval of text that evaluates itself', 'var s="eval(s)";eval(s)'],
    ['by bind', 'var f=function(){return f.bind()()};f()'],
    ['by a template', 'function f(){return `${f()}`}f()'],
    ['by toJSON', 'function f(){return JSON.stringify({toJSON:f})}f()'],
    ['by replace', 'function f(){return "a".replace(/a/,f)}f()'],
    ['in catch and finally', 'function f(){try{f()}catch(e){f()}finally{f()}}f()'],
  ])('%s', (_how, program) => {
    const { error, idle } = run(program)
    expect(error).toContain(OVERFLOW)
    expect(idle).toBe(true)
  })

  test.each([
    ['thrown', 'var o={toString:function(){return o.toString()}};throw o'],
    ['in a timer', 'setTimeout(function f(){f()},1);setTimeout(print,5,"on")'],
    ['in a promise', 'Promise.resolve().then(function f(){f()});setTimeout(print,5,"on")'],
    ['in a listener', 'var o={};o.on("e",function f(){f()});o.emit("e");setTimeout(print,5,"on")'],
  ])('%s, and the program goes on', (_how, program) => {
    const { idle, stdout, error } = run(program)
    expect(idle).toBe(true)
    if (error === undefined) expect(stdout).toContain('on\n')
  })
})

describe(`text of ${LEVELS} levels`, () => {
  test.each([
    ['parentheses', nested('(', '1', ')')],
    ['arrays', 'x=' + nested('[', '', ']')],
    ['objects', 'x=' + nested('{a:', '1', '}')],
    ['templates', nested('`${', '1', '}`')],
    ['blocks', nested('{', '', '}')],
    ['functions', nested('function f(){', '', '}')],
    ['not', nested('!', '1', '')],
    ['signs', nested('- ', '1', '')],
    ['typeof', nested('typeof ', '1', '')],
    ['conditions', nested('1?', '1', ':0')],
    ['if', nested('if(1)', '1', '')],
    ['else', nested('if(0);else ', '1', '')],
    ['for', nested('for(;;)', 'break', '')],
    ['try', nested('try{', '', '}catch(e){}')],
    ['switch', nested('switch(1){case 1:', '', '}')],
    ['arrow functions', 'x=' + nested('a=>', '1', '')],
    ['assignments', nested('a=', '1', '')],
    ['sums', 'x=1' + nested('+1', '', '')],
    ['calls', 'function f(a){return a}x=' + nested('f(', '0', ')')],
    ['indices', 'a=[0];x=' + nested('a[', '0', ']')],
    ['calls of results', 'function f(){return f}f' + nested('()', '', '')],
    ['members', 'a={};x=a' + nested('.b', '', '')],
    ['new', 'x=' + nested('new ', 'Date', '')],
    ['open parentheses', nested('(', '', '')],
    ['open arrays', nested('[', '', '')],
    ['a part that is skipped', '0&&' + nested('(', '1', ')')],
    ['a block that is skipped', 'if(0){' + nested('(', '1', ')') + '}'],
    ['comments', nested('/*', '', '')],
  ])('%s', (_what, program) => {
    for (const vars of [VARS, 16383]) {
      const { idle, stdout } = run(program, vars)
      expect(idle).toBe(true)
      expect(stdout.length).toBeLessThan(10_000)
    }
  })

  test('eval of them ends with an error, too', () => {
    for (const part of ['(', '[', '{', '!', '`${']) {
      const { error, stdout } = run(`var s="${part}".repeat(20000);eval(s)`, 16383)
      expect(error ?? stdout).toMatch(/recursion|MEMORY|Interrupted|SyntaxError/)
    }
  })
})

describe('data nested without end', () => {
  const deep = (levels: number): string => `var a=[];for(var i=0;i<${levels};i++)a=[a];`

  test.each([
    ['JSON of it', `${deep(1000)}JSON.stringify(a).length`],
    ['its text', `${deep(1000)}(""+a).length`],
    ['its print', `${deep(1000)}print(a)`],
    ['E.toJS of it', `${deep(1000)}E.toJS(a).length`],
    ['its size', `${deep(1000)}E.getSizeOf(a);E.getSizeOf(a,1000)`],
    ['JSON.parse of brackets', 'JSON.parse("[".repeat(2000)+"]".repeat(2000))'],
    ['JSON.parse of objects', `JSON.parse('{"a":'.repeat(1000)+"1"+"}".repeat(1000))`],
    ['objects', 'var a={};for(var i=0;i<900;i++)a={a:a};print(a);JSON.stringify(a).length'],
    ['a cycle of arrays', 'var a=[];a.push(a);print(a,""+a,JSON.stringify(a),E.toJS(a),a.join(),E.getSizeOf(a))'],
    ['a cycle of objects', 'var a={};a.a=a;print(a,""+a,JSON.stringify(a),E.toJS(a),E.getSizeOf(a))'],
    ['a chain of prototypes', 'var a={};for(var i=0;i<500;i++)a=Object.create(a);print(a.x)'],
    ['bound functions', 'var f=function(){return 1};for(var i=0;i<400;i++)f=f.bind(null,1);print(f())'],
  ])('%s', (_what, program) => {
    expect(run(program).idle).toBe(true)
  })

  test('a circle of prototypes', () => {
    const circle = 'var a={},b={__proto__:a};a.__proto__=b;'
    expect(run(`${circle}print(a.x)`).stdout).toBe('undefined\n')
    expect(run(`${circle}print(a instanceof Date)`, VARS, 1000).idle).toBe(false)
    expect(run(`${circle}for(var i in a);`, VARS, 1000).idle).toBe(false)
  })
})

describe('loops without end stop at the limit', () => {
  test.each([
    ['while', 'while(1);'],
    ['for', 'for(;;){}'],
    ['do', 'do{}while(1)'],
    ['in a timer', 'setInterval(function(){while(1);},10)'],
    ['in toString of what is thrown', 'throw {toString:function(){while(1);}}'],
    [
      'in a listener of errors',
      'E.on("errorFlag",function(){while(1);});setTimeout(function(){var a=[];while(1)a.push(1)},1)',
    ],
    ['of timers', 'setInterval(function(){},0)'],
    ['of events', 'E.on("x",function(){E.emit("x")});E.emit("x")'],
    ['of garbage', 'while(1){var o={};o.o=o}'],
    ['a pattern of many stars', '/a*a*a*a*a*a*a*b/.exec("a".repeat(200))'],
    ['a pattern of any text', '/.*.*.*x/.exec("a".repeat(2000))'],
    ['a long pattern', 'new RegExp("a*".repeat(500)).test("a".repeat(300))'],
    ['a print of holes', 'print(new Array(1e9))'],
  ])('%s', (_what, program) => {
    const { idle, virtualMs } = run(program, VARS, 1000)
    expect(idle).toBe(false)
    // the board may run on for its patience, no longer
    expect(virtualMs).toBeLessThan(20_000)
  })

  test.each([
    ['a loop', 'while(1);'],
    ['a pattern', '/a*a*a*a*a*a*a*b/.exec("a".repeat(200))'],
  ])('Ctrl-C stops %s', (_what, line) => {
    const board = new Board({ vars: VARS, baud: 115_200 })
    let shown = ''
    board.onOutput((bytes) => (shown += String.fromCharCode(...bytes)))
    board.boot()
    board.input(`${line}\n`)
    // Bytes that the chip takes together come before the program runs.
    board.input(' '.repeat(300) + '\x03')
    board.advance(500)
    shown = ''
    board.input('1+1\n')
    board.advance(200)
    expect(shown).toContain('=2')
  })
})

describe('allocation without end', () => {
  test.each([
    ['elements', 'var a=[];while(1)a.push(a.length)'],
    ['arrays', 'var a=[];for(;;)a.push([])'],
    ['members', 'var o={};for(var i=0;;i++)o["k"+i]=i'],
    ['globals', 'for(var i=0;;i++)global["k"+i]=i'],
    ['text doubled', 'var s="a";while(1)s+=s'],
    ['text longer by one', 'var s="a";while(1)s+="b"'],
    ['functions', 'var a=[];while(1)a.push(()=>a)'],
    ['closures', 'var f=null;while(1)f=(function(g){return function(){return g}})(f)'],
    ['nested arrays', 'var a=new Uint8Array(100);while(1)a=[a,a]'],
    ['typed arrays', 'var a=[];while(1)a.push(new Uint8Array(1000))'],
    ['events', 'E.on("x",print);while(1)E.emit("x",1)'],
    ['promises', 'while(1)Promise.resolve(1)'],
    ['timers', 'while(1)setTimeout(print,1000)'],
    ['elements that a loop adds', 'var a=[1];for(var i of a)a.push(i)'],
    ['members that a loop adds', 'var o={a:1};for(var i in o)o[i+i]=1;'],
    ['concat', 'var a=[1];for(;;)a=a.concat(a)'],
    ['fill', 'new Array(1e9).fill(1)'],
    ['join of holes', 'new Array(1e9).join()'],
    ['JSON of holes', 'JSON.stringify(new Array(1e9))'],
    ['bytes of holes', 'E.toUint8Array(new Array(1e9))'],
    ['slice of holes', 'new Array(1e9).slice()'],
    ['repeat', '"x".repeat(1e9)'],
    ['padStart', '"x".padStart(1e9)'],
    ['padEnd', '"x".padEnd(1e9)'],
    ['replace', 'var s="a".repeat(2000);s.replace(/a/g,s).length'],
    ['replaceAll', 'var s="a".repeat(2000);s.replaceAll("a",s).length'],
    ['join', 'new Array(1000).join("y".repeat(1000)).length'],
    ['split', '"y".repeat(9000).split("").length'],
    ['E.toString', 'E.toString({data:1,count:1e9})'],
  ])('%s', (_what, program) => {
    const { error, stdout, idle } = run(program, VARS, 100_000)
    expect(error).toBe('Execution Interrupted.')
    expect(stdout).toMatch(/^OUT OF MEMORY {4}at /)
    expect(idle).toBe(true)
  })

  test.each([
    ['new Uint8Array(1e9)', 'ArrayBuffer too long'],
    ['new Float64Array(1e9)', 'Invalid length for ArrayBuffer'],
    ['new ArrayBuffer(2e9)', 'ArrayBuffer too long'],
    ['new Uint8Array(-1)', 'Invalid length for ArrayBuffer'],
    ['print.apply(null,new Array(1e9))', 'Array passed to Function.apply is too big!'],
    ['require("Storage").write("a","x",0,1e9)', 'Unable to find or create file'],
  ])('%s is refused', (program, message) => {
    expect(run(program).error).toContain(message)
  })

  test('arrays of holes are handled as if they were short', () => {
    const forLong = 1e9
    const { stdout, error } = run(
      `var a=new Array(1e9);a[5]=1;a[999999999]=2;
      a.forEach(x=>print(x));print(a.indexOf(2),a.map(x=>x).length);
      a.reverse();print(a[0],a[999999994]);a.shift();print(a.length,a[999999993]);
      a.unshift(7);print(a.length,a[0]);print(a.splice(0,2));a.sort();print(a[0]);`,
      VARS,
      forLong,
    )
    expect(error).toBeUndefined()
    expect(stdout).toBe('1\n2\n999999999 1000000000\n2 1\n999999999 1\n1000000000 7\n[ 7 ]\n1\n')
  })

  test('timers that make more timers stay within memory', () => {
    const { vars } = run('function f(){setTimeout(f,1);setTimeout(f,1)}f()', 500, 1000)
    expect(vars.used).toBeLessThanOrEqual(500)
  })
})
