/**
 * Variables in use (FACTS 2.1 to 2.4), as process.memory() tells them on a build with variables of 14 bytes.
 */
import { measured } from './golden/measured.ts'

measured('strings, names and data (FACTS 2.1)', [
  [
    'strings of every length',
    `
    var s = [];
    for (var n = 0; n <= 40; n++) s.push(E.getSizeOf("x".repeat(n)));
    print(s.join(" "));
    `,
    `
    1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 4 4 5
    `,
  ],
  [
    'flat strings of every length',
    `
    var s = [];
    for (var n = 0; n <= 60; n++) s.push(E.getSizeOf(E.toFlatString("x".repeat(n))));
    print(s.join(" "));
    `,
    `
    1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 4 4 4 4 4 4 5 5 5 5 5 5 5 5 5 5 5 5 5 5 6 6 6 6
    `,
  ],
  [
    'data of known length is flat from 20 bytes on',
    `
    var s = [];
    for (var n = 0; n <= 60; n++) s.push(E.getSizeOf(new ArrayBuffer(n)));
    print(s.join(" "));
    `,
    `
    2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 4 5 5 5 5 5 5 5 5 5 5 5 5 5 5 6 6 6 6 6 6 6 6 6 6 6 6 6 6 7 7 7 7
    `,
  ],
  [
    'typed arrays',
    `
    print(
      [0, 1, 9, 10, 19, 20, 28, 29, 42, 43, 100, 1000]
        .map((n) => E.getSizeOf(new Uint8Array(n)))
        .join(" "),
    );
    print(
      E.getSizeOf(new Float64Array(100)),
      E.getSizeOf(new Uint16Array(10)),
      E.getSizeOf(new Float32Array(5)),
      E.getSizeOf(new Uint8Array([1, 2, 3])),
    );
    `,
    `
    3 3 3 4 4 5 5 6 6 7 11 75
    61 5 5 3
    `,
  ],
  [
    'names of every length',
    `
    var s = [];
    for (var n = 1; n <= 30; n++) { var o = {}; o["k".repeat(n)] = 1; s.push(E.getSizeOf(o)); }
    print(s.join(" "));
    `,
    `
    2 2 2 2 3 3 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 4 4 5 5 5 5 5 5
    `,
  ],
  [
    'integers inside and outside of names',
    `
    print([8191, 8192, -8192, -8193, 2147483647, 1.5, true, null, undefined, "a", D5].map((v) => E.getSizeOf([v])).join(" "));
    print([8191, 8192, -8192, -8193, 2147483647, 1.5, true, null, undefined, "a", D5].map((v) => E.getSizeOf({ a: v })).join(" "));
    `,
    `
    2 3 2 3 3 3 2 3 2 3 3
    2 3 2 3 3 3 3 3 2 3 3
    `,
  ],
  [
    'arrays and objects',
    `
    print(
      E.getSizeOf([]),
      E.getSizeOf([1, 2, 3]),
      E.getSizeOf([1, , 3]),
      E.getSizeOf(new Array(50)),
      E.getSizeOf([[], []]),
      E.getSizeOf({ a: {}, b: [] }),
    );
    print(
      E.getSizeOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      E.getSizeOf([1.5, 2.5, 3.5]),
      E.getSizeOf({ t: 1.5, v: 2.5, k: "abc" }),
      E.getSizeOf({ abcde: 1 }),
    );
    `,
    `
    1 4 3 1 5 5
    11 7 7 3
    `,
  ],
  [
    'what is shared counts once',
    `
    var a = [1.5, 2.5];
    print(E.getSizeOf([a, a]), E.getSizeOf({ x: a, y: a, z: [a] }));
    var b = new ArrayBuffer(100);
    print(E.getSizeOf([new Uint8Array(b), new Uint8Array(b), b]), E.getSizeOf(new Uint8Array(b)));
    `,
    `
    8 11
    16 11
    `,
  ],
])

