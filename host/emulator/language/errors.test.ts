/** Stops that no program can catch, and the text of stack traces (FACTS 2.5, 5.1). */
import { expect, test } from 'vitest'
import { Interpreter, type Outcome } from '../interpreter.ts'

function run(code: string, vars = 3000): Outcome & { out: string; vm: Interpreter } {
  let out = ''
  const vm = new Interpreter(
    {
      print: (text) => (out += text),
      now: () => 0,
      wall: () => 0,
      setWall: () => undefined,
      random: () => 0.5,
      enqueue: () => undefined,
    },
    { vars },
  )
  const outcome = vm.execute(code, 'x.js')
  return { ...outcome, out, vm }
}

test.each([
  ['objects', 'var a=[];try{while(1)a.push({v:1.5})}catch(e){print("caught")}finally{print("finally")}'],
  ['text', 'var s="x";try{while(1)s+=s}catch(e){print("caught")}'],
  ['a typed array', 'try{new Uint8Array(60000)}catch(e){print("caught")}'],
  ['a filled array', 'try{new Array(20000).fill(1.5)}catch(e){print("caught")}'],
])('out of memory by %s stops the program', (_what, code) => {
  const { out, interrupted, vm } = run(code)
  expect(interrupted).toBe('memory')
  expect(out).toMatch(/^OUT OF MEMORY {4}at x\.js/)
  expect(out).not.toMatch(/^(caught|finally)$/m)
  expect([...vm.errorFlags]).toEqual(['LOW_MEMORY', 'MEMORY'])
})

test.each([
  // levels that 25,000 bytes of stack allow, by what stands around the call
  ['an expression', 'function f(n){return n?f(n-1)+1:0}', 31],
  ['an if', 'function f(n){if(n){return f(n-1)+1}return 0}', 28],
  ['a loop', 'function f(n){for(var i=0;i<1;i++){if(n){return f(n-1)+1}}return 0}', 17],
  ['a callback', 'function f(n){return n?[1].map(x=>f(n-1)+1)[0]:0}', 8],
])('calls inside of %s', (_what, fn, levels) => {
  const { out, interrupted, error } = run(`${fn};for(var i=0;i<99;i++)try{f(i);print(i)}catch(e){print("caught")}`)
  expect(interrupted).toBe('stack')
  expect(error).toBe('Error: Too much recursion - the stack is about to overflow')
  expect(out.trim().split('\n').pop()).toBe(String(levels))
})

test.each([
  ['nested brackets', '('.repeat(5000)],
  ['nested blocks', '{'.repeat(5000)],
  ['nested arrays', '['.repeat(5000)],
  ['nested JSON', 'JSON.parse("[".repeat(2000))'],
  ['a long sum', `1${'+1'.repeat(20000)}`],
])('%s never exhaust the stack of the host', (_what, code) => {
  expect(() => run(code)).not.toThrow()
})

test('garbage in cycles is counted until it is collected', () => {
  const { out } = run(`var a=process.memory().usage;(function(){var o={};o.o=o})();
print(process.memory(false).usage-a>0,process.memory().gc,process.memory().usage-a)`)
  expect(out).toBe('true 2 3\n')
})

test('an interrupt from outside stops a loop, and means nothing when no program runs', () => {
  let polls = 0
  const vm = new Interpreter({
    print: () => undefined,
    now: () => 0,
    wall: () => 0,
    setWall: () => undefined,
    random: () => 0,
    enqueue: () => undefined,
    poll: () => {
      if (++polls === 3) vm.interrupt()
    },
  })
  vm.interrupt()
  expect(vm.execute('try{while(1);}catch(e){}', 'x').interrupted).toBe('request')
  expect(vm.execute('1+1', 'x').value).toBe(2)
})
