/** Memory and stack that run out (FACTS 2.4, 2.5): what is told, what ends, what goes on, and how a board recovers. */
import { describe, expect, test } from 'vitest'
import { Board } from './board/board.ts'
import { emulate } from './emulate.ts'
import { measured } from './golden/measured.ts'

const SIZES = [500, 1000, 3000, 16383]
const EATS = 'var q=[];while(1)q.push(1.5)'
const ALL_FLAGS = '[ "LOW_MEMORY", "MEMORY" ]'

/** A board at its prompt; `say` types a line and yields what comes back, newlines and runs of spaces as one space. */
function bench(vars: number): { board: Board; say: (line: string, ms?: number) => string } {
  const board = new Board({ vars })
  let shown = ''
  board.onOutput((bytes) => (shown += String.fromCharCode(...bytes)))
  board.boot()
  const say = (line: string, ms = 400): string => {
    shown = ''
    board.input(`${line}\n`)
    board.advance(ms)
    return shown.replace(/\s+/g, ' ')
  }
  return { board, say }
}

measured('nothing catches lack of memory', [
  [
    'in a timer; what follows is not run, other timers are',
    `
    setTimeout(function () { try { var a = []; while (1) a.push([1]); } catch (e) { print("caught"); } finally { print("finally"); } print("after"); }, 1);
    setTimeout(function () { print("next", typeof a); }, 60);
    `,
    `
    OUT OF MEMORY    at :1:39
    ...r a = []; while (1) a.push([1]); } catch (e) { print("caught...
                                     ^
    Execution Interrupted during event processing.
    New interpreter error: LOW_MEMORY,MEMORY
    next undefined
    `,
  ],
  [
    'in a promise it ends with its function, which counts as one that returned nothing',
    `
    Promise.resolve(1).then(function () { var a = []; while (1) a.push([1]); }).then(function (x) { print("then", x); }).catch(function () { print("catch"); });
    setTimeout(function () { print("next", process.memory().free > 15000); }, 60);
    `,
    `
    OUT OF MEMORY    at :1:33
    var a = []; while (1) a.push([1]);
                                    ^
    then undefined
    New interpreter error: LOW_MEMORY,MEMORY
    next true
    `,
  ],
  [
    'in the function that makes a promise it leaves the promise open',
    `
    new Promise(function (ok) { global.ok = ok; var a = []; while (1) a.push([1]); }).then(function (x) { print("then", x); });
    setTimeout(function () { ok(5); }, 60);
    `,
    `
    OUT OF MEMORY    at :1:49
    global.ok = ok; var a = []; while (1) a.push([1]);
                                                    ^
        at [raw] (:1:81)
    ...= []; while (1) a.push([1]); }).then(function (x) { print("t...
                                     ^
    New interpreter error: LOW_MEMORY,MEMORY
    then 5
    `,
  ],
  [
    'it is told once, until the flags have been asked for',
    `
    setTimeout(function () { var a = []; while (1) a.push([1]); }, 1);
    setTimeout(function () { var a = []; while (1) a.push([2]); }, 40);
    setTimeout(function () { print(E.getErrorFlags().join(), E.getErrorFlags().length); }, 80);
    setTimeout(function () { var a = []; while (1) a.push([3]); }, 120);
    setTimeout(function () {}, 160);
    `,
    `
    OUT OF MEMORY    at :1:33
    var a = []; while (1) a.push([1]);
                                    ^
    Execution Interrupted during event processing.
    New interpreter error: LOW_MEMORY,MEMORY
    LOW_MEMORY,MEMORY 0
    OUT OF MEMORY    at :1:33
    var a = []; while (1) a.push([3]);
                                    ^
    Execution Interrupted during event processing.
    `,
  ],
  [
    'in a listener; those behind it are not called',
    `
    var o = {};
    o.on("e", function () { var a = []; while (1) a.push([]); });
    o.on("e", function () { print("second"); });
    o.emit("e");
    setTimeout(function () { print("next", E.getErrorFlags().join()); }, 60);
    `,
    `
    OUT OF MEMORY    at :1:32
    var a = []; while (1) a.push([]);
                                   ^
    second
    Execution Interrupted during event processing.
    New interpreter error: LOW_MEMORY,MEMORY
    next LOW_MEMORY,MEMORY
    `,
  ],
  [
    'in a comparator and in a getter',
    `
    setTimeout(function () { print([3, 1, 2].sort(function () { var a = []; while (1) a.push([]); })); }, 1);
    setTimeout(function () { var o = { get a() { var a = []; while (1) a.push([]); } }; print(o.a); }, 50);
    setTimeout(function () { print("next", E.getErrorFlags().join()); }, 100);
    `,
    `
    OUT OF MEMORY    at :1:32
    var a = []; while (1) a.push([]);
                                   ^
        at :1:71
    ... = []; while (1) a.push([]); }));
                                     ^
    Execution Interrupted during event processing.
    New interpreter error: LOW_MEMORY,MEMORY
    next LOW_MEMORY,MEMORY
    Execution Interrupted during event processing.
    `,
  ],
  [
    'cycles are garbage, not lack of memory',
    `
    for (var i = 0; i < 4000; i++) { var o = { a: [1, 2] }; o.o = o; }
    print(process.memory().usage < 200);
    `,
    `
    true
    `,
  ],
])

