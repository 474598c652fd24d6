/** Watches: what is refused and what they cost, as measured; what they tell, by wires and virtual time. */
import { describe, expect, test } from 'vitest'
import { Unimplemented } from '../../errors.ts'
import { measured } from '../../golden/measured.ts'
import { Bench } from '../testing.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'

measured('watches: texts and numbers', [
  [
    'what is refused',
    `
    ${TRY}
    t(()=>setWatch());t(()=>setWatch(print,"x"));t(()=>setWatch(5,D5));t(()=>setWatch(print,D5,{edge:"foo"}));t(()=>setWatch(print,D5,{edge:{}}));
    t(()=>clearWatch(99));t(()=>clearWatch(undefined));t(()=>clearWatch("x"));t(()=>clearWatch());
    t(()=>setWatch(function(){},D4,{irq:true}));t(()=>setWatch(function(){},D4,{irq:true}));t(()=>setWatch(function(){},D16,{irq:true,data:D5}));
    `,
    `
    ERROR: Invalid pin
    undefined
    ERROR: Invalid pin
    undefined
    Error: Function or String not supplied!
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    Error: Unknown Watch 99
    Error: clearWatch(undefined) not allowed. Use clearWatch() instead
    Error: Unknown Watch x
    undefined
    Error: irq=true set, but function is not a native function
    Error: irq=true set, but watch is already used
    Error: Can't have a data pin and irq:true
    `,
  ],
  [
    'numbers count up from the last one',
    `
    ${TRY}
    t(()=>setWatch(print,D4));t(()=>setWatch("print(1)",D5,true));t(()=>setWatch(print,D4,{edge:-5}));t(()=>clearWatch(3));t(()=>setWatch(print,D4));
    t(()=>clearWatch(1));t(()=>setWatch(print,D4));t(()=>clearWatch("2"));t(()=>clearWatch(2));t(()=>clearWatch());t(()=>setWatch(print,D4));t(()=>clearWatch(1.5));
    `,
    `
    1
    2
    3
    undefined
    3
    undefined
    4
    Error: Unknown Watch 2
    undefined
    undefined
    1
    Error: Unknown Watch 1.5
    `,
  ],
  [
    'variables',
    `
    function f(){}
    var u=0;function used(){var n=process.memory().usage,d=n-u;u=n;return d}used();used();
    setWatch(f,D4);print(used());setWatch(f,D5,true);print(used());setWatch(f,D16,{repeat:true,edge:"rising",debounce:10});print(used());
    setWatch(f,D17,{debounce:1});print(used());clearWatch(1);print(used());clearWatch();print(used());
    `,
    `
    9
    11
    15
    10
    -8
    -36
    `,
  ],
])

/** Watches a pin with a program that prints what it is told; times in ms since the watch was set, rounded. */
function watching(options: string, pin = 'D4'): Bench {
  const bench = new Bench()
  bench.run(
    `function ms(t){return t===undefined?"-":Math.floor((t-t0)*1000)}
     var id=setWatch(function(e){print(e.state,ms(e.lastTime),ms(e.time),e.pin,e.data===undefined?"":e.data)},${pin},${options});
     var t0=getTime()`,
  )
  return bench
}

/** Drives a pin: `level@ms` from now on; what was printed by `ms`. */
function drive(bench: Bench, pin: number, levels: string, ms = 100): string {
  const start = bench.board.ms
  const edges = levels.split(' ').map((each) => each.split('@').map(Number))
  bench.board.pins.schedule(
    pin,
    edges.map(([level, at]) => [start + at, level]),
  )
  return bench.wait(ms)
}