measured('functions and classes (FACTS 2.1)', [
  [
    'empty, parameters, bodies',
    `
    print(
      E.getSizeOf(function () {}),
      E.getSizeOf(function (a) {}),
      E.getSizeOf(function (abcde) {}),
      E.getSizeOf(function (a, b) {
        return a + b;
      }),
    );
    print(
      E.getSizeOf(function () {
        a;
      }),
      E.getSizeOf(function () {
        aaaaaaaa;
      }),
      E.getSizeOf(function () {
        aaaaaaaaa;
      }),
      E.getSizeOf(function () {
        aaaaaaaaaaaaaaaaaa;
      }),
      E.getSizeOf(function () {
        aaaaaaaaaaaaaaaaaaa;
      }),
    );
    print(
      E.getSizeOf(() => 1),
      E.getSizeOf((a) => a),
      E.getSizeOf((a) => {
        return a;
      }),
      E.getSizeOf(function () {
        return;
      }),
    );
    `,
    `
    1 2 3 5
    3 3 4 4 5
    3 4 4 3
    `,
  ],
  [
    'white space and comments inside a body cost',
    `
    print(E.getSizeOf(function () { a; b; }), E.getSizeOf(function () {   a;   b;   }), E.getSizeOf(function () { a; /* a comment of some length */ b; }));
    `,
    `
    3 3 6
    `,
  ],
  [
    'named expressions, closures',
    `
    print(
      E.getSizeOf(function f() {}),
      E.getSizeOf(function fffff() {}),
    );
    print(
      E.getSizeOf(
        (function () {
          var q = 1;
          return function () {
            return q;
          };
        })(),
      ),
    );
    print(
      E.getSizeOf(
        (function (a) {
          return function (b) {
            return function () {
              return a + b;
            };
          };
        })(1)(2),
      ),
    );
    `,
    `
    3 3
    6
    11
    `,
  ],
  [
    'bound functions',
    `
    function f(a, b) {
      return a;
    }
    print(
      E.getSizeOf(f.bind(null)),
      E.getSizeOf(f.bind({})),
      E.getSizeOf(f.bind(null, 1)),
      E.getSizeOf(print.bind(null, 1)),
      E.getSizeOf(print),
    );
    `,
    `
    7 7 7 4 1
    `,
  ],
  [
    'getters',
    `
    print(E.getSizeOf({ get a() { return 1; } }), E.getSizeOf({ get a() { return 1; }, set a(x) {} }));
    `,
    `
    7 10
    `,
  ],
  [
    'pretokenised',
    `
    function g(a) { "ram"; var total = 0; for (var i = 0; i < a; i++) total += i; return total; }
    print(E.getSizeOf(g));
    `,
    `
    7
    `,
  ],
  [
    'classes and instances by use',
    `
    var u = process.memory().usage;
    class A { m() { return 1; } }
    print(process.memory().usage - u);
    u = process.memory().usage;
    var a = new A();
    print(process.memory().usage - u);
    u = process.memory().usage;
    a.x = 1; a.y = 1.5;
    print(process.memory().usage - u);
    class B extends A { constructor() { super(); this.z = 1; } static s() { return 2; } }
    print(process.memory().usage - u);
    `,
    `
    12
    5
    4
    21
    `,
  ],
])

measured('what using built-ins costs (FACTS 2.2)', [
  [
    'the first use of an object stays',
    `
    function cost(f) { var u = process.memory().usage; f(); print(process.memory().usage - u); }
    cost(() => Math.sin(1));
    cost(() => Math.cos(1));
    cost(() => String.fromCharCode(65));
    cost(() => Array.isArray(1));
    cost(() => E.sum([1]));
    cost(() => console.log);
    cost(() => JSON.stringify(1));
    cost(() => Object.keys({}));
    cost(() => Date.now());
    `,
    `
    3
    1
    4
    4
    3
    4
    3
    1
    3
    `,
  ],
  [
    'the first instance of a class',
    `
    function cost(f) { var u = process.memory().usage; f(); print(process.memory().usage - u); }
    cost(() => new Uint8Array(1));
    cost(() => new Uint8Array(1));
    cost(() => new Float64Array(1));
    cost(() => new Array(5));
    cost(() => new Date(0));
    cost(() => new Error("x"));
    cost(() => /a/);
    cost(() => Promise.resolve(1));
    cost(() => new ArrayBuffer(1));
    cost(() => new DataView(new ArrayBuffer(1)));
    `,
    `
    9
    1
    9
    9
    8
    9
    9
    25
    9
    9
    `,
  ],
  [
    'functions cost nothing',
    `
    function cost(f) { var u = process.memory().usage; f(); print(process.memory().usage - u); }
    cost(() => parseInt("1"));
    cost(() => isNaN(1));
    cost(() => getTime());
    cost(() => btoa("a"));
    cost(() => "abc".length);
    cost(() => "abc".toUpperCase());
    cost(() => [1, 2].map((x) => x));
    cost(() => (5).toFixed(1));
    `,
    `
    1
    1
    1
    1
    9
    1
    9
    9
    `,
  ],
  [
    'libraries',
    `
    function cost(f) { var u = process.memory().usage; f(); print(process.memory().usage - u); }
    cost(() => require("Storage"));
    cost(() => require("Storage").read("nothing"));
    `,
    `
    7
    1
    `,
  ],
])