describe.each(SIZES)('a board of %i variables', (vars) => {
  test('a line that eats all memory is interrupted, and the next lines work', () => {
    const { board, say } = bench(vars)
    const before = board.vars().used
    const shown = say('a=[];while(1)a.push(1.5)')
    expect(shown).toContain('OUT OF MEMORY at REPL (:1:')
    expect(shown).toContain('Execution Interrupted New interpreter error: LOW_MEMORY,MEMORY >')
    expect(say('a.length>100')).toContain('=true')
    expect(say('b=1')).toContain('=1')
    expect(say('a=0')).toContain('=0')
    expect(say('E.getErrorFlags()')).toContain(`=${ALL_FLAGS}`)
    expect(say('E.getErrorFlags()')).toContain('=[ ]')
    expect(board.vars().used - before).toBeLessThan(60)
  })

  test('what is in use never exceeds what there is, and grows no more', () => {
    const { board, say } = bench(vars)
    say('a=[];while(1)a.push(1.5)')
    const full = Number(/=(\d+)/.exec(say('a.length'))?.[1])
    for (let round = 0; round < 5; round++) say('while(1)a.push(1.5)')
    expect(Number(/=(\d+)/.exec(say('a.length'))?.[1])).toBeLessThanOrEqual(full + 8)
    expect(board.vars()).toMatchObject({ used: vars, peak: vars, total: vars })
    expect(say('process.memory().free>=0')).toContain('=true')
    expect(say('a=0')).toContain('=0')
  })

  test('the elements that fit are those that memory has room for', () => {
    const { stdout } = emulate(
      `var u=process.memory().usage;setTimeout(function(){var a=[];global.a=a;while(1)a.push(1)},1)
      setTimeout(function(){print(a.length,u)},3000)`,
      // finding `push` passes all elements: 16,000 of them take half a minute
      { vars, limitMs: 100_000 },
    )
    const [length, usage] = stdout.split('\n').at(-2)!.split(' ').map(Number)
    expect(usage + length).toBeGreaterThan(vars - 80)
    expect(usage + length).toBeLessThanOrEqual(vars)
  })

  test('an interval that does it is removed; plain exceptions do not remove one', () => {
    const { say } = bench(vars)
    say('var n=0,m=0;setInterval(function(){m++;throw 1},50)')
    const shown = say(`setInterval(function(){n++;${EATS}},50)`, 3000)
    expect(shown).toContain('ERROR: Ctrl-C while processing interval - removing it.')
    expect(shown).toContain('New interpreter error: CALLBACK,LOW_MEMORY,MEMORY')
    expect(say('n')).toContain('=1')
    expect(Number(/=(\d+)/.exec(say('m'))?.[1])).toBeGreaterThan(3)
    expect(say('E.getErrorFlags().join()')).toContain('CALLBACK,LOW_MEMORY,MEMORY')
  })

  test('errorFlag listeners are told', () => {
    const { say } = bench(vars)
    say('E.on("errorFlag",function(f){print("flags",f.join())})')
    expect(say(`(function(){${EATS}})()`, 2000)).toContain('flags LOW_MEMORY,MEMORY')
  })

  test('text in one piece is refused when memory is nearly full', () => {
    const fill = 'var a=[];while(process.memory().free>200)for(var i=0;i<25;i++)a.push(1.5);'
    const room = emulate(`${fill}print(new Uint8Array(1000).length)`, { vars, limitMs: 60_000 })
    expect(room.stdout).toBe('1000\n')
    const over = emulate(`${fill}new Uint8Array(3000)`, { vars, limitMs: 60_000 })
    expect(over.stdout + over.error).toMatch(/OUT OF MEMORY|Not enough memory/)
  })

  test('stack overflow cannot be caught either', () => {
    const { say } = bench(vars)
    const shown = say('function f(){f()}try{f()}catch(e){print("caught")}finally{print("finally")}')
    expect(shown).toContain('Too much recursion - the stack is about to overflow')
    expect(shown).not.toMatch(/ caught| finally /)
    expect(say('1+1')).toContain('=2')
  })
})