describe('edges', () => {
  test.each([
    // options                          pin levels               told: state, last time, time
    ['{repeat:true}', '0@10 1@20 0@30', 'false - 10 D4 \ntrue 10 20 D4 \nfalse 20 30 D4 \n'],
    ['{repeat:true,edge:"both"}', '0@10 1@20', 'false - 10 D4 \ntrue 10 20 D4 \n'],
    ['{repeat:true,edge:"rising"}', '0@10 1@20 0@30 1@40', 'true 10 20 D4 \ntrue 30 40 D4 \n'],
    ['{repeat:true,edge:"falling"}', '0@10 1@20 0@30', 'false - 10 D4 \nfalse 20 30 D4 \n'],
    ['{repeat:true,edge:1}', '0@10 1@20', 'true 10 20 D4 \n'],
    ['true', '0@10 1@20', 'false - 10 D4 \ntrue 10 20 D4 \n'],
    ['undefined', '0@10 1@20', 'false - 10 D4 \n'],
    ['{edge:"rising"}', '0@10 1@20 0@30 1@40', 'true 10 20 D4 \n'],
    ['{repeat:true}', '1@10 1@20', ''],
    ['{repeat:true,data:D5}', '0@10 1@20', 'false - 10 D4 false\ntrue 10 20 D4 false\n'],
  ])('%s of %s', (options, levels, told) => {
    expect(drive(watching(options), 4, levels)).toBe(told)
  })

  test('the data pin is read at the edge', () => {
    const bench = watching('{repeat:true,data:D5,edge:"rising"}')
    const { board } = bench
    board.pins.schedule(5, [
      [board.ms + 15, 1],
      [board.ms + 25, 0],
    ])
    expect(drive(bench, 4, '0@10 1@20 0@22 1@30')).toBe('true 10 20 D4 true\ntrue 22 30 D4 false\n')
  })

  test('an edge keeps its time while code runs', () => {
    const bench = watching('{repeat:true}')
    const start = bench.board.ms
    bench.board.pins.schedule(4, [
      [start + 1, 0],
      [start + 2, 1],
    ])
    const told = bench.run('for(var i=0;i<2000;i++)Math.sin(i)', 10)
    expect(bench.board.ms - start).toBeGreaterThan(12)
    expect(told).toBe('false - 1 D4 \ntrue 1 2 D4 \n')
  })

  test('to the microsecond', () => {
    const bench = new Bench()
    bench.run('var t;setWatch(function(e){if(t)print(Math.round((e.time-t)*1e6));t=e.time},D4,true)')
    const start = bench.board.ms
    bench.board.pins.schedule(4, [
      [start + 1, 0],
      [start + 2.057, 1],
      [start + 2.06, 0],
    ])
    expect(bench.run('for(var i=0;i<2000;i++)Math.sin(i)', 10)).toBe('1057\n3\n')
  })

  test('what the program writes to a pin that it watches', () => {
    const bench = watching('{repeat:true}')
    expect(
      bench
        .run('digitalWrite(D4,0);digitalWrite(D4,1)', 10)
        .replace(/\d+ D4/g, 't D4')
        .replace(/e \d+/, 'e t'),
    ).toBe('false - t D4 \ntrue t t D4 \n')
  })

  test('a cleared watch is told nothing, another one on the pin is', () => {
    const bench = watching('{repeat:true}')
    bench.run('setWatch(function(e){print("other",e.state)},D4,true);clearWatch(id)')
    expect(drive(bench, 4, '0@10')).toBe('other false\n')
    bench.run('clearWatch()')
    expect(drive(bench, 4, '1@10')).toBe('')
  })

  test('a pin that nobody watches any more leaves the ring alone', () => {
    const bench = watching('true')
    bench.run('clearWatch(id)')
    for (let edge = 0; edge < 1000; edge++) bench.board.pins.set(4, edge % 2)
    expect(bench.wait(10)).toBe('')
  })

  test('a reset ends all', () => {
    const bench = watching('{repeat:true}')
    bench.run('reset()', 10)
    bench.wait(0)
    expect(drive(bench, 4, '0@10 1@20')).toBe('')
  })

  test('a saved program watches again when it is loaded', () => {
    const bench = new Bench()
    bench.run('setWatch(function(e){print("saved",e.state)},D4,true);save()', 200)
    bench.board.reset()
    bench.wait(50)
    expect(drive(bench, 4, '0@10 1@20')).toBe('saved false\nsaved true\n')
  })

  test('text is executed', () => {
    const bench = new Bench()
    bench.run('setWatch("print(\\"text\\")",D4,true)')
    expect(drive(bench, 4, '1@1 0@2')).toBe('text\n')
  })
})

