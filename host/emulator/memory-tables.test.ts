/**
 * Sizes by length and number, and what a variable costs that holds a value (FACTS 2.1, 2.3).
 */
import { measured } from './golden/measured.ts'

measured('sizes', [
  [
    'functions by the length of their body',
    `
    for (var n = 0; n <= 60; n += 3) { var f = eval("(function(){" + "a".repeat(n) + "})"), g = eval("(function(a,bb,ccc,dddd){return " + "b".repeat(n) + "})"); print(n, E.getSizeOf(f), E.getSizeOf(g)); }
    `,
    `
    0 1 6
    3 3 8
    6 3 8
    9 3 8
    12 4 9
    15 4 9
    18 4 9
    21 5 10
    24 5 10
    27 5 10
    30 6 11
    33 6 11
    36 6 11
    39 6 11
    42 6 11
    45 7 12
    48 7 12
    51 7 12
    54 7 12
    57 8 13
    60 8 13
    `,
  ],
  [
    'data of every kind',
    `
    for (var n of [0, 1, 2, 5, 10, 20, 50, 100]) { var a = [], b = [], o = {}, t = []; for (var i = 0; i < n; i++) { a.push(i); b.push(i + 0.5); o["k" + i] = i; t.push("text" + i); } print(n, E.getSizeOf(a), E.getSizeOf(b), E.getSizeOf(o), E.getSizeOf(t), E.getSizeOf(new Float64Array(n)), E.getSizeOf("x".repeat(n)), E.getSizeOf(E.toString("x".repeat(n))), E.getSizeOf(JSON.stringify(a))); }
    `,
    `
    0 1 1 1 1 3 1 1 1
    1 2 3 2 3 3 1 1 1
    2 3 5 3 5 4 1 1 1
    5 6 11 6 11 6 1 1 2
    10 11 21 11 21 9 2 2 3
    20 21 41 21 41 15 3 3 6
    50 51 101 51 101 32 6 6 15
    100 101 201 101 201 61 11 11 30
    `,
  ],
  [
    'what strings cost by how they are made',
    `
    for (var n of [0, 5, 9, 10, 19, 20, 29, 30, 60]) {
      var s = "x".repeat(n);
      print(
        n,
        [
          s,
          s + "",
          s.slice(0),
          s.toUpperCase(),
          s.concat(""),
          s.replace("x", "y"),
          s.split("y").join(),
          \`\${s}\`,
          String(s),
          E.toString(s),
          E.toString(s, ""),
          btoa(s),
          JSON.stringify(s),
          s.padEnd(n),
          s.trim(),
        ]
          .map((v) => E.getSizeOf(v))
          .join(" "),
      );
    }
    `,
    `
    0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
    5 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
    9 1 1 1 1 1 1 1 1 1 1 1 2 2 1 1
    10 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
    19 2 2 2 2 2 2 2 2 2 2 2 3 3 2 2
    20 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3
    29 3 3 3 3 3 3 3 3 3 3 4 4 4 3 3
    30 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4
    60 7 7 7 7 7 7 7 7 7 7 6 7 7 7 7
    `,
  ],
  [
    'usage inside of nested calls',
    `
    function f(n, u) { return n ? f(n - 1, u) : process.memory().usage - u; }
    var u = process.memory().usage;
    for (var n = 0; n < 12; n++) print(n, f(n, u) - f(0, u));
    `,
    `
    0 -1
    1 4
    2 9
    3 14
    4 19
    5 24
    6 29
    7 34
    8 39
    9 44
    10 49
    11 54
    `,
  ],
])