measured('variables over time', [
  [
    'values that are let go are free at once',
    `
    var u = process.memory().usage;
    var a = [1.5, 2.5, "hello world"];
    print(process.memory().usage - u);
    a = 0;
    print(process.memory().usage - u);
    `,
    `
    10
    2
    `,
  ],
  [
    'elements come and go',
    `
    var a = [];
    var u = process.memory().usage;
    for (var i = 0; i < 10; i++) a.push(i * 1.5);
    print(process.memory().usage - u);
    a.splice(0, 5);
    print(process.memory().usage - u);
    while (a.length) a.pop();
    print(process.memory().usage - u);
    `,
    `
    30
    20
    10
    `,
  ],
  [
    'members',
    `
    var o = {};
    var u = process.memory().usage;
    o.a = 1;
    o.abcdefgh = 1.5;
    print(process.memory().usage - u);
    delete o.abcdefgh;
    print(process.memory().usage - u);
    o.a = 8192;
    print(process.memory().usage - u);
    o.a = "a text of more than nine characters";
    print(process.memory().usage - u);
    o.a = undefined;
    print(process.memory().usage - u);
    `,
    `
    5
    2
    3
    6
    2
    `,
  ],
  [
    'shared arrays',
    `
    var u = process.memory().usage;
    var a = new Uint8Array(100), b = a.subarray(10), c = a.buffer;
    print(process.memory().usage - u);
    a = 0;
    print(process.memory().usage - u);
    b = 0;
    c = 0;
    print(process.memory().usage - u);
    `,
    `
    33
    32
    21
    `,
  ],
  [
    'inside of calls: scope, parameters, locals',
    `
    function f(a, b) { return process.memory().usage; }
    var u = process.memory().usage;
    print(f() - u, f(1) - u, f(1, 2) - u, f(1.5, "abc") - u, f(1, 2, 3) - u);
    function g() { var x = 1, y = 1.5, longname = "text"; return process.memory().usage; }
    print(g() - u);
    function h(n) { return n ? h(n - 1) : process.memory().usage; }
    print(h(0) - u, h(1) - u, h(2) - u);
    `,
    `
    6 7 8 11 11
    20
    22 27 32
    `,
  ],
  [
    'inside of blocks and loops',
    `
    var u = process.memory().usage;
    { let a = 1.5; print(process.memory().usage - u); }
    print(process.memory().usage - u);
    for (let i = 0; i < 1; i++) print(process.memory().usage - u);
    for (var v of [1.5, 2.5]) print(process.memory().usage - u);
    try { throw 1.5; } catch (e) { print(process.memory().usage - u); }
    print(process.memory().usage - u);
    `,
    `
    6
    1
    5
    8
    8
    8
    3
    `,
  ],
  [
    'while arguments are evaluated',
    `
    function f() {
      return process.memory().usage;
    }
    var u = process.memory().usage;
    function id(a, b) {
      return b;
    }
    print(
      id(1.5, f()) - u,
      id("text", f()) - u,
      Math.max(1.5, f()) - u,
      [1.5, f()][1] - u,
      { a: 1.5, b: f() }.b - u,
    );
    print(
      (function () {
        return f();
      })() - u,
      (() => f())() - u,
      [1].map(() => f())[0] - u,
    );
    `,
    `
    13 14 17 18 20
    18 19 38
    `,
  ],
  [
    'natives with callbacks',
    `
    var u = process.memory().usage;
    [1].forEach(function () { print(process.memory().usage - u); });
    [1].map((x) => { print(process.memory().usage - u); });
    [2, 1].sort((a, b) => { print(process.memory().usage - u); return a - b; });
    `,
    `
    29
    30
    31
    `,
  ],
  [
    'methods',
    `
    class A { m() { return process.memory().usage; } get g() { return process.memory().usage; } }
    var a = new A();
    var u = process.memory().usage;
    print(a.m() - u);
    `,
    `
    5
    `,
  ],
  [
    'closures keep their scope',
    `
    var u = process.memory().usage;
    function make(a) { var b = 1.5, c = "some text here"; return () => a; }
    print(process.memory().usage - u);
    var f = make(1);
    print(process.memory().usage - u);
    f = 0;
    print(process.memory().usage - u);
    `,
    `
    10
    22
    11
    `,
  ],
  [
    'timers and listeners',
    `
    var u = process.memory().usage;
    var t = setTimeout(() => 1, 1000);
    print(process.memory().usage - u);
    clearTimeout(t);
    u = process.memory().usage;
    t = setInterval(() => 1, 1000);
    print(process.memory().usage - u);
    clearInterval(t);
    u = process.memory().usage;
    t = setTimeout(print, 1000, 1, 2);
    print(process.memory().usage - u);
    clearTimeout(t);
    u = process.memory().usage;
    var o = {};
    o.on("ev", () => 1);
    print(process.memory().usage - u);
    o.on("ev", () => 2);
    print(process.memory().usage - u);
    o.on("longer", print);
    print(process.memory().usage - u);
    o.removeAllListeners();
    print(process.memory().usage - u);
    `,
    `
    10
    11
    11
    10
    14
    19
    3
    `,
  ],
  [
    'queued events hold their arguments',
    `
    var o = {};
    o.on("x", () => 1);
    var u = process.memory().usage;
    o.emit("x");
    print(process.memory().usage - u);
    o.emit("x", 1.5, "text");
    print(process.memory().usage - u);
    `,
    `
    5
    15
    `,
  ],
  [
    'promises',
    `
    var p = Promise.resolve(0);
    var u = process.memory().usage;
    var q = Promise.resolve(1);
    print(process.memory().usage - u);
    `,
    `
    18
    `,
  ],
  [
    'errors',
    `
    function f() { return new Error("m"); }
    f();
    var u = process.memory().usage;
    var e = f();
    print(process.memory().usage - u);
    `,
    `
    22
    `,
  ],
])