describe('debouncing', () => {
  test.each([
    // options                                 levels                        told
    ['{repeat:true,debounce:10}', '0@10', 'false - 10 D4 \n'],
    // the time told is that of the last bounce
    ['{repeat:true,debounce:10}', '0@10 1@12 0@14', 'false - 14 D4 \n'],
    ['{repeat:true,debounce:10}', '0@10 1@12', ''],
    ['{repeat:true,debounce:10}', '0@10 1@30 0@50', 'false - 10 D4 \ntrue 10 30 D4 \nfalse 30 50 D4 \n'],
    ['{repeat:true,debounce:10,edge:"rising"}', '0@10 1@30', 'true 10 30 D4 \n'],
    ['{debounce:10}', '0@10 1@30', 'false - 10 D4 \n'],
    ['{debounce:10,edge:"rising"}', '0@10 1@30 0@50 1@70', 'true 10 30 D4 \n'],
    ['{repeat:true,debounce:-1}', '0@10 1@11', 'false - 10 D4 \ntrue 10 11 D4 \n'],
  ])('%s of %s', (options, levels, told) => {
    // a floating pin is low when the watch reads it first
    const bench = new Bench()
    bench.board.pins.set(4, 1)
    bench.run(
      `function ms(t){return t===undefined?"-":Math.floor((t-t0)*1000)}
       setWatch(function(e){print(e.state,ms(e.lastTime),ms(e.time),e.pin,"")},D4,${options});
       var t0=getTime()`,
    )
    expect(drive(bench, 4, levels)).toBe(told)
  })

  test('a timer that nobody got to is told when the next edge comes', () => {
    const bench = new Bench()
    bench.board.pins.set(4, 1)
    bench.run(
      `setWatch(function(e){print(e.state,Math.floor((e.time-t0)*1000))},D4,{repeat:true,debounce:5});var t0=getTime()`,
    )
    const start = bench.board.ms
    bench.board.pins.schedule(4, [
      [start + 1, 0],
      [start + 2, 1],
      [start + 10, 0],
    ])
    expect(bench.run('for(var i=0;i<4000;i++)Math.sin(i)', 50)).toBe('false 2\n')
  })

  test('the button: pressed, not released, after 25 ms', () => {
    const bench = watching('true', 'BTN1')
    expect(drive(bench, 0, '0@10 1@12 0@14', 37)).toBe('')
    expect(bench.wait(5)).toBe('true - 14 D0 \n')
    expect(drive(bench, 0, '1@0', 60)).toBe('')
  })

  test('a timer and its watch are gone when it is over', () => {
    const bench = new Bench()
    bench.board.pins.set(4, 1)
    const before = bench.board.vars().used
    bench.run('setWatch(function(){},D4,{debounce:10})')
    drive(bench, 4, '0@10')
    expect(bench.board.vars().used).toBe(before)
  })
})

describe('interruption and limits', () => {
  test('a repeating watch that is interrupted is removed', () => {
    const typed = { done: false }
    const interrupting = new Bench({
      whileRunning: () => {
        if (!typed.done && interrupting.board.ms > 100) {
          typed.done = true
          interrupting.board.input('\x03')
        }
      },
    })
    interrupting.run('setWatch(function(){print("in");while(true);},D4,true)')
    const told = drive(interrupting, 4, '1@50 0@60', 200)
    expect(told).toContain('ERROR: Ctrl-C while processing watch - removing it.\n')
    expect(told).toContain('New interpreter error: CALLBACK')
    expect(drive(interrupting, 4, '1@10 0@20', 50)).toBe('')
  })

  test('pins of the flash memory cannot be watched', () => {
    const bench = new Bench()
    expect(bench.run('print(setWatch(print,D6))')).toMatch(/^WARNING: Unable to set watch\..*\n.*\nundefined\n$/)
  })

  test('natives in the interrupt are not modelled', () => {
    expect(() => new Bench().run('setWatch(print,D4,{irq:true})')).toThrow(Unimplemented)
  })

  test('more edges than the ring holds are lost, and told', () => {
    const bench = new Bench()
    bench.run('var n=0;setWatch(function(){n++},D4,true)')
    const { board } = bench
    for (let edge = 1; edge <= 1000; edge++) board.pins.set(4, edge % 2)
    expect(bench.wait(200)).toBe('New interpreter error: FIFO_FULL\n')
    // 6 bytes an edge
    expect(bench.run('print(n)')).toBe(`${Math.floor((4096 - 4) / 6)}\n`)
  })
})