test('lines of the history are given up for memory, the oldest first', () => {
  const { board, say } = bench(500)
  for (let line = 0; line < 6; line++) say(`"a line of some length ${line}".length`)
  const history = (): number => board.vm.historySize()
  const before = history()
  say('a=[];while(1)a.push(1)')
  expect(history()).toBeLessThan(before / 2)
  expect(say('E.getErrorFlags()')).toContain(ALL_FLAGS)
  // the variables of the history were not lost: a program can use them
  expect(Number(/=(\d+)/.exec(say('a.length'))?.[1])).toBeGreaterThan(420)
})

test('giving up history alone is a warning that nobody is told', () => {
  const { say } = bench(500)
  for (let line = 0; line < 8; line++) say(`"a line of some length ${line}".length`)
  const shown = say('var a=[];while(process.memory().free>45)a.push(1);for(var i=0;i<20;i++)a.push(1)')
  expect(shown).not.toContain('New interpreter error')
})

describe('buffers in a memory without long runs (FACTS 2.4)', () => {
  const fill = 'var a=[];while(process.memory().free>250)for(var i=0;i<25;i++)a.push(1.5);'
  const sizes = (bytes: number): string => emulate(`${fill}print(E.getSizeOf(new Uint8Array(${bytes})))`).stdout

  test.each([
    // bytes, variables: 2 and the data, in one piece while that needs half of what is free at most
    [20, 5],
    [1000, 75],
    [2000, 203],
  ])('%i bytes with less than 250 variables free take %i', (bytes, variables) => {
    expect(sizes(bytes)).toBe(`${variables}\n`)
  })

  test('with room enough all lie in one piece', () => {
    expect(emulate('print(E.getSizeOf(new Uint8Array(14000)))').stdout).toBe('1003\n')
  })
})

measured('program text that runs out of memory', [
  [
    'has its error flags told to listeners',
    `
    E.on('errorFlag', f => print("flags", f.join()));
    function eat() { var a = []; while (1) a.push([1.5]); }
    eat();
    `,
    `
    OUT OF MEMORY    at eat (:1:35)
    var a = []; while (1) a.push([1.5]);
                                      ^
        at [raw] (:3:5)
    eat();
        ^
    Execution Interrupted.
    flags LOW_MEMORY,MEMORY
    New interpreter error: LOW_MEMORY,MEMORY
    `,
  ],
])