measured('garbage (FACTS 2.4)', [
  [
    'cycles are free after a collection only',
    `
    function cycle() { var o = {}; o.o = o; }
    var u = process.memory().usage;
    cycle();
    print(process.memory(false).usage - u);
    print(process.memory().usage - u);
    `,
    `
    4
    1
    `,
  ],
  [
    'mutual cycles, arrays and closures',
    `
    var u = process.memory().usage;
    (function () { var a = {}, b = { a: a }; a.b = b; })();
    print(process.memory(false).usage - u, process.memory().usage - u);
    (function () { var a = []; a.push(a); })();
    print(process.memory(false).usage - u, process.memory().usage - u);
    (function () { var f = function () { return f; }; })();
    print(process.memory(false).usage - u, process.memory().usage - u);
    `,
    `
    6 2
    12 10
    16 10
    `,
  ],
  [
    'a cycle that is still in use stays',
    `
    var o = { n: 1.5 };
    o.self = o;
    var u = process.memory().usage;
    print(process.memory().usage - u, o.self.self.n);
    `,
    `
    1 1.5
    `,
  ],
  [
    'what hangs on a cycle goes with it',
    `
    var u = process.memory().usage;
    (function () { var o = { data: new Uint8Array(100), text: "a text of some length" }; o.o = o; })();
    print(process.memory(false).usage - u, process.memory().usage - u);
    `,
    `
    28 10
    `,
  ],
  [
    'the report',
    `
    var m = process.memory();
    print(m.free + m.usage === m.total, m.total, m.blocksize, typeof m.gc, typeof m.gctime, m.history);
    var n = process.memory(false);
    print(typeof n.gc, n.total, Object.keys(n));
    print(m.rx, m.tx);
    `,
    `
    true 16383 14 number number 0
    undefined 16383 [ 
      "free", 
      "usage", 
      "total", 
      "history", 
      "blocksize", 
      "rx", 
      "tx"
     ]
    { "used": 0, "total": 4096 } { "used": 0, "total": 256 }
    `,
  ],
])

