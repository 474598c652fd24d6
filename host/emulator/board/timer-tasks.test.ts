/** Tasks of the hardware timer (FACTS 1): the rows are measured; that tasks run is as the source tells. */
import { describe, expect, test } from 'vitest'
import { emulate } from '../emulate.ts'
import { measured } from '../golden/measured.ts'

measured('require("timer")', [
  [
    'adding, looking and removing',
    `
    var t = require("timer");
    function f() {}
    function show(o) { delete o.time; print(o); }
    print(t.list(), t.get(0), t.remove(0));
    print(t.add({ type: "EXEC", fn: f, time: 20, interval: 10 }), t.add({ type: "set", pin: D1, pin2: D2, value: 2, time: 1000 }));
    show(t.get(0));
    show(t.get(1));
    print(t.list().length, t.remove(0), t.remove(0), t.list().length, t.get(0));
    print(t.add({ type: "EXEC", fn: f, time: 20 }));
    show(t.get(0));
    `,
    `
    [  ] undefined false
    0 1
    { "id": 0, 
      "fn": function () {}, 
      "type": "EXEC", 
      "interval": 10 }
    { "id": 1, "value": 2, 
      "pins": [ D1, D2 ], 
      "type": "SET"
     }
    2 true false 2 undefined
    0
    { "id": 0, 
      "fn": function () {}, 
      "type": "EXEC"
     }
    `,
  ],
  [
    'the time that is left',
    `
    var t = require("timer");
    t.add({ type: "EXEC", fn: function () {}, time: 500 });
    print(t.get(0).time, t.get(0).interval);
    `,
    `
    500 undefined
    `,
  ],
  [
    'mistakes',
    `
    var t = require("timer");
    function e(g) { try { print(g()); } catch (x) { print(x.toString()); } }
    e(() => t.add());
    e(() => t.add(5));
    e(() => t.add({}));
    e(() => t.add({ type: "X" }));
    e(() => t.add({ type: "SET" }));
    e(() => t.add({ type: "SET", pin2: D1 }));
    e(() => t.add({ type: "EXEC" }));
    e(() => t.add({ type: "EXEC", fn: 5 }));
    e(() => t.add({ foo: 1 }));
    e(() => t.get(-1));
    e(() => t.get(99));
    e(() => t.remove(99));
    e(() => t.remove(-1));
    `,
    `
    Error: Unsupported timer type "undefined"
    Error: Expecting Object or undefined, got Number
    Error: Unsupported timer type "undefined"
    Error: Unsupported timer type "X"
    Error: \`pin\` required for SET timer
    Error: \`pin\` required for SET timer
    Error: \`ptr\` or \`fn\` required for EXEC timer
    Error: \`ptr\` or \`fn\` required for EXEC timer
    Error: Unknown option "foo"
    undefined
    undefined
    false
    false
    `,
  ],
  [
    'variables in use',
    `
    function f() {}
    var t = require("timer"), u = process.memory().usage, v = 0;
    t.add({ type: "EXEC", fn: f, time: 20 });
    v = process.memory().usage;
    print(v - u);
    t.remove(0);
    print(process.memory().usage - v);
    `,
    `
    4
    1
    `,
  ],
])

/** What a program shows within a second, with a statement taking a tenth of a millisecond or less. */
const shown = (program: string): string[] => emulate(program, { limitMs: 1000 }).stdout.trim().split('\n')

describe('tasks that run', () => {
  test('once, and then they are gone', () => {
    const program = `
      var t = require("timer"), n = 0;
      t.add({ type: "EXEC", fn: function () { n++; }, time: 10 });
      setTimeout(function () { print(n, t.list().length); }, 100);`
    expect(shown(program)).toEqual(['1 0'])
  })

  test('at their interval, until they are removed', () => {
    const program = `
      var t = require("timer"), s = getTime(), at = [];
      t.add({ type: "EXEC", fn: function () { at.push((getTime() - s) * 1000); if (at.length == 4) t.remove(0); }, time: 20, interval: 5 });
      setTimeout(function () { print(at[0] >= 20, at[0] < 23, at.map((x) => Math.round(x - at[0])).join()); }, 200);`
    expect(shown(program)).toEqual(['true true 0,5,10,15'])
  })

  test('in the middle of a program that runs', () => {
    const program = `
      var t = require("timer"), s = getTime(), at = 0;
      t.add({ type: "EXEC", fn: function () { at = getTime() - s; }, time: 10 });
      while (getTime() - s < 0.05);
      print(at >= 0.01, at < 0.012);`
    expect(shown(program)).toEqual(['true true'])
  })

  test('but not in the middle of another one', () => {
    const program = `
      var t = require("timer"), log = [];
      function wait(ms) { var s = getTime(); while (getTime() - s < ms / 1000); }
      t.add({ type: "EXEC", fn: function () { log.push("a"); wait(20); log.push("b"); }, time: 10 });
      t.add({ type: "EXEC", fn: function () { log.push("c"); }, time: 15 });
      setTimeout(function () { print(log.join()); }, 100);`
    expect(shown(program)).toEqual(['a,b,c'])
  })

  test('an exception is reported, and the program that was interrupted goes on', () => {
    const program = `
      var t = require("timer"), s = getTime();
      t.add({ type: "EXEC", fn: function () { throw "x"; }, time: 5 });
      while (getTime() - s < 0.02);
      print("on");`
    expect(shown(program)).toEqual(['Uncaught x', 'on'])
  })

  test('pins are set to the bits of the value', () => {
    const program = `
      var t = require("timer");
      pinMode(D4, "output"); pinMode(D5, "output"); pinMode(D16, "output");
      D5.set();
      t.add({ type: "SET", pin: D4, pin2: D5, pin3: D16, value: 5, time: 30 });
      setTimeout(function () { print(D4.read(), D5.read(), D16.read()); }, 20);
      setTimeout(function () { print(D4.read(), D5.read(), D16.read()); }, 50);`
    expect(shown(program)).toEqual(['false true false', 'true false true'])
  })
})

test('there are sixteen', () => {
  const program = `
    var t = require("timer"), n = 0;
    try { while (true) { t.add({ type: "EXEC", fn: print, time: 900000 }); n++; } } catch (e) { print(n, e.toString()); }
    print(t.list().length); for (var i = 0; i < 16; i++) t.remove(i); print(t.list().length);`
  expect(shown(program)).toEqual(['16 InternalError: Timeout on Utility Timer', '16', '0'])
})

test('reset() ends them', () => {
  const program = `
    require("timer").add({ type: "EXEC", fn: function () { print("late"); }, time: 50 });
    reset();`
  expect(shown(program).join('\n')).not.toContain('late')
})

test('native functions by their address are refused', () => {
  expect(() => emulate('require("timer").add({type:"EXEC",ptr:1})')).toThrow('Unimplemented: timer.add with ptr')
})
