import { describe, expect, test } from 'vitest'
import { emulate, latin1 } from './emulate.ts'
import { Unimplemented } from './errors.ts'

describe('what a run yields', () => {
  test('printed text, in order, with timers and events after the text', () => {
    const { stdout, error, idle } = emulate(
      'setTimeout(()=>print("late"),50);Promise.resolve(1).then(print);print("first")',
    )
    expect(stdout).toBe('first\n1\nlate\n')
    expect(error).toBeUndefined()
    expect(idle).toBe(true)
  })

  test('an uncaught exception of the text ends the run and is not part of stdout', () => {
    const { stdout, error, stack } = emulate('setTimeout(()=>print("never"),1);print(1);x.y')
    expect(stdout).toBe('1\n')
    expect(error).toBe('ReferenceError: "x" is not defined')
    expect(stack).toMatch(/^ {4}at \[raw\] \(:1:\d+\)\n/)
  })

  test('an uncaught exception of a callback is console text', () => {
    const { stdout, error } = emulate('setTimeout(()=>{throw "oops"},1);setTimeout(()=>print("on"),2)')
    expect(stdout).toBe('Uncaught oops\non\n')
    expect(error).toBeUndefined()
  })

  test('globals as print shows them; unknown names are left out', () => {
    const { globals } = emulate('var n=1/3,t="a",list=[1,2]', { print: ['n', 't', 'list', 'nothing'] })
    expect(globals).toEqual({ n: '0.33333333333', t: 'a', list: '[ 1, 2 ]' })
  })

  test('virtual time, variables and instructions', () => {
    const result = emulate('var a=new Uint8Array(1000);setTimeout(()=>{a=0},1234)', { vars: 2000 })
    expect(result.virtualMs).toBeGreaterThanOrEqual(1234)
    expect(result.virtualMs).toBeLessThan(1240)
    expect(result.vars.total).toBe(2000)
    expect(result.vars.peak).toBeGreaterThan(result.vars.used + 60)
    expect(result.instructions).toBeGreaterThan(0)
  })

  test('the CPU share is the time of instructions in all time; slower instructions make it larger', () => {
    const code = 'setInterval(()=>{for(var i=0;i<50;i++);},100)'
    const [fast, slow] = [6.5, 20].map((nsPerInstruction) => emulate(code, { nsPerInstruction, limitMs: 5000 }))
    expect(fast.cpuShare).toBeCloseTo((fast.instructions * 6.5) / 1e6 / fast.virtualMs, 6)
    expect(slow.cpuShare / fast.cpuShare).toBeGreaterThan(2.5)
    expect(slow.cpuShare).toBeLessThan(0.2)
    expect(emulate('for(var i=0;i<500;i++);').cpuShare).toBeGreaterThan(0.95)
  })
})

describe('limits', () => {
  test('a program that goes on for ever is ended at the limit', () => {
    const { stdout, idle, virtualMs } = emulate('var n=0;setInterval(()=>print(++n),1000)', { limitMs: 3500 })
    expect(stdout).toBe('1\n2\n3\n')
    expect(idle).toBe(false)
    expect(virtualMs).toBeCloseTo(3500, -1)
  })

  test('a program that never comes back too', () => {
    const { stdout, idle, stopped } = emulate('print(1);while(true);', { limitMs: 20, patienceMs: 20 })
    expect(stdout).toBe('1\n')
    expect([idle, stopped]).toEqual([false, true])
  })

  test.each([
    ['text that runs', 'while(1);', true],
    ['a callback that runs', 'setTimeout("while(1);",10)', true],
    ['an interval that is left', 'setInterval(function(){for(var i=0;i<900;i++);},15)', undefined],
    ['a timer that is left', 'setTimeout(print,1E6)', undefined],
    ['nothing', 'print(1)', undefined],
    ['an exception', 'foo()', undefined],
  ])('only code that is running is stopped: %s', (_, code, stopped) => {
    expect(emulate(code, { limitMs: 300, patienceMs: 100 }).stopped).toBe(stopped)
  })

  test.each([
    ['text that runs', 'while(1);'],
    ['a callback that runs', 'setTimeout("while(1);",10)'],
    ['waiting', 'setInterval(function(){},10)'],
    ['passes without end', '(function again(){setTimeout(again,0)})()'],
  ])('whoever runs it may end it: %s', (_, code) => {
    let calls = 0
    const whileRunning = (): void => {
      if (++calls > 20) throw new Error('enough')
    }
    expect(() => emulate(code, { limitMs: 1e7, whileRunning })).toThrow('enough')
  })

  test('running out of memory stops the program', () => {
    const { stdout, error } = emulate('var a=[];print("go");while(true)a.push(1.5)', { vars: 500, limitMs: 1000 })
    expect(stdout).toMatch(/^go\nOUT OF MEMORY {4}at /)
    expect(error).toBe('Execution Interrupted.')
  })
})

test('runs are equal, seeds are not', () => {
  const code = 'print(Math.random(),E.hwRand());var t=getTime();for(var i=0;i<100;i++);print(getTime()-t>0)'
  expect(emulate(code)).toEqual(emulate(code))
  expect(emulate(code, { seed: 1 }).stdout).not.toBe(emulate(code, { seed: 2 }).stdout)
})

test('each run has a board of its own', () => {
  emulate('x=1;require("Storage").write("f","1")')
  expect(emulate('print(typeof x,require("Storage").list())').stdout).toBe('undefined [ \n  ".boot0"\n ]\n')
})

test('program text is bytes', () => {
  expect([...latin1('aé€')]).toEqual([97, 233, 172])
  expect(emulate('print("é".charCodeAt(0))').stdout).toBe('233\n')
})

test('text is handed over as it comes, also before what is not modelled; lines end with LF wherever they are cut', () => {
  const parts: string[] = []
  const options = {
    onOutput: (text: string): void => void parts.push(text),
    whileRunning: () => undefined,
    limitMs: 1000,
  }
  const { stdout } = emulate('print("a");for(var i=0;i<2000;i++)print(i);Serial1.write("x\\r")', options)
  const all = parts.join('')
  expect(stdout).toBe('')
  expect(all).toMatch(/^a\n0\n1\n[^\r]*\n1999\nx\r$/)
  expect(parts.length).toBeGreaterThan(5)
  parts.length = 0
  emulate('Serial1.write("x\\r");setTimeout(function(){Serial1.write("\\n")},5)', options)
  expect(parts).toEqual(['x', '\n'])
  parts.length = 0
  expect(() => emulate('print("before");new Waveform(10)', options)).toThrow('Unimplemented: Waveform')
  expect(parts.join('')).toBe('before\n')
})

test.each([
  ['in the text', 'var a;\nnew Waveform(10)', /^ {4}at \[raw\] \(:2:\d+\)\n/],
  [
    'in a function',
    'function f(){\n return new Waveform(10)}\nf()',
    /^ {4}at f \(:1:16\)\nnew Waveform\(10\)\n[^]*at \[raw\] \(:3:/,
  ],
  ['in a callback of a native', '[1].map(function(){trace()})', /trace\(\)[^]*at \[raw\]/],
  ['in a timer', 'setTimeout(function f(){trace()},5)', /trace\(\)/],
])('what is not modelled tells where the program was: %s', (_, code, trace) => {
  let thrown: unknown
  try {
    emulate(code)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(Unimplemented)
  expect((thrown as Unimplemented).trace).toMatch(trace)
})