measured('code in flash (FACTS 1)', [
  [
    'functions of a file keep their text there',
    `
    require("Storage").write("m", "function f(a){return a+1} function g(){var t=0;for(var i=0;i<9;i++)t+=i;return t}");
    require("Storage").write("l", "1");
    eval(require("Storage").read("l"));
    var u = process.memory().usage;
    eval(require("Storage").read("m"));
    print(process.memory().usage - u, f(1), g());
    print(E.getSizeOf(f), E.getSizeOf(g), f);
    `,
    `
    10 2 36
    4 3 function (a) {return a+1}
    `,
  ],
  [
    'the same text in memory',
    `
    var code = "function f(a){return a+1} function g(){var t=0;for(var i=0;i<9;i++)t+=i;return t}";
    eval("1");
    var u = process.memory().usage;
    eval(code);
    print(process.memory().usage - u, E.getSizeOf(f), E.getSizeOf(g));
    `,
    `
    13 4 6
    `,
  ],
  [
    'strings read from Storage take one variable',
    `
    require("Storage").write("t", "x".repeat(500));
    var t = require("Storage").read("t");
    print(
      [t.slice(1, 99), t.substr(3, 40), t.substring(1, 100), t.split("5")[0], t.trim(), t.padEnd(3)]
        .map((x) => E.getSizeOf(x))
        .join(" "),
    );
    print([t + "", t.toUpperCase(), t.repeat(1), t.concat("")].map((x) => E.getSizeOf(x)).join(" "));
    print(
      E.getSizeOf(t),
      t.length,
      E.getSizeOf(t + ""),
      E.getSizeOf(t.slice(0, 100)),
      E.getSizeOf(require("Storage").read("t", 10, 50)),
    );
    `,
    `
    1 1 1 1 1 1
    51 51 51 51
    1 500 51 1 1
    `,
  ],
  [
    'texts in flash code are copied when they are evaluated',
    `
    require("Storage").write("c", "var text='" + "y".repeat(100) + "'");
    eval(require("Storage").read("c"));
    print(E.getSizeOf(text));
    `,
    `
    11
    `,
  ],
  [
    'classes, arrows and methods in flash',
    `
    require("Storage").write(
      "k",
      "class K{constructor(a){this.a=a}m(){return this.a*2}static s(){return 5}} var arrow=(x)=>x+1;var o={m(){return 1},get g(){return 2}}",
    );
    eval(require("Storage").read("k"));
    print(new K(4).m(), K.s(), arrow(1), o.m(), o.g, E.getSizeOf(arrow), E.getSizeOf(o));
    `,
    `
    8 5 2 1 2 4 11
    `,
  ],
  [
    'ram copies a function out of flash',
    `
    require("Storage").write("r", "function r(a){'ram';return a*2}");
    eval(require("Storage").read("r"));
    print(r(4), E.getSizeOf(r), r);
    `,
    `
    8 4 function (a) {return a*2}
    `,
  ],
  [
    'errors in flash name the file',
    String.raw`
    require("Storage").write("bad.js", "function f(){\n  return undefined.x;\n}\n");
    eval(require("Storage").read("bad.js"));
    try { f(); } catch (e) { print(e.stack); }
    `,
    `
        at f (:1:10)
    undefined.x;
             ^
        at [raw] (:3:9)
    try { f(); } catch (e) { print(e.stack); }
            ^

    `,
  ],
])

measured('out of memory and of stack (FACTS 2.5)', [
  [
    'in a timer the loop goes on',
    `
    setTimeout(function () { var a = []; while (true) a.push([1.5]); }, 1);
    setTimeout(function () { print("on", E.getErrorFlags()); }, 50);
    `,
    `
    OUT OF MEMORY    at :1:38
    var a = []; while (true) a.push([1.5]);
                                         ^
    Execution Interrupted during event processing.
    New interpreter error: LOW_MEMORY,MEMORY
    on [ 
      "LOW_MEMORY", 
      "MEMORY"
     ]
    `,
  ],
  [
    'an interval that runs out of memory is removed',
    `
    var n = 0;
    setInterval(function () { n++; var a = []; while (true) a.push([1.5]); }, 5);
    setTimeout(function () { print("runs", n, E.getErrorFlags()); }, 100);
    `,
    `
    OUT OF MEMORY    at :1:43
    n++; var a = []; while (true) a.push([1.5]);
                                              ^
    ERROR: Ctrl-C while processing interval - removing it.
    Execution Interrupted during event processing.
    New interpreter error: CALLBACK,LOW_MEMORY,MEMORY
    runs 1 [ 
      "CALLBACK", 
      "LOW_MEMORY", 
      "MEMORY"
     ]
    `,
  ],
  [
    'stack overflow of data that nests is no error of memory',
    `
    function f(n) { return n ? f(n - 1) : 0; }
    print(f(20));
    `,
    `
    0
    `,
  ],
  [
    'errorFlag',
    `
    E.on("errorFlag", function (flags) { print("flags", flags); });
    setTimeout(function () { var a = []; while (true) a.push([1.5]); }, 1);
    setTimeout(function () {}, 50);
    `,
    `
    OUT OF MEMORY    at :1:38
    var a = []; while (true) a.push([1.5]);
                                         ^
    Execution Interrupted during event processing.
    flags [ 
      "LOW_MEMORY", 
      "MEMORY"
     ]
    New interpreter error: LOW_MEMORY,MEMORY
    `,
  ],
])

