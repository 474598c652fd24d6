/** Images of a program: everything that it can reach comes back, with its identity, and counts as many variables. */
import { describe, expect, test } from 'vitest'
import { Board } from './board/board.ts'
import { imageOf, isImage, restoreImage } from './image.ts'

/** What a program prints after it was saved, the board was switched off, and it was loaded by another. */
function afterRestart(program: string, question: string): string {
  const flash = new Uint8Array(0x400000 - 0x310000).fill(0xff)
  const first = new Board({ flash })
  first.boot()
  first.input(`\x10${program}\n\x10save()\n`)
  first.advance(100)
  const second = new Board({ flash })
  let said = ''
  second.boot()
  second.advance(10)
  second.onOutput((bytes) => (said += String.fromCharCode(...bytes)))
  second.input(`\x10print(${question})\n`)
  second.advance(50)
  return said.replace(/^\r\x1b\[J/, '').replace(/\r\n>$/, '')
}

describe('values come back', () => {
  test.each([
    [
      'integers and floats',
      'var v=[1,-8193,1e9,1.5,0/-5,1/0,-1/0,0/0]',
      'v.join(),1/v[4]',
      '1,-8193,1000000000,1.5,0,Infinity,-Infinity,NaN -Infinity',
    ],
    [
      'strings of all bytes',
      'var v="";for(var i=0;i<256;i++)v+=String.fromCharCode(i)',
      'E.CRC32(v),v.length',
      '688229491 256',
    ],
    ['booleans, null, undefined', 'var v=[true,false,null,undefined]', 'JSON.stringify(v)', '[true,false,null,null]'],
    ['holes and length of arrays', 'var v=[];v[3]=1;v[40000]=2', 'v.length,v.indexOf(2),0 in v', '40001 40000 false'],
    [
      'many names of an object',
      'var v={};for(var i=0;i<30;i++)v["k"+i]=i',
      'v.k0,v.k29,Object.keys(v).length',
      '0 29 30',
    ],
    ['constants', 'const v=1;', '(function(){try{v=2}catch(e){return e.message}})()', 'Assignment to a constant'],
    [
      'typed arrays on one buffer',
      'var b=new Uint8Array([1,2,3,4]),v=new Uint16Array(b.buffer)',
      '(b[0]=9,v.join())',
      '521,1027',
    ],
    ['functions with their scopes', 'var v=(function(){var n=5;return function(){return ++n}})()', 'v(),v()', '6 7'],
    ['what `this` is bound to', 'var o={a:7},v=function(){return this.a}.bind(o)', '(o.a=8,v())', '8'],
    ['arrow functions', 'var v=x=>x*2', 'v(4)', '8'],
    [
      'classes and their instances',
      'class A{constructor(){this.q=3} m(){return this.q}};var v=new A()',
      'v.m(),v instanceof A',
      '3 true',
    ],
    ['getters and setters', 'var v={get a(){return 5}}', 'v.a', '5'],
    ['built-in functions', 'var v=Math.sin,w=print', 'v===Math.sin,v(0)', 'true 0'],
    ['built-in objects', 'var v=Math,s=require("Storage")', 'v.floor(2.5),typeof s.list', '2 function'],
    ['dates and patterns', 'var v=new Date(86400000),r=/a+b/', 'v.getDate(),r.test("xaab")', '2 true'],
    ['circles', 'var v={};v.me=v', 'v.me.me===v', 'true'],
    ['two names of one object', 'var v={n:1},w=[v,v]', '(w[0].n=2,v.n,w[1].n)', '2'],
    [
      'modules',
      'require("Storage").write("mod","exports.f=function(){return 6}");var v=require("mod")',
      'v.f(),require("mod")===v',
      '6 true',
    ],
    ['devices', 'var v=Serial1', 'v===Serial1', 'true'],
    ['history, which is no value of the program', 'var v=1', 'v', '1'],
  ])('%s', (_, program, question, answer) => {
    expect(afterRestart(program, question)).toBe(answer)
  })

  test('timers go on where they were', () => {
    const answer = afterRestart(
      'var n=0;setInterval(function(){n++},3);setTimeout(function(){n+=100},5)',
      'n>100,n<115',
    )
    expect(answer).toBe('true true')
  })

  test('listeners', () => {
    expect(
      afterRestart(
        'E.on("kill",function(){global.k=1});var o={};o.on("x",function(v){this.got=v})',
        'k,(o.emit("x",4),typeof o)',
      ),
    ).toBe('1 object')
  })
})

test('as many variables are in use as before', () => {
  const used = (board: Board): number => board.vars().used
  const flash = new Uint8Array(0x400000 - 0x310000).fill(0xff)
  const first = new Board({ flash })
  first.boot()
  first.input(
    '\x10var a=[1.5,"text that is long",{b:new Float32Array(9)}];function f(x){return x+1};setInterval(f,1000)\n\x10save()\n',
  )
  first.advance(100)
  const second = new Board({ flash })
  second.boot()
  second.advance(100)
  expect(used(second)).toBe(used(first))
})

test('an image of an image is the same image', () => {
  const board = new Board()
  board.boot()
  board.input('\x10var a={b:[1,2.5,"c"],f:function(x){return x}};a.me=a\n')
  board.advance(10)
  const image = imageOf(board.vm)
  const other = new Board()
  other.boot()
  restoreImage(other.vm, image)
  expect(isImage(image)).toBe(true)
  expect(Buffer.from(imageOf(other.vm)).toString('latin1')).toBe(Buffer.from(image).toString('latin1'))
})

test('other bytes are no image', () => {
  expect(isImage(Uint8Array.from([1, 2, 3, 4, 5]))).toBe(false)
  expect(isImage(new Uint8Array())).toBe(false)
})

test('a function that a built-in has made is refused by name, and the file before it stays away', () => {
  const board = new Board()
  board.boot()
  board.input('\x10var keep;new Promise(function(resolve){keep=resolve})\n\x10save()\n')
  expect(() => board.advance(100)).toThrow('Unimplemented: save() of')
  board.advance(10)
  expect(board.storage.find('.varimg')).toBeUndefined()
})
