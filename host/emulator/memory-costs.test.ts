/**
 * What a variable that holds a value costs (FACTS 2.1, 2.3), built-in classes having been used before.
 */
import { measured } from './golden/measured.ts'

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