measured('found by random programs', [
  [
    'a reaction of a promise keeps room for a callback that was not given',
    `
    function used() { return process.memory().usage; }
    Promise.resolve(1).then(print);
    setTimeout(function () {
      var u = used(); Promise.resolve(1).then(print); print(used() - u);
      u = used(); Promise.resolve(1).then(print, print); print(used() - u);
      u = used(); Promise.resolve(1).catch(print); print(used() - u);
      u = used(); Promise.resolve(1).then(); print(used() - u);
    }, 5);
    `,
    `
    1
    37
    38
    37
    36
    1
    1
    `,
  ],
  [
    'writing an element that is not there makes the class of arrays',
    `
    function cost(f) { var u = process.memory().usage; f(); print(process.memory().usage - u); }
    var q = [];
    cost(function () {});
    cost(function () { q[1] = 1; });
    cost(function () { q[2] = 1; });
    cost(function () { q[2] = 2; });
    `,
    `
    1
    10
    2
    1
    `,
  ],
  [
    'the size of a function counts the scopes of running calls with their return value',
    `
    print(E.getSizeOf(function () { return 1; }));
    (function () { print(E.getSizeOf(function () { return 1; })); })();
    (function () { (function () { print(E.getSizeOf(function () { return 1; })); })(); })();
    (function () { (() => { print(E.getSizeOf(function () { return 1; })); })(); })();
    `,
    `
    3
    6
    11
    11
    `,
  ],
  [
    'a timer that clears all timers is still there while it runs',
    `
    var u;
    setTimeout(function () {
      u = process.memory().usage; clearTimeout(); print(process.memory().usage - u);
    }, 5);
    `,
    `
    1
    `,
  ],
])

measured('found by random programs', [
  [
    'an exception in an argument keeps the scope of the called function for good',
    `
    var before = process.memory().usage;
    (function () { var kept = [1, 2, 3], n = 5; function f(p) { return kept; } try { f(nowhere); } catch (e) { } })();
    var after = process.memory().usage;
    (function () { var kept = [1, 2, 3], n = 5; function f(p) { return kept; } try { f(1); } catch (e) { } })();
    print(after - before, process.memory().usage - after);
    `,
    `
    23 2
    `,
  ],
  [
    'booleans under a number take no variable',
    `
    var a = E.getSizeOf({ 2: true }), b = E.getSizeOf({ "2": false }), c = E.getSizeOf({ x: true }), d = E.getSizeOf({ 2: 5 });
    print(a, b, c, d, E.getSizeOf([true]));
    `,
    `
    2 2 3 2 2
    `,
  ],
])

measured('texts in which nothing is replaced', [
  [
    'are the same text',
    `
    var a = "a text of more than nine characters", before = process.memory().usage;
    var b = a.replace("z", "y"), c = a.replaceAll("z", "y");
    print(process.memory().usage - before);
    var d = a.replace("x", "y");
    print(process.memory().usage - before);
    `,
    `
    11
    16
    `,
  ],
])

const usedBy = (program: string): string =>
  `var m = () => process.memory().usage, u = m(), b = m() - u; u = m();${program}`

measured('what an event holds while it runs', [
  [
    'its arguments',
    usedBy('E.on("a", function () { print(m() - u) }); print(m() - u); E.emit("a", 1, "x"); print(m() - u);'),
    `
    10
    19
    6
    `,
  ],
  [
    'one argument, and none',
    usedBy('E.on("q", function () { print(m() - u) }); E.emit("q", 1); E.emit("q"); print(m() - u);'),
    `
    21
    8
    0
    `,
  ],
  [
    'a reaction of a promise',
    usedBy('Promise.resolve(1).then(function (v) { print(m() - u) }); print(m() - u);'),
    `
    49
    39
    `,
  ],
  [
    'a pipe that writes a piece',
    usedBy('E.pipe("abcdefgh", { write: function (d) { print(d, m() - u) } }, { chunkSize: 4 }); print(m() - u);'),
    `
    53
    abcd 50
    efgh 53
    `,
  ],
])
