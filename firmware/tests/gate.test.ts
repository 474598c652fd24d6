import { describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { gate, inspect } from '../toolchain/gate.ts'

/** Each line is a program; what is refused in it stands behind `//!`, several findings apart by `;`. */
const PROGRAMS = `
var a=1
let a=1;const b=a
class A{constructor(){this.a=1}m(){return this.a}}
class A{get a(){return 1}}
class A{static m(){return 1}}
class A{constructor(){this.a=1}}class B extends A{constructor(){super();this.b=2}}
var A=class{m(){return 1}}
var f=a=>a+1,g=()=>{print(1)}
for(const a of [1,2])print(a)
var a=null??1
try{print(1)}catch{print(2)}
try{print(1)}catch(e){print(e)}
var a=\`x\${1}\`
switch(1){case 1:print(1);break;default:print(2)}
var a={b:1,c(){return 1}},d=a.b
var a=E.sum([1]),b=process.env,c=global.x,d=JSON.parse("1"),e=Math.min(1,2)
var a=new Float64Array(4).fill(NaN),b=Infinity,c=undefined,d=parseInt("1",16)
var a=btoa(atob("")),b=new Uint8Array(1),c=new Uint16Array(1),d=new Int16Array(1)
var a=.5,b=(3/10),c=1e3,d=0x1f
function f(){return arguments.length}
let f=n=>f(n-1),a={a:1}
var a=a+1
var a=Object  //! unknown name Object
var a=b  //! unknown name b
a=1  //! unknown name a
new Map  //! unknown name Map
new Set  //! unknown name Set
new WeakMap  //! unknown name WeakMap
Symbol("a")  //! unknown name Symbol
new Proxy({},{})  //! unknown name Proxy
Reflect.get({},"a")  //! unknown name Reflect
new Promise(a=>a)  //! unknown name Promise
console.log(1)  //! unknown name console
require("fs")  //! a library of the interpreter that firmware has no use for
setInterval(()=>1,1)  //! unknown name setInterval
a:for(;;)break  //! label; unknown name a
var a=[...[1]]  //! spread
var a={...{}}  //! spread
print(...[1])  //! spread
var f=(...a)=>a  //! rest; unknown name a
var {a}=E  //! object pattern; unknown name a
var [a]=E  //! array pattern; unknown name a
var f=({a})=>1  //! object pattern; unknown name a
for(const [a] of [])print(1)  //! array pattern; unknown name a
var f=(a=1)=>a  //! default value; unknown name a
var a=E?.b  //! optional chain
var a=E?.[0]  //! optional chain
var a=E?.()  //! optional chain
async function f(){}  //! async function
var f=async()=>1  //! async function
async function f(){await 1}  //! async function; await
function* f(){}  //! generator
function* f(){yield 1}  //! generator; yield
class A{a=1}  //! class field; unknown name a
class A{static a=1}  //! class field; unknown name a
class A{static{print(1)}}  //! static block
class A{#a=1}  //! class field; private name
class A{#m(){}}  //! private name
function A(){return new.target}  //! new.target or import.meta; unknown name new; unknown name target
import("a")  //! import()
print\`a\`  //! tagged template
with(E){print(1)}  //! with
debugger  //! debugger
var A=class B{}  //! named class expression
var a=2**3  //! **
var a=2;a**=3  //! **=
var a=1;a||=2  //! ||=
var a=1;a&&=2  //! &&=
var a=1;a??=2  //! ??=
var a={["b"]:1}  //! computed key
class A{["b"](){}}  //! computed key
switch(1){default:print(1);case 1:print(2)}  //! case after default
switch(1){case 0:default:case 1:print(2)}  //! case after default
var a=Array.prototype.slice  //! unknown name Array; method of a built-in prototype
var a=String.prototype.charAt  //! method of a built-in prototype
var a=Function.prototype.call  //! unknown name Function; method of a built-in prototype
var a=Number.prototype.toFixed  //! unknown name Number; method of a built-in prototype
var a=1n  //! BigInt
{let a=a+1}  //! declaration that reads itself
for(;;){const b=1,a=[a]}  //! declaration that reads itself
var a=.3  //! number 0.3, which the device misreads
var a=1e-19  //! number 1e-19, which the device misreads
function f(){a=1;var a=2}  //! a is used before its var has run
`

interface Program {
  readonly code: string
  readonly refused: readonly string[]
}

const programs = PROGRAMS.trim()
  .split('\n')
  .map((line): Program => {
    const [code, marks] = line.split('  //! ')
    return { code, refused: marks === undefined ? [] : marks.split('; ') }
  })

const findings = (code: string): string[] => [...new Set(inspect(code).map(({ what }) => what))]

describe('accepted', () => {
  test.each(programs.filter(({ refused }) => refused.length === 0).map(({ code }) => [code]))('%s', (code) => {
    expect(findings(code)).toEqual([])
    expect(() => gate(code)).not.toThrow()
  })
})

describe('refused', () => {
  test.each(programs.filter(({ refused }) => refused.length > 0).map(({ code, refused }) => [code, refused] as const))(
    '%s',
    (code, refused) => {
      expect([...findings(code)].sort()).toEqual([...refused].sort())
      expect(() => gate(code)).toThrow(RivuletError)
    },
  )
})

describe('a finding', () => {
  test('names line and column', () => {
    expect(inspect('var a=1\nvar b=2**a\n')).toEqual([{ what: '**', line: 2, column: 6 }])
  })

  test('is found in functions inside functions and classes', () => {
    expect(findings('var f=()=>{class A{m(){return ()=>1**2}}return A}')).toEqual(['**'])
  })

  test('is an error of ours that lists the first five', () => {
    const code = Array.from({ length: 7 }, (_, i) => `var a${i}=1**2`).join('\n')
    try {
      gate(code)
      expect.unreachable()
    } catch (error) {
      const { code, kind, message, place } = error as RivuletError
      expect({ code, kind, place }).toEqual({ code: 'E_GATE', kind: 'internal', place: 'firmware.js' })
      expect(message.match(/\*\* at \d:\d/g)).toEqual(['** at 1:7', '** at 2:7', '** at 3:7', '** at 4:7', '** at 5:7'])
    }
  })

  test('is no text, regular expression or property name', () => {
    expect(findings('var a="1**2 ?.",b=/a?.b/,c={Map:1,label:2},d=c.Set')).toEqual([])
  })
})