measured('costs', [
  [
    'values of every kind, part 1',
    `
    function cost(make) {
      make();
      var u = process.memory().usage, v = make();
      return process.memory().usage - u;
    }
    for (var f of [
      () => (1),
      () => (8192),
      () => (1.5),
      () => (true),
      () => (null),
      () => ("short"),
      () => ("a text of more than nine"),
      () => ([]),
      () => ([1, 2, 3]),
      () => ([1.5, 2.5]),
      () => (["a", "b"]),
      () => ([[], []]),
      () => ([true, false]),
      () => ([, , 1]),
      () => ({}),
      () => ({ a: 1 }),
      () => ({ a: 1, b: 2, c: 3 }),
      () => ({ abcdefgh: 1 }),
      () => ({ a: 1.5 }),
      () => ({ a: true }),
    ]) print(cost(f), f);
    `,
    `
    1 function () {return (1)}
    2 function () {return (8192)}
    2 function () {return (1.5)}
    2 function () {return (true)}
    2 function () {return (null)}
    2 function () {return ("short")}
    4 function () {return ("a text of more than nine")}
    2 function () {return ([])}
    5 function () {return ([1, 2, 3])}
    6 function () {return ([1.5, 2.5])}
    6 function () {return (["a", "b"])}
    6 function () {return ([[], []])}
    4 function () {return ([true, false])}
    3 function () {return ([, , 1])}
    2 function () {return ({})}
    3 function () {return ({ a: 1 })}
    5 function () {return ({ a: 1, b: 2, c: 3 })}
    4 function () {return ({ abcdefgh: 1 })}
    4 function () {return ({ a: 1.5 })}
    4 function () {return ({ a: true })}
    `,
  ],
  [
    'values of every kind, part 2',
    `
    function cost(make) {
      make();
      var u = process.memory().usage, v = make();
      return process.memory().usage - u;
    }
    for (var f of [
      () => ({ a: "x" }),
      () => ({ a: {} }),
      () => ({ a: [1, 2] }),
      () => ({ 1: 2 }),
      () => ({ m() { return 1; } }),
      () => (function () {}),
      () => (function (a) {}),
      () => (function (a, b, c) { return a + b + c; }),
      () => (function named() { return 1; }),
      () => (() => 1),
      () => ((a) => a + 1),
      () => (print),
      () => (D5),
      () => (new Uint8Array(10)),
      () => (new Uint8Array(100)),
      () => (new Float64Array(10)),
    ]) print(cost(f), f);
    `,
    `
    4 function () {return ({ a: "x" })}
    4 function () {return ({ a: {} })}
    6 function () {return ({ a: [1, 2] })}
    3 function () {return ({ 1: 2 })}
    8 function () {return ({ m() { return 1; } })}
    2 function () {return (function () {})}
    3 function () {return (function (a) {})}
    10 function () {return (function (a, b, c) { return a + b + c; })}
    8 function () {return (function named() { return 1; })}
    6 function () {return (() => 1)}
    7 function () {return ((a) => a + 1)}
    2 function () {return (print)}
    2 function () {return (D5)}
    5 function () {return (new Uint8Array(10))}
    12 function () {return (new Uint8Array(100))}
    10 function () {return (new Float64Array(10))}
    `,
  ],
  [
    'values of every kind, part 3',
    `
    function cost(make) {
      make();
      var u = process.memory().usage, v = make();
      return process.memory().usage - u;
    }
    for (var f of [
      () => (new ArrayBuffer(50)),
      () => (new Uint8Array(100).subarray(10)),
      () => (new Uint8Array([1, 2, 3])),
      () => ("x".repeat(50)),
      () => ("abc" + "def"),
      () => ("abc".toUpperCase()),
      () => (String(12345678901)),
      () => (\`\${1}\${2}\`),
      () => ("a,b,c".split(",")),
      () => ([3, 1, 2].sort()),
      () => ([1, 2, 3].map((x) => x * 1.5)),
      () => ([1, 2, 3].filter((x) => x > 1)),
      () => ([1, 2, 3].slice(1)),
      () => ([1, 2].concat([3, 4])),
      () => ([1, 2, 3].join()),
      () => (JSON.stringify({ a: 1, b: [1, 2] })),
      () => (JSON.parse('{"a":1,"b":[1,2]}')),
      () => (Object.keys({ a: 1, b: 2 })),
      () => (Object.entries({ a: 1 })),
      () => (E.toString([65, 66])),
    ]) print(cost(f), f);
    `,
    `
    7 function () {return (new ArrayBuffer(50))}
    12 function () {return (new Uint8Array(100).subarray(10))}
    4 function () {return (new Uint8Array([1, 2, 3]))}
    7 function () {return ("x".repeat(50))}
    2 function () {return ("abc" + "def")}
    2 function () {return ("abc".toUpperCase())}
    3 function () {return (String(12345678901))}
    2 function () {return (\`\${1}\${2}\`)}
    8 function () {return ("a,b,c".split(","))}
    5 function () {return ([3, 1, 2].sort())}
    8 function () {return ([1, 2, 3].map((x) => x * 1.5))}
    4 function () {return ([1, 2, 3].filter((x) => x > 1))}
    4 function () {return ([1, 2, 3].slice(1))}
    6 function () {return ([1, 2].concat([3, 4]))}
    2 function () {return ([1, 2, 3].join())}
    3 function () {return (JSON.stringify({ a: 1, b: [1, 2] }))}
    7 function () {return (JSON.parse('{"a":1,"b":[1,2]}'))}
    6 function () {return (Object.keys({ a: 1, b: 2 }))}
    7 function () {return (Object.entries({ a: 1 }))}
    2 function () {return (E.toString([65, 66]))}
    `,
  ],
  [
    'values of every kind, part 4',
    `
    function cost(make) {
      make();
      var u = process.memory().usage, v = make();
      return process.memory().usage - u;
    }
    for (var f of [
      () => (E.toUint8Array([1, 2])),
      () => (btoa("hello world")),
      () => (atob("aGVsbG8gd29ybGQ=")),
      () => ((function () { var a = 1; return function () { return a; }; })()),
      () => ((function (a, b) { return () => a + b; })(1.5, "text")),
      () => ((function (a, b) { return a; }).bind({}, 1)),
      () => (print.bind(null, 1)),
      () => (process.memory()),
      () => (E.getFlags()),
      () => (Math.PI),
      () => (Math.sqrt(2)),
      () => (parseInt("5")),
      () => (5 / 2),
      () => (6 / 2),
      () => (2147483647 + 1),
      () => (1 == 1),
      () => (typeof 1),
      () => ([1, 2].indexOf(2)),
      () => ("abc".indexOf("b")),
      () => ("abc"[1]),
    ]) print(cost(f), f);
    `,
    `
    4 function () {return (E.toUint8Array([1, 2]))}
    3 function () {return (btoa("hello world"))}
    3 function () {return (atob("aGVsbG8gd29ybGQ="))}
    11 function () {return ((function () { var a = 1; return function () { return a; }; })())}
    14 function () {return ((function (a, b) { return () => a + b; })(1.5, "text"))}
    10 function () {return ((function (a, b) { return a; }).bind({}, 1))}
    5 function () {return (print.bind(null, 1))}
    27 function () {return (process.memory())}
    16 function () {return (E.getFlags())}
    2 function () {return (Math.PI)}
    2 function () {return (Math.sqrt(2))}
    1 function () {return (parseInt("5"))}
    2 function () {return (5 / 2)}
    2 function () {return (6 / 2)}
    2 function () {return (2147483647 + 1)}
    2 function () {return (1 == 1)}
    2 function () {return (typeof 1)}
    1 function () {return ([1, 2].indexOf(2))}
    1 function () {return ("abc".indexOf("b"))}
    2 function () {return ("abc"[1])}
    `,
  ],
  [
    'values of every kind, part 5',
    `
    function cost(make) {
      make();
      var u = process.memory().usage, v = make();
      return process.memory().usage - u;
    }
    for (var f of [
      () => ("abc".charCodeAt(1)),
      () => (undefined),
    ]) print(cost(f), f);
    `,
    `
    1 function () {return ("abc".charCodeAt(1))}
    1 function () {return (undefined)}
    `,
  ],
])
